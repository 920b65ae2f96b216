import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../cli";
import type { ProgramChange } from "./change";

/** What the program consists of. */
const PARTS = [
  "index.ts",
  "config.ts",
  "program.js",
  "package.json",
  "tsconfig.json",
  "config",
  "components",
  "lambdas",
];

type Edit = Pick<ProgramChange, "file" | "line" | "becomes">;

/** A copy of the program with some lines changed, in a folder that the caller removes. */
export class ChangedProgram {
  readonly folder = mkdtempSync(join(tmpdir(), "catsndogs-changed-"));

  constructor(edits: readonly Edit[]) {
    for (const part of PARTS) cpSync(join(ROOT, part), join(this.folder, part), { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
    for (const edit of edits) this.edit(edit);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private edit({ file, line, becomes }: Edit): void {
    const path = join(this.folder, file);
    const lines = readFileSync(path, "utf8").split("\n");
    const places = lines.flatMap((one, index) => (one.trim() === line ? [index] : []));
    const [place] = places;
    if (place === undefined || places.length > 1) {
      throw new Error(`${file} has the line ${JSON.stringify(line)} ${places.length} times; a change needs it once`);
    }
    lines[place] = becomes;
    writeFileSync(path, lines.join("\n"));
  }
}

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

describe("program.js, what Pulumi's engine starts", () => {
  it("says where in the TypeScript an error came from", () => {
    // The engine's own entry loads the SDK's source maps before the program. Without a region and an image registry
    // the program throws.
    const script = `
      require("source-map-support/register");
      const program = require("./program.js");
      try { program(); } catch (error) { console.log(error.stack); }
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { cwd: ROOT, encoding: "utf8" });
    assert.equal(stderr, "");
    const [, line = "", column = ""] = /\((\S+index\.ts:\d+):(\d+)\)/.exec(stdout) ?? [];
    const [file = "", number = ""] = line.split(/:(?=\d+$)/);
    assert.equal(file, join(ROOT, "index.ts"), stdout);
    const source = readFileSync(file, "utf8").split("\n")[Number(number) - 1] ?? "";
    assert.equal(source.slice(Number(column) - 1), "readConfig();");
  });

  it("is what package.json names", () => {
    const { main } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    assert.equal(main, "program.js");
  });
});

import { existsSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import type { Buildspec } from "./buildspec";
import { filesIn, globPattern } from "./glob";
import { PhaseError } from "./result";

/**
 * What a build leaves, by path. CodeBuild passes over a path that finds nothing, and says so in the log; a build fails
 * only where none finds anything.
 *
 * @param say Told each line of the log.
 * @throws PhaseError `CLIENT_ERROR`
 */
export function collectArtifacts(
  { files, baseDirectory, discardPaths }: NonNullable<Buildspec["artifacts"]>,
  source: string,
  say: (line: string) => void,
): Record<string, Uint8Array> {
  const base = posix.normalize(baseDirectory);
  const folder = join(source, base);
  say(`Expanding base directory path: ${baseDirectory}`);
  if (base.startsWith("..") || !existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new PhaseError("CLIENT_ERROR", `no matching base directory path found for ${baseDirectory}`);
  }
  const present = filesIn(folder);
  const found = files.flatMap((glob) => {
    say(`Expanding ${glob}`);
    const pattern = globPattern(glob);
    const matches = present.filter((path) => pattern.test(path));
    if (matches.length === 0) say(`Skipping invalid file path ${glob}`);
    return matches;
  });
  if (found.length === 0) throw new PhaseError("CLIENT_ERROR", "no matching artifact paths found");
  const name = (path: string): string => (discardPaths ? posix.basename(path) : path);
  return Object.fromEntries(found.map((path) => [name(path), new Uint8Array(readFileSync(join(folder, path)))]));
}

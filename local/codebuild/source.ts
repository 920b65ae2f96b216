import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { PhaseError } from "./result";

/**
 * Unpacks a zip into a folder.
 *
 * @throws PhaseError `CLIENT_ERROR` where it is no zip, or has a path that leads out of the folder
 */
export function unpack(source: Uint8Array, folder: string): void {
  for (const [path, content] of Object.entries(readZip(source))) {
    requireInside(path);
    const target = join(folder, path);
    if (path.endsWith("/")) {
      mkdirSync(target, { recursive: true });
      continue;
    }
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

function readZip(source: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(source);
  } catch {
    // What Go's library says, with which CodeBuild's agent is written.
    throw new PhaseError("CLIENT_ERROR", "zip: not a valid zip file for primary source");
  }
}

/** A path in a zip may say anything: one with `..` would overwrite what is not the build's. */
function requireInside(path: string): void {
  const outside = path.startsWith("/") || /^[A-Za-z]:|[\\\0]/.test(path) || path.split("/").includes("..");
  if (!outside) return;
  throw new PhaseError(
    "CLIENT_ERROR",
    `zip: insecure file path ${JSON.stringify(path)} for primary source: paths are relative, with / and without ..`,
  );
}

import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { canonical } from "../account/values";
import { copiedFrom, DockerfileError, type Instruction, instructionsOf, requireBases } from "./dockerfile";
import { filesIn, globPattern } from "./glob";

export interface DockerBuild {
  /** The folder that `docker build` was called in. */
  cwd: string;
  /** The build's context, from there. */
  context: string;
  /** Default: Dockerfile in the context. */
  file?: string | undefined;
  /** Values of the build's arguments. */
  args: Readonly<Record<string, string>>;
}

export interface BuiltImage {
  digest: string;
  /** The text files of the context. */
  files: Record<string, string>;
  instructions: Instruction[];
}

/**
 * Reads what an image would be built from, and makes sure that it is there. Nothing is run: its digest is one of the context,
 * of the Dockerfile and of the arguments, so that the same source gives the same image, and another source another.
 *
 * @throws DockerfileError in the words of `docker build`, without their beginning "ERROR: "
 */
export function dockerBuild({ cwd, context, file, args }: DockerBuild): BuiltImage {
  const folder = resolve(cwd, context);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new DockerfileError(`unable to prepare context: path ${JSON.stringify(context)} not found`);
  }
  const dockerfile = readDockerfile(file === undefined ? join(folder, "Dockerfile") : resolve(cwd, file), file);
  const instructions = instructionsOf(dockerfile);
  requireBases(instructions, args);
  const paths = contextPaths(folder);
  requireCopied(instructions, paths);
  const contents = paths.map((path) => [path, readFileSync(join(folder, path))] as const);
  const digests = Object.fromEntries(contents.map(([path, content]) => [path, sha256(content)]));
  return {
    digest: `sha256:${sha256(canonical({ dockerfile, args, files: digests }))}`,
    files: Object.fromEntries(
      contents.filter(([, content]) => !content.includes(0)).map(([path, content]) => [path, content.toString("utf8")]),
    ),
    instructions,
  };
}

function readDockerfile(path: string, given = "Dockerfile"): string {
  if (existsSync(path)) return readFileSync(path, "utf8");
  throw new DockerfileError(`failed to solve: failed to read dockerfile: open ${given}: no such file or directory`);
}

/** The context's files but for those that .dockerignore leaves out; the last line that fits a path decides. */
function contextPaths(folder: string): string[] {
  const ignore = join(folder, ".dockerignore");
  const lines = existsSync(ignore) ? readFileSync(ignore, "utf8").split(/\r?\n/) : [];
  const rules = lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ keeps: line.startsWith("!"), pattern: globPattern(line.replace(/^!/, "")) }));
  return filesIn(folder).filter((path) => {
    const rule = rules.findLast(({ pattern }) => foldersAndSelf(path).some((one) => pattern.test(one)));
    return rule === undefined || rule.keeps;
  });
}

/** `a/b/c` is in `a` and in `a/b`: a pattern that fits a folder fits what is in it. */
function foldersAndSelf(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}

function requireCopied(instructions: readonly Instruction[], paths: readonly string[]): void {
  for (const source of copiedFrom(instructions)) {
    const pattern = globPattern(source.replace(/^\//, ""));
    const isThere =
      /^\.?\/?$/.test(source) || paths.some((path) => foldersAndSelf(path).some((one) => pattern.test(one)));
    if (isThere) continue;
    const name = source.startsWith("/") ? source : `/${source}`;
    throw new DockerfileError(
      `failed to solve: failed to compute cache key: failed to calculate checksum: ${JSON.stringify(name)}: not found`,
    );
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

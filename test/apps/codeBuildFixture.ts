import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { dogsFiles } from "../../apps/dogs/files.mjs";

interface Buildspec {
  version: number;
  env: { shell: string };
  phases: Record<string, { commands: string[] }>;
  artifacts: { files: string[] };
}

export const buildspec: Buildspec = parse(dogsFiles("v1")["buildspec.yml"] ?? "");

/** What CodeBuild and its project give a build that comes from a pipeline. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  AWS_DEFAULT_REGION: "us-west-2",
  AWS_ACCOUNT_ID: "123456789012",
  REPOSITORY_URI: "123456789012.dkr.ecr.us-west-2.amazonaws.com/workshop/dogs",
  CODEBUILD_BUILD_ID: "workshop-dogs:b1e6661e-e4f2-4156-9ab9-82a19example",
  CODEBUILD_RESOLVED_SOURCE_VERSION: "L4kqtJlcpXroDTDmpUMLUo",
};

/** Writes down how it was called, and fails where the test says so. */
const STAND_IN = `#!/bin/bash
echo "$(basename "$0") $*" >> "$CALLS"
if [ "$1" = login ]; then echo "  password $(cat)" >> "$CALLS"; fi
case "$(basename "$0") $*" in "$FAILS"*) exit 3;; esac
if [ "$1" = ecr ]; then echo secret; fi
`;

/** How a build went. */
export interface Build {
  succeeded: boolean;
  /** The phases that began. */
  phases: string[];
  /** Calls of aws and docker, in their order. */
  calls: string[];
  stderr: string;
  /** The text of an artifact, where there is one. */
  artifact: (name: string) => string | undefined;
}

/**
 * Runs the buildspec as CodeBuild does: a phase ends with the first command that fails; after a failed build there is a
 * post_build nevertheless, after a failed pre_build nothing. What is exported goes from one phase to the next.
 *
 * @param fails How the call begins that fails. Default: none does.
 */
export function runBuild(environment: Readonly<Record<string, string>> = ENVIRONMENT, fails = "no call"): Build {
  const folder = mkdtempSync(join(tmpdir(), "dogs-build-"));
  try {
    const bin = join(folder, "bin");
    const source = join(folder, "source");
    mkdirSync(bin);
    mkdirSync(source);
    for (const name of ["aws", "docker"]) writeFileSync(join(bin, name), STAND_IN, { mode: 0o755 });
    const calls = join(folder, "calls");
    const exported = join(folder, "exported");
    for (const file of [calls, exported]) writeFileSync(file, "");
    const state = { succeeded: true, phases: [] as string[], stderr: "" };
    for (const phase of ["pre_build", "build", "post_build"]) {
      if (!state.succeeded && phase !== "post_build") continue;
      if (!state.succeeded && !state.phases.includes("build")) continue;
      state.phases.push(phase);
      const commands = (buildspec.phases[phase]?.commands ?? []).map((command) => `${command}\n[ $? = 0 ] || exit`);
      const succeeding = `export CODEBUILD_BUILD_SUCCEEDING=${state.succeeded ? 1 : 0}`;
      const script = [`. ${exported}`, succeeding, `trap 'export -p > ${exported}' EXIT`, ...commands].join("\n");
      const { status, stderr } = spawnSync(buildspec.env.shell, ["--norc", "-c", script], {
        cwd: source,
        stdio: ["ignore", "ignore", "pipe"],
        encoding: "utf8",
        env: { ...environment, PATH: `${bin}:/usr/bin:/bin`, CALLS: calls, FAILS: fails },
      });
      state.stderr += stderr;
      if (status !== 0) state.succeeded = false;
    }
    const artifacts = new Map(
      buildspec.artifacts.files
        .filter((name) => existsSync(join(source, name)))
        .map((name) => [name, readFileSync(join(source, name), "utf8")]),
    );
    return {
      ...state,
      calls: readFileSync(calls, "utf8").split("\n").slice(0, -1),
      artifact: (name) => artifacts.get(name),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

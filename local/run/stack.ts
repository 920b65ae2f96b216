import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../start/inputError";
import { WITHOUT_STACK } from "./environment";
import type { Command } from "./findPulumi";

/**
 * Makes the local stack if there is none: its state, and its configuration as a copy of the project's own
 * `Pulumi.NAME.yaml`, or of the example's. The copy is this machine's, so that nothing local reaches the repository.
 *
 * @returns What was made, in sentences.
 */
export function ensureStack(
  root: string,
  pulumi: Command,
  stack: string,
  command: string,
  env: NodeJS.ProcessEnv,
): string[] {
  if (WITHOUT_STACK.has(command)) return [];
  mkdirSync(join(root, ".local", "state"), { recursive: true });
  const said: string[] = [];
  const file = `Pulumi.${stack}.yaml`;
  const own = join(root, "local", file);
  if (!existsSync(own)) {
    const from = existsSync(join(root, file)) ? file : "Pulumi.workshop.yaml";
    copyFileSync(join(root, from), own);
    said.push(`Configuration of ${stack}: local/${file}, a copy of ${from}.`);
  }
  const listed = spawnSync(pulumi.file, [...pulumi.args, "-C", "local", "stack", "ls", "--json"], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  if (listed.status !== 0) throw new InputError([`The Pulumi CLI cannot list the stacks: ${listed.stderr.trim()}`]);
  const names = (JSON.parse(listed.stdout) as { name: string }[]).map(({ name }) => name.split("/").pop());
  if (names.includes(stack)) return said;
  const made = spawnSync(pulumi.file, [...pulumi.args, "-C", "local", "stack", "init", stack, "--no-select"], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  if (made.status !== 0) throw new InputError([`The stack "${stack}" cannot be made: ${made.stderr.trim()}`]);
  return [...said, `Stack ${stack} made in .local/state.`];
}

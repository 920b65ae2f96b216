import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../start/inputError";
import type { Command } from "./findPulumi";
import type { StackNeed } from "./need";

/** Where the CLI is run, and how. */
export interface Local {
  /** The repository's root. */
  root: string;
  pulumi: Command;
  env: NodeJS.ProcessEnv;
}

/**
 * Sees to it that a command has the stack that it needs: its state, and its configuration as a copy of the project's own
 * `Pulumi.NAME.yaml`, or of the example's. The copy is this machine's, so that nothing local reaches the repository.
 *
 * @returns What was made, in sentences.
 * @throws InputError where the stack must exist and does not, or where the CLI refuses to make it.
 */
export function provideStack(local: Local, stack: string, need: StackNeed): string[] {
  mkdirSync(join(local.root, ".local", "state"), { recursive: true });
  if (need === "none") return [];
  if (need === "configuration") return copyConfiguration(local.root, stack);
  const names = stackNames(local);
  if (names.includes(stack)) return copyConfiguration(local.root, stack);
  if (need === "existing stack") throw new InputError([missing(stack, names)]);
  const said = copyConfiguration(local.root, stack);
  const made = run(local, ["stack", "init", stack, "--no-select"]);
  if (made.status !== 0) throw new InputError([`The stack "${stack}" cannot be made: ${made.stderr.trim()}`]);
  return [...said, `Stack ${stack} made in .local/state.`];
}

function copyConfiguration(root: string, stack: string): string[] {
  const file = `Pulumi.${stack}.yaml`;
  const own = join(root, "local", file);
  if (existsSync(own)) return [];
  const from = existsSync(join(root, file)) ? file : "Pulumi.workshop.yaml";
  copyFileSync(join(root, from), own);
  return [`Configuration of ${stack}: local/${file}, a copy of ${from}.`];
}

function stackNames(local: Local): string[] {
  const listed = run(local, ["stack", "ls", "--json"]);
  if (listed.status !== 0) throw new InputError([`The Pulumi CLI cannot list the stacks: ${listed.stderr.trim()}`]);
  return (JSON.parse(listed.stdout) as { name: string }[]).map(({ name }) => name.split("/").pop() ?? "");
}

function run({ root, pulumi, env }: Local, args: readonly string[]) {
  return spawnSync(pulumi.file, [...pulumi.args, "-C", "local", ...args], { cwd: root, env, encoding: "utf8" });
}

function missing(stack: string, names: readonly string[]): string {
  const known =
    names.length > 0 ? `There ${names.length === 1 ? "is" : "are"} ${names.join(", ")}` : "There is none yet";
  return `--stack ${stack}: there is no such stack on this machine. ${known}. An up makes one: npm run local -- up --stack ${stack}`;
}

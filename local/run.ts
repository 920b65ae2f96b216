/** `npm run local -- COMMAND --stack NAME`: the Pulumi CLI, on this machine's account instead of AWS. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { absolutePaths, localEnvironment, pulumiArguments } from "./run/environment";
import { findPulumi } from "./run/findPulumi";
import { readRunOptions } from "./run/options";
import { ensureStack } from "./run/stack";
import { InputError } from "./start/inputError";

const ROOT = join(__dirname, "..");

function main(argv: readonly string[]): number {
  const { command, stack, rest } = readRunOptions(argv);
  const env = localEnvironment(ROOT, process.env);
  const pulumi = findPulumi(env);
  for (const line of ensureStack(ROOT, pulumi, stack, command, env)) process.stderr.write(`${line}\n`);
  const args = pulumiArguments(command, stack, absolutePaths(ROOT, rest), process.stdin.isTTY === true);
  const { status, error } = spawnSync(pulumi.file, [...pulumi.args, ...args], { cwd: ROOT, env, stdio: "inherit" });
  if (error) throw new InputError([`The Pulumi CLI cannot be started: ${error.message}`]);
  return status ?? 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  process.stderr.write(`${error.problems.join("\n")}\n`);
  process.exitCode = 2;
}

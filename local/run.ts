/** `npm run local -- COMMAND --stack NAME`: the Pulumi CLI, on this machine's account instead of AWS. */
import { join } from "node:path";
import { absolutePaths, localEnvironment, pulumiArguments } from "./run/environment";
import { findPulumi } from "./run/findPulumi";
import { stackNeed } from "./run/need";
import { readRunOptions, USAGE } from "./run/options";
import { runToEnd } from "./run/runToEnd";
import { provideStack } from "./run/stack";
import { InputError } from "./start/inputError";

const ROOT = join(__dirname, "..");

async function main(argv: readonly string[]): Promise<number> {
  const { command, stack, rest, help } = readRunOptions(argv);
  if (help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const env = localEnvironment(ROOT, process.env);
  const pulumi = findPulumi(env);
  const said = provideStack({ root: ROOT, pulumi, env }, stack, stackNeed(command, rest));
  for (const line of said) process.stderr.write(`${line}\n`);
  const terminal = process.stdin.isTTY === true;
  const args = pulumiArguments(command, stack, absolutePaths(ROOT, rest), terminal);
  return runToEnd(pulumi, args, { cwd: ROOT, env, terminal });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`${error.problems.join("\n")}\n`);
    process.exitCode = 2;
  },
);

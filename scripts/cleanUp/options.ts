import { parseOptions } from "../common/commandLine";
import { InputError } from "../common/inputError";

/** What the command line asks for. */
export interface CleanUpCommand {
  stack: string;
  help: boolean;
}

/** What `--help` prints. */
export const HELP = `Deregisters what a destroyed stack has left in AWS without costing anything: the revisions of dogs that its
pipeline registered, of which Pulumi knows nothing.

Usage: npm run clean-up -- --stack NAME

  --stack NAME      a stack after pulumi destroy, and before pulumi stack rm
  --help            prints this

Exit codes: 0 nothing is left; 1 AWS refused something; 2 bad input.`;

const SEE = "See npm run clean-up -- --help";

/** @throws InputError naming what is wrong */
export function readCleanUpCommand(argv: readonly string[]): CleanUpCommand {
  const options = { stack: { type: "string" }, help: { type: "boolean", short: "h" } } as const;
  const { values, positionals } = parseOptions(argv, options, SEE);
  if (positionals.length > 0) throw new InputError(`"${positionals[0]}" is no option. ${SEE}`);
  if (!values.help && !values.stack) throw new InputError(`--stack is missing: which stack? ${SEE}`);
  return { stack: values.stack ?? "", help: values.help ?? false };
}

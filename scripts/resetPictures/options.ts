import { parseOptions } from "../common/commandLine";
import { InputError } from "../common/inputError";

/** What the command line asks for. */
export interface ResetCommand {
  stack: string;
  /** Whether the stack's site runs on this machine, by `npm run site`. */
  local: boolean;
  help: boolean;
}

/** What `--help` prints. */
export const HELP = `Brings all pictures of cats back: runs the stack's image assessor twice with RESETPICTURES=1, waits for
both tasks, and prints their exit codes.

Usage: npm run reset-pictures -- --stack NAME [--local]

  --stack NAME      a stack that is deployed up to lab 4 at least
  --local           the stack whose site runs on this machine, by npm run site
  --help            prints this

Exit codes: 0 both tasks ended with 0; 1 one of them did not, or was not placed; 2 bad input.`;

const SEE = "See npm run reset-pictures -- --help";

/** @throws InputError naming what is wrong */
export function readResetCommand(argv: readonly string[]): ResetCommand {
  const { values, positionals } = parseOptions(
    argv,
    { stack: { type: "string" }, local: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    SEE,
  );
  if (positionals.length > 0) throw new InputError(`"${positionals[0]}" is no option. ${SEE}`);
  if (!values.help && !values.stack) throw new InputError(`--stack is missing: which stack? ${SEE}`);
  return { stack: values.stack ?? "", local: values.local ?? false, help: values.help ?? false };
}

import { isStackName, STACK_NAME_RULE } from "../../components/names";
import { InputError } from "../start/inputError";

/** What `npm run local -- …` asks for. */
export interface RunOptions {
  /** The Pulumi CLI's command: up, preview, destroy, refresh, stack, config, … */
  command: string;
  stack: string;
  /** Everything else, for the CLI. */
  rest: string[];
}

/** What `npm run local` prints without a command. */
export const USAGE = `Runs the Pulumi CLI on this machine's account instead of AWS.

Usage: npm run local -- COMMAND [--stack NAME] [options of the Pulumi CLI]

  npm run local -- up --stack alice                deploys a stack; makes it if there is none
  npm run local -- preview --stack alice --diff    says what an up would do
  npm run local -- config set lab 1 --stack alice  changes its configuration
  npm run local -- destroy --stack alice           removes it

State and account are in .local, the stack's configuration is local/Pulumi.NAME.yaml (default: workshop).`;

/**
 * Reads the command line: the first word is the command, `--stack` (`-s`) the stack, and the rest is the CLI's own.
 *
 * @throws InputError where there is no command or no name after `--stack`.
 */
export function readRunOptions(argv: readonly string[]): RunOptions {
  const rest: string[] = [];
  let stack = "workshop";
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    const joined = /^(?:--stack|-s)=(.*)$/.exec(word);
    if (joined) stack = joined[1] ?? "";
    else if (word === "--stack" || word === "-s") stack = argv[++i] ?? "";
    else rest.push(word);
  }
  const command = rest.shift();
  if (command === undefined || command.startsWith("-")) throw new InputError([USAGE]);
  if (!isStackName(stack)) {
    throw new InputError([
      `--stack ${stack}: expected ${STACK_NAME_RULE}. Choose such a name, for example --stack alice`,
    ]);
  }
  return { command, stack, rest };
}

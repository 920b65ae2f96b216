import { isStackName, STACK_NAME_RULE } from "../../components/names";
import { InputError } from "../start/inputError";

/** What `npm run local -- …` asks for. */
export interface RunOptions {
  /** The Pulumi CLI's command: up, preview, destroy, refresh, stack, config, … */
  command: string;
  stack: string;
  /** Everything else, for the CLI. */
  rest: string[];
  /** Nothing is to be done: the person asks how this is used. */
  help?: true;
}

/** What `npm run local` prints without a command. */
export const USAGE = `Runs the Pulumi CLI on this machine's account instead of AWS.

Usage: npm run local -- COMMAND [--stack NAME] [options of the Pulumi CLI]

  npm run local -- up --stack alice                deploys a stack; makes it if there is none
  npm run local -- preview --stack alice --diff    says what an up would do
  npm run local -- config set lab 1 --stack alice  changes its configuration
  npm run local -- destroy --stack alice           removes what it deployed
  npm run local -- stack ls                        lists the stacks; stack init, stack rm as in the CLI
  npm run local -- COMMAND --help                  what else the CLI can do

State and account are in .local, the stack's configuration is local/Pulumi.NAME.yaml (default: workshop).`;

const NO_SELECTION =
  "npm run local has no selected stack: each command takes --stack NAME, and without it the stack is workshop";

/**
 * Reads the command line: the first word is the command, `--stack` (`-s`) the stack, and the rest is the CLI's own.
 *
 * @throws InputError where there is no command, or no name that a stack may have after `--stack`.
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
  if (command === "--help" || command === "-h") return { command, stack, rest: [], help: true };
  if (command === undefined || command.startsWith("-")) throw new InputError([USAGE]);
  if (command === "stack") {
    if (/^(un)?select$/.test(rest[0] ?? "")) throw new InputError([NO_SELECTION]);
    // The CLI takes the name of the stack as a word here.
    if (/^(init|rm|remove)$/.test(rest[0] ?? "") && /^[^-]/.test(rest[1] ?? "")) [stack = ""] = rest.splice(1, 1);
  }
  if (!isStackName(stack)) {
    throw new InputError([
      `--stack ${stack}: expected ${STACK_NAME_RULE}. Choose such a name, for example --stack alice`,
    ]);
  }
  return { command, stack, rest };
}

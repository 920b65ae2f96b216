/** `npm start`: the workshop on this machine, brought up, shown and destroyed. */

import { InputError } from "./start/inputError";
import { HELP, readOptions } from "./start/options";
import type { Screen } from "./start/progress";

const screen: Screen = {
  write: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
  isTerminal: process.stdout.isTTY === true,
};

// The SDK takes an error's stack for every promise that it makes, and has it mapped to the sources: half of the time that a
// deployment takes here. Four frames still say where an error came from.
Error.stackTraceLimit = 4;

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (options.help) {
    screen.write(`${HELP}\n`);
    return 0;
  }
  // Most of the time goes into loading the AWS SDK, which neither --help nor a wrong option needs.
  const { runSession } = require("./start/session") as typeof import("./start/session");
  const program = require("../index") as typeof import("../index");
  return runSession(options, program, screen);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isInput = error instanceof InputError;
    screen.error(isInput ? `${error.problems.join("\n")}\n` : `${(error as Error).stack}\n`);
    process.exitCode = isInput ? 2 : 1;
  },
);

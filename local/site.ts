/** `npm run site`: the stack's site on this machine. */

import { HELP, readSiteCommand } from "./site/options";
import { InputError } from "./start/inputError";

// As in start.ts.
Error.stackTraceLimit = 4;

async function main(argv: readonly string[]): Promise<number> {
  const command = readSiteCommand(argv);
  if (command.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const ended = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  const { serve } = require("./site/serve") as typeof import("./site/serve");
  const program = require("../index") as typeof import("../index");
  const terminal = {
    write: (line: string) => void process.stdout.write(`${line}\n`),
    error: (line: string) => void process.stderr.write(`${line}\n`),
  };
  return serve(command, program, terminal, ended);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const isInput = error instanceof InputError;
    process.stderr.write(isInput ? `${error.problems.join("\n")}\n` : `${(error as Error).stack}\n`);
    process.exit(isInput ? 2 : 1);
  },
);

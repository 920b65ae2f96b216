import { type ParseArgsConfig, parseArgs } from "node:util";
import { InputError } from "./inputError";

/**
 * Reads a command line by its options. Words that belong to no option are in `positionals`.
 *
 * @param see where the options are explained, for example "See npm run reset-pictures -- --help"
 * @throws InputError for an unknown option, or one without the value that it needs
 */
export function parseOptions<T extends NonNullable<ParseArgsConfig["options"]>>(
  argv: readonly string[],
  options: T,
  see: string,
) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (error) {
    throw new InputError(`${(error as Error).message.split(". ")[0]}. ${see}`);
  }
}

/** Runs a command and ends the process with its exit code: 2 for bad input, 1 for whatever else it throws. */
export function runCommand(command: (argv: readonly string[]) => Promise<number>): void {
  command(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: Error) => {
      process.stderr.write(`${error instanceof InputError ? error.message : `${error.name}: ${error.message}`}\n`);
      process.exitCode = error instanceof InputError ? 2 : 1;
    },
  );
}

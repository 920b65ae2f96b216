import { type ParseArgsConfig, parseArgs } from "node:util";
import { InputError } from "./inputError";

/**
 * Reads a command line by its options. Words that belong to no option are in `positionals`.
 *
 * @param see Where the options are explained, for example `See npm start -- --help`.
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
    throw new InputError([`${(error as Error).message.split(". ")[0]}. ${see}`]);
  }
}

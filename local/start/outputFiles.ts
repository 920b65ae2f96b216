import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "./inputError";

/**
 * Asks before anything is made whether a file can be written.
 *
 * @throws InputError naming the option.
 */
export function requireWritable(option: string, file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new Error("it is a folder");
  } catch (error) {
    throw new InputError([`${option} ${file}: ${(error as Error).message}. Name a file that can be written`]);
  }
}

/** The same for the report, whose folder is made where it is missing. */
export function requireReport(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw new InputError([`--report ${file}: ${(error as Error).message}. Name a file that can be written`]);
  }
  requireWritable("--report", file);
}

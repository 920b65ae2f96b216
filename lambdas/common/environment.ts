import type { Sides } from "./sides";

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The value of an environment variable.
 *
 * @throws Error that names the variable where it is not set
 */
export function required(environment: Environment, name: string): string {
  const value = environment[name];
  if (value === undefined || value === "") throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

/**
 * The value of an environment variable that holds JSON.
 *
 * @throws Error that names the variable where it is not set, or is no JSON
 */
export function requiredJson(environment: Environment, name: string): unknown {
  const value = required(environment, name);
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new Error(`The environment variable ${name} is not JSON.`);
  }
}

/** Both sides, from the variable `SIDES`, which the program has written. Throws as {@link requiredJson}. */
export function sidesOf(environment: Environment): Sides {
  return requiredJson(environment, "SIDES") as Sides;
}

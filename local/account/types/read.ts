import { type Props, UNKNOWN, type Value } from "../model";
import { find, get } from "../paths";
import { isObject } from "../values";

/*
 * Readers for checks across several inputs. What is absent, unknown or of another type reads as undefined, so that a
 * check passes over what it cannot decide.
 */

/** The string under a path. */
export function text(props: Props, path: string): string | undefined {
  const value = get(props, path);
  return typeof value === "string" && value !== UNKNOWN ? value : undefined;
}

/** The number under a path. */
export function number(props: Props, path: string): number | undefined {
  const value = get(props, path);
  return typeof value === "number" ? value : undefined;
}

/** The list under a path, or undefined where it is absent or unknown as a whole. */
export function list(props: Props, path: string): Value[] | undefined {
  const value = get(props, path);
  return Array.isArray(value) ? value : undefined;
}

/** The objects of the list under a path; none where there is no list. */
export function objects(props: Props, path: string): Props[] {
  return (list(props, path) ?? []).filter(isObject);
}

/** All known strings under a path with wildcards. */
export function texts(props: Props, path: string): string[] {
  return find(props, path).flatMap(({ value }) => (typeof value === "string" && value !== UNKNOWN ? [value] : []));
}

/** Whether something, known or not, was given under a path. */
export function given(props: Props, path: string): boolean {
  return get(props, path) !== undefined;
}

/** Whether it is undecided what, if anything, stands under a path. */
export function undecided(props: Props, path: string): boolean {
  return get(props, path) === UNKNOWN;
}

/** The object that a string holds as JSON, or undefined where it holds anything else. */
export function parseJson(value: string): Value | undefined {
  try {
    return JSON.parse(value) as Value;
  } catch {
    return undefined;
  }
}

/** The values that occur more than once, each once. */
export function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}

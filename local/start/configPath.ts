import { parsePropertyPath, type Step } from "../propertyPath";

/**
 * Reads the key of `pulumi config set --path`: a property path that names one value.
 *
 * @throws Error where the text is no such path; its message says where.
 */
export function parseKey(text: string): Step[] {
  const steps = parsePropertyPath(text);
  if (steps.length === 0) throw new Error("the key is empty");
  if (steps.includes("*")) throw new Error(`"${text}" names many values; name one`);
  return steps;
}

/**
 * Sets one value inside another, as `pulumi config set --path` does: objects and lists on the way are made, a list
 * grows by one element at most, and inside structures `true`, `false` and integers are typed.
 *
 * @returns The changed copy; what it was made from stays as it is.
 * @throws Error where the path does not fit the value that is there.
 */
export function setAt(target: unknown, steps: Step[], value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list: unknown[] =
      target === undefined ? [] : Array.isArray(target) ? [...target] : fail(target, "a list", step);
    if (step > list.length) throw new Error(`index ${step} is beyond the end of a list of ${list.length}`);
    list[step] = setAt(list[step], rest, value);
    return list;
  }
  if (target !== undefined && (typeof target !== "object" || target === null || Array.isArray(target))) {
    return fail(target, "an object", step);
  }
  const object = { ...(target as Record<string, unknown> | undefined) };
  object[step] = setAt(object[step], rest, value);
  return object;
}

function fail(target: unknown, expected: string, step: Step): never {
  throw new Error(`${JSON.stringify(target)} is not ${expected}, so ${JSON.stringify(step)} cannot be set in it`);
}

/** Types a nested value as `pulumi config set --path` does. A number with a leading zero stays text. */
export function typed(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  return /^-?(0|[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
}

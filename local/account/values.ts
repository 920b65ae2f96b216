import { type Props, UNKNOWN, type Value } from "./model";

/** Whether a value is an object with properties: not null, not a list. */
export function isObject(value: Value | undefined): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a property was given at all; `null` counts as absent, as in the provider. */
export function isPresent(value: Value | undefined): value is Exclude<Value, null> {
  return value !== undefined && value !== null;
}

/** Whether any part of a value is not known yet. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** JSON with sorted keys and without absent properties: equal texts mean equal values. */
export function canonical(value: Value | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isObject(value)) {
    const parts = Object.keys(value)
      .filter((key) => isPresent(value[key]))
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${parts.join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/** Whether two values mean the same; `null` and absent are the same. */
export function equal(one: Value | undefined, other: Value | undefined): boolean {
  return one === other || canonical(one) === canonical(other);
}

/** A deep copy, so that nobody changes the account's state through a value that was handed out. */
export function copy<T extends Value | Props>(value: T): T {
  return structuredClone(value);
}

/** A value as a person reads it in a message: strings in quotes, long values cut. */
export function show(value: Value | undefined): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

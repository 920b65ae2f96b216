import { AwsError, type Props, type Value } from "../model";
import { isObject, isPresent, show } from "../values";

/** The fields of a call's input. */
export function fieldsOf(input: unknown): Props {
  const value = input as Value | undefined;
  if (isObject(value)) return value;
  throw new AwsError("SerializationException", `Expected an object, got ${show(value)}`);
}

/** A string that a call needs. `name` is as in the input, for example `Name`. */
export function requiredText(input: Props, name: string): string {
  const value = required(input, name);
  if (typeof value !== "string") throw wrongType(name, "a string", value);
  return value;
}

/** A list of so many strings that a call needs. */
export function requiredTexts(input: Props, name: string, [least, most]: readonly [number, number]): string[] {
  const value = required(input, name);
  const texts = Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  if (!Array.isArray(value) || texts.length < value.length) throw wrongType(name, "a list of strings", value);
  const bound = texts.length < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  if (texts.length < least || texts.length > most) {
    throw invalid(`'[${texts.join(", ")}]'`, name, `Member must have length ${bound}`);
  }
  return texts;
}

/** A switch. Default: off. */
export function flag(input: Props, name: string): boolean {
  const value = input[name];
  if (isPresent(value) && typeof value !== "boolean") throw wrongType(name, "true or false", value);
  return value === true;
}

function required(input: Props, name: string): Value {
  const value = input[name];
  if (!isPresent(value)) throw invalid("null", name, "Member must not be null");
  return value;
}

/** AWS writes the first letter of a field small in these messages. */
function invalid(value: string, name: string, constraint: string): AwsError {
  const field = name.charAt(0).toLowerCase() + name.slice(1);
  return new AwsError(
    "ValidationException",
    `1 validation error detected: Value ${value} at '${field}' failed to satisfy constraint: ${constraint}`,
  );
}

function wrongType(name: string, expected: string, value: Value | undefined): AwsError {
  return new AwsError("SerializationException", `Expected ${name} to be ${expected}, got ${show(value)}`);
}

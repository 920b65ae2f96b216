import type { Props, Value } from "../../account/model";
import { text } from "../../account/types/read";
import { isObject } from "../../account/values";
import { invalidInput } from "./errors";

/**
 * The fields of a call's input.
 *
 * @throws AwsError `InvalidInput` for one that is not known
 */
export function fieldsOf(input: unknown, known: readonly string[]): Props {
  const value = input as Value | undefined;
  if (!isObject(value)) throw invalidInput("Invalid request: expected an object.");
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return value;
  throw invalidInput(`Invalid request: unknown parameter "${unknown}", expected one of: ${known.join(", ")}.`);
}

/**
 * An id, which may come as the API answers it: `/change/C…`, `/hostedzone/Z…`.
 *
 * @throws AwsError `InvalidInput` where there is none
 */
export function idOf(fields: Props, name: string, prefix: "change" | "hostedzone"): string {
  const id = text(fields, name)?.replace(new RegExp(`^/${prefix}/`), "");
  if (id) return id;
  throw invalidInput(`Invalid request: missing required parameter "${name}".`);
}

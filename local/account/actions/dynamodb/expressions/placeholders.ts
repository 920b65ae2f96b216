import type { Value } from "../../../model";
import { AwsError } from "../../../model";
import { isObject, isPresent } from "../../../values";
import { type AttributeValue, readAttribute } from "../attributeValue";
import { invalid, wrongType } from "../errors";
import { ExpressionError } from "./tokens";

/** The names and values that a request's expressions refer to, and which of them they have used. */
export class Placeholders {
  private readonly used = new Set<string>();

  private constructor(
    private readonly names: ReadonlyMap<string, string>,
    private readonly values: ReadonlyMap<string, AttributeValue>,
  ) {}

  /**
   * Reads `ExpressionAttributeNames` and `ExpressionAttributeValues`.
   *
   * @throws AwsError `ValidationException` or `SerializationException`
   */
  static read(names: Value | undefined, values: Value | undefined): Placeholders {
    const namesBy = entriesOf("ExpressionAttributeNames", "#", names).map(([key, name]): [string, string] => {
      if (typeof name !== "string") throw wrongType(name, "String");
      return [key, name];
    });
    const valuesBy = entriesOf("ExpressionAttributeValues", ":", values).map(
      ([key, value]): [string, AttributeValue] => [key, readValueOf(key, value)],
    );
    return new Placeholders(new Map(namesBy), new Map(valuesBy));
  }

  /** The attribute's name behind `#…`. */
  name(key: string): string {
    const name = this.names.get(key);
    this.used.add(key);
    if (name !== undefined) return name;
    throw new ExpressionError(
      `An expression attribute name used in the document path is not defined; attribute name: ${key}`,
    );
  }

  /** The value behind `:…`. */
  value(key: string): AttributeValue {
    const value = this.values.get(key);
    this.used.add(key);
    if (value) return value;
    throw new ExpressionError(
      `An expression attribute value used in expression is not defined; attribute value: ${key}`,
    );
  }

  /** Throws where a name or value is in no expression. */
  requireUsed(): void {
    this.requireUsedIn("ExpressionAttributeNames", this.names);
    this.requireUsedIn("ExpressionAttributeValues", this.values);
  }

  private requireUsedIn(parameter: string, given: ReadonlyMap<string, unknown>): void {
    const unused = [...given.keys()].filter((key) => !this.used.has(key));
    if (unused.length === 0) return;
    throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(", ")}}`);
  }
}

function entriesOf(parameter: string, sign: string, given: Value | undefined): [string, Value][] {
  if (!isPresent(given)) return [];
  if (!isObject(given)) throw wrongType(given, "Map");
  const entries = Object.entries(given);
  if (entries.length === 0) throw invalid(`${parameter} must not be empty`);
  const wrong = entries.map(([key]) => key).find((key) => !new RegExp(`^${sign}\\w+$`).test(key));
  if (wrong === undefined) return entries;
  throw invalid(`${parameter} contains invalid key: Syntax error; key: "${wrong}"`);
}

function readValueOf(key: string, value: Value): AttributeValue {
  try {
    return readAttribute(value);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ValidationException") throw error;
    throw invalid(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`);
  }
}

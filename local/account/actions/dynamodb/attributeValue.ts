import type { Props, Value } from "../../model";
import { repeated } from "../../types/read";
import { isObject, isPresent } from "../../values";
import { plainNumber } from "./decimal";
import { invalid, invalidParameter, wrongType } from "./errors";

/**
 * A value as DynamoDB's API writes it. Bytes are in base64.
 * docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export type AttributeValue =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { M: AttributeMap }
  | { L: AttributeValue[] }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] };

/** An item, a key, or the inside of a map. */
export type AttributeMap = { [name: string]: AttributeValue };

export const TYPES = ["S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"] as const;

/** What kind of value one is. */
export type AttributeType = (typeof TYPES)[number];

/** How deep lists and maps may lie in each other: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const DEEPEST = 32;

/** The type under which a value is written. */
export function typeOf(value: AttributeValue): AttributeType {
  const [type] = Object.keys(value);
  return TYPES.find((one) => one === type) ?? "NULL";
}

/** The values of a set; undefined where a value is none. */
export function elementsOf(value: AttributeValue): string[] | undefined {
  if ("SS" in value) return value.SS;
  if ("NS" in value) return value.NS;
  return "BS" in value ? value.BS : undefined;
}

/** A set of the same type with other elements. */
export function setOf(type: AttributeType, elements: string[]): AttributeValue {
  if (type === "NS") return { NS: elements };
  return type === "BS" ? { BS: elements } : { SS: elements };
}

/**
 * Reads the values of an item or a key. Numbers come out as DynamoDB writes them.
 *
 * @throws AwsError `ValidationException` or `SerializationException`
 */
export function readAttributes(given: Value | undefined): AttributeMap {
  if (!isObject(given)) throw wrongType(given, "Map");
  return readMap(given, 1);
}

/** Reads one value; throws as {@link readAttributes}. */
export function readAttribute(given: Value | undefined): AttributeValue {
  return readValue(given, 1);
}

function readMap(given: Props, depth: number): AttributeMap {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, readValue(value, depth)]));
}

function readValue(given: Value | undefined, depth: number): AttributeValue {
  if (!isObject(given)) throw wrongType(given, "AttributeValue");
  const types = TYPES.filter((type) => isPresent(given[type]));
  const [first, ...others] = types.map((type) => readAs(type, given[type], depth));
  if (others.length > 0) {
    throw invalid(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  }
  if (first) return first;
  throw invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
}

function readAs(type: AttributeType, given: Value | undefined, depth: number): AttributeValue {
  switch (type) {
    case "S":
      return { S: readText(given) };
    case "N":
      return { N: plainNumber(readText(given)) };
    case "B":
      return { B: readBytes(given) };
    case "BOOL":
      return { BOOL: readFlag(given) };
    case "NULL":
      if (!readFlag(given)) throw invalidParameter("Null attribute value types must have the value of true");
      return { NULL: true };
    case "M":
      if (!isObject(given)) throw wrongType(given, "Map");
      requireDepth(depth);
      return { M: readMap(given, depth + 1) };
    case "L":
      requireDepth(depth);
      return { L: readList(given).map((value) => readValue(value, depth + 1)) };
    case "SS":
      return { SS: readStringSet(readList(given).map(readText)) };
    case "NS":
      return { NS: readNumberSet(readList(given).map(readText)) };
    case "BS":
      return { BS: readBinarySet(readList(given).map(readBytes)) };
  }
}

function readStringSet(elements: string[]): string[] {
  if (elements.length === 0) throw invalidParameter("An string set  may not be empty");
  if (repeated(elements).length === 0) return elements;
  throw invalidParameter(`Input collection [${elements.join(", ")}] contains duplicates.`);
}

function readNumberSet(elements: string[]): string[] {
  if (elements.length === 0) throw invalidParameter("An number set  may not be empty");
  const numbers = elements.map(plainNumber);
  if (repeated(numbers).length > 0) throw invalid("Input collection contains duplicates");
  return numbers;
}

function readBinarySet(elements: string[]): string[] {
  if (elements.length === 0) throw invalidParameter("Binary sets should not be empty");
  if (repeated(elements).length === 0) return elements;
  throw invalidParameter(`Input collection [${elements.join(", ")}]of type BS contains duplicates.`);
}

function readText(given: Value | undefined): string {
  if (typeof given !== "string") throw wrongType(given, "String");
  return given;
}

function readFlag(given: Value | undefined): boolean {
  if (typeof given !== "boolean") throw wrongType(given, "Boolean");
  return given;
}

function readList(given: Value | undefined): Value[] {
  if (!Array.isArray(given)) throw wrongType(given, "List");
  return given;
}

function readBytes(given: Value | undefined): string {
  const text = readText(given);
  if (Buffer.from(text, "base64").toString("base64") === text) return text;
  throw wrongType(given, "Blob");
}

function requireDepth(depth: number): void {
  if (depth <= DEEPEST) return;
  throw invalid(
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
  );
}

/** Throws where lists and maps of an item lie too deep in each other, as they may after an update. */
export function requireShallow(item: AttributeMap): void {
  readAttributes(item);
}

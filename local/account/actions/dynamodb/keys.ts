import { type AttributeMap, type AttributeValue, typeOf } from "./attributeValue";
import { invalid, invalidParameter } from "./errors";
import type { DocumentPath } from "./expressions/documentPath";

/** An attribute of a table's key. */
export interface KeyAttribute {
  name: string;
  type: "S" | "N" | "B";
}

/** Most bytes of the two parts of a key: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LONGEST_HASH = 2048;
const LONGEST_RANGE = 1024;

/**
 * Throws where something is not a key of a table.
 *
 * @param attributes The attributes of the table's key, the partition key first.
 */
export function requireKey(attributes: readonly KeyAttribute[], key: AttributeMap): void {
  if (Object.keys(key).length !== attributes.length) throw mismatch();
  attributes.forEach((attribute, i) => {
    const value = key[attribute.name];
    if (!value || typeOf(value) !== attribute.type) throw mismatch();
    if (isEmpty(value)) throw invalidParameter(emptyKey(attribute));
    requireKeySize(value, i === 0);
  });
}

/** Throws where an item has not the key that a table asks for. */
export function requireKeyIn(attributes: readonly KeyAttribute[], item: AttributeMap): void {
  attributes.forEach((attribute, i) => {
    const { name, type } = attribute;
    const value = Object.hasOwn(item, name) ? item[name] : undefined;
    if (!value) throw invalidParameter(`Missing the key ${name} in the item`);
    if (typeOf(value) !== type) {
      throw invalidParameter(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
    }
    requireKeyValue(attribute, value);
    requireKeySize(value, i === 0);
  });
}

/** Throws where a key's value is empty. */
export function requireKeyValue(attribute: KeyAttribute, value: AttributeValue): void {
  if (isEmpty(value)) throw invalid(`One or more parameter values are not valid. ${emptyKey(attribute)}`);
}

/** Throws where a path leads into a key's attribute: it has nothing inside. */
export function requireScalarKeys(attributes: readonly KeyAttribute[], paths: readonly DocumentPath[]): void {
  for (const { name } of attributes) {
    if (!paths.some((path) => path.length > 1 && path[0] === name)) continue;
    throw invalid(
      `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ${name}`,
    );
  }
}

/** The attributes of an item that are its key. */
export function keyIn(attributes: readonly KeyAttribute[], item: AttributeMap): AttributeMap {
  return Object.fromEntries(attributes.flatMap(({ name }) => (item[name] ? [[name, item[name]]] : [])));
}

/** That a key is not of the form that the table says. */
export function mismatch(): Error {
  return invalid("The provided key element does not match the schema");
}

function isEmpty(value: AttributeValue): boolean {
  return ("S" in value && value.S === "") || ("B" in value && value.B === "");
}

function emptyKey({ name, type }: KeyAttribute): string {
  const kind = type === "B" ? "binary" : "string";
  return `The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`;
}

function requireKeySize(value: AttributeValue, isHash: boolean): void {
  const size = "S" in value ? Buffer.byteLength(value.S) : "B" in value ? Buffer.byteLength(value.B, "base64") : 0;
  if (isHash && size > LONGEST_HASH) {
    throw invalidParameter(`Size of hashkey has exceeded the maximum size limit of${LONGEST_HASH} bytes`);
  }
  if (!isHash && size > LONGEST_RANGE) {
    throw invalidParameter(`Aggregated size of all range keys has exceeded the size limit of ${LONGEST_RANGE} bytes`);
  }
}

import { type AttributeMap, type AttributeValue, elementsOf, typeOf } from "./attributeValue";
import { compareNumbers } from "./decimal";

/** Whether two values are the same, of the same type. The order of a set's elements says nothing. */
export function equalValues(one: AttributeValue, other: AttributeValue): boolean {
  if (typeOf(one) !== typeOf(other)) return false;
  if ("M" in one && "M" in other) return equalMaps(one.M, other.M);
  if ("L" in one && "L" in other) {
    return one.L.length === other.L.length && one.L.every((value, i) => equalTo(value, other.L[i]));
  }
  const [these, those] = [elementsOf(one), elementsOf(other)];
  if (these && those) return these.length === those.length && these.every((element) => those.includes(element));
  return Object.values(one)[0] === Object.values(other)[0];
}

function equalMaps(one: AttributeMap, other: AttributeMap): boolean {
  const names = Object.keys(one);
  const sameNames = names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name));
  return sameNames && names.every((name) => equalTo(one[name], other[name]));
}

function equalTo(one: AttributeValue | undefined, other: AttributeValue | undefined): boolean {
  return one !== undefined && other !== undefined && equalValues(one, other);
}

/**
 * The order of two strings, numbers or binaries: below, at or above zero. Undefined for other types, and for two of different ones.
 * Strings are compared by their bytes in UTF-8.
 */
export function compareValues(one: AttributeValue, other: AttributeValue): number | undefined {
  if ("N" in one && "N" in other) return compareNumbers(one.N, other.N);
  const [these, those] = [bytesOf(one), bytesOf(other)];
  return these && those && typeOf(one) === typeOf(other) ? Buffer.compare(these, those) : undefined;
}

/** Whether a string or binary begins with another. */
export function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  const [these, those] = [bytesOf(value), bytesOf(prefix)];
  if (!these || !those || typeOf(value) !== typeOf(prefix)) return false;
  return these.subarray(0, those.length).equals(those);
}

/** Whether a string has another in it, a binary another, a set an element, or a list a value. */
export function containsValue(value: AttributeValue, what: AttributeValue): boolean {
  if ("L" in value) return value.L.some((one) => equalValues(one, what));
  if ("SS" in value) return "S" in what && value.SS.includes(what.S);
  if ("NS" in value) return "N" in what && value.NS.includes(what.N);
  if ("BS" in value) return "B" in what && value.BS.includes(what.B);
  const [these, those] = [bytesOf(value), bytesOf(what)];
  return these !== undefined && those !== undefined && typeOf(value) === typeOf(what) && these.includes(those);
}

/** What the function `size` says of a value: characters, bytes or elements. Undefined for a number, a boolean and null. */
export function sizeOfValue(value: AttributeValue): number | undefined {
  if ("S" in value) return value.S.length;
  if ("B" in value) return Buffer.byteLength(value.B, "base64");
  if ("L" in value) return value.L.length;
  if ("M" in value) return Object.keys(value.M).length;
  return elementsOf(value)?.length;
}

function bytesOf(value: AttributeValue): Buffer | undefined {
  if ("S" in value) return Buffer.from(value.S);
  return "B" in value ? Buffer.from(value.B, "base64") : undefined;
}

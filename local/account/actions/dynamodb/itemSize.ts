import { type AttributeMap, type AttributeValue, elementsOf } from "./attributeValue";
import { significantDigits } from "./decimal";
import { invalid } from "./errors";

/** The largest item, in bytes, names included: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const LARGEST_ITEM = 400 * 1024;

/**
 * How large an item is, in bytes. AWS says of numbers no more than "approximately".
 * docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: AttributeMap): number {
  return sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueSize(value)));
}

/**
 * Throws where an item is too large.
 *
 * @param what What DynamoDB calls it: "Item size", or "Item size to update".
 */
export function requireSize(item: AttributeMap, what: string): void {
  if (itemSize(item) > LARGEST_ITEM) throw invalid(`${what} has exceeded the maximum allowed size`);
}

function valueSize(value: AttributeValue): number {
  if ("S" in value) return Buffer.byteLength(value.S);
  if ("N" in value) return numberSize(value.N);
  if ("B" in value) return bytesIn(value.B);
  // A list or map takes three bytes, and one for each thing in it.
  if ("L" in value) return 3 + value.L.length + sum(value.L.map(valueSize));
  if ("M" in value) return 3 + Object.keys(value.M).length + itemSize(value.M);
  const elements = elementsOf(value);
  if (!elements) return 1;
  return sum(elements.map("SS" in value ? (text) => Buffer.byteLength(text) : "NS" in value ? numberSize : bytesIn));
}

/** A byte for two digits, one more, and one for the sign of a negative number; at most 21. */
function numberSize(number: string): number {
  return Math.min(21, Math.ceil(significantDigits(number) / 2) + (number.startsWith("-") ? 2 : 1));
}

function bytesIn(base64: string): number {
  return Buffer.byteLength(base64, "base64");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

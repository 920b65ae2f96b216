import ipaddr from "ipaddr.js";
import type { Value } from "../../model";
import { isObject } from "../../values";

type Check = (operand: Value) => string | undefined;

const aString =
  (operator: string): Check =>
  (operand) =>
    typeof operand === "string" ? undefined : `${operator} match pattern must be a string`;

/** A prefix and a suffix may themselves be told to ignore case. */
const affix =
  (operator: string): Check =>
  (operand) =>
    isObject(operand) && Object.keys(operand).join() === "equals-ignore-case"
      ? aString("equals-ignore-case")(operand["equals-ignore-case"] ?? null)
      : aString(operator)(operand);

/**
 * What an event pattern compares with besides plain values, and what is wrong with what it is compared to, in the words of the
 * library that EventBridge uses: docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html and
 * github.com/aws/event-ruler
 */
const OPERATORS: Record<string, Check> = {
  "anything-but": anythingButFailure,
  cidr: cidrFailure,
  "equals-ignore-case": aString("equals-ignore-case"),
  exists: (operand) =>
    typeof operand === "boolean" ? undefined : "exists match pattern must be either true or false.",
  numeric: numericFailure,
  prefix: affix("prefix"),
  suffix: affix("suffix"),
  wildcard: aString("wildcard"),
};

/** What is wrong with `{ [operator]: operand }`, or undefined. */
export function operatorFailure(operator: string, operand: Value): string | undefined {
  const check = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  return check ? check(operand) : `Unrecognized match type ${operator}`;
}

/** An address and a slash; a single address is a plain value of the pattern, and no block. */
function cidrFailure(operand: Value): string | undefined {
  // The library speaks of a prefix here too.
  if (typeof operand !== "string") return "prefix match pattern must be a string";
  const [address = "", bits = "", ...more] = operand.split("/");
  if (bits === "" || more.length > 0) return "Malformed CIDR, one '/' required";
  if (!/^\d+$/.test(bits)) return "Malformed CIDR, mask bits must be an integer";
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) {
    return `Nonstandard IP address: ${address}`;
  }
  const [kind, size] = address.includes(":") ? ["IPv6", 128] : ["IPv4", 32];
  return Number(bits) < Number(size) ? undefined : `${kind} mask bits must be < ${size}`;
}

function anythingButFailure(operand: Value): string | undefined {
  if (isObject(operand)) {
    const [operator = "", ...more] = Object.keys(operand);
    if (!["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(operator)) {
      return `Unsupported anything-but pattern: ${operator}`;
    }
    if (more.length > 0) return "Only one key allowed in match expression";
    const values = operand[operator] ?? null;
    const all = Array.isArray(values) ? values : [values];
    return all.every((value) => typeof value === "string") ? undefined : `${operator} match pattern must be a string`;
  }
  if (!Array.isArray(operand)) {
    return typeof operand === "string" || typeof operand === "number"
      ? undefined
      : "Value of anything-but must be an array or single string/number value.";
  }
  const kinds = new Set(operand.map((value) => typeof value));
  if (![...kinds].every((kind) => kind === "string" || kind === "number")) {
    return "Inside anything but list, start|null|boolean is not supported.";
  }
  return kinds.size === 1
    ? undefined
    : "Inside anything but list, either all values are number or string, mixed type is not supported";
}

/** `["=", 1]`, `[">", 0]`, or a range: `[">", 0, "<=", 5]`. */
function numericFailure(operand: Value): string | undefined {
  if (!Array.isArray(operand)) return "Value of numeric must be an array.";
  const [operator, value, upper, top, ...more] = operand;
  if (typeof operator !== "string") return `Invalid member in numeric match: ${JSON.stringify(operator) ?? "nothing"}`;
  if (!["=", "<", "<=", ">", ">="].includes(operator)) return `Unrecognized numeric range operator: ${operator}`;
  if (typeof value !== "number") return `Value of ${operator === "=" ? "equals" : operator} must be numeric`;
  if (upper === undefined) return undefined;
  if (!operator.startsWith(">")) return "Too many elements in numeric expression";
  if (upper !== "<" && upper !== "<=") return `Bad numeric range operator: ${upper}`;
  if (typeof top !== "number") return `Value of ${upper} must be numeric`;
  if (more.length > 0) return "Too many terms in numeric range expression";
  return value < top ? undefined : "Bottom must be less than top";
}

import ipaddr from "ipaddr.js";
import { AwsError, type Props, type Value } from "../../account/model";
import { isObject } from "../../account/values";

/**
 * Whether an event meets an event pattern: every field of the pattern is there, with one of its values.
 * docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html and eb-create-pattern-operators.html
 *
 * @param pattern As a rule has it; the account has checked its form when the rule was made.
 * @throws AwsError `UnsupportedOperation` for an operator that is not modelled
 */
export function meetsPattern(pattern: Props, event: Props): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === "$or" && Array.isArray(wanted)) {
      return wanted.some((one) => isObject(one) && meetsPattern(one, event));
    }
    const there = event[name];
    if (isObject(wanted)) return isObject(there) ? meetsPattern(wanted, there) : absentAllowed(wanted);
    return Array.isArray(wanted) && anyMatches(wanted, there);
  });
}

/** A field that is not there meets nothing but the wish that it is not there. */
function absentAllowed(pattern: Props): boolean {
  return meetsPattern(pattern, {});
}

function anyMatches(wanted: readonly Value[], there: Value | undefined): boolean {
  // Of a list in the event, one element is enough.
  const values = Array.isArray(there) ? there : [there];
  return wanted.some((one) => values.some((value) => matches(one, value)));
}

function matches(wanted: Value, value: Value | undefined): boolean {
  if (!isObject(wanted)) return value === wanted;
  const [[operator, operand] = ["", null]] = Object.entries(wanted);
  if (operator === "exists") return (value !== undefined) === operand;
  if (value === undefined) return false;
  const text = typeof value === "string" ? value : undefined;
  switch (operator) {
    case "prefix":
      return text?.startsWith(String(operand)) ?? false;
    case "suffix":
      return text?.endsWith(String(operand)) ?? false;
    case "equals-ignore-case":
      return text?.toLowerCase() === String(operand).toLowerCase();
    case "wildcard":
      return text !== undefined && wildcard(String(operand)).test(text);
    case "anything-but":
      return !anyMatches(isObject(operand) ? [operand] : Array.isArray(operand) ? operand : [operand], value);
    case "numeric":
      return typeof value === "number" && Array.isArray(operand) && inRange(operand, value);
    case "cidr":
      return text !== undefined && ipaddr.isValid(text) && inCidr(text, String(operand));
    default:
      throw new AwsError("UnsupportedOperation", `The event pattern operator ${operator} is not modelled.`);
  }
}

/** `*` stands for any characters; a backslash takes its meaning away. */
function wildcard(text: string): RegExp {
  const parts = text.match(/\\.|\*|[^*\\]+/g) ?? [];
  const source = parts.map((part) => (part === "*" ? ".*" : literal(part.replace(/^\\/, ""))));
  return new RegExp(`^${source.join("")}$`, "s");
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** `[">", 0, "<=", 5]`: all comparisons hold. */
function inRange(operand: readonly Value[], value: number): boolean {
  for (let i = 0; i + 1 < operand.length; i += 2) {
    const bound = Number(operand[i + 1]);
    const holds = {
      "=": value === bound,
      "<": value < bound,
      "<=": value <= bound,
      ">": value > bound,
      ">=": value >= bound,
    };
    if (!holds[String(operand[i]) as keyof typeof holds]) return false;
  }
  return true;
}

function inCidr(address: string, block: string): boolean {
  const parsed = ipaddr.parse(address);
  const [network, prefix] = ipaddr.parseCIDR(block);
  return parsed.kind() === network.kind() && parsed.match([network, prefix] as never);
}

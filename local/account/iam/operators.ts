import ipaddr from "ipaddr.js";
import { arnMatches, isArn, literal, matches, type Variables } from "./pattern";

/** Whether one value of the request meets one value of the policy. */
type Comparison = (value: string, wanted: string, variables: Variables | undefined) => boolean;

export interface Operator {
  compare: Comparison;
  /** It holds where nothing compares, and where the request does not have the key. */
  negated: boolean;
}

const stringEquals: Comparison = (value, wanted, variables) => literal(wanted, variables) === value;

const equalsIgnoringCase: Comparison = (value, wanted, variables) =>
  literal(wanted, variables)?.toLowerCase() === value.toLowerCase();

const stringLike: Comparison = (value, wanted, variables) => matches(wanted, value, variables);

/** `ArnEquals` and `ArnLike` are one and the same. */
const arnLike: Comparison = (value, wanted, variables) =>
  wanted === "*" ? isArn(value) : isArn(wanted) && arnMatches(wanted, value, variables);

const bool: Comparison = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();

/** A value of the request that is no number compares with none; one of the policy is the policy's mistake. */
function numeric(holds: (difference: number) => boolean): Comparison {
  return (value, wanted) => {
    const limit = wanted.trim() === "" ? Number.NaN : Number(wanted);
    if (Number.isNaN(limit)) throw wrong("a number", wanted);
    return value.trim() !== "" && holds(Number(value) - limit);
  };
}

/** Dates are in ISO 8601 or in seconds since 1970. */
function date(holds: (difference: number) => boolean): Comparison {
  return (value, wanted) => {
    const limit = milliseconds(wanted);
    if (Number.isNaN(limit)) throw wrong("a date in ISO 8601 or in seconds since 1970", wanted);
    return holds(milliseconds(value) - limit);
  };
}

function milliseconds(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

/** An address without a prefix is a range of one. */
const ipAddress: Comparison = (value, wanted) => {
  const isRange = wanted.includes("/");
  if (!(isRange ? ipaddr.isValidCIDR(wanted) : ipaddr.isValid(wanted)))
    throw wrong("an address or a CIDR block", wanted);
  if (!ipaddr.isValid(value)) return false;
  const address = ipaddr.parse(value);
  const single = isRange ? undefined : ipaddr.parse(wanted);
  const [range, bits] = single ? [single, single.kind() === "ipv4" ? 32 : 128] : ipaddr.parseCIDR(wanted);
  return address.kind() === range.kind() && address.match([range, bits] as [typeof address, number]);
};

function wrong(expected: string, wanted: string): Error {
  return new Error(`A condition of a policy has ${JSON.stringify(wanted)} where it needs ${expected}.`);
}

const COMPARISONS: Record<string, Comparison> = {
  StringEquals: stringEquals,
  StringEqualsIgnoreCase: equalsIgnoringCase,
  StringLike: stringLike,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  Bool: bool,
  IpAddress: ipAddress,
};

const ORDERED: Record<string, (difference: number) => boolean> = {
  Equals: (difference) => difference === 0,
  LessThan: (difference) => difference < 0,
  LessThanEquals: (difference) => difference <= 0,
  GreaterThan: (difference) => difference > 0,
  GreaterThanEquals: (difference) => difference >= 0,
};

for (const [name, holds] of Object.entries(ORDERED)) {
  COMPARISONS[`Numeric${name}`] = numeric(holds);
  COMPARISONS[`Date${name}`] = date(holds);
}

/** The operators with "Not" in their name, and what each is the opposite of. */
const OPPOSITES: Record<string, string> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  NotIpAddress: "IpAddress",
};

/**
 * The operator of a name, without its prefix for sets and its "IfExists":
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 *
 * @throws Error for a name that is none, and for `BinaryEquals`, which is not modelled
 */
export function operatorOf(name: string): Operator {
  const opposite = OPPOSITES[name];
  const compare = COMPARISONS[opposite ?? name];
  if (compare) return { compare, negated: opposite !== undefined };
  const known = [...Object.keys(COMPARISONS), ...Object.keys(OPPOSITES), "Null"].sort().join(", ");
  throw new Error(`The condition operator ${JSON.stringify(name)} is not known here. Known are: ${known}.`);
}

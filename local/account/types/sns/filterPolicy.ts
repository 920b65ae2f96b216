import type { Value } from "../../model";
import { isObject } from "../../values";
import { parseJson } from "../read";

/** Of the attributes in a policy: docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const MOST_KEYS = 5;

/** Operators of a filter policy: docs.aws.amazon.com/sns/latest/dg/string-value-matching.html and the pages after it */
const OPERATORS = [
  ...["anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"],
];

/**
 * What is wrong with a filter policy, in SNS's words, or undefined.
 *
 * @param isNested Whether it is for message bodies, which have objects in objects; attributes do not.
 */
export function filterPolicyFailure(document: string, isNested: boolean): string | undefined {
  const policy = parseJson(document);
  if (!isObject(policy)) return "FilterPolicy: failed to parse JSON.";
  if (Object.keys(policy).length > MOST_KEYS)
    return `FilterPolicy: Filter policy can not have more than ${MOST_KEYS} keys`;
  return Object.entries(policy)
    .map(([key, value]) => keyFailure(key, value, isNested))
    .find((failure) => failure !== undefined);
}

function keyFailure(key: string, value: Value, isNested: boolean): string | undefined {
  if (isObject(value)) {
    if (!isNested) return "Filter policy scope MessageAttributes does not support nested filter policy";
    return Object.entries(value)
      .map(([inner, one]) => (inner === "$or" ? undefined : keyFailure(inner, one, isNested)))
      .find((failure) => failure !== undefined);
  }
  if (key === "$or") return undefined;
  if (!Array.isArray(value)) return `FilterPolicy: "${key}" must be an object or an array`;
  if (value.length === 0) return "FilterPolicy: Empty arrays are not allowed";
  return value.map(conditionFailure).find((failure) => failure !== undefined);
}

function conditionFailure(condition: Value): string | undefined {
  if (!isObject(condition)) {
    return Array.isArray(condition)
      ? "FilterPolicy: Match value must be String, number, true, false, or null"
      : undefined;
  }
  const [operator = "", ...more] = Object.keys(condition);
  if (more.length > 0) return "FilterPolicy: Only one key allowed in match expression";
  return OPERATORS.includes(operator) ? undefined : `FilterPolicy: Unrecognized match type ${operator}`;
}

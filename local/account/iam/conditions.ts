import type { Value } from "../model";
import { isObject } from "../values";
import type { RequestContext } from "./context";
import { operatorOf } from "./operators";
import type { Variables } from "./pattern";

/**
 * Whether a request meets the conditions of a statement: all operators, and of each all keys; of the values of a key one.
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 *
 * @param variables What policy variables stand for; undefined in a policy of the first version, which has none.
 * @throws Error for an operator that is not known
 */
export function conditionsHold(
  condition: Value | undefined,
  context: RequestContext,
  variables: Variables | undefined,
): boolean {
  if (!isObject(condition)) return true;
  return Object.entries(condition).every(
    ([operator, keys]) =>
      isObject(keys) &&
      Object.entries(keys).every(([key, wanted]) => holds(operator, valuesOf(wanted), context.get(key), variables)),
  );
}

/** One or several values, booleans and numbers among them, as text. */
function valuesOf(value: Value): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** @param values What the request has under the key; undefined where it has nothing. */
function holds(
  operator: string,
  wanted: readonly string[],
  values: readonly string[] | undefined,
  variables: Variables | undefined,
): boolean {
  if (operator === "Null") return wanted.includes(String(values === undefined));
  const [, set, name = "", ifExists] = /^(ForAllValues:|ForAnyValue:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const { compare, negated } = operatorOf(name);
  if (values === undefined) {
    if (ifExists) return true;
    // Of no values, all meet anything and none meets anything. Without a set, what must not be is not.
    return set === undefined ? negated : set === "ForAllValues:";
  }
  const meets = (value: string): boolean => wanted.some((one) => compare(value, one, variables)) !== negated;
  if (set === "ForAllValues:") return values.every(meets);
  if (set === "ForAnyValue:") return values.some(meets);
  // A key of several values needs a set operator; without one, a match is that of any value, and its opposite of none.
  return negated ? values.every(meets) : values.some(meets);
}

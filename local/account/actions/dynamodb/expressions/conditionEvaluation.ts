import { type AttributeMap, type AttributeValue, typeOf } from "../attributeValue";
import { beginsWith, compareValues, containsValue, equalValues, sizeOfValue } from "../comparison";
import type { Condition, Operand } from "./conditionChecks";
import type { Comparator } from "./conditionSyntax";
import { valueAt } from "./documentPath";

/**
 * Whether a condition holds for an item; for one that is not there, give an empty one. A value that is not there, or is of another
 * type, is neither equal to anything nor less nor greater, so that only `<>` holds for it.
 */
export function holds(condition: Condition, item: AttributeMap): boolean {
  switch (condition.kind) {
    case "and":
      return holds(condition.left, item) && holds(condition.right, item);
    case "or":
      return holds(condition.left, item) || holds(condition.right, item);
    case "not":
      return !holds(condition.condition, item);
    default: {
      const [what, ...others] = condition.operands.map((operand) => resolved(operand, item));
      if (condition.kind === "function") return functionHolds(condition.name, what, others[0]);
      if (condition.kind === "comparison") return comparisonHolds(condition.operator, what, others[0]);
      if (condition.kind === "in") return others.some((one) => comparisonHolds("=", what, one));
      return comparisonHolds(">=", what, others[0]) && comparisonHolds("<=", what, others[1]);
    }
  }
}

function resolved(operand: Operand, item: AttributeMap): AttributeValue | undefined {
  if (operand.kind === "constant") return operand.value;
  if (operand.kind === "path") return valueAt(item, operand.path);
  const value = resolved(operand.of, item);
  const size = value && sizeOfValue(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** Whether a comparison holds of two values. */
export function comparisonHolds(
  operator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (operator === "=" || operator === "<>") {
    const areEqual = left !== undefined && right !== undefined && equalValues(left, right);
    return areEqual === (operator === "=");
  }
  const order = left && right && compareValues(left, right);
  if (order === undefined) return false;
  switch (operator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

function functionHolds(name: string, what: AttributeValue | undefined, other: AttributeValue | undefined): boolean {
  if (name === "attribute_exists") return what !== undefined;
  if (name === "attribute_not_exists") return what === undefined;
  if (!what || !other) return false;
  if (name === "begins_with") return beginsWith(what, other);
  if (name === "contains") return containsValue(what, other);
  return "S" in other && typeOf(what) === other.S;
}

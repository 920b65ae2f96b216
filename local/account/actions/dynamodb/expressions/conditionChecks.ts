import { type AttributeType, type AttributeValue, TYPES, typeOf } from "../attributeValue";
import { compareValues } from "../comparison";
import type { ConditionOf, WrittenCondition, WrittenOperand } from "./conditionSyntax";
import { type DocumentPath, requireUnreserved, resolvePath, showPath } from "./documentPath";
import type { Placeholders } from "./placeholders";
import { ExpressionError } from "./tokens";

/** An operand of which it is known what it stands for. */
export type Operand =
  | { kind: "path"; path: DocumentPath }
  | { kind: "constant"; value: AttributeValue }
  | { kind: "size"; of: Operand };

/** A condition that can be evaluated. */
export type Condition = ConditionOf<Operand>;

/** Functions, and how many operands they have. */
const FUNCTIONS: Record<string, number> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
};

/** Most values in a list after IN: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MOST_CHOICES = 100;

/**
 * Finds out what a condition refers to, and throws where it is none that DynamoDB takes. It looks at functions and reserved words
 * first, and then at one comparison after the other.
 *
 * @throws ExpressionError
 */
export function resolveCondition(written: WrittenCondition, placeholders: Placeholders): Condition {
  const leaves = leavesOf(written);
  for (const leaf of leaves) for (const name of namesIn(leaf)) requireFunction(name);
  for (const leaf of leaves) requireWellUsed(leaf);
  for (const path of leaves.flatMap(({ operands }) => pathsIn(operands))) requireUnreserved(path);
  return resolve(written, placeholders);
}

/** The comparisons and functions in a condition, in the order in which they are written. */
export function leavesOf<O>(condition: ConditionOf<O>): Extract<ConditionOf<O>, { operands: unknown }>[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return [...leavesOf(condition.left), ...leavesOf(condition.right)];
    case "not":
      return leavesOf(condition.condition);
    default:
      return [condition];
  }
}

/** The paths among operands. */
export function pathsOf(operands: readonly Operand[]): DocumentPath[] {
  return operands.flatMap((operand) => {
    if (operand.kind === "path") return [operand.path];
    return operand.kind === "size" ? pathsOf([operand.of]) : [];
  });
}

type Leaf = Extract<WrittenCondition, { operands: unknown }>;

function namesIn(leaf: Leaf): string[] {
  const inside = callsIn(leaf.operands).map(({ name }) => name);
  return leaf.kind === "function" ? [leaf.name, ...inside] : inside;
}

function callsIn(operands: readonly WrittenOperand[]): Extract<WrittenOperand, { kind: "call" }>[] {
  return operands.flatMap((one) => (one.kind === "call" ? [one, ...callsIn(one.operands)] : []));
}

function pathsIn(operands: readonly WrittenOperand[]): Extract<WrittenOperand, { kind: "path" }>[] {
  return operands.flatMap((one) => (one.kind === "path" ? [one] : one.kind === "call" ? pathsIn(one.operands) : []));
}

function requireFunction(name: string): void {
  if (!Object.hasOwn(FUNCTIONS, name)) throw new ExpressionError(`Invalid function name; function: ${name}`);
}

/** Only `size` has a value; all others, and not this one, are true or false. */
function requireWellUsed(leaf: Leaf): void {
  const misused = callsIn(leaf.operands).find(({ name }) => name !== "size")?.name;
  const wrong = misused ?? (leaf.kind === "function" && leaf.name === "size" ? "size" : undefined);
  if (wrong === undefined) return;
  throw new ExpressionError(`The function is not allowed to be used this way in an expression; function: ${wrong}`);
}

function resolve(written: WrittenCondition, placeholders: Placeholders): Condition {
  const operand = (one: WrittenOperand): Operand => resolveOperand(one, placeholders);
  switch (written.kind) {
    case "and":
    case "or":
      return {
        kind: written.kind,
        left: resolve(written.left, placeholders),
        right: resolve(written.right, placeholders),
      };
    case "not":
      return { kind: "not", condition: resolve(written.condition, placeholders) };
    case "comparison": {
      const [left, right] = written.operands;
      const operands: [Operand, Operand] = [operand(left), operand(right)];
      requireDistinct(written.operator, operands);
      if (written.operator !== "=" && written.operator !== "<>") requireTypes(written.operator, operands, ORDERED);
      return { ...written, operands };
    }
    case "between": {
      const [what, low, high] = written.operands;
      const operands: [Operand, Operand, Operand] = [operand(what), operand(low), operand(high)];
      requireTypes("BETWEEN", operands, ORDERED);
      requireBounds(operands[1], operands[2]);
      return { ...written, operands };
    }
    case "in": {
      const [what, ...list] = written.operands;
      if (list.length > MOST_CHOICES) {
        throw new ExpressionError(
          `The IN operator is provided with too many operands; number of operands: ${list.length}`,
        );
      }
      return { ...written, operands: [operand(what), ...list.map(operand)] };
    }
    case "function": {
      const operands = written.operands.map(operand);
      requireOperands(written.name, operands);
      return { ...written, operands };
    }
  }
}

function resolveOperand(written: WrittenOperand, placeholders: Placeholders): Operand {
  if (written.kind === "path") return { kind: "path", path: resolvePath(written, placeholders) };
  if (written.kind === "value") return { kind: "constant", value: placeholders.value(written.key) };
  const operands = written.operands.map((one) => resolveOperand(one, placeholders));
  requireOperands("size", operands);
  const [of] = operands;
  if (!of) throw countError("size", 0);
  return { kind: "size", of };
}

const ORDERED: readonly AttributeType[] = ["S", "N", "B"];
const SIZED = TYPES.filter((type) => !["N", "BOOL", "NULL"].includes(type));

function requireOperands(name: string, operands: readonly Operand[]): void {
  if (operands.length !== FUNCTIONS[name]) throw countError(name, operands.length);
  requireDistinct(name, operands);
  const [first, second] = operands;
  switch (name) {
    case "attribute_exists":
    case "attribute_not_exists":
      if (first?.kind === "path") return;
      throw new ExpressionError(`Operator or function requires a document path; operator or function: ${name}`);
    case "attribute_type":
      requireTypeName(second);
      return;
    case "begins_with":
      requireTypes(name, operands, ["S", "B"]);
      return;
    case "size":
      requireTypes(name, operands, SIZED);
      return;
  }
}

function countError(name: string, count: number): ExpressionError {
  return new ExpressionError(
    "Incorrect number of operands for operator or function; " +
      `operator or function: ${name}, number of operands: ${count}`,
  );
}

function requireDistinct(operator: string, [first, second, ...others]: readonly Operand[]): void {
  if (first?.kind !== "path" || second?.kind !== "path" || others.length > 0) return;
  if (showPath(first.path) !== showPath(second.path)) return;
  throw new ExpressionError(
    "The first operand must be distinct from the remaining operands for this operator or function; " +
      `operator: ${operator}, first operand: ${showPath(first.path)}`,
  );
}

function requireTypeName(operand: Operand | undefined): void {
  const value = operand?.kind === "constant" ? operand.value : undefined;
  if (!value || !("S" in value)) {
    const type = value ? typeOf(value) : "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}";
    throw typeError("attribute_type", type);
  }
  if (TYPES.some((type) => type === value.S)) return;
  throw new ExpressionError(
    `Invalid attribute type name found; type: ${value.S}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
  );
}

function requireTypes(name: string, operands: readonly Operand[], allowed: readonly AttributeType[]): void {
  const types = operands.map(constantType).filter((type) => type !== undefined);
  const wrong = types.find((type) => !allowed.includes(type));
  if (wrong !== undefined) throw typeError(name, wrong);
}

/** The type of an operand that is the same for every item. */
function constantType(operand: Operand): AttributeType | undefined {
  if (operand.kind === "constant") return typeOf(operand.value);
  return operand.kind === "size" ? "N" : undefined;
}

function typeError(name: string, type: string): ExpressionError {
  return new ExpressionError(
    `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
  );
}

function requireBounds(low: Operand, high: Operand): void {
  if (low.kind !== "constant" || high.kind !== "constant") return;
  const order = compareValues(low.value, high.value);
  if (order !== undefined && order <= 0) return;
  const rule =
    order === undefined
      ? "same data type for lower and upper bounds"
      : "upper bound to be greater than or equal to lower bound";
  throw new ExpressionError(
    `The BETWEEN operator requires ${rule}; lower bound operand: ${show(low.value)}, upper bound operand: ${show(high.value)}`,
  );
}

function show(value: AttributeValue): string {
  return `AttributeValue: {${typeOf(value)}:${Object.values(value)[0]}}`;
}

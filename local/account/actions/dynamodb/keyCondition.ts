import { type AttributeMap, type AttributeValue, typeOf } from "./attributeValue";
import { beginsWith } from "./comparison";
import { invalid, invalidParameter } from "./errors";
import { type Condition, leavesOf, type Operand, pathsOf } from "./expressions/conditionChecks";
import { comparisonHolds } from "./expressions/conditionEvaluation";
import type { Comparator } from "./expressions/conditionSyntax";
import { type KeyAttribute, requireKeyValue } from "./keys";

/** What a query asks of one attribute of the key. */
export interface KeyTest {
  operator: Exclude<Comparator, "<>"> | "BETWEEN" | "begins_with";
  /** Two for BETWEEN, otherwise one. */
  values: AttributeValue[];
}

/** What a query asks of the key, by attribute. */
export type KeyTests = ReadonlyMap<string, KeyTest>;

/** The comparators with their sides exchanged. */
const MIRRORED = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

/**
 * Takes a key condition apart: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
 *
 * @throws AwsError `ValidationException` for a condition that cannot be one of a key
 */
export function keyTestsOf(condition: Condition): KeyTests {
  requireConjunction(condition);
  const tests = new Map<string, KeyTest>();
  for (const leaf of leavesOf(condition)) {
    const { name, test } = keyTestOf(leaf);
    if (tests.has(name)) throw invalid("KeyConditionExpressions must only contain one condition per key");
    tests.set(name, test);
  }
  if (tests.size > 2) throw invalid("Conditions can be of length 1 or 2 only");
  return tests;
}

/** Throws where tests do not fit the key of a table: all of the partition key, and something of the sort key at most. */
export function requireKeyTests(attributes: readonly KeyAttribute[], tests: KeyTests): void {
  if (attributes.length === 1 && tests.size > 1) throw invalid("Query key condition not supported");
  attributes.forEach((attribute, i) => {
    const isHash = i === 0;
    const test = tests.get(attribute.name);
    if (!test) {
      if (!isHash && tests.size === 1) return;
      throw invalid(`Query condition missed key schema element: ${attribute.name}`);
    }
    if (test.values.some((value) => typeOf(value) !== attribute.type)) {
      throw invalidParameter("Condition parameter type does not match schema type");
    }
    if (isHash && test.operator !== "=") throw invalid("Query key condition not supported");
    for (const value of test.values) requireKeyValue(attribute, value);
  });
}

/** Whether an item, or a key, passes all tests. */
export function passes(tests: KeyTests, item: AttributeMap): boolean {
  return [...tests].every(([name, test]) => passesTest(test, item[name]));
}

/** Whether a value passes a test. */
export function passesTest({ operator, values: [first, second] }: KeyTest, value: AttributeValue | undefined): boolean {
  if (operator === "begins_with") return value !== undefined && first !== undefined && beginsWith(value, first);
  if (operator === "BETWEEN") return comparisonHolds(">=", value, first) && comparisonHolds("<=", value, second);
  return comparisonHolds(operator, value, first);
}

function requireConjunction(condition: Condition): void {
  if (condition.kind === "or" || condition.kind === "not") throw wrongOperator(condition.kind.toUpperCase());
  if (condition.kind !== "and") return;
  requireConjunction(condition.left);
  requireConjunction(condition.right);
}

function keyTestOf(leaf: ReturnType<typeof leavesOf<Operand>>[number]): { name: string; test: KeyTest } {
  const operator = operatorOf(leaf);
  const { operands } = leaf;
  if (operands.some(({ kind }) => kind === "size")) {
    throw invalid("KeyConditionExpressions cannot contain nested operations");
  }
  if ((operator === "BETWEEN" || operator === "begins_with") && operands[0]?.kind !== "path") {
    throw wrongCondition(`${operator} operator must have the key attribute as its first operand`);
  }
  const [path, ...others] = pathsOf(operands);
  if (others.length > 0) throw wrongCondition("Multiple attribute names used in one condition");
  if (!path) throw wrongCondition("No key attribute specified");
  if (path.length > 1) throw invalid("KeyConditionExpressions cannot have conditions on nested attributes");
  const values = operands.flatMap((operand) => (operand.kind === "constant" ? [operand.value] : []));
  const isMirrored = operands[0]?.kind !== "path" && operator !== "BETWEEN" && operator !== "begins_with";
  return { name: String(path[0]), test: { operator: isMirrored ? MIRRORED[operator] : operator, values } };
}

function operatorOf(leaf: ReturnType<typeof leavesOf<Operand>>[number]): KeyTest["operator"] {
  if (leaf.kind === "between") return "BETWEEN";
  if (leaf.kind === "in") throw wrongOperator("IN");
  if (leaf.kind === "comparison") {
    if (leaf.operator === "<>") throw wrongOperator("<>");
    return leaf.operator;
  }
  if (leaf.name === "begins_with") return "begins_with";
  throw wrongOperator(leaf.name);
}

function wrongOperator(operator: string): Error {
  return invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

function wrongCondition(why: string): Error {
  return invalid(`Invalid condition in KeyConditionExpression: ${why}`);
}

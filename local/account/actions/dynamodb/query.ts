import type { Account } from "../../account";
import type { Caller } from "../caller";
import { tableFor } from "./access";
import { type AttributeMap, typeOf } from "./attributeValue";
import { equalValues } from "./comparison";
import { invalid } from "./errors";
import { type KeyTests, keyTestsOf, passes, passesTest, requireKeyTests } from "./keyCondition";
import { mismatch, requireScalarKeys } from "./keys";
import {
  PAGE_PARAMETERS,
  type Page,
  pageContext,
  pageOf,
  readPageRequest,
  requireNoIndex,
  requireSelect,
} from "./pages";
import { pathsInCondition, readExpressions } from "./requestExpressions";
import { type Operation, RequestFields } from "./requestFields";
import { compareRanges, readStartKey, requireStartKey } from "./startKey";
import { itemsOf, keyOf, type Table } from "./tables";

const OPERATION: Operation = {
  name: "Query",
  parameters: ["KeyConditionExpression", "ScanIndexForward", ...PAGE_PARAMETERS],
  expressions: ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"],
  legacy: ["AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"],
};

/**
 * Reads items with one partition key, by their sort key: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 *
 * @throws AwsError `ValidationException`, `ResourceNotFoundException`, `AccessDeniedException`, `SerializationException`
 */
export function query(account: Account, caller: Caller, input: unknown): Page {
  const fields = new RequestFields(OPERATION, input);
  const request = readPageRequest(fields);
  const isForward = fields.flag("ScanIndexForward") ?? true;
  fields.requireValid();
  fields.requireExpressions();
  const start = readStartKey(fields);
  const expressions = readExpressions(fields);
  const { keyCondition, filter, projection } = expressions;
  if (!keyCondition) {
    throw invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
  }
  const tests = keyTestsOf(keyCondition);
  requireSelect(request, fields);
  const table = tableFor(account, caller, {
    operation: "Query",
    tableName: request.tableName,
    expressions,
    hashValue: ({ hash }) => tests.get(hash.name)?.values[0],
    context: pageContext(request, projection),
  });
  requireNoIndex(fields);
  if (start) requireStart(table, start);
  requireKeyTests(keyOf(table), tests);
  if (start) requireStartWithin(table, tests, start);
  requireScalarKeys(keyOf(table), projection ?? []);
  const filtered = filter ? pathsInCondition(filter) : [];
  for (const { name } of keyOf(table)) {
    if (!filtered.some(([head]) => head === name)) continue;
    throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`);
  }
  const order = (one: AttributeMap, other: AttributeMap): number =>
    isForward ? compareRanges(table, one, other) : compareRanges(table, other, one);
  const items = itemsOf(table)
    .filter((item) => passes(tests, item) && (!start || order(item, start) > 0))
    .sort(order);
  return pageOf(table, items, request, { filter, projection });
}

function requireStart(table: Table, start: AttributeMap): void {
  const attributes = keyOf(table);
  const isWhole = attributes.every(({ name }) => start[name]) && Object.keys(start).length === attributes.length;
  if (!isWhole) throw invalid("The provided starting key is invalid");
  for (const { name, type } of attributes) if (start[name] && typeOf(start[name]) !== type) throw mismatch();
  requireStartKey(attributes, start);
}

/** A start outside of what is asked for cannot be from an earlier page of the same query. */
function requireStartWithin({ hash, range }: Table, tests: KeyTests, start: AttributeMap): void {
  const rangeTest = range && tests.get(range.name);
  if (range && rangeTest && !passesTest(rangeTest, start[range.name])) {
    throw invalid("The provided starting key does not match the range key predicate");
  }
  const [asked, given] = [tests.get(hash.name)?.values[0], start[hash.name]];
  if (asked && given && equalValues(asked, given)) return;
  throw invalid(
    rangeTest
      ? "The query can return at most one row and cannot be restarted"
      : "The provided starting key is outside query boundaries based on provided conditions",
  );
}

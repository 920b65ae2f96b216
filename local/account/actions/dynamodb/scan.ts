import { createHash } from "node:crypto";
import type { Account } from "../../account";
import type { Caller } from "../caller";
import { tableFor } from "./access";
import type { AttributeMap } from "./attributeValue";
import { requireScalarKeys } from "./keys";
import {
  PAGE_PARAMETERS,
  type Page,
  pageContext,
  pageOf,
  readPageRequest,
  requireNoIndex,
  requireSelect,
} from "./pages";
import { pathsIn, readExpressions } from "./requestExpressions";
import { type Operation, RequestFields } from "./requestFields";
import { compareRanges, readStartKey, requireStartKey } from "./startKey";
import { itemsOf, keyOf, type Table } from "./tables";

/** All but a scan in segments, which is for tables larger than any here. */
const OPERATION: Operation = {
  name: "Scan",
  parameters: PAGE_PARAMETERS,
  expressions: ["ProjectionExpression", "FilterExpression"],
  legacy: ["AttributesToGet", "ScanFilter", "ConditionalOperator"],
};

/**
 * Reads all items: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html. Partition keys come in no order that means
 * anything, which is the same in every run; items with one partition key come by their sort key.
 *
 * @throws AwsError `ValidationException`, `ResourceNotFoundException`, `AccessDeniedException`, `SerializationException`
 */
export function scan(account: Account, caller: Caller, input: unknown): Page {
  const fields = new RequestFields(OPERATION, input);
  const request = readPageRequest(fields);
  fields.requireValid();
  fields.requireExpressions();
  const start = readStartKey(fields);
  const expressions = readExpressions(fields);
  const { filter, projection } = expressions;
  requireSelect(request, fields);
  const table = tableFor(account, caller, {
    operation: "Scan",
    tableName: request.tableName,
    expressions,
    context: { ...pageContext(request, projection), FullTableScan: "true" },
  });
  requireNoIndex(fields);
  if (start) requireStartKey(keyOf(table), start);
  requireScalarKeys(keyOf(table), pathsIn(expressions));
  const order = (one: AttributeMap, other: AttributeMap): number =>
    comparePartitions(table, one, other) || compareRanges(table, one, other);
  const items = itemsOf(table)
    .filter((item) => !start || order(item, start) > 0)
    .sort(order);
  return pageOf(table, items, request, { filter, projection });
}

function comparePartitions({ hash: { name } }: Table, one: AttributeMap, other: AttributeMap): number {
  const [a, b] = [one, other].map((item) => createHash("md5").update(JSON.stringify(item[name])).digest());
  return a && b ? Buffer.compare(a, b) : 0;
}

import type { Account } from "../../account";
import type { Caller } from "../caller";
import { tableFor } from "./access";
import type { AttributeMap } from "./attributeValue";
import { consumedCapacity, writeUnits } from "./capacity";
import { requireSize } from "./itemSize";
import { requireKeyIn, requireScalarKeys } from "./keys";
import { pathsIn, readExpressions } from "./requestExpressions";
import { type Operation, RequestFields } from "./requestFields";
import { itemWith, keyOf, writeItem } from "./tables";
import {
  attributesOf,
  requireCondition,
  requireOldOrNone,
  WRITE_PARAMETERS,
  writeContext,
  writeReport,
} from "./writes";

const OPERATION: Operation = {
  name: "PutItem",
  parameters: ["Item", ...WRITE_PARAMETERS],
  expressions: ["ConditionExpression"],
  legacy: ["Expected", "ConditionalOperator"],
};

/**
 * Writes an item in the place of the one with the same key:
 * docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
 *
 * @throws AwsError `ConditionalCheckFailedException`, `ValidationException`, `ResourceNotFoundException`,
 *   `AccessDeniedException`, `SerializationException`
 */
export function putItem(account: Account, caller: Caller, input: unknown): { Attributes?: AttributeMap } {
  const fields = new RequestFields(OPERATION, input);
  const tableName = fields.tableName();
  const report = writeReport(fields);
  fields.require("Item");
  fields.requireValid();
  fields.requireExpressions();
  const item = fields.attributes("Item") ?? {};
  requireOldOrNone(report);
  requireSize(item, "Item size");
  const expressions = readExpressions(fields);
  const table = tableFor(account, caller, {
    operation: "PutItem",
    tableName,
    expressions,
    attributes: item,
    context: writeContext(report),
  });
  requireKeyIn(keyOf(table), item);
  requireScalarKeys(keyOf(table), pathsIn(expressions));
  const before = itemWith(table, item);
  requireCondition(expressions.condition, before, report);
  writeItem(table, item);
  return {
    ...(report.values === "ALL_OLD" && attributesOf(before)),
    ...consumedCapacity(report.capacity, table.name, writeUnits(before, item)),
  };
}

import type { Account } from "../../account";
import type { Caller } from "../caller";
import { tableFor } from "./access";
import type { AttributeMap } from "./attributeValue";
import { consumedCapacity, writeUnits } from "./capacity";
import { requireKey, requireScalarKeys } from "./keys";
import { pathsIn, readExpressions } from "./requestExpressions";
import { type Operation, RequestFields } from "./requestFields";
import { itemWith, keyOf, removeItem } from "./tables";
import {
  attributesOf,
  requireCondition,
  requireOldOrNone,
  WRITE_PARAMETERS,
  writeContext,
  writeReport,
} from "./writes";

const OPERATION: Operation = {
  name: "DeleteItem",
  parameters: ["Key", ...WRITE_PARAMETERS],
  expressions: ["ConditionExpression"],
  legacy: ["Expected", "ConditionalOperator"],
};

/**
 * Deletes an item; it need not be there. docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
 *
 * @throws AwsError `ConditionalCheckFailedException`, `ValidationException`, `ResourceNotFoundException`,
 *   `AccessDeniedException`, `SerializationException`
 */
export function deleteItem(account: Account, caller: Caller, input: unknown): { Attributes?: AttributeMap } {
  const fields = new RequestFields(OPERATION, input);
  const tableName = fields.tableName();
  const report = writeReport(fields);
  fields.require("Key");
  fields.requireValid();
  fields.requireExpressions();
  const key = fields.attributes("Key") ?? {};
  requireOldOrNone(report);
  const expressions = readExpressions(fields);
  const table = tableFor(account, caller, {
    operation: "DeleteItem",
    tableName,
    expressions,
    attributes: key,
    context: writeContext(report),
  });
  requireKey(keyOf(table), key);
  requireScalarKeys(keyOf(table), pathsIn(expressions));
  const before = itemWith(table, key);
  requireCondition(expressions.condition, before, report);
  removeItem(table, key);
  return {
    ...(report.values === "ALL_OLD" && attributesOf(before)),
    ...consumedCapacity(report.capacity, table.name, writeUnits(before)),
  };
}

import type { Account } from "../../account";
import { copy } from "../../values";
import type { Caller } from "../caller";
import { tableFor } from "./access";
import type { AttributeMap } from "./attributeValue";
import { capacityReport, consumedCapacity, readUnits } from "./capacity";
import { project } from "./expressions/documentPath";
import { itemSize } from "./itemSize";
import { requireKey, requireScalarKeys } from "./keys";
import { readExpressions } from "./requestExpressions";
import { type Operation, RequestFields } from "./requestFields";
import { itemWith, keyOf } from "./tables";

const OPERATION: Operation = {
  name: "GetItem",
  parameters: [
    ...["TableName", "Key", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames"],
    "ReturnConsumedCapacity",
  ],
  expressions: ["ProjectionExpression"],
  legacy: ["AttributesToGet"],
};

/**
 * Reads an item: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html. Every read sees every write before it.
 *
 * @returns Without `Item` where there is none with the key
 * @throws AwsError `ValidationException`, `ResourceNotFoundException`, `AccessDeniedException`, `SerializationException`
 */
export function getItem(account: Account, caller: Caller, input: unknown): { Item?: AttributeMap } {
  const fields = new RequestFields(OPERATION, input);
  const tableName = fields.tableName();
  const isConsistent = fields.flag("ConsistentRead");
  const report = capacityReport(fields);
  fields.require("Key");
  fields.requireValid();
  fields.requireExpressions();
  const key = fields.attributes("Key") ?? {};
  const expressions = readExpressions(fields);
  const { projection } = expressions;
  const table = tableFor(account, caller, {
    operation: "GetItem",
    tableName,
    expressions,
    attributes: key,
    context: {
      Select: projection ? "SPECIFIC_ATTRIBUTES" : "ALL_ATTRIBUTES",
      ReturnConsumedCapacity: report,
    },
  });
  requireKey(keyOf(table), key);
  requireScalarKeys(keyOf(table), projection ?? []);
  const item = itemWith(table, key);
  return {
    ...(item && { Item: copy(projection ? project(item, projection) : item) }),
    ...consumedCapacity(report, table.name, readUnits(item ? itemSize(item) : 0, isConsistent)),
  };
}

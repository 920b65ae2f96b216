import type { Account } from "../../account";
import type { Caller } from "../caller";
import { tableFor } from "./access";
import { type AttributeMap, requireShallow } from "./attributeValue";
import { consumedCapacity, writeUnits } from "./capacity";
import { invalidParameter } from "./errors";
import { project } from "./expressions/documentPath";
import type { UpdateAction } from "./expressions/update";
import { updated } from "./expressions/updateEvaluation";
import { requireSize } from "./itemSize";
import { type KeyAttribute, requireKey, requireScalarKeys } from "./keys";
import { pathsIn, readExpressions } from "./requestExpressions";
import { type Operation, RequestFields } from "./requestFields";
import { itemWith, keyOf, writeItem } from "./tables";
import {
  attributesOf,
  requireCondition,
  WRITE_PARAMETERS,
  type WriteReport,
  writeContext,
  writeReport,
} from "./writes";

const OPERATION: Operation = {
  name: "UpdateItem",
  parameters: ["Key", "UpdateExpression", ...WRITE_PARAMETERS],
  expressions: ["UpdateExpression", "ConditionExpression"],
  legacy: ["AttributeUpdates", "Expected", "ConditionalOperator"],
};

/**
 * Changes an item, or makes one with the key where none is:
 * docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 *
 * @throws AwsError `ConditionalCheckFailedException`, `ValidationException`, `ResourceNotFoundException`,
 *   `AccessDeniedException`, `SerializationException`
 */
export function updateItem(account: Account, caller: Caller, input: unknown): { Attributes?: AttributeMap } {
  const fields = new RequestFields(OPERATION, input);
  const tableName = fields.tableName();
  const report = writeReport(fields);
  fields.require("Key");
  fields.requireValid();
  fields.requireExpressions();
  const key = fields.attributes("Key") ?? {};
  const expressions = readExpressions(fields);
  const { update = [], condition } = expressions;
  const table = tableFor(account, caller, {
    operation: "UpdateItem",
    tableName,
    expressions,
    attributes: key,
    context: writeContext(report),
  });
  requireKey(keyOf(table), key);
  requireOtherAttributes(keyOf(table), update);
  requireScalarKeys(keyOf(table), pathsIn(expressions));
  const before = itemWith(table, key);
  requireCondition(condition, before, report);
  const after = updated(before ?? key, update);
  requireShallow(after);
  requireSize(after, "Item size to update");
  writeItem(table, after);
  return {
    ...attributesOf(reported(report, update, before, after)),
    ...consumedCapacity(report.capacity, table.name, writeUnits(before, after)),
  };
}

function requireOtherAttributes(attributes: readonly KeyAttribute[], update: readonly UpdateAction[]): void {
  const changed = attributes.find(({ name }) => update.some(({ path }) => path[0] === name));
  if (!changed) return;
  throw invalidParameter(`Cannot update attribute ${changed.name}. This attribute is part of the key`);
}

function reported(
  { values }: WriteReport,
  update: readonly UpdateAction[],
  before: AttributeMap | undefined,
  after: AttributeMap,
): AttributeMap | undefined {
  const paths = update.map(({ path }) => path);
  switch (values) {
    case "ALL_OLD":
      return before;
    case "ALL_NEW":
      return after;
    case "UPDATED_OLD":
      return before && project(before, paths);
    case "UPDATED_NEW":
      return project(after, paths);
    default:
      return undefined;
  }
}

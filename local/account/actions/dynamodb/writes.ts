import type { Props } from "../../model";
import { copy } from "../../values";
import type { AttributeMap } from "./attributeValue";
import { type CapacityReport, capacityReport } from "./capacity";
import { conditionFailed, invalid } from "./errors";
import type { Condition } from "./expressions/conditionChecks";
import { holds } from "./expressions/conditionEvaluation";
import type { RequestFields } from "./requestFields";

/** Parameters that every operation has that writes an item. */
export const WRITE_PARAMETERS = [
  ...["TableName", "ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"],
  ...["ReturnConsumedCapacity", "ReturnItemCollectionMetrics", "ReturnValues", "ReturnValuesOnConditionCheckFailure"],
];

/** What a write is to tell. */
export interface WriteReport {
  /** Default: nothing. */
  values: "ALL_NEW" | "UPDATED_OLD" | "ALL_OLD" | "NONE" | "UPDATED_NEW" | undefined;
  /** What is there where the condition does not hold. Default: nothing. */
  onFailure: "ALL_OLD" | "NONE" | undefined;
  capacity: CapacityReport;
}

/** What a write is asked to tell. Metrics of item collections are of tables with local secondary indexes, which no table here has. */
export function writeReport(fields: RequestFields): WriteReport {
  const capacity = capacityReport(fields);
  fields.choice("ReturnItemCollectionMetrics", ["SIZE", "NONE"]);
  const values = fields.choice("ReturnValues", [
    ...(["ALL_NEW", "UPDATED_OLD", "ALL_OLD"] as const),
    ...(["NONE", "UPDATED_NEW"] as const),
  ]);
  const onFailure = fields.choice("ReturnValuesOnConditionCheckFailure", ["ALL_OLD", "NONE"] as const);
  return { values, onFailure, capacity };
}

/**
 * For a write after which there is nothing to tell but what was there before.
 *
 * @throws AwsError `ValidationException`
 */
export function requireOldOrNone({ values }: WriteReport): void {
  if (values === undefined || values === "ALL_OLD" || values === "NONE") return;
  throw invalid("ReturnValues can only be ALL_OLD or NONE");
}

/** What IAM's conditions see of a write. */
export function writeContext({ values = "NONE", capacity }: WriteReport) {
  return { ReturnValues: values, ReturnConsumedCapacity: capacity };
}

/**
 * Throws where the condition of a write does not hold for what is there.
 *
 * @throws AwsError `ConditionalCheckFailedException`
 */
export function requireCondition(
  condition: Condition | undefined,
  item: AttributeMap | undefined,
  { onFailure }: WriteReport,
): void {
  if (!condition || holds(condition, item ?? {})) return;
  throw conditionFailed(onFailure === "ALL_OLD" && item ? copy(item) : undefined);
}

/** The member `Attributes` of an output, or nothing where there are none. */
export function attributesOf(attributes: AttributeMap | undefined): Props {
  return attributes && Object.keys(attributes).length > 0 ? { Attributes: copy(attributes) } : {};
}

import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { HISTORY, type ReleaseState, readReleaseState, STATE_KEY } from "../../lambdas/common/releaseState";

/** What somebody may ask a running release to do. */
export type Control = "PAUSE" | "RESUME" | "PROMOTE" | "ABORT";

/** A release of the past, or the one that runs. */
export interface PastRelease {
  execution: string;
  kind: string;
  side: string;
  deploymentId: string;
  startedAt: string;
  /** Absent while it runs. */
  endedAt?: string;
  outcome?: string;
  reason?: string;
}

/** The state of releases as it is now. */
export async function readState(dynamodb: DynamoDBClient, table: string): Promise<ReleaseState> {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key: STATE_KEY, ConsistentRead: true }));
  return readReleaseState(Item);
}

/**
 * Asks the running release to do something; it looks for that before each step, and after.
 *
 * @returns Whether a release runs, and for a resume whether it was paused.
 */
export async function setControl(dynamodb: DynamoDBClient, table: string, control: Control): Promise<boolean> {
  const isResume = control === "RESUME";
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: table,
        Key: STATE_KEY,
        UpdateExpression: "SET control = :control",
        ConditionExpression: isResume
          ? "attribute_exists(lockOwner) AND control = :paused"
          : // A release that goes back is not called off it, and one that was promoted has nothing left to be asked.
            "attribute_exists(lockOwner) AND NOT (control IN (:abort, :supersede)) AND " +
            "(attribute_not_exists(stable) OR stable <> candidate)",
        ExpressionAttributeValues: {
          ":control": { S: control },
          ...(isResume
            ? { ":paused": { S: "PAUSE" } }
            : { ":abort": { S: "ABORT" }, ":supersede": { S: "SUPERSEDE" } }),
        },
      }),
    );
    return true;
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}

/** The newest releases first. */
export async function readHistory(dynamodb: DynamoDBClient, table: string): Promise<PastRelease[]> {
  const items: Record<string, AttributeValue>[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await dynamodb.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: "pk = :history",
        ExpressionAttributeValues: { ":history": { S: HISTORY } },
        ScanIndexForward: false,
        ExclusiveStartKey,
      }),
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items.map(pastRelease);
}

function pastRelease(item: Readonly<Record<string, AttributeValue>>): PastRelease {
  const text = (name: string) => item[name]?.S;
  return {
    execution: text("execution") ?? "",
    kind: text("kind") ?? "release",
    side: text("side") ?? "",
    deploymentId: text("deploymentId") ?? "",
    startedAt: text("startedAt") ?? "",
    endedAt: text("endedAt"),
    outcome: text("outcome"),
    reason: text("reason"),
  };
}

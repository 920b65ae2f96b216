import { HISTORY, STATE_KEY } from "../../lambdas/common/releaseState";
import { type Catcher, jsonata, type Patience, type State, type Text, task } from "./asl";

/*
 * The table's one item of state, and the history: what is read and written, and how. Each write is one that may be done twice,
 * for a retry does not know whether the attempt before it had its effect.
 */

/** Seconds that a release is remembered: 90 days, as Step Functions remembers its execution. */
const REMEMBERED = 7_776_000;

export interface WriteArgs {
  comment: string;
  /** Attributes that are set, each with its value in JSONata, as text; numbers in `numbers`. */
  set: Record<string, string>;
  numbers?: Record<string, string>;
  remove?: readonly string[];
  /** The condition; its values are in `values`. */
  condition: string;
  values?: Record<string, string>;
  returns?: "ALL_NEW";
  assign?: Record<string, unknown>;
  next: string;
  patience: Patience;
  failed: Catcher;
  refused?: Catcher;
}

/** Writes the state, under a condition. */
export function writeState(table: Text, write: WriteArgs): State {
  const { set, numbers = {}, remove = [], condition, values = {}, returns, ...rest } = write;
  return task({
    ...rest,
    resource: "arn:aws:states:::dynamodb:updateItem",
    args: {
      TableName: table,
      Key: STATE_KEY,
      UpdateExpression: updateExpression(Object.keys({ ...set, ...numbers }), remove),
      ConditionExpression: condition,
      ExpressionAttributeValues: {
        ...valuesOf("S", set),
        ...valuesOf("N", numbers),
        ...valuesOf("S", values),
      },
      ...(returns && { ReturnValues: returns }),
    },
  });
}

/** Reads the state as it is now. */
export function readState(
  table: Text,
  read: { comment: string; assign: Record<string, unknown>; next: string; failed: Catcher },
): State {
  return task({
    ...read,
    patience: "some",
    resource: "arn:aws:states:::dynamodb:getItem",
    args: { TableName: table, Key: STATE_KEY, ConsistentRead: true },
  });
}

/** An attribute of the state that was read, or `otherwise` where it is not there: expressions have no undefined value. */
export function attribute(name: string, otherwise: string, from = "$states.result.Item"): string {
  return jsonata(`$exists(${from}.${name}) ? ${from}.${name}.S : '${otherwise}'`);
}

/** Writes down that a release has begun. */
export function recordStart(table: Text, rest: { next: string; failed: Catcher }): State {
  const text = (expression: string) => ({ S: jsonata(expression) });
  return task({
    comment: "Writes the release into the history",
    resource: "arn:aws:states:::dynamodb:putItem",
    args: {
      TableName: table,
      Item: {
        pk: { S: HISTORY },
        sk: text("$historyKey"),
        execution: text("$me"),
        kind: text("$release.kind"),
        side: text("$release.side"),
        deploymentId: text("$release.deploymentId"),
        startedAt: text("$startedAt"),
        steps: text("$join($map($steps, $string), ',')"),
        expiresAt: { N: jsonata(`$string($floor($toMillis($startedAt) / 1000) + ${REMEMBERED})`) },
      },
    },
    assign: { lockedMillis: jsonata("$millis()") },
    patience: "some",
    ...rest,
  });
}

/** Writes down how it has ended. @param outcome @param why In JSONata. */
export function recordEnd(
  table: Text,
  { outcome, why, key = "$historyKey", next }: { outcome: string; why?: string; key?: string; next: string },
): State {
  return task({
    comment: "Writes the end into the history; that this fails changes nothing",
    resource: "arn:aws:states:::dynamodb:updateItem",
    args: {
      TableName: table,
      Key: { pk: { S: HISTORY }, sk: { S: jsonata(key) } },
      UpdateExpression: updateExpression(["endedAt", "outcome", ...(why === undefined ? [] : ["reason"])], []),
      ExpressionAttributeValues: {
        ":endedAt": { S: jsonata("$now()") },
        ":outcome": { S: outcome },
        ...(why !== undefined && { ":reason": { S: jsonata(why) } }),
      },
    },
    patience: "some",
    next,
    failed: { next },
  });
}

function updateExpression(set: readonly string[], remove: readonly string[]): string {
  return [
    `SET ${set.map((name) => `${name} = :${name}`).join(", ")}`,
    ...(remove.length > 0 ? [`REMOVE ${remove.join(", ")}`] : []),
  ].join(" ");
}

function valuesOf(type: "S" | "N", values: Readonly<Record<string, string>>): Record<string, State> {
  return Object.fromEntries(
    Object.entries(values).map(([name, expression]) => [`:${name}`, { [type]: jsonata(expression) }]),
  );
}

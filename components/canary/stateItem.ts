import { HISTORY, STATE_KEY } from "../../lambdas/common/releaseState";
import { type Catcher, jsonata, type Patience, type State, type Text, task } from "./asl";
import { type About, OWN } from "./notification";

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
  return task({
    comment: "Writes the release into the history",
    resource: "arn:aws:states:::dynamodb:putItem",
    args: {
      TableName: table,
      Item: {
        pk: { S: HISTORY },
        sk: { S: jsonata("$historyKey") },
        ...valuesOf("S", OWN, ""),
        steps: { S: jsonata("$join($map($steps, $string), ',')") },
        expiresAt: expiry(OWN),
      },
    },
    assign: { lockedMillis: jsonata("$millis()") },
    patience: "some",
    ...rest,
  });
}

/**
 * Writes down how it has ended, and what it was: the item is not there yet where a release broke off just after it had the lock.
 *
 * @param outcome Plain, or an expression.
 * @param why In JSONata.
 * @param about Default: the release's own variables.
 */
export function recordEnd(
  table: Text,
  { outcome, why, about = OWN, next }: { outcome: string; why?: string; about?: About; next: string },
): State {
  const set = ["endedAt", "outcome", ...(why === undefined ? [] : ["reason"]), ...Object.keys(about), "expiresAt"];
  return task({
    comment: "Writes the end into the history; that this fails changes nothing",
    resource: "arn:aws:states:::dynamodb:updateItem",
    args: {
      TableName: table,
      Key: { pk: { S: HISTORY }, sk: { S: jsonata("$historyKey") } },
      UpdateExpression: updateExpression(set, []),
      ExpressionAttributeValues: {
        ":endedAt": { S: jsonata("$now()") },
        ":outcome": { S: outcome },
        ...(why !== undefined && { ":reason": { S: jsonata(why) } }),
        ...valuesOf("S", about),
        ":expiresAt": expiry(about),
      },
    },
    patience: "some",
    next,
    failed: { next },
  });
}

/** DynamoDB deletes an item some time after this second of the epoch. */
function expiry({ startedAt }: Pick<About, "startedAt">): State {
  return { N: jsonata(`$string($floor($toMillis(${startedAt}) / 1000) + ${REMEMBERED})`) };
}

function updateExpression(set: readonly string[], remove: readonly string[]): string {
  return [
    `SET ${set.map((name) => `${name} = :${name}`).join(", ")}`,
    ...(remove.length > 0 ? [`REMOVE ${remove.join(", ")}`] : []),
  ].join(" ");
}

function valuesOf(type: "S" | "N", values: Readonly<Record<string, string>>, prefix = ":"): Record<string, State> {
  return Object.fromEntries(
    Object.entries(values).map(([name, expression]) => [`${prefix}${name}`, { [type]: jsonata(expression) }]),
  );
}

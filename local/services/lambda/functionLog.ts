import { authorize } from "../../account/iam/authorize";
import type { AccountRecord } from "../../account/model";
import { text } from "../../account/types/read";
import type { LogStreams } from "../logs/logStreams";
import type { World } from "../world";

/** The log group that a function writes into: docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html */
export function logGroupOf({ id, inputs, outputs }: AccountRecord): string {
  return text(inputs, "loggingConfig.logGroup") ?? `/aws/lambda/${text(outputs, "name") ?? id}`;
}

/**
 * Keeps what a function has written. Without a log group, or without the right to write into it, nothing is kept.
 *
 * @param stream The execution environment's.
 */
export function writeLog(
  world: World,
  logs: LogStreams,
  record: AccountRecord,
  { stream, lines }: { stream: string; lines: readonly string[] },
): void {
  const group = logGroupOf(record);
  const found = world.records("aws:cloudwatch/logGroup:LogGroup").find(({ id }) => id === group);
  const role = text(record.inputs, "role");
  if (!found || role === undefined) return;
  const resource = `${found.outputs.arn}:log-stream:${stream}`;
  const may = (action: string) => authorize(world.account, { principal: role, action, resource }).allowed;
  if (!may("logs:CreateLogStream") || !may("logs:PutLogEvents")) return;
  logs.write(group, stream, world.simulation.now, lines);
}

import { authorize } from "../../account/iam/authorize";
import type { AccountRecord } from "../../account/model";
import { text } from "../../account/types/read";
import type { LogStreams } from "../logs/logStreams";
import type { World } from "../world";

/** A function has one stream here: one environment of it runs at a time. */
const STREAM = "$LATEST";

/** Keeps what a function has written. Without a log group, or without the right to write into it, nothing is kept. */
export function writeLog(world: World, logs: LogStreams, record: AccountRecord, lines: readonly string[]): void {
  const name = text(record.outputs, "name") ?? record.id;
  const group = text(record.inputs, "loggingConfig.logGroup") ?? `/aws/lambda/${name}`;
  const found = world.records("aws:cloudwatch/logGroup:LogGroup").find(({ id }) => id === group);
  const role = text(record.inputs, "role");
  if (!found || role === undefined) return;
  const resource = `${found.outputs.arn}:log-stream:${STREAM}`;
  const may = (action: string) => authorize(world.account, { principal: role, action, resource }).allowed;
  if (!may("logs:CreateLogStream") || !may("logs:PutLogEvents")) return;
  logs.write(group, STREAM, world.simulation.now, lines);
}

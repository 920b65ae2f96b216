import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { checkTimeout, type Pace } from "../common/clock";
import { readHistory, readState } from "./releases";
import { describeRunning } from "./words";

export interface FollowOptions extends Pace {
  log: (line: string) => void;
  /** Name of the table. */
  table: string;
  /** Done between two looks. */
  meanwhile: () => Promise<void>;
}

/**
 * Follows an execution to its end, and says each time that it has come further.
 *
 * @returns Whether it has succeeded.
 * @throws Error naming where it is when the time is up
 */
export async function follow(
  { sfn, dynamodb }: { sfn: SFNClient; dynamodb: DynamoDBClient },
  executionArn: string,
  options: FollowOptions,
): Promise<boolean> {
  const { log, clock, pollEvery, begun, table } = options;
  let said = "";
  for (;;) {
    const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const state = await readState(dynamodb, table);
    const isOwn = state.lockOwner === executionArn;
    const line = isOwn ? describeRunning(state) : "waits for another release to end";
    if (status === "RUNNING" && line !== said) log(`${String(Math.round(clock.now() - begun)).padStart(5)} s  ${line}`);
    if (status !== "RUNNING") {
      const past = (await readHistory(dynamodb, table)).find(({ execution }) => execution === executionArn);
      const why = past?.reason ?? [error, cause].filter((part) => part !== undefined).join(": ");
      log(status === "SUCCEEDED" ? "The release has succeeded" : `The release has ended as ${status}: ${why}`);
      return status === "SUCCEEDED";
    }
    said = line;
    checkTimeout(options, () => `${executionArn} is still running`);
    await options.meanwhile();
    await clock.sleep(pollEvery);
  }
}

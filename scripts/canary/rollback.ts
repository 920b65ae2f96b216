import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { otherSide } from "../../lambdas/common/sides";
import { readHistory, readState, setControl } from "./releases";
import type { Canary } from "./whereStackIs";

/** What a rollback comes to: a release that is told to go back, or an execution to follow. */
export type Rollback = { kind: "aborted"; execution: string } | { kind: "started"; execution: string };

/**
 * Brings all visitors back. A release that runs is aborted; one that broke off and that nobody has cleaned up after is given to
 * the guard; and after a release that has succeeded, visitors go back to the side that had them before.
 *
 * @param now ISO 8601; names the execution.
 * @throws Error where no release has ever been promoted, or where the other side's last release has failed: what failed runs there
 */
export async function rollback(
  { sfn, dynamodb }: { sfn: SFNClient; dynamodb: DynamoDBClient },
  { release, guard, table }: Pick<Canary, "release" | "guard" | "table">,
  now: string,
): Promise<Rollback> {
  const { lockOwner, stable, stableSince } = await readState(dynamodb, table);
  const digits = now.replace(/\D/g, "");
  if (lockOwner !== undefined) {
    if (await isRunning(sfn, lockOwner)) {
      await setControl(dynamodb, table, "ABORT");
      return { kind: "aborted", execution: lockOwner };
    }
    const input = JSON.stringify({ detail: { executionArn: lockOwner, status: "ABORTED" } });
    return begin(sfn, { stateMachineArn: guard, name: `by-hand-${digits}`, input });
  }
  if (stableSince === undefined) throw new Error("There is nothing to roll back: no release has been promoted yet.");
  const side = otherSide(stable);
  const last = (await readHistory(dynamodb, table)).find((past) => past.kind === "release" && past.side === side);
  if (last !== undefined && last.outcome !== "SUCCEEDED") {
    throw new Error(
      `There is nothing to roll back to: ${side} runs what failed in its last release (${last.reason ?? "no reason is known"}). ` +
        `Visitors stay on ${stable}. Deploy to ${side} what has worked; that is released in steps, as everything is.`,
    );
  }
  const input = JSON.stringify({ kind: "rollback", side, deploymentId: `rollback-${digits}` });
  return begin(sfn, { stateMachineArn: release, name: `rollback-${side}-${digits}`, input });
}

async function isRunning(sfn: SFNClient, executionArn: string): Promise<boolean> {
  const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  return status === "RUNNING";
}

async function begin(
  sfn: SFNClient,
  what: { stateMachineArn: string; name: string; input: string },
): Promise<Rollback> {
  const { executionArn = "" } = await sfn.send(new StartExecutionCommand(what));
  return { kind: "started", execution: executionArn };
}

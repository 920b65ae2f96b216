import type { ActionExecutionDetail, CodePipelineClient } from "@aws-sdk/client-codepipeline";
import { checkTimeout, type Pace } from "../common/clock";
import { actionsOf, execution } from "./executions";

/** How an execution has ended. */
export interface Ended {
  /** Succeeded, Failed, Stopped, Superseded or Cancelled. */
  status: string;
  /** What CodePipeline says of that; often nothing. */
  summary: string | undefined;
  /** In the order in which they began. */
  actions: ActionExecutionDetail[];
}

/**
 * Follows an execution to its end, and says each time that an action begins or ends.
 *
 * @throws Error naming what is still running where the time is up
 */
export async function follow(
  pipelines: CodePipelineClient,
  pipeline: string,
  id: string,
  pace: Pace & { log: (line: string) => void },
): Promise<Ended> {
  const said = new Map<string, string>();
  for (;;) {
    // In this order, so that all that an execution has done is known when it has ended.
    const { status = "InProgress", statusSummary } = (await execution(pipelines, pipeline, id)) ?? {};
    const actions = await actionsOf(pipelines, pipeline, id);
    for (const action of actions) {
      const line = `${nameOf(action)}: ${action.status}${duration(action)}`;
      const key = action.actionExecutionId ?? nameOf(action);
      if (said.get(key) !== line) pace.log(`${elapsed(pace)} s  ${line}`);
      said.set(key, line);
    }
    if (status !== "InProgress" && status !== "Stopping") return { status, summary: statusSummary, actions };
    checkTimeout(pace, () => running(id, actions));
    await pace.clock.sleep(pace.pollEvery);
  }
}

/** An action as the console names it: its stage, a slash, its own name. */
export function nameOf({ stageName, actionName }: ActionExecutionDetail): string {
  return `${stageName}/${actionName}`;
}

function running(id: string, actions: readonly ActionExecutionDetail[]): string {
  const names = actions.filter(({ status }) => status === "InProgress").map(nameOf);
  return names.length > 0 ? `${names.join(", ")} is still running` : `execution ${id} waits for its next stage`;
}

function elapsed({ clock, begun }: Pace): string {
  return String(Math.round(clock.now() - begun)).padStart(5);
}

/** How long an action that has ended took, by AWS's own times. */
function duration({ status, startTime, lastUpdateTime }: ActionExecutionDetail): string {
  if (status === "InProgress" || !startTime || !lastUpdateTime) return "";
  return ` after ${Math.round((lastUpdateTime.getTime() - startTime.getTime()) / 1000)} s`;
}

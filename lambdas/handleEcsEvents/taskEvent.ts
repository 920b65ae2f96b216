import { SIDES, type SideName, type Sides } from "../common/sides";

/** A task of a released service that has begun to run. */
export interface RunningTask {
  side: SideName;
  /** Name of the service. */
  service: string;
  taskArn: string;
  /** `ecs-svc/…`: the deployment that has started the task. */
  deploymentId: string;
}

/** Something that is none of ours to act on, and why. */
export interface Ignored {
  decision: "ignored";
  reason: string;
}

/** What this function answers for. */
export interface Watched {
  /** The cluster's name. */
  cluster: string;
  sides: Sides;
}

/** As ECS writes who has started a task of a service: API_Task.html, startedBy. */
const DEPLOYMENT_ID = /^ecs-svc\/\d+$/;

/**
 * The running task that an event tells of: docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html. The rule's
 * pattern lets through little else; what it lets through is looked at all the same, as anybody may test the function with any
 * event.
 */
export function runningTaskOf(event: unknown, { cluster, sides }: Watched): RunningTask | Ignored {
  const { source, "detail-type": type, detail } = fields(event);
  if (source !== "aws.ecs" || type !== "ECS Task State Change") return ignored(`no task state change: ${show(type)}`);
  const { clusterArn, group, lastStatus, desiredStatus, startedBy, taskArn } = fields(detail);
  const missing = Object.entries({ clusterArn, group, lastStatus, desiredStatus, taskArn })
    .filter(([, value]) => typeof value !== "string" || value === "")
    .map(([name]) => `detail.${name}`);
  if (missing.length > 0) return ignored(`the event lacks ${missing.join(", ")}`);
  if (!String(clusterArn).endsWith(`:cluster/${cluster}`)) return ignored(`another cluster: ${show(clusterArn)}`);
  const side = SIDES.find((one) => group === `service:${sides[one].released}`);
  if (side === undefined) return ignored(`no released service: ${show(group)}`);
  if (lastStatus !== "RUNNING" || desiredStatus !== "RUNNING") {
    return ignored(`not running: ${lastStatus}, to be ${desiredStatus}`);
  }
  if (typeof startedBy !== "string" || !DEPLOYMENT_ID.test(startedBy)) {
    return ignored(`no deployment has started the task, but ${show(startedBy)}`);
  }
  return { side, service: sides[side].released, taskArn: String(taskArn), deploymentId: startedBy };
}

export function ignored(reason: string): Ignored {
  return { decision: "ignored", reason };
}

function fields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}

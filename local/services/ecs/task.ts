import type { TaskStatus } from "../events";
import type { Timer } from "../kernel/simulation";
import type { ContainerInstance } from "./containerInstance";
import type { TaskSpec } from "./taskSpec";

/** A task: containers that run together on one container instance. Its service, and Tasks, change it. */
export interface Task {
  readonly arn: string;
  /** `service:NAME`, `family:NAME` or another group. */
  readonly group: string;
  /** Id of the deployment that started it; empty for a task that stands alone. */
  readonly deployment: string;
  readonly spec: TaskSpec;
  readonly host: ContainerInstance;
  /** Environment that was changed for this run, by container. */
  readonly overrides: TaskOverrides;
  /** Host ports, by `CONTAINER:PORT`. */
  readonly ports: Map<string, number>;
  lastStatus: TaskStatus;
  desiredStatus: "RUNNING" | "STOPPED";
  /** Whether its load balancer has found it healthy; true for one without a load balancer that runs. */
  healthy: boolean;
  stoppedReason?: string;
  /** Of the essential container, where it has ended by itself. */
  exitCode?: number;
  /** What happens to it next. */
  timer?: Timer;
}

/** Environment variables by container name. */
export type TaskOverrides = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The last part of a task's ARN. */
export function taskId({ arn }: Pick<Task, "arn">): string {
  return arn.split("/").pop() ?? arn;
}

/** Whether it still takes part: it runs, or is about to. */
export function isCurrent({ desiredStatus }: Task): boolean {
  return desiredStatus === "RUNNING";
}

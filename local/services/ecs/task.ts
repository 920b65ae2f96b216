import type { TaskStatus } from "../events";
import type { Timer } from "../kernel/simulation";
import type { ContainerInstance } from "./containerInstance";
import type { TaskSpec } from "./taskSpec";

/** A target group that a service's tasks are registered in, with the container's port. */
export interface Registration {
  targetGroupArn: string;
  /** `CONTAINER:PORT`. */
  port: string;
}

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
  readonly registrations: readonly Registration[];
  /** Host ports, by `CONTAINER:PORT`. */
  readonly ports: Map<string, number>;
  lastStatus: TaskStatus;
  desiredStatus: "RUNNING" | "STOPPED";
  /** Whether every target group has found it healthy; true for one in none that has run for a while. */
  healthy: boolean;
  /** Which target group has found that it does not answer, and why: more than not having found that it does. */
  unhealthy?: { targetGroupArn: string; reason: string };
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

/** The environment of a task's essential container, what was changed for this run included. */
export function environmentOf({ spec, overrides }: Pick<Task, "spec" | "overrides">): Record<string, string> {
  const container = spec.containers.find(({ essential }) => essential);
  return { ...container?.environment, ...overrides[container?.name ?? ""] };
}

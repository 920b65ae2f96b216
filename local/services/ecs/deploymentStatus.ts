import type { DeploymentState } from "../events";
import type { Deployment } from "./deployment";
import { isCurrent, type Task } from "./task";

/** How a deployment of a service stands. Times are seconds of virtual time. */
export interface DeploymentStatus {
  /** `ecs-svc/…`. */
  id: string;
  /** `PRIMARY` for the newest one, `ACTIVE` for an older one that still has tasks. */
  status: "PRIMARY" | "ACTIVE";
  /** ARN of the revision. */
  taskDefinition: string;
  /** Tasks of it that there should be. */
  desired: number;
  running: number;
  pending: number;
  /** Tasks in a row that have failed. */
  failed: number;
  state: DeploymentState;
  /** Why it is in its state, in ECS's words. */
  reason: string;
  startedAt: number;
  /** When it came into its state. */
  changedAt: number;
}

/**
 * How a service's deployments stand, the newest first.
 *
 * @param deployments All that are remembered, the newest first.
 * @param tasks Of all of them, those that have not stopped.
 * @param desired How many tasks the service should have.
 */
export function deploymentStatuses(
  deployments: readonly Readonly<Deployment>[],
  tasks: Iterable<Task>,
  desired: number,
): DeploymentStatus[] {
  const all = [...tasks];
  return deployments.flatMap(({ id, taskDefinition, failures, state, reason, startedAt, changedAt }, i) => {
    const own = all.filter(({ deployment }) => deployment === id);
    const isPrimary = i === 0;
    if (!isPrimary && own.length === 0) return [];
    return {
      id,
      status: isPrimary ? ("PRIMARY" as const) : ("ACTIVE" as const),
      taskDefinition,
      desired: isPrimary ? desired : own.filter(isCurrent).length,
      running: own.filter(({ lastStatus }) => lastStatus === "RUNNING").length,
      pending: own.filter(({ lastStatus }) => lastStatus === "PENDING").length,
      failed: failures,
      state,
      reason,
      startedAt,
      changedAt,
    };
  });
}

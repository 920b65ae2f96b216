import type { ContainerInstance } from "./containerInstance";
import { type Demand, obstacle } from "./placement";
import { type Task, taskId } from "./task";

/*
 * ECS's own words: docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html and
 * service-unhealthy-event-messages.html
 */

/** Why no host can take a task: the host that has the most memory left, and what it misses. */
export function whyNot(open: readonly ContainerInstance[], demand: Demand): string {
  const [nearest] = open.toSorted((a, b) => b.free.memory - a.free.memory);
  if (!nearest) return "Reason: No Container Instances were found in your cluster.";
  const id = nearest.arn.split("/").pop();
  return `The closest matching (container-instance ${id}) ${obstacle(nearest, demand)}.`;
}

export function unplaced(why: string): string {
  return (
    `was unable to place a task because no container instance met all of its requirements. ${why} ` +
    "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
  );
}

/** @param replacements How many of the tasks are in place of tasks that do not answer. */
export function started(tasks: readonly Task[], replacements: number): string {
  const why = replacements > 0 ? ` Amazon ECS replaced ${replacements} tasks due to an unhealthy status.` : "";
  return `has started ${tasks.length} tasks: ${namesOf(tasks)}.${why}`;
}

export function stopped(tasks: readonly Task[]): string {
  return `has stopped ${tasks.length} running tasks: ${namesOf(tasks)}.`;
}

export function registered(targets: number, targetGroupArn: string): string {
  return `registered ${targets} targets in (target-group ${targetGroupArn})`;
}

export function deregistered(targets: number, targetGroupArn: string): string {
  return `deregistered ${targets} targets in (target-group ${targetGroupArn})`;
}

export function draining(tasks: number): string {
  return `has begun draining connections on ${tasks} tasks.`;
}

/** A task, and what its load balancer found. */
export function unhealthy(task: Task, { targetGroupArn, reason }: NonNullable<Task["unhealthy"]>): string {
  const at = task.registrations.find((one) => one.targetGroupArn === targetGroupArn);
  const port = task.ports.get(at?.port ?? "");
  const where = `(task ${taskId(task)}) (instance ${task.host.id}) (port ${port})`;
  return `${where} is unhealthy in (target-group ${targetGroupArn}) due to (reason ${REASONS[reason] ?? reason}).`;
}

/** Descriptions of the codes: docs.aws.amazon.com/elasticloadbalancing/latest/application/check-target-health.html */
const REASONS: Record<string, string> = {
  "Target.Timeout": "Request timed out",
  "Target.FailedHealthChecks": "Health checks failed",
};

function namesOf(tasks: readonly Task[]): string {
  return tasks.map((task) => `(task ${taskId(task)})`).join(" ");
}

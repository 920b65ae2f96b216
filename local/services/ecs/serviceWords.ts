import type { ContainerInstance } from "./containerInstance";
import { type Demand, obstacle } from "./placement";
import { type Task, taskId } from "./task";

/* ECS's own words: docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */

/** Why no host can take a task: the host that has the most memory left, and what it misses. */
export function whyNot(open: readonly ContainerInstance[], demand: Demand): string {
  const [nearest] = open.toSorted((a, b) => b.free.memory - a.free.memory);
  if (!nearest) return "Reason: No Container Instances were found in your cluster.";
  const id = nearest.arn.split("/").pop();
  return `The closest matching (container-instance ${id}) ${obstacle(nearest, demand)}.`;
}

export function started(tasks: readonly Task[]): string {
  return `has started ${tasks.length} tasks: ${namesOf(tasks)}.`;
}

export function stopped(tasks: readonly Task[]): string {
  return `has stopped ${tasks.length} running tasks: ${namesOf(tasks)}.`;
}

export function draining(tasks: readonly Task[]): string {
  return `has begun draining connections on ${tasks.length} tasks.`;
}

function namesOf(tasks: readonly Task[]): string {
  return tasks.map((task) => `(task ${taskId(task)})`).join(" ");
}

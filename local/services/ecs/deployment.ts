import type { DeploymentState } from "../events";
import type { Task } from "./task";
import { isCurrent } from "./task";

/** One revision of a service on its way to take over, or leaving. */
export interface Deployment {
  readonly id: string;
  readonly taskDefinition: string;
  state: DeploymentState;
  /** Tasks that stopped before they were healthy, one after another. */
  failures: number;
  /** Set when the circuit breaker started it. */
  readonly isRollback: boolean;
}

/** How many tasks a service may have while something changes; both include the desired number. */
export interface Bounds {
  /** Healthy tasks at the least. */
  min: number;
  /** Tasks that run or start, at the most. */
  max: number;
}

/**
 * The bounds of a service: the minimum healthy percent is rounded up, the maximum percent down:
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export function boundsOf(desired: number, minimumHealthyPercent: number, maximumPercent: number): Bounds {
  return {
    min: Math.ceil((desired * minimumHealthyPercent) / 100),
    max: Math.floor((desired * maximumPercent) / 100),
  };
}

/**
 * How many tasks of a deployment in a row may fail before its circuit breaker opens: half of the desired number, at
 * least 3 and at most 200: docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
 */
export function failureThreshold(desired: number): number {
  return Math.min(200, Math.max(3, Math.ceil(desired / 2)));
}

/** What the scheduler sees of a service's tasks. */
export interface Roster {
  /** Tasks of the newest deployment on instances that stay. */
  staying: Task[];
  /** Tasks that have to go: of older deployments, or on instances that drain. */
  leaving: Task[];
}

/** Sorts a service's tasks into those that stay and those that go. */
export function rosterOf(tasks: Iterable<Task>, primary: Deployment): Roster {
  const roster: Roster = { staying: [], leaving: [] };
  for (const task of tasks) {
    if (!isCurrent(task)) continue;
    const stays = task.deployment === primary.id && task.host.status === "ACTIVE";
    (stays ? roster.staying : roster.leaving).push(task);
  }
  return roster;
}

/** What to do next about a service. */
export interface Plan {
  /** How many tasks to start. */
  start: number;
  /** How many of the staying tasks are too many. */
  shrink: number;
  /** Which of the leaving tasks to stop now. */
  stop: Task[];
}

/**
 * What brings a service closer to its desired number without leaving its bounds. Starting counts every task that has not been
 * told to stop; stopping looks at how many are healthy. A leaving task that is not healthy can go at once.
 */
export function planOf({ staying, leaving }: Roster, desired: number, { min, max }: Bounds): Plan {
  const total = staying.length + leaving.length;
  const shrink = Math.max(0, staying.length - desired);
  const healthy = (tasks: readonly Task[]) => tasks.filter((task) => task.healthy);
  const unhealthy = leaving.filter((task) => !task.healthy);
  const spare = healthy(staying).length + healthy(leaving).length - Math.min(min, desired);
  const stop = [...unhealthy, ...healthy(leaving).slice(0, Math.max(0, spare))];
  const missing = Math.max(0, desired - staying.length);
  return { shrink, stop, start: Math.min(missing, Math.max(0, max - total)) };
}

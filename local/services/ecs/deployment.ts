import type { DeploymentState } from "../events";
import type { Task } from "./task";
import { isCurrent } from "./task";

/** One revision of a service on its way to take over, or in charge. */
export interface Deployment {
  /** `ecs-svc/…`. */
  readonly id: string;
  /** ARN of the revision. */
  readonly taskDefinition: string;
  /** Seconds of virtual time. */
  readonly startedAt: number;
  state: DeploymentState;
  /** Why it is in its state, in ECS's words. */
  reason: string;
  /** When it came into its state; seconds of virtual time. */
  changedAt: number;
  /** Tasks of it that failed, none having been healthy since. */
  failures: number;
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

/** What the scheduler sees of a service's tasks, each list in order of their start. */
export interface Roster {
  /** Tasks of the newest deployment on instances that stay. */
  staying: Task[];
  /** Tasks of the newest deployment that have to be replaced, for they do not answer. */
  failing: Task[];
  /** Tasks that have to go: of older deployments, or on instances that drain. */
  leaving: Task[];
}

/**
 * Sorts a service's tasks into those that stay and those that go.
 *
 * @param failing Tasks that their load balancer has given up.
 */
export function rosterOf(tasks: Iterable<Task>, { id }: Pick<Deployment, "id">, failing: ReadonlySet<Task>): Roster {
  const roster: Roster = { staying: [], failing: [], leaving: [] };
  for (const task of tasks) {
    if (!isCurrent(task)) continue;
    const stays = task.deployment === id && task.host.status === "ACTIVE";
    roster[stays ? (failing.has(task) ? "failing" : "staying") : "leaving"].push(task);
  }
  return roster;
}

/** What to do next about a service. */
export interface Plan {
  /** How many tasks to start. */
  start: number;
  /** How many of these are in place of tasks that fail. */
  replacements: number;
  /** How many of the staying tasks are too many. */
  shrink: number;
  /** Which of the leaving tasks to stop now. */
  stop: Task[];
  /** Which of the failing tasks to stop now: their replacements are healthy, or fail as well. */
  replaced: Task[];
  /** Which failing task to stop if none can be started. */
  yields: Task | undefined;
}

/**
 * What brings a service closer to its desired number without leaving its bounds. Starting counts every task that has not been
 * told to stop; stopping looks at how many are healthy. A leaving task that is not healthy can go at once.
 *
 * A failing task is stopped when another is healthy in its place. Where the maximum, or the cluster, has no room for both,
 * failing tasks are stopped one by one; AWS takes one at random, here it is the oldest:
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
 */
export function planOf({ staying, failing, leaving }: Roster, desired: number, { min, max }: Bounds): Plan {
  const total = staying.length + failing.length + leaving.length;
  const healthy = (tasks: readonly Task[]) => tasks.filter((task) => task.healthy);
  const serving = healthy(staying).length;
  const spare = Math.max(0, serving + healthy(leaving).length - Math.min(min, desired));
  const missing = Math.max(0, desired - staying.length);
  const start = Math.min(missing, Math.max(0, max - total));
  const replaced = failing.slice(0, Math.max(0, serving + failing.length - desired));
  const isSettled = serving === staying.length && replaced.length === 0;
  return {
    start,
    replacements: Math.max(0, start - Math.max(0, missing - failing.length)),
    shrink: Math.max(0, staying.length - desired),
    stop: [...leaving.filter((task) => !task.healthy), ...healthy(leaving).slice(0, spare)],
    replaced,
    yields: isSettled ? failing[0] : undefined,
  };
}

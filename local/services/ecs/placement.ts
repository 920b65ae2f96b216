import type { Resources } from "./resources";

/** A container instance as placement sees it. */
export interface Host {
  /** Instance id. */
  readonly id: string;
  attribute(name: string): string | undefined;
  readonly free: Resources;
  /** Whether a host port is taken. */
  usesPort(port: number): boolean;
  /** Number of tasks of a group that run there or are about to. */
  tasksOf(group: string): number;
}

/** One step in choosing a host: docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html */
export interface Strategy {
  type: "spread" | "binpack" | "random";
  /** `attribute:NAME`, `instanceId` or `host` for spread; `cpu` or `memory` for binpack. */
  field?: string;
}

/** What is to be placed. */
export interface Demand {
  /** For example `service:cats`. */
  group: string;
  needs: Resources;
  fixedPorts: readonly number[];
  /** Whether a host meets the placement constraints of type memberOf. */
  admits: (host: Host) => boolean;
  /** At most one task of the group on a host. */
  distinct: boolean;
  strategies: readonly Strategy[];
}

/** Why a host cannot take a task, in the words of ECS's service events. */
export type Obstacle =
  | 'encountered error "MemberOf placement constraint unsatisfied."'
  | 'encountered error "DistinctInstance placement constraint unsatisfied."'
  | "has insufficient memory available"
  | "has insufficient CPU units available"
  | "is already using a port required by your task";

/** Spread over zones is what services do that say nothing: docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html */
export const DEFAULT_STRATEGIES: readonly Strategy[] = [{ type: "spread", field: "attribute:ecs.availability-zone" }];

/** Tasks that stand alone go anywhere: aws.amazon.com/blogs/compute/amazon-ecs-task-placement */
export const STANDALONE_STRATEGIES: readonly Strategy[] = [{ type: "random" }];

/** What keeps a host from taking a task, or undefined where nothing does. */
export function obstacle(host: Host, { needs, fixedPorts, admits, distinct, group }: Demand): Obstacle | undefined {
  if (!admits(host)) return 'encountered error "MemberOf placement constraint unsatisfied."';
  if (distinct && host.tasksOf(group) > 0)
    return 'encountered error "DistinctInstance placement constraint unsatisfied."';
  if (host.free.memory < needs.memory) return "has insufficient memory available";
  if (host.free.cpu < needs.cpu) return "has insufficient CPU units available";
  return fixedPorts.some((port) => host.usesPort(port)) ? "is already using a port required by your task" : undefined;
}

/**
 * The host for one more task, or undefined where none can take it. The strategies narrow the choice one after another; of
 * what is left, the host with the fewest tasks of the group takes it, the first registered of equals.
 *
 * @param hosts In order of registration.
 * @param pick Chooses one of several by chance, for the strategy random.
 */
export function chooseHost<T extends Host>(
  hosts: readonly T[],
  demand: Demand,
  pick: (from: readonly T[]) => T,
): T | undefined {
  let left = hosts.filter((host) => obstacle(host, demand) === undefined);
  for (const strategy of demand.strategies) {
    if (left.length <= 1) break;
    if (strategy.type === "random") left = [pick(left)];
    else if (strategy.type === "binpack") left = smallest(left, ({ free }) => free[resource(strategy)]);
    else left = leastUsed(left, hosts, strategy.field ?? "instanceId", demand.group);
  }
  return smallest(left, (host) => host.tasksOf(demand.group))[0];
}

/**
 * The host that gives up a task when there are too many: the one from which the rest is left most evenly spread, by the
 * strategies in their order; with binpack the one that is used least, so that it gets empty.
 *
 * @param hosts Those with a task of the group, in order of registration.
 */
export function chooseLeaving<T extends Host>(
  hosts: readonly T[],
  strategies: readonly Strategy[],
  group: string,
): T | undefined {
  let left: readonly T[] = hosts;
  for (const strategy of strategies) {
    if (strategy.type === "spread") left = mostUsed(left, hosts, strategy.field ?? "instanceId", group);
    else if (strategy.type === "binpack") left = smallest(left, ({ free }) => -free[resource(strategy)]);
  }
  return smallest(left, (host) => -host.tasksOf(group)).at(-1);
}

function resource({ field }: Strategy): keyof Resources {
  return field?.toLowerCase() === "cpu" ? "cpu" : "memory";
}

function leastUsed<T extends Host>(left: readonly T[], all: readonly Host[], field: string, group: string): T[] {
  const used = usage(all, field, group);
  return smallest(left, (host) => used.get(spreadValue(host, field)) ?? 0);
}

function mostUsed<T extends Host>(left: readonly T[], all: readonly Host[], field: string, group: string): T[] {
  const used = usage(all, field, group);
  return smallest(left, (host) => -(used.get(spreadValue(host, field)) ?? 0));
}

/** Tasks of the group for each value of the field. */
function usage(hosts: readonly Host[], field: string, group: string): Map<string, number> {
  const used = new Map<string, number>();
  for (const host of hosts) {
    const value = spreadValue(host, field);
    used.set(value, (used.get(value) ?? 0) + host.tasksOf(group));
  }
  return used;
}

function spreadValue(host: Host, field: string): string {
  return field.startsWith("attribute:") ? (host.attribute(field.slice("attribute:".length)) ?? "") : host.id;
}

function smallest<T>(from: readonly T[], of: (one: T) => number): T[] {
  let least = Number.POSITIVE_INFINITY;
  let found: T[] = [];
  for (const one of from) {
    const value = of(one);
    if (value < least) found = [one];
    else if (value === least) found.push(one);
    least = Math.min(least, value);
  }
  return found;
}

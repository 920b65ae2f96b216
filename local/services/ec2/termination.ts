import type { Random } from "../kernel/random";
import type { Instance } from "./instance";

/** What a termination policy looks at. */
export interface Terms {
  /** Seconds of virtual time. */
  now: number;
  /** Whether the group would launch this instance otherwise today. */
  isOutdated: (instance: Instance) => boolean;
  /** For where a policy leaves several. */
  random: Random;
}

type Policy = (instances: readonly Instance[], terms: Terms) => readonly Instance[];

const HOUR = 3600;

/** What each policy leaves of some instances. */
const POLICIES: Readonly<Record<string, Policy>> = {
  AllocationStrategy: (instances) => instances,
  ClosestToNextInstanceHour: (instances, terms) => closestToHour(instances, terms),
  Default: (instances, terms) => closestToHour(outdated(instances, terms), terms),
  NewestInstance: (instances) => extreme(instances, ({ launchedAt }) => launchedAt),
  OldestInstance: (instances) => extreme(instances, ({ launchedAt }) => -launchedAt),
  OldestLaunchConfiguration: (instances, terms) => outdated(instances, terms),
  OldestLaunchTemplate: (instances, terms) => outdated(instances, terms),
};

/** The policies that are modelled. */
export const TERMINATION_POLICIES: readonly string[] = Object.keys(POLICIES);

/**
 * The instance that an Auto Scaling group gives up: of the zone with the most, or of all zones where they are balanced, what its
 * policies leave, one after the other; by chance where several are left. The default policy takes outdated instances, then
 * those closest to their next hour: docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html
 *
 * @param policies Names; none stands for `Default`.
 */
export function instanceToEnd(
  policies: readonly string[],
  members: readonly Instance[],
  terms: Terms,
): Instance | undefined {
  const inZone = new Map<string, number>();
  for (const { zone } of members) inZone.set(zone, (inZone.get(zone) ?? 0) + 1);
  let left = extreme(members, ({ zone }) => inZone.get(zone) ?? 0);
  for (const name of policies.length > 0 ? policies : ["Default"]) {
    left = POLICIES[name]?.(left, terms) ?? left;
  }
  return left.length > 1 ? terms.random.pick(left) : left[0];
}

function closestToHour(instances: readonly Instance[], { now }: Terms): readonly Instance[] {
  return extreme(instances, ({ launchedAt }) => (now - launchedAt) % HOUR);
}

function outdated(instances: readonly Instance[], { isOutdated }: Terms): readonly Instance[] {
  const some = instances.filter(isOutdated);
  return some.length > 0 ? some : instances;
}

/** Those for which a number is the greatest. */
function extreme(instances: readonly Instance[], of: (instance: Instance) => number): readonly Instance[] {
  const most = Math.max(...instances.map(of));
  return instances.filter((instance) => of(instance) === most);
}

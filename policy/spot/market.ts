import type { GroupArgs } from "@pulumi/aws/autoscaling/group";
import type { FleetArgs } from "@pulumi/aws/ec2/fleet";
import type { Unwrap } from "@pulumi/pulumi";
import { isKnown, type Seen, type SeenProps } from "../values";

/** True where the market options of an instance or launch template ask for a Spot Instance. */
export function asksForSpot(options: Seen<{ marketType?: string }> | undefined): boolean {
  return isKnown(options) && options.marketType === "spot";
}

/** True where an EC2 Fleet is known to launch Spot Instances. */
export function fleetUsesSpot(fleet: SeenProps<Unwrap<FleetArgs>>): boolean {
  const target = fleet.targetCapacitySpecification;
  if (!isKnown(target)) return false;
  const spot = target.spotTargetCapacity;
  return target.defaultTargetCapacityType === "spot" || (typeof spot === "number" && spot > 0);
}

/**
 * The mixed instances policy of an Auto Scaling group that is known to launch Spot Instances, or undefined. A group does
 * when less than 100 percent of what exceeds its base is On-Demand; 100 is AWS's default.
 */
export function spotPolicyOf(group: SeenProps<Unwrap<GroupArgs>>) {
  const policy = group.mixedInstancesPolicy;
  if (!isKnown(policy)) return undefined;
  const distribution = policy.instancesDistribution;
  if (!isKnown(distribution)) return undefined;
  const onDemand = distribution.onDemandPercentageAboveBaseCapacity ?? 100;
  return typeof onDemand === "number" && onDemand < 100 ? { ...policy, distribution } : undefined;
}

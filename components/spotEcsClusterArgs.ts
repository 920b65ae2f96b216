import type * as pulumi from "@pulumi/pulumi";
import { wholeNumberProblems } from "./problems";
import type { ZonedSubnet } from "./spotFleetOverrides";
import { type MetricSteps, stepScalingProblems } from "./stepScaling";
import { attributeProblems } from "./userData";

export interface SpotEcsClusterArgs {
  /** The stack's name; every physical name starts with it. */
  stack: string;
  network: {
    /** Where instances run, one subnet a zone. */
    privateSubnets: pulumi.Input<ZonedSubnet[]>;
    instanceSecurityGroupId: pulumi.Input<string>;
    /**
     * What instances reach AWS through: NAT gateway, routes and their associations. It is made before the first instance
     * and outlives the last one, as an ECS agent that is cut off can neither drain nor deregister.
     */
    egress: pulumi.Input<pulumi.Resource[]>;
  };
  /** Exact name of the ECS-optimized image, for example `al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64`. */
  ecsImage: string;
  /** The most that a Spot instance may cost, in dollars an hour, for example `"0.25"`. */
  maxSpotPrice: string;
  /** Instance types that the fleet spreads over, for example `["m4.large", "c4.large"]`. */
  instanceTypes: string[];
  /** Spot instances: the least, the number at first, and the most. */
  capacity: { min: number; desired: number; max: number };
  /** Core capacity that no Spot price takes away. */
  onDemand: {
    instanceType: string;
    /** Instances; with 0 there is no group. */
    count: number;
    /** Custom attributes for placement constraints, for example `{ catslike: "catnip" }`. @default none */
    attributes?: Record<string, string>;
  };
  /** How the fleet follows the cluster's MemoryReservation, in percent. */
  scaling: MetricSteps;
  /**
   * Tags of the instances and volumes that are launched, and of the on-demand group: none of them is reached by a
   * provider's default tags. A `Name` is added.
   *
   * @default none
   */
  instanceTags?: Record<string, string>;
}

/** All that is wrong with the arguments, a sentence each; empty when nothing is. */
export function spotEcsClusterProblems(args: SpotEcsClusterArgs): string[] {
  const { capacity, onDemand } = args;
  return [
    ...maxSpotPriceProblems(args.maxSpotPrice),
    ...instanceTypesProblems(args.instanceTypes),
    ...wholeNumberProblems("capacity.min", capacity.min, 0),
    ...wholeNumberProblems("capacity.desired", capacity.desired, 0),
    ...wholeNumberProblems("capacity.max", capacity.max, 0),
    ...(capacity.min > capacity.desired || capacity.desired > capacity.max
      ? [
          `capacity is min ${capacity.min}, desired ${capacity.desired}, max ${capacity.max}; desired must lie between min and max.`,
        ]
      : []),
    ...wholeNumberProblems("onDemand.count", onDemand.count, 0),
    ...attributeProblems("onDemand.attributes", onDemand.attributes ?? {}),
    ...stepScalingProblems(args.scaling, { path: "scaling.", highest: 100 }),
  ];
}

function maxSpotPriceProblems(price: string): string[] {
  return /^\d+(\.\d+)?$/.test(price) && Number(price) > 0
    ? []
    : [`maxSpotPrice is "${price}"; it must be dollars an hour above 0, written like "0.25".`];
}

function instanceTypesProblems(types: string[]): string[] {
  const repeated = types.find((type, index) => types.indexOf(type) !== index);
  return [
    ...(types.length === 0 ? ['instanceTypes is empty; give at least one type, for example "m4.large".'] : []),
    ...(repeated === undefined ? [] : [`instanceTypes has ${repeated} more than once; name each type once.`]),
  ];
}

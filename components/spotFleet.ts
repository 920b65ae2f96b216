import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { physicalName } from "./names";
import { serviceRole } from "./serviceRole";
import type { SpotFleetOverride } from "./spotFleetOverrides";
import { flappingWarning, type MetricSteps } from "./stepScaling";
import { stepScalingPolicies } from "./stepScalingPolicies";

export interface SpotFleetArgs {
  /** The stack's name; every physical name starts with it. */
  stack: string;
  /** Name of the ECS cluster that the instances join. */
  clusterName: pulumi.Input<string>;
  launchTemplate: { id: pulumi.Input<string>; version: pulumi.Input<string> };
  overrides: pulumi.Input<SpotFleetOverride[]>;
  /** The most that an instance may cost, in dollars an hour. */
  maxSpotPrice: string;
  /** Instances: the least, the number at first, and the most. */
  capacity: { min: number; desired: number; max: number };
  /** How the fleet follows the cluster's MemoryReservation, in percent. */
  scaling: MetricSteps;
  /** What the instances need from their first to their last moment. */
  dependsOn: pulumi.Output<pulumi.Resource[]>;
}

/** A Spot fleet that keeps up its capacity, spread over all its pools, and follows the memory that tasks reserve. */
export function spotFleet(name: string, args: SpotFleetArgs, parent: pulumi.Resource): aws.ec2.SpotFleetRequest {
  const fleet = request(name, args, parent);
  followMemoryReservation(name, args, fleet, parent);
  const flapping = flappingWarning(args.scaling, "The Spot fleet, scaled by MemoryReservation in percent,");
  if (flapping !== undefined) {
    void pulumi.log.warn(flapping, parent);
  }
  return fleet;
}

function request(name: string, args: SpotFleetArgs, parent: pulumi.Resource): aws.ec2.SpotFleetRequest {
  const { stack } = args;
  const { role, permissions } = serviceRole(
    name,
    {
      name: physicalName(stack, "spot-fleet"),
      service: "spotfleet.amazonaws.com",
      managedPolicies: { tagging: aws.iam.ManagedPolicy.AmazonEC2SpotFleetTaggingRole },
    },
    parent,
  );
  return new aws.ec2.SpotFleetRequest(
    name,
    {
      iamFleetRole: role.arn,
      allocationStrategy: "diversified",
      // The only type that can be scaled.
      fleetType: "maintain",
      spotPrice: args.maxSpotPrice,
      targetCapacity: args.capacity.desired,
      replaceUnhealthyInstances: true,
      terminateInstancesOnDelete: "true",
      terminateInstancesWithExpiration: true,
      // The workshop does not mind an unfilled bid: the on-demand group carries the cluster meanwhile.
      waitForFulfillment: false,
      launchTemplateConfigs: [{ launchTemplateSpecification: args.launchTemplate, overrides: args.overrides }],
      tags: { Name: physicalName(stack, "spot-fleet") },
    },
    {
      parent,
      dependsOn: args.dependsOn.apply((others) => [...others, ...permissions]),
      // Scaling moves the first. The others are never set here, but what AWS reports for them could replace the fleet.
      ignoreChanges: ["targetCapacity", "loadBalancers", "targetGroupArns"],
    },
  );
}

function followMemoryReservation(
  name: string,
  { stack, clusterName, capacity, scaling }: SpotFleetArgs,
  fleet: aws.ec2.SpotFleetRequest,
  parent: pulumi.Resource,
): void {
  const target = new aws.appautoscaling.Target(
    name,
    {
      serviceNamespace: "ec2",
      resourceId: pulumi.interpolate`spot-fleet-request/${fleet.id}`,
      scalableDimension: "ec2:spot-fleet-request:TargetCapacity",
      minCapacity: capacity.min,
      maxCapacity: capacity.max,
    },
    { parent },
  );
  stepScalingPolicies(
    name,
    {
      target,
      scaling,
      metric: {
        namespace: "AWS/ECS",
        name: "MemoryReservation",
        statistic: "Maximum",
        dimensions: { ClusterName: clusterName },
        highest: 100,
      },
      noTraffic: "ignore",
      names: {
        outPolicy: physicalName(stack, "ScaleUp", 255),
        outAlarm: physicalName(stack, "ScaleUpSpotFleet", 255),
        inPolicy: physicalName(stack, "ScaleDown", 255),
        inAlarm: physicalName(stack, "ScaleDownSpotFleet", 255),
      },
    },
    parent,
  );
}

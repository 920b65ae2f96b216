import { referredTo } from "../references";
import { stackRule } from "../rule";
import {
  autoscalingGroup,
  ec2Fleet,
  launchConfiguration,
  launchTemplate,
  scalingTarget,
  spotFleetRequest,
} from "../types";
import { UNKNOWN } from "../values";
import { amount } from "./amount";
import { capacitiesOf, lightest } from "./capacity";

const settings = {
  maxInstances: {
    type: "integer",
    // What the workshop's fleet grows to.
    description: "The most Spot Instances that one fleet or Auto Scaling group may ask for.",
    default: 10,
    minimum: 1,
    maximum: 10000,
  },
} as const;

const SPOT_FLEET_CAPACITY = "ec2:spot-fleet-request:TargetCapacity";

/** Refuses fleets that ask for more Spot Instances than one stack should have. */
export const spotCapacityLimit = stackRule(
  {
    name: "spot-capacity-limit",
    area: "spot",
    description: "Checks that no fleet may ask for more Spot Instances than the limit, at first or by scaling.",
    why:
      "A digit too many, or a scaling policy that never comes down, takes the vCPU quota and the budget that all stacks " +
      "of a shared account have in common.",
    severity: "high",
    remediationSteps:
      "Lower the target capacity of the fleet, the largest capacity of its scaling target, or the largest size of the " +
      "group. Raise `maxInstances` where more instances are meant. Where instances have a weight, the capacity is " +
      "divided by the lightest.",
    settings,
  },
  [autoscalingGroup, ec2Fleet, launchConfiguration, launchTemplate, scalingTarget, spotFleetRequest],
  (stack) => {
    const { maxInstances } = stack.config;
    const allowed = `at most ${maxInstances} are allowed`;
    const asking = (instances: number, weight: number) =>
      weight === 1
        ? `which asks for up to ${instances} Spot Instances`
        : `which asks for up to ${instances} Spot Instances of weight ${weight}`;
    const capacities = capacitiesOf(stack, "atMost");

    for (const capacity of capacities) {
      const { resource, property, target, spot } = capacity;
      if (spot === UNKNOWN) stack.leaveOpen(resource, property);
      // An instance counts as one at least.
      if (typeof spot !== "number" || spot <= maxInstances) continue;
      const weight = lightest(capacity);
      if (weight === undefined) {
        for (const list of capacity.inInstances ? capacity.partial : [property]) stack.leaveOpen(resource, list);
        for (const pool of capacity.pools) {
          if (pool.weight === UNKNOWN) stack.leaveOpen(resource, pool.property.replace(/\w+$/, "weightedCapacity"));
        }
        continue;
      }
      const instances = Math.ceil(spot / weight);
      if (instances <= maxInstances) continue;
      const given = typeof target === "number" ? String(target) : undefined;
      stack.refuse(resource, { property, given, so: asking(instances, weight), allowed, fix: "Lower it." });
    }

    for (const { resource, props } of stack.all(scalingTarget)) {
      if (props.scalableDimension !== SPOT_FLEET_CAPACITY) continue;
      const most = amount(props.maxCapacity);
      if (most === UNKNOWN) stack.leaveOpen(resource, "maxCapacity");
      if (typeof most !== "number" || most <= maxInstances) continue;
      const id = typeof props.resourceId === "string" ? props.resourceId.split("/").at(-1) : props.resourceId;
      const [fleet] = referredTo({ resource, property: "resourceId", values: [id] }, stack.all(spotFleetRequest));
      const capacity = capacities.find((one) => one.resource === fleet?.resource);
      const weight = capacity && lightest(capacity);
      if (weight === undefined) {
        // What its instances count as is written elsewhere.
        stack.leaveOpen(resource, "resourceId");
        continue;
      }
      const instances = Math.ceil(most / weight);
      if (instances <= maxInstances) continue;
      const so = asking(instances, weight);
      const fix = `Lower it to ${Math.floor(maxInstances * weight)} or less.`;
      stack.refuse(resource, { property: "maxCapacity", given: String(most), so, allowed, fix });
    }
  },
);

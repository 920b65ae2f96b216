import { AwsError, type Records, type Rule, type TypeDefinition } from "../../model";
import { uuid } from "../uuid";
import { fleetVcpus, interfaceHolds, SPOT_FLEET } from "./capacity";
import { nullableBoolean } from "./launchTemplate";
import { leaveInstances } from "./orphans";
import { subnetReference } from "./references";
import { fleetFailures, requireFleet } from "./spotFleetRules";

/** Dollars an hour, written as the API takes them; EC2 refuses less than $0.001. */
const price: Rule = {
  test: (value) =>
    typeof value === "string" && /^\d+(\.\d+)?$/.test(value) && Number(value) >= 0.001
      ? undefined
      : `expected dollars an hour as a decimal string of at least "0.001", such as "0.25", got ${JSON.stringify(value)}`,
};

/** RFC 3339, as the provider reads times. */
const time: Rule = {
  pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  is: "an RFC 3339 time such as 2026-01-31T12:00:00Z",
};

const arn: Rule = { pattern: /^arn:aws:[a-z0-9-]+:[a-z0-9-]*:\d{12}:.+$/, is: "an ARN" };

const subnet = subnetReference("launchTemplateConfigs[*].overrides[*].subnetId");

export const spotFleetRequest: TypeDefinition = {
  type: SPOT_FLEET,
  noun: "Spot fleet request",
  rules: {
    allocationStrategy: {
      oneOf: [
        "lowestPrice",
        "diversified",
        "capacityOptimized",
        "capacityOptimizedPrioritized",
        "priceCapacityOptimized",
      ],
    },
    excessCapacityTerminationPolicy: { oneOf: ["Default", "NoTermination"] },
    fleetType: { oneOf: ["maintain", "request"] },
    iamFleetRole: arn,
    instanceInterruptionBehaviour: { oneOf: ["terminate", "stop", "hibernate"] },
    instancePoolsToUseCount: { range: [1, Number.POSITIVE_INFINITY] },
    // 300 over all templates of a request: docs.aws.amazon.com/AWSEC2/latest/UserGuide/fleet-quotas.html
    "launchTemplateConfigs[*].overrides": { items: [0, 300] },
    "launchTemplateConfigs[*].launchTemplateSpecification.id": {
      pattern: /^lt-([0-9a-f]{8}|[0-9a-f]{17})$/,
      is: "a launch template's id such as lt-0123456789abcdef0",
    },
    // Unlike Auto Scaling groups, as the provider's documentation says.
    "launchTemplateConfigs[*].launchTemplateSpecification.version": {
      pattern: /^[1-9]\d*$/,
      is: "the number of a version; a Spot fleet takes neither $Latest nor $Default",
    },
    "launchTemplateConfigs[*].overrides[*].spotPrice": price,
    "launchTemplateConfigs[*].overrides[*].weightedCapacity": { range: [0.001, Number.POSITIVE_INFINITY] },
    "launchSpecifications[*].spotPrice": price,
    onDemandAllocationStrategy: { oneOf: ["lowestPrice", "prioritized"] },
    onDemandMaxTotalPrice: price,
    onDemandTargetCapacity: { range: [0, 10_000] },
    "spotMaintenanceStrategies.capacityRebalance.replacementStrategy": { oneOf: ["launch", "launch-before-terminate"] },
    spotPrice: price,
    // docs.aws.amazon.com/AWSEC2/latest/UserGuide/fleet-quotas.html
    targetCapacity: { range: [0, 10_000] },
    targetCapacityUnitType: { oneOf: ["vcpu", "memory-mib", "units"] },
    "targetGroupArns[*]": arn,
    terminateInstancesOnDelete: nullableBoolean,
    validFrom: time,
    validUntil: time,
  },
  exactlyOneOf: [["launchSpecifications", "launchTemplateConfigs"]],
  check: fleetFailures,
  defaults: {
    allocationStrategy: "lowestPrice",
    excessCapacityTerminationPolicy: "Default",
    fleetType: "maintain",
    instanceInterruptionBehaviour: "terminate",
    instancePoolsToUseCount: 1,
    onDemandAllocationStrategy: "lowestPrice",
    replaceUnhealthyInstances: false,
    waitForFulfillment: false,
  },
  // ModifySpotFleetRequest changes capacities and the termination policy, and nothing else.
  replaces: [
    "allocationStrategy",
    "context",
    "fleetType",
    "iamFleetRole",
    "instanceInterruptionBehaviour",
    "instancePoolsToUseCount",
    "launchSpecifications",
    "launchTemplateConfigs",
    "loadBalancers",
    "onDemandAllocationStrategy",
    "onDemandMaxTotalPrice",
    "replaceUnhealthyInstances",
    "spotMaintenanceStrategies.capacityRebalance.replacementStrategy",
    "spotPrice",
    "targetCapacityUnitType",
    "targetGroupArns",
    "terminateInstancesWithExpiration",
    "validFrom",
    "validUntil",
  ],
  sets: [
    "launchSpecifications",
    "launchTemplateConfigs",
    "launchTemplateConfigs[*].overrides",
    "loadBalancers",
    "targetGroupArns",
  ],
  computed: ["loadBalancers", "targetGroupArns"],
  references: [
    {
      path: "iamFleetRole",
      to: "aws:iam/role:Role",
      by: "arn",
      missing: () =>
        new AwsError("InvalidSpotFleetRequestConfig", "Parameter: SpotFleetRequestConfig.IamFleetRole is invalid"),
    },
    // A fleet of no instances holds no subnet; one with instances does, through `holds`.
    { path: subnet.path, to: subnet.to, missing: subnet.missing },
    {
      path: "targetGroupArns[*]",
      to: "aws:lb/targetGroup:TargetGroup",
      by: "arn",
      missing: (value) => new AwsError("InvalidSpotFleetRequestConfig", `The target group ${value} does not exist.`),
    },
  ],
  holds: interfaceHolds,
  quotas: [
    {
      code: "L-34B43A08",
      name: "All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests",
      // vCPUs, for a new account: docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-limits.html
      default: 5,
      error: "MaxSpotInstanceCountExceeded",
      // A request is taken whatever it asks for; its instances come as far as the quota goes.
      enforced: false,
      takes: (inputs, records, region) => fleetVcpus(inputs, region, records),
    },
  ],
  verify: (context) => {
    // A target capacity changes without EC2 looking at the rest again.
    if (!context.before) requireFleet(context);
  },
  id: ({ hex }) => `sfr-${uuid(hex)}`,
  outputs: ({ inputs, digits }) => ({
    clientToken: `terraform-${digits(26, "client token")}`,
    spotRequestState: "active",
    onDemandTargetCapacity: inputs.onDemandTargetCapacity ?? 0,
    loadBalancers: inputs.loadBalancers ?? [],
    targetGroupArns: inputs.targetGroupArns ?? [],
    terminateInstancesWithExpiration: inputs.terminateInstancesWithExpiration ?? false,
  }),
  deleted: leaveInstances,
};

/**
 * vCPUs of Spot instances that the fleets of a region run when all their capacity is there, to compare with the quota
 * L-34B43A08: what is above it stays away, and the fleet's history says `spotInstanceCountLimitExceeded`.
 */
export function spotVcpus(region: string, records: Records): number {
  return records
    .records(SPOT_FLEET)
    .filter((fleet) => fleet.region === region)
    .reduce((sum, fleet) => sum + fleetVcpus(fleet.inputs, region, records), 0);
}

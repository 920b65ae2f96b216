import { AwsError, type Props, type Rule, type TypeDefinition } from "../../model";
import { GROUP, groupVcpus, interfaceHolds } from "../ec2/capacity";
import { subnetReference } from "../ec2/references";
import { number, text } from "../read";
import { groupOutputs } from "./groupOutputs";
import { groupFailures, groupZones, requireGroup } from "./groupRules";

/** docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html */
const PROCESSES = [
  ...["Launch", "Terminate", "AddToLoadBalancer", "AlarmNotification", "AZRebalance"],
  ...["HealthCheck", "InstanceRefresh", "ReplaceUnhealthy", "ScheduledActions"],
];

/** docs.aws.amazon.com/autoscaling/ec2/APIReference/API_EnableMetricsCollection.html */
const METRICS = [
  ...["GroupMinSize", "GroupMaxSize", "GroupDesiredCapacity", "GroupInServiceInstances", "GroupInServiceCapacity"],
  ...["GroupPendingInstances", "GroupPendingCapacity", "GroupStandbyInstances", "GroupStandbyCapacity"],
  ...["GroupTerminatingInstances", "GroupTerminatingCapacity", "GroupTotalInstances", "GroupTotalCapacity"],
  ...["WarmPoolDesiredCapacity", "WarmPoolWarmedCapacity", "WarmPoolPendingCapacity", "WarmPoolTerminatingCapacity"],
  ...["WarmPoolTotalCapacity", "GroupAndWarmPoolDesiredCapacity", "GroupAndWarmPoolTotalCapacity"],
];

const COUNT: Rule = { range: [0, Number.POSITIVE_INFINITY] };

/** A Go duration, as the provider reads it. */
const duration: Rule = {
  pattern: /^0$|^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/,
  is: 'a duration such as "10m", or "0" to wait for nothing',
};

const subnet = subnetReference("vpcZoneIdentifiers[*]");

const path = "mixedInstancesPolicy.instancesDistribution";

export const group: TypeDefinition = {
  type: GROUP,
  noun: "Auto Scaling group",
  rules: {
    name: {
      all: [
        { length: [1, 255] },
        { pattern: /^[^:\p{Cc}]+$/u, is: "printable characters other than : in a group's name" },
      ],
    },
    namePrefix: { length: [0, 229] },
    minSize: COUNT,
    maxSize: COUNT,
    desiredCapacity: COUNT,
    defaultCooldown: COUNT,
    desiredCapacityType: { oneOf: ["memory-mib", "units", "vcpu"] },
    "enabledMetrics[*]": { oneOf: METRICS },
    metricsGranularity: { oneOf: ["1Minute"] },
    healthCheckGracePeriod: COUNT,
    healthCheckType: {
      pattern: /^(EBS|EC2|ELB|VPC_LATTICE)(,(EBS|EC2|ELB|VPC_LATTICE))*$/,
      is: "EC2, ELB, EBS, VPC_LATTICE or several of them with commas between",
    },
    "availabilityZoneDistribution.capacityDistributionStrategy": { oneOf: ["balanced-best-effort", "balanced-only"] },
    "capacityReservationSpecification.capacityReservationPreference": {
      oneOf: ["capacity-reservations-first", "capacity-reservations-only", "default", "none"],
    },
    "initialLifecycleHooks[*].heartbeatTimeout": { range: [30, 7200] },
    "initialLifecycleHooks[*].lifecycleTransition": {
      oneOf: ["autoscaling:EC2_INSTANCE_LAUNCHING", "autoscaling:EC2_INSTANCE_TERMINATING"],
    },
    "instanceMaintenancePolicy.minHealthyPercentage": { range: [-1, 100] },
    "instanceMaintenancePolicy.maxHealthyPercentage": {
      test: (value) =>
        value === -1 || (typeof value === "number" && value >= 100 && value <= 200)
          ? undefined
          : `expected a number between 100 and 200, or -1 for no policy, got ${String(value)}`,
    },
    "instanceRefresh.strategy": { oneOf: ["Rolling", "ReplaceRootVolume"] },
    "instanceRefresh.preferences.maxHealthyPercentage": { range: [100, 200] },
    "instanceRefresh.preferences.minHealthyPercentage": { range: [0, 100] },
    "launchTemplate.version": { length: [1, 255] },
    maxInstanceLifetime: {
      test: (value) =>
        value === 0 || (typeof value === "number" && value >= 86_400 && value <= 31_536_000)
          ? undefined
          : `expected seconds between 86400 and 31536000, or 0 for no limit, got ${String(value)}`,
    },
    [`${path}.onDemandBaseCapacity`]: COUNT,
    [`${path}.onDemandPercentageAboveBaseCapacity`]: { range: [0, 100] },
    [`${path}.spotMaxPrice`]: { length: [0, 255] },
    "suspendedProcesses[*]": { oneOf: PROCESSES },
    "tags[*].key": { length: [1, 128] },
    "tags[*].value": { length: [0, 256] },
    waitForCapacityTimeout: duration,
    "warmPool.poolState": { oneOf: ["Stopped", "Running", "Hibernated"] },
  },
  conflicts: [
    ["name", "namePrefix"],
    ["availabilityZones", "vpcZoneIdentifiers"],
    ["trafficSources", "loadBalancers"],
    ["trafficSources", "targetGroupArns"],
  ],
  exactlyOneOf: [["launchConfiguration", "launchTemplate", "mixedInstancesPolicy"]],
  check: groupFailures,
  autoName: { property: "name", maxLength: 255 },
  defaults: {
    forceDelete: false,
    forceDeleteWarmPool: false,
    healthCheckGracePeriod: 300,
    ignoreFailedScalingActivities: false,
    metricsGranularity: "1Minute",
    protectFromScaleIn: false,
    waitForCapacityTimeout: "10m",
  },
  replaces: ["name", "namePrefix", "initialLifecycleHooks"],
  sets: [
    "availabilityZones",
    "enabledMetrics",
    "initialLifecycleHooks",
    "instanceRefresh.triggers",
    "loadBalancers",
    "suspendedProcesses",
    "tags",
    "targetGroupArns",
    "trafficSources",
    "vpcZoneIdentifiers",
  ],
  computed: [
    "availabilityZoneDistribution",
    "availabilityZones",
    "capacityReservationSpecification",
    "defaultCooldown",
    "desiredCapacity",
    "healthCheckType",
    "instanceLifecyclePolicy",
    "launchTemplate",
    "loadBalancers",
    "mixedInstancesPolicy",
    "name",
    "namePrefix",
    "serviceLinkedRoleArn",
    "targetGroupArns",
    "trafficSources",
    "vpcZoneIdentifiers",
  ],
  references: [
    {
      path: subnet.path,
      to: subnet.to,
      missing: (id) => new AwsError("ValidationError", `The subnet ID '${id}' does not exist`),
    },
    {
      path: "launchConfiguration",
      to: "aws:ec2/launchConfiguration:LaunchConfiguration",
      missing: (name) =>
        new AwsError(
          "ValidationError",
          `Launch configuration name not found - ${name}. New accounts have no launch configurations; use a launch template.`,
        ),
    },
    {
      path: "targetGroupArns[*]",
      to: "aws:lb/targetGroup:TargetGroup",
      by: "arn",
      missing: (arn) =>
        new AwsError(
          "ValidationError",
          `Provided Target Groups may not be valid. Please ensure they exist and try again: ${arn}`,
        ),
    },
  ],
  holds: interfaceHolds,
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: ({ name }) =>
        new AwsError(
          "AlreadyExists",
          `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`,
        ),
    },
  ],
  quotas: [
    { code: "L-CDE20ADC", name: "Auto Scaling groups per region", default: 500, error: "LimitExceeded" },
    {
      code: "L-1216C47A",
      name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
      default: 5,
      // The group itself would be made. The provider waits for its instances, and fails with what their launch says.
      error: "VcpuLimitExceeded",
      takes: (inputs, records, region) => groupVcpus(inputs, desiredSize(inputs), region, records),
    },
  ],
  verify: requireGroup,
  id: ({ inputs }) => String(inputs.name),
  outputs: (context) =>
    groupOutputs(context, desiredSize(context.inputs, context.before?.outputs), groupZones(context)),
  verifyDelete: ({ id, inputs, before }) => {
    // Without forceDelete the provider takes the group's size to 0 and waits; then nothing may keep instances there.
    const terminates = !JSON.stringify(inputs.suspendedProcesses ?? []).includes('"Terminate"');
    if (inputs.forceDelete === true || terminates || (number(before?.outputs ?? {}, "desiredCapacity") ?? 0) === 0)
      return;
    throw new AwsError(
      "ResourceInUse",
      `You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the ` +
        `group: ${id} has its process Terminate suspended. Resume it, or set forceDelete.`,
    );
  },
};

/** Without a desired capacity a group begins at its least size, and later stays as it is as far as its bounds allow. */
function desiredSize(inputs: Props, before?: Props): number {
  const [least, most] = [number(inputs, "minSize") ?? 0, number(inputs, "maxSize") ?? 0];
  const size = number(inputs, "desiredCapacity") ?? (before ? number(before, "desiredCapacity") : undefined) ?? least;
  return number(inputs, "desiredCapacity") ?? Math.min(most, Math.max(least, size));
}

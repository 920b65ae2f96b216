import { AwsError, type Context, type Props, type TypeDefinition } from "../../model";
import { deregisterService } from "../appautoscaling/target";
import { SECURITY_GROUP, SUBNET } from "../ec2/references";
import { TARGET_GROUP } from "../lb/references";
import { given, number, objects, text, texts } from "../read";
import { clusterName } from "./clusterName";
import { serviceFailures } from "./serviceChecks";
import { verifyService } from "./serviceVerify";

const percent = { range: [0, Number.POSITIVE_INFINITY] } as const;

export const service: TypeDefinition = {
  type: "aws:ecs/service:Service",
  noun: "ECS service",
  rules: {
    name: { pattern: /^[\w-]{1,255}$/, is: "1 to 255 letters, digits, hyphens and underscores" },
    desiredCount: { range: [0, 5000] },
    availabilityZoneRebalancing: { oneOf: ["ENABLED", "DISABLED"] },
    launchType: { oneOf: ["EC2", "FARGATE", "EXTERNAL"] },
    schedulingStrategy: { oneOf: ["REPLICA", "DAEMON"] },
    propagateTags: { oneOf: ["SERVICE", "TASK_DEFINITION", "NONE"] },
    deploymentMaximumPercent: percent,
    deploymentMinimumHealthyPercent: { range: [0, 100] },
    healthCheckGracePeriodSeconds: { range: [0, 2_147_483_647] },
    "deploymentController.type": { oneOf: ["ECS", "CODE_DEPLOY", "EXTERNAL"] },
    "deploymentConfiguration.strategy": { oneOf: ["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"] },
    "deploymentConfiguration.linearConfiguration.stepPercent": { range: [3, 100] },
    "deploymentConfiguration.canaryConfiguration.canaryPercent": { range: [0.1, 100] },
    orderedPlacementStrategies: { items: [0, 5] },
    "orderedPlacementStrategies[*].type": { oneOf: ["random", "spread", "binpack"] },
    placementConstraints: { items: [0, 10] },
    "placementConstraints[*].type": { oneOf: ["distinctInstance", "memberOf"] },
    // API_CreateService: at most five target groups.
    loadBalancers: { items: [0, 5] },
    "loadBalancers[*].containerPort": { range: [0, 65535] },
    "capacityProviderStrategies[*].base": { range: [0, 100_000] },
    "capacityProviderStrategies[*].weight": { range: [0, 1000] },
    "serviceRegistries.containerPort": { range: [0, 65535] },
    "serviceRegistries.port": { range: [0, 65535] },
  },
  conflicts: [["launchType", "capacityProviderStrategies"]],
  check: serviceFailures,
  autoName: { property: "name", maxLength: 255 },
  defaults: {
    deploymentMaximumPercent: 200,
    deploymentMinimumHealthyPercent: 100,
    enableEcsManagedTags: false,
    enableExecuteCommand: false,
    schedulingStrategy: "REPLICA",
    waitForSteadyState: false,
  },
  replaces: ["name", "cluster", "iamRole", "launchType", "schedulingStrategy"],
  replacesIf: strategyReplaces,
  sets: [
    ...["loadBalancers", "placementConstraints", "capacityProviderStrategies", "vpcLatticeConfigurations"],
    ...["networkConfiguration.subnets", "networkConfiguration.securityGroups", "alarms.alarmNames"],
  ],
  // The provider keeps what AWS chose where the program says nothing.
  computed: [
    ...["availabilityZoneRebalancing", "cluster", "deploymentConfiguration", "iamRole", "launchType"],
    ...["platformVersion", "triggers"],
  ],
  equal: {
    "orderedPlacementStrategies[*].field": (before, after) => placementField(before) === placementField(after),
  },
  references: [
    {
      path: "networkConfiguration.subnets[*]",
      to: SUBNET,
      missing: (id) =>
        new AwsError(
          "InvalidParameterException",
          `Error retrieving subnet information for [${id}]: The subnet ID '${id}' does not exist (ErrorCode: InvalidSubnetID.NotFound)`,
        ),
      // The tasks' network interfaces lie in it.
      blocks: "DependencyViolation",
    },
    {
      path: "networkConfiguration.securityGroups[*]",
      to: SECURITY_GROUP,
      missing: (id) =>
        new AwsError(
          "InvalidParameterException",
          `Error retrieving security group information for [${id}]: The security group '${id}' does not exist (ErrorCode: InvalidGroup.NotFound)`,
        ),
      blocks: "DependencyViolation",
    },
    {
      path: "loadBalancers[*].targetGroupArn",
      to: TARGET_GROUP,
      by: "arn",
      missing: (arn) => new AwsError("InvalidParameterException", `The target group ${arn} does not exist.`),
    },
  ],
  unique: [
    {
      key: (inputs) => `${clusterName(inputs.cluster)}/${inputs.name}`,
      taken: () => new AwsError("InvalidParameterException", "Creation of service was not idempotent."),
    },
  ],
  quotas: [
    {
      // docs.aws.amazon.com/general/latest/gr/ecs-service.html
      code: "L-9EF96962",
      name: "Services per cluster",
      default: 5000,
      error: "LimitExceededException",
      per: (inputs) => clusterName(inputs.cluster),
    },
  ],
  verify: verifyService,
  id: serviceArn,
  importId: {
    form: "CLUSTER-NAME/SERVICE-NAME",
    of: ({ inputs }) => `${clusterName(inputs.cluster)}/${inputs.name}`,
  },
  outputs: (context) => {
    const { inputs, id, before } = context;
    return {
      arn: id,
      cluster: inputs.cluster ?? "default",
      desiredCount: inputs.desiredCount ?? 0,
      launchType: inputs.launchType ?? (given(inputs, "capacityProviderStrategies") ? "" : "EC2"),
      platformVersion: inputs.platformVersion ?? (inputs.launchType === "FARGATE" ? "LATEST" : ""),
      availabilityZoneRebalancing:
        inputs.availabilityZoneRebalancing ??
        before?.outputs.availabilityZoneRebalancing ??
        (canRebalance(inputs) ? "ENABLED" : "DISABLED"),
      deploymentController: inputs.deploymentController ?? { type: "ECS" },
      deploymentConfiguration: { strategy: "ROLLING", bakeTimeInMinutes: "0", ...deployment(inputs) },
      healthCheckGracePeriodSeconds: inputs.healthCheckGracePeriodSeconds ?? 0,
      iamRole: inputs.iamRole ?? linkedRole(inputs),
      propagateTags: inputs.propagateTags ?? "NONE",
      triggers: inputs.triggers ?? {},
    };
  },
  // Nothing stands in the way of a deletion: without `forceDelete` the provider first scales the service to 0, which
  // ECS allows at any time, and with it ECS stops the tasks itself.
  deleted: ({ account, region, inputs }) =>
    deregisterService({ account, region }, clusterName(inputs.cluster), String(inputs.name)),
};

function serviceArn({ inputs, arn }: Context): string {
  return arn("ecs", `service/${clusterName(inputs.cluster)}/${inputs.name}`);
}

/** Only a new deployment can move a service from one strategy to another, and never from or to none. */
function strategyReplaces(olds: Props, news: Props): readonly string[] {
  const both = [olds, news].every((inputs) => objects(inputs, "capacityProviderStrategies").length > 0);
  return both && news.forceNewDeployment === true ? [] : ["capacityProviderStrategies"];
}

/** ECS writes CPU and MEMORY, takes cpu and memory, and calls `host` the `instanceId`. */
function placementField(value: unknown): string {
  const field = String(value).toLowerCase();
  return field === "host" ? "instanceid" : field;
}

function deployment(inputs: Props): Props {
  const { deploymentConfiguration } = inputs;
  return typeof deploymentConfiguration === "object" ? (deploymentConfiguration as Props) : {};
}

/** ECS acts as its service-linked role where it registers targets or network interfaces. */
function linkedRole(inputs: Props): string {
  const needed = ["loadBalancers", "networkConfiguration", "serviceRegistries"].some((name) => given(inputs, name));
  return needed ? "/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS" : "";
}

/** Whether a service qualifies for rebalancing: docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html */
function canRebalance(inputs: Props): boolean {
  const [first] = objects(inputs, "orderedPlacementStrategies");
  const spreadsFirst =
    !first || (first.type === "spread" && text(first, "field") === "attribute:ecs.availability-zone");
  return (
    inputs.schedulingStrategy === "REPLICA" &&
    inputs.launchType !== "EXTERNAL" &&
    (number(inputs, "deploymentMaximumPercent") ?? 200) > 100 &&
    spreadsFirst &&
    !texts(inputs, "placementConstraints[*].expression").some((one) => one.includes("ecs.availability-zone")) &&
    !given(inputs, "loadBalancers[*].elbName")
  );
}

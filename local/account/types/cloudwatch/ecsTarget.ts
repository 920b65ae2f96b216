import type { Account } from "../../account";
import { AwsError, type CheckFailure, type Context, type Props, type Reference, type Rule } from "../../model";
import { SECURITY_GROUP, SUBNET } from "../ec2/references";
import { findActive } from "../ecs/revisions";
import { given, list, objects, text } from "../read";

/** docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html and the provider's own validation. */
export const ecsRules: Record<string, Rule> = {
  "ecsTarget.capacityProviderStrategies[*].base": { range: [0, 100_000] },
  "ecsTarget.capacityProviderStrategies[*].weight": { range: [0, 1000] },
  "ecsTarget.group": { length: [1, 255] },
  "ecsTarget.launchType": { oneOf: ["EC2", "FARGATE", "EXTERNAL"] },
  "ecsTarget.platformVersion": { length: [0, 1600] },
  "ecsTarget.propagateTags": { oneOf: ["TASK_DEFINITION"] },
  // PutTargets takes any number; RunTask, which EventBridge calls with it, starts at most ten tasks a call.
  "ecsTarget.taskCount": { range: [1, 10] },
  "ecsTarget.taskDefinitionArn": {
    pattern: /^arn:aws:ecs:[a-z0-9-]+:\d{12}:task-definition\/[\w-]+(:\d+)?$/,
    is: "the ARN of a task definition, with or without a revision",
  },
  "ecsTarget.placementConstraints": { items: [0, 10] },
  "ecsTarget.placementConstraints[*].type": { oneOf: ["distinctInstance", "memberOf"] },
  "ecsTarget.orderedPlacementStrategies": { items: [0, 5] },
  "ecsTarget.orderedPlacementStrategies[*].type": { oneOf: ["random", "spread", "binpack"] },
};

/** PutTargets looks neither at subnets nor at groups; the first run would fail by them. Here it shows at once. */
export const ecsReferences: readonly Reference[] = [
  {
    path: "ecsTarget.networkConfiguration.subnets[*]",
    to: SUBNET,
    missing: (id) => notInVpc("subnet", "subnet ID", id, "InvalidSubnetID.NotFound"),
  },
  {
    path: "ecsTarget.networkConfiguration.securityGroups[*]",
    to: SECURITY_GROUP,
    missing: (id) => notInVpc("security group", "security group", id, "InvalidGroup.NotFound"),
  },
];

function notInVpc(kind: string, noun: string, id: string, code: string): AwsError {
  return new AwsError(
    "InvalidParameterException",
    `Error retrieving ${kind} information for [${id}]: The ${noun} '${id}' does not exist (ErrorCode: ${code})`,
  );
}

const CLUSTER_ARN = /^arn:aws:ecs:[a-z0-9-]+:\d{12}:cluster\/.+$/;

/** What is wrong with an ECS target when several of its inputs are seen together. */
export function ecsFailures(inputs: Props): CheckFailure[] {
  const arn = text(inputs, "arn");
  const isCluster = arn === undefined ? undefined : CLUSTER_ARN.test(arn);
  if (!given(inputs, "ecsTarget")) {
    const reason = "missing; the target is an ECS cluster, and this says which task runs on it";
    return isCluster ? [{ property: "ecsTarget", reason }] : [];
  }
  const failures: CheckFailure[] = [];
  if (isCluster === false) {
    const reason = `expected the ARN of an ECS cluster, as there is an ecsTarget, got ${arn}`;
    failures.push({ property: "arn", reason });
  }
  if (given(inputs, "ecsTarget.launchType") && given(inputs, "ecsTarget.capacityProviderStrategies")) {
    const reason = 'at most one of "launchType", "capacityProviderStrategies" may be given';
    failures.push({ property: "ecsTarget.capacityProviderStrategies", reason });
  }
  return [...failures, ...strategyFailures(inputs), ...constraintFailures(inputs)];
}

/** docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-strategies.html */
function strategyFailures(inputs: Props): CheckFailure[] {
  return objects(inputs, "ecsTarget.orderedPlacementStrategies").flatMap((strategy, i) => {
    const type = text(strategy, "type");
    if (type === undefined || (type === "random") !== given(strategy, "field")) return [];
    const reason = type === "random" ? "the strategy random takes no field" : `missing; the strategy ${type} needs one`;
    return [{ property: `ecsTarget.orderedPlacementStrategies[${i}].field`, reason }];
  });
}

/** docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement-constraints.html */
function constraintFailures(inputs: Props): CheckFailure[] {
  return objects(inputs, "ecsTarget.placementConstraints").flatMap((constraint, i) => {
    const type = text(constraint, "type");
    if (type === undefined || (type === "memberOf") === given(constraint, "expression")) return [];
    const reason =
      type === "memberOf"
        ? "missing; a memberOf constraint needs one"
        : "a distinctInstance constraint takes no expression";
    return [{ property: `ecsTarget.placementConstraints[${i}].expression`, reason }];
  });
}

/**
 * Refuses an ECS target that could not run. PutTargets looks at the form alone: a cluster or a task definition that is not
 * there, or does not fit, would show at the first run, as a failed invocation and in RunTask's words. Here it shows at once.
 *
 * @throws AwsError `ClusterNotFoundException`, `ClientException`, `InvalidParameterException`
 */
export function requireRunnable({ account, inputs, region, before }: Context): void {
  if (!given(inputs, "ecsTarget")) return;
  requireCluster(account, region, inputs);
  const named = text(inputs, "ecsTarget.taskDefinitionArn") ?? "";
  const task = findActive(account, region, named);
  if (!task) {
    // A revision that was deregistered meanwhile is refused only where it is sent anew.
    if (before && text(before.inputs, "ecsTarget.taskDefinitionArn") === named) return;
    throw new AwsError("ClientException", `TaskDefinition not found: ${named}`);
  }
  const ownInterface = task.outputs.networkMode === "awsvpc";
  if (ownInterface !== given(inputs, "ecsTarget.networkConfiguration")) {
    throw new AwsError(
      "InvalidParameterException",
      ownInterface
        ? "Network Configuration must be provided when networkMode 'awsvpc' is specified."
        : "Network Configuration is not valid for the given networkMode of this task definition.",
    );
  }
  requireCompatible(text(inputs, "ecsTarget.launchType"), list(task.inputs, "requiresCompatibilities") ?? []);
}

function requireCluster(account: Account, region: string, { arn }: Props): void {
  const clusters = account.records("aws:ecs/cluster:Cluster").filter((record) => record.region === region);
  if (!clusters.some(({ outputs }) => outputs.arn === arn)) {
    throw new AwsError("ClusterNotFoundException", `Cluster not found: ${arn}`);
  }
}

/** A task definition that asks for no launch type fits wherever its sizes and network do. */
function requireCompatible(launchType: string | undefined, compatibilities: readonly unknown[]): void {
  if (launchType === undefined || compatibilities.length === 0 || compatibilities.includes(launchType)) return;
  throw new AwsError(
    "InvalidParameterException",
    `Task definition does not support launch_type ${launchType}. It supports ${compatibilities.join(", ")}.`,
  );
}

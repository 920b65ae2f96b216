import type { Account } from "../../account";
import { type AccountRecord, AwsError, type Context, type Props } from "../../model";
import { loadBalancersOf } from "../lb/actions";
import { byArn, TARGET_GROUP } from "../lb/references";
import { given, number, objects, text } from "../read";
import { clusterName } from "./clusterName";
import { readContainers } from "./containerDefinitions";
import { activeTaskDefinition, findActive } from "./revisions";

/**
 * What ECS looks up when a service is made or changed.
 *
 * @throws AwsError `ClusterNotFoundException`, `ClientException` or `InvalidParameterException`, as ECS does.
 */
export function verifyService({ account, region, inputs, before }: Context): void {
  requireCluster(account, region, inputs);
  requireRole(account, text(inputs, "iamRole"));
  const task = taskOf(account, region, inputs, before);
  if (!task) return;
  requireNetwork(inputs, task);
  requireTargets(account, inputs, task);
}

/**
 * Throws where a service's load balancers do not fit the task definition that it is to run.
 *
 * @throws AwsError `InvalidParameterException`
 */
export function requireTargets(account: Account, inputs: Props, task: AccountRecord): void {
  for (const binding of objects(inputs, "loadBalancers")) requireTarget(account, binding, task);
}

/**
 * The task definition that a service is to run. A revision that was deregistered meanwhile goes on serving, and is
 * refused only where it is sent anew.
 */
function taskOf(
  account: Account,
  region: string,
  inputs: Props,
  before: AccountRecord | undefined,
): AccountRecord | undefined {
  const named = text(inputs, "taskDefinition");
  if (named === undefined) return undefined;
  const isSent = !before || text(before.inputs, "taskDefinition") !== named;
  return isSent ? activeTaskDefinition(account, region, named) : findActive(account, region, named);
}

function requireCluster(account: Account, region: string, inputs: Props): void {
  const { cluster } = inputs;
  const name = clusterName(cluster);
  const exists = account.records("aws:ecs/cluster:Cluster").some((record) => {
    const isNamed = String(cluster).startsWith("arn:") ? record.id === cluster : record.outputs.name === name;
    return record.region === region && isNamed;
  });
  if (!exists) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
}

function requireRole(account: Account, role: string | undefined): void {
  if (role === undefined || role.includes("aws-service-role/")) return;
  const exists = account.records("aws:iam/role:Role").some(({ id, outputs }) => id === role || outputs.arn === role);
  if (exists) return;
  throw new AwsError(
    "InvalidParameterException",
    "Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role being passed has the proper permissions.",
  );
}

function requireNetwork(inputs: Props, task: AccountRecord): void {
  const own = task.outputs.networkMode === "awsvpc";
  if (own && !given(inputs, "networkConfiguration")) {
    throw new AwsError(
      "InvalidParameterException",
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    );
  }
  if (!own && given(inputs, "networkConfiguration")) {
    throw new AwsError(
      "InvalidParameterException",
      "Network Configuration is not valid for the given networkMode of this task definition.",
    );
  }
}

function requireTarget(account: Account, binding: Props, task: AccountRecord): void {
  const name = text(binding, "containerName");
  const port = number(binding, "containerPort");
  const containers = readContainers(String(task.outputs.containerDefinitions)) ?? [];
  const container = containers.find((one) => one.name === name);
  if (!container) {
    throw new AwsError("InvalidParameterException", `The container ${name} does not exist in the task definition.`);
  }
  if (!objects(container, "portMappings").some((mapping) => mapping.containerPort === port)) {
    throw new AwsError(
      "InvalidParameterException",
      `The container ${name} did not have a container port ${port} defined.`,
    );
  }
  const arn = text(binding, "targetGroupArn");
  const group = byArn(account, TARGET_GROUP, arn);
  if (!group) return;
  requireTargetType(group, String(task.outputs.networkMode));
  if (loadBalancersOf(account, String(arn)).length === 0) {
    throw new AwsError(
      "InvalidParameterException",
      `The target group with targetGroupArn ${arn} does not have an associated load balancer.`,
    );
  }
}

/** A task with a network interface of its own is reached by its address, any other by its instance and port. */
function requireTargetType(group: AccountRecord, mode: string): void {
  const type = group.outputs.targetType ?? "instance";
  if ((mode === "awsvpc") === (type === "ip")) return;
  throw new AwsError(
    "InvalidParameterException",
    `The provided target group ${group.outputs.arn} has target type ${type}, which is incompatible with the ${mode} network mode specified in the task definition.`,
  );
}

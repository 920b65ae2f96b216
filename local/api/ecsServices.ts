import type { Account } from "../account/account";
import { type Caller, requireAllowed } from "../account/actions/caller";
import { fieldsOf, requiredText, requiredTexts } from "../account/actions/input";
import { type AccountRecord, AwsError, type Props } from "../account/model";
import { parseJson, text } from "../account/types/read";
import type { DeploymentStatus } from "../services/ecs/deploymentStatus";
import { clusterOf, desiredCountOf, nameOf } from "../services/ecs/serviceSettings";
import { EPOCH } from "../services/kernel/simulation";
import { clusterArn, PREFIX } from "./ecs";
import { readUpdate, type ServiceUpdate } from "./ecsServiceUpdate";
import type { Handlers } from "./handlers";

const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** What runs of a service. */
export interface ServiceStatus {
  running: number;
  /** Tasks that are about to run. */
  pending: number;
  /** The newest first. Absent where nobody knows. */
  deployments?: readonly DeploymentStatus[];
}

/** The services that a table of handlers is about. */
export interface Services {
  account: Account;
  status: (service: AccountRecord) => ServiceStatus;
  /** Changes a service. Default: there is no UpdateService. */
  update?: (service: AccountRecord, update: ServiceUpdate) => void;
}

/**
 * DescribeServices, DescribeTaskDefinition and UpdateService:
 * docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html, API_DescribeTaskDefinition.html and
 * API_UpdateService.html. An update has the desired count, the revision, and `forceNewDeployment`.
 */
export function ecsServiceHandlers({ account, status, update }: Services): Handlers {
  return {
    [`${PREFIX}.DescribeServices`]: (caller, input) => {
      const fields = fieldsOf(input);
      const cluster = clusterIn(account, fields);
      const found = requiredTexts(fields, "services", [1, 10]).map((nameOrArn) => {
        const arn = serviceArn(cluster, nameOrArn);
        requireService(account, caller, "ecs:DescribeServices", { cluster, arn });
        return { arn, service: find(account, cluster, arn) };
      });
      return {
        services: found.flatMap(({ service }) => (service ? [describeService(cluster, service, status(service))] : [])),
        failures: found.flatMap(({ arn, service }) => (service ? [] : [{ arn, reason: "MISSING" }])),
      };
    },
    [`${PREFIX}.DescribeTaskDefinition`]: (caller, input) => {
      const asked = requiredText(fieldsOf(input), "taskDefinition");
      requireAllowed(account, caller, { action: "ecs:DescribeTaskDefinition", resource: "*" });
      const record = account
        .records(TASK_DEFINITION)
        .findLast(({ inputs, outputs }) =>
          [outputs.arn, inputs.family, `${inputs.family}:${outputs.revision}`].includes(asked),
        );
      if (!record) throw new AwsError("ClientException", "Unable to describe task definition.");
      return { taskDefinition: describeRevision(record) };
    },
    ...(update && {
      [`${PREFIX}.UpdateService`]: (caller: Caller, input: unknown) => {
        const fields = fieldsOf(input);
        const cluster = clusterIn(account, fields);
        const arn = serviceArn(cluster, requiredText(fields, "service"));
        requireService(account, caller, "ecs:UpdateService", { cluster, arn });
        const service = find(account, cluster, arn);
        if (!service) throw new AwsError("ServiceNotFoundException", "Service not found.");
        update(service, readUpdate(account, service, fields));
        return { service: describeService(cluster, service, status(service)) };
      },
    }),
  };
}

function clusterIn(account: Account, fields: Props): string {
  return clusterArn(account, text(fields, "cluster") ?? "default");
}

function serviceArn(cluster: string, nameOrArn: string): string {
  return `${cluster.replace(":cluster/", ":service/")}/${nameOrArn.split("/").pop() ?? ""}`;
}

function requireService(
  account: Account,
  caller: Caller,
  action: string,
  { cluster, arn }: { cluster: string; arn: string },
): void {
  requireAllowed(account, caller, { action, resource: arn, context: { "ecs:cluster": cluster } });
}

function find(account: Account, cluster: string, arn: string): AccountRecord | undefined {
  return account
    .records(SERVICE)
    .find((record) => cluster.endsWith(`:cluster/${clusterOf(record)}`) && arn.endsWith(`/${nameOf(record)}`));
}

function describeService(
  clusterArn: string,
  record: AccountRecord,
  { running, pending, deployments }: ServiceStatus,
): Record<string, unknown> {
  return {
    serviceArn: record.id,
    serviceName: nameOf(record),
    clusterArn,
    status: "ACTIVE",
    desiredCount: desiredCountOf(record),
    runningCount: running,
    pendingCount: pending,
    launchType: "EC2",
    taskDefinition: text(record.inputs, "taskDefinition"),
    ...(deployments && { deployments: deployments.map(describeDeployment) }),
  };
}

/** docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html */
function describeDeployment(deployment: DeploymentStatus): Record<string, unknown> {
  const { id, status, taskDefinition, desired, running, pending, failed, state, reason, startedAt, changedAt } =
    deployment;
  return {
    id,
    status,
    taskDefinition,
    desiredCount: desired,
    runningCount: running,
    pendingCount: pending,
    failedTasks: failed,
    createdAt: EPOCH / 1000 + startedAt,
    updatedAt: EPOCH / 1000 + changedAt,
    launchType: "EC2",
    rolloutState: state,
    rolloutStateReason: reason,
  };
}

function describeRevision({ inputs, outputs }: AccountRecord): Record<string, unknown> {
  return {
    taskDefinitionArn: outputs.arn,
    family: inputs.family,
    revision: outputs.revision,
    status: "ACTIVE",
    containerDefinitions: parseJson(text(inputs, "containerDefinitions") ?? "[]"),
    taskRoleArn: inputs.taskRoleArn,
    executionRoleArn: inputs.executionRoleArn,
    networkMode: inputs.networkMode,
  };
}

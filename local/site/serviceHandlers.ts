import type { Account } from "../account/account";
import { requireAllowed } from "../account/actions/caller";
import { fieldsOf, requiredText, requiredTexts } from "../account/actions/input";
import { type AccountRecord, AwsError } from "../account/model";
import { parseJson, text } from "../account/types/read";
import type { Handlers } from "../api/handlers";
import { desiredCountOf, nameOf } from "../services/ecs/serviceSettings";
import { clusterArn, PREFIX } from "./ecsHandlers";
import { SERVICE } from "./siteServices";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/**
 * DescribeServices and DescribeTaskDefinition:
 * docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html and API_DescribeTaskDefinition.html
 *
 * @param runningCount How many tasks of a service run.
 */
export function serviceHandlers(account: Account, runningCount: (service: AccountRecord) => number): Handlers {
  return {
    [`${PREFIX}.DescribeServices`]: (caller, input) => {
      const fields = fieldsOf(input);
      const cluster = clusterArn(account, requiredText(fields, "cluster"));
      const asked = requiredTexts(fields, "services", [1, 10]);
      const found = asked.map((nameOrArn) => {
        const name = nameOrArn.split("/").pop() ?? "";
        const arn = `${cluster.replace(":cluster/", ":service/")}/${name}`;
        requireAllowed(account, caller, {
          action: "ecs:DescribeServices",
          resource: arn,
          context: { "ecs:cluster": cluster },
        });
        const service = account
          .records(SERVICE)
          .find((record) => nameOf(record) === name && text(record.inputs, "cluster") === cluster);
        return { arn, service };
      });
      return {
        services: found.flatMap(({ service }) => (service ? [describeService(service, runningCount(service))] : [])),
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
  };
}

function describeService(record: AccountRecord, runningCount: number): Record<string, unknown> {
  const desiredCount = desiredCountOf(record);
  return {
    serviceArn: record.id,
    serviceName: nameOf(record),
    clusterArn: text(record.inputs, "cluster"),
    status: "ACTIVE",
    desiredCount,
    runningCount,
    pendingCount: Math.max(0, desiredCount - runningCount),
    launchType: "EC2",
    taskDefinition: text(record.inputs, "taskDefinition"),
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

import type { Account } from "../account/account";
import { flag } from "../account/actions/input";
import { type AccountRecord, AwsError, type Props } from "../account/model";
import { activeTaskDefinition } from "../account/types/ecs/revisions";
import { requireTargets } from "../account/types/ecs/serviceVerify";
import { given, number, text } from "../account/types/read";

/** What an UpdateService changes; what is absent stays as it is. */
export interface ServiceUpdate {
  desiredCount?: number;
  /** ARN of the revision. */
  taskDefinition?: string;
  /** Whether a deployment begins although nothing else may have changed. */
  forceNewDeployment: boolean;
}

/** Fields that are known; the others of the API change what is not modelled, or what is Pulumi's. */
const FIELDS = ["cluster", "desiredCount", "forceNewDeployment", "service", "taskDefinition"];
/** docs.aws.amazon.com/general/latest/gr/ecs-service.html, tasks per service. */
const MOST_TASKS = 5000;

/**
 * Reads what a call of UpdateService wants of a service.
 *
 * @throws AwsError `ClientException` for a revision that is not there, `InvalidParameterException`
 */
export function readUpdate(account: Account, service: AccountRecord, fields: Props): ServiceUpdate {
  const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name));
  if (unknown !== undefined) {
    throw new AwsError(
      "UnsupportedOperation",
      `The ECS on this machine knows the fields ${FIELDS.join(", ")} of UpdateService, not ${unknown}.`,
    );
  }
  const desiredCount = desiredCountIn(fields);
  const taskDefinition = taskDefinitionIn(account, service, fields);
  return {
    ...(desiredCount !== undefined && { desiredCount }),
    ...(taskDefinition !== undefined && { taskDefinition }),
    forceNewDeployment: flag(fields, "forceNewDeployment"),
  };
}

function desiredCountIn(fields: Props): number | undefined {
  if (!given(fields, "desiredCount")) return undefined;
  const count = number(fields, "desiredCount") ?? Number.NaN;
  if (Number.isInteger(count) && count >= 0 && count <= MOST_TASKS) return count;
  throw new AwsError(
    "InvalidParameterException",
    `desiredCount is ${JSON.stringify(fields.desiredCount)}; it must be a whole number from 0 to ${MOST_TASKS}.`,
  );
}

function taskDefinitionIn(account: Account, service: AccountRecord, fields: Props): string | undefined {
  const named = text(fields, "taskDefinition");
  if (named === undefined) return undefined;
  const task = activeTaskDefinition(account, service.region, named);
  requireTargets(account, service.inputs, task);
  return text(task.outputs, "arn");
}

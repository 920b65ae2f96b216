import type { Account } from "../account";
import { AwsError } from "../model";
import { text } from "../types/read";
import { type Caller, requireAllowed } from "./caller";
import { requirePassRole } from "./passRole";

/** What a task is run from, as far as it is about permissions. */
export interface RunTask {
  /** ARN of the cluster. */
  cluster: string;
  /** ARN of the task definition's revision. */
  taskDefinition: string;
  /** Roles that the call puts in the place of the task definition's. Default: none. */
  overrides?: { taskRoleArn?: string; executionRoleArn?: string };
}

/**
 * Throws where a caller may not run a task: it needs ecs:RunTask for the task definition, and may pass on the task's roles.
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/CWE_IAM_role.html
 *
 * @throws AwsError `AccessDeniedException`, and `ClientException` where there is no such task definition
 */
export function requireRunTask(
  account: Account,
  caller: Caller,
  { cluster, taskDefinition, overrides }: RunTask,
): void {
  requireAllowed(account, caller, {
    action: "ecs:RunTask",
    resource: taskDefinition,
    context: { "ecs:cluster": cluster },
  });
  const record = account
    .records("aws:ecs/taskDefinition:TaskDefinition")
    .find(({ outputs }) => outputs.arn === taskDefinition);
  if (!record) throw new AwsError("ClientException", "TaskDefinition not found.");
  const roles = [
    overrides?.taskRoleArn ?? text(record.inputs, "taskRoleArn"),
    overrides?.executionRoleArn ?? text(record.inputs, "executionRoleArn"),
  ];
  for (const role of roles) {
    if (role !== undefined) requirePassRole(account, caller, role, "ecs-tasks.amazonaws.com");
  }
}

import type { Account } from "../account/account";
import { requireAllowed } from "../account/actions/caller";
import { fieldsOf, requiredText, requiredTexts } from "../account/actions/input";
import { requireRunTask } from "../account/actions/runTask";
import { AwsError, type Props } from "../account/model";
import { number, objects, text } from "../account/types/read";
import { clusterArn, PREFIX } from "../api/ecs";
import type { Handlers } from "../api/handlers";
import type { TaskOverrides } from "../services/ecs/task";
import type { SiteTask, SiteTasks } from "./siteTasks";

/**
 * RunTask and DescribeTasks for the tasks that run as processes here:
 * docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html and API_DescribeTasks.html
 */
export function ecsHandlers(account: Account, tasks: SiteTasks): Handlers {
  return {
    [`${PREFIX}.RunTask`]: async (caller, input) => {
      const fields = fieldsOf(input);
      const cluster = clusterArn(account, requiredText(fields, "cluster"));
      const taskDefinition = requiredText(fields, "taskDefinition");
      requireRunTask(account, caller, { cluster, taskDefinition });
      const count = number(fields, "count") ?? 1;
      if (!Number.isInteger(count) || count < 1 || count > 10) {
        throw new AwsError("InvalidParameterException", `count is ${count}; it must be a whole number from 1 to 10.`);
      }
      const overrides = overridesOf(fields);
      const started = await Promise.all(
        Array.from({ length: count }, () => tasks.start(taskDefinition, text(fields, "group"), overrides)),
      );
      return { tasks: started.map((task) => describe(task, cluster)), failures: [] };
    },
    [`${PREFIX}.DescribeTasks`]: (caller, input) => {
      const fields = fieldsOf(input);
      const cluster = clusterArn(account, requiredText(fields, "cluster"));
      const asked = requiredTexts(fields, "tasks", [1, 100]);
      for (const arn of asked) {
        requireAllowed(account, caller, {
          action: "ecs:DescribeTasks",
          resource: arn,
          context: { "ecs:cluster": cluster },
        });
      }
      const found = asked.map((arn) => ({ arn, task: tasks.find(arn) }));
      return {
        tasks: found.flatMap(({ task }) => (task ? [describe(task, cluster)] : [])),
        failures: found.flatMap(({ arn, task }) => (task ? [] : [{ arn, reason: "MISSING" }])),
      };
    },
  };
}

function overridesOf(fields: Props): TaskOverrides {
  return Object.fromEntries(
    objects(fields, "overrides.containerOverrides").map((override) => [
      text(override, "name") ?? "",
      Object.fromEntries(
        objects(override, "environment").map((one) => [text(one, "name") ?? "", text(one, "value") ?? ""]),
      ),
    ]),
  );
}

function describe(task: SiteTask, clusterArn: string): Record<string, unknown> {
  const { arn, taskDefinitionArn, group, container, lastStatus, exitCode } = task;
  const hasEnded = lastStatus === "STOPPED";
  return {
    taskArn: arn,
    taskDefinitionArn,
    clusterArn,
    group,
    lastStatus,
    desiredStatus: lastStatus,
    launchType: "EC2",
    ...(hasEnded && { stopCode: "EssentialContainerExited", stoppedReason: "Essential container in task exited" }),
    containers: [{ name: container, taskArn: arn, lastStatus, ...(hasEnded && { exitCode }) }],
  };
}

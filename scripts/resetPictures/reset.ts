import {
  DescribeTasksCommand,
  type ECSClient,
  RunTaskCommand,
  type Task,
  waitUntilTasksStopped,
} from "@aws-sdk/client-ecs";

/** What is run, as the stack's outputs name it. */
export interface Assessor {
  /** Name of the cluster. */
  cluster: string;
  /** ARN of the revision. */
  taskDefinition: string;
  /** Name of its container. */
  container: string;
}

/** Tasks at once, as the workshop has it: lab 4, step 4.5. */
const TASKS = 2;

export interface ResetOptions {
  /** Told what happens. */
  log: (line: string) => void;
  /** The longest that tasks are waited for, in seconds. Default: 300. */
  maxWaitTime?: number;
  /** Seconds between two looks at them. Default: 6, the SDK's own. */
  pollEvery?: number;
}

/**
 * Runs the image assessor twice so that it brings the pictures back, and waits for both.
 *
 * @returns Whether both ended with exit code 0.
 * @throws Error where no task could be placed, or they do not end in time
 */
export async function resetPictures(ecs: ECSClient, assessor: Assessor, options: ResetOptions): Promise<boolean> {
  const { log, maxWaitTime = 300, pollEvery = 6 } = options;
  const { cluster, taskDefinition, container } = assessor;
  const { tasks = [], failures = [] } = await ecs.send(
    new RunTaskCommand({
      cluster,
      taskDefinition,
      count: TASKS,
      overrides: { containerOverrides: [{ name: container, environment: [{ name: "RESETPICTURES", value: "1" }] }] },
    }),
  );
  for (const { reason } of failures) log(`A task could not be placed: ${reason}`);
  const arns = tasks.flatMap(({ taskArn }) => taskArn ?? []);
  if (arns.length === 0) throw new Error(`No task of ${taskDefinition} was placed on ${cluster}.`);
  for (const arn of arns) log(`Task ${idOf(arn)} has been started`);
  await waitUntilTasksStopped(
    { client: ecs, maxWaitTime, minDelay: pollEvery, maxDelay: pollEvery },
    { cluster, tasks: arns },
  );
  const described = await ecs.send(new DescribeTasksCommand({ cluster, tasks: arns }));
  const codes = (described.tasks ?? []).map((task) => report(task, container, log));
  return codes.length === TASKS && codes.every((code) => code === 0);
}

/** Says how a task has ended. Returns its container's exit code. */
function report(task: Task, container: string, log: ResetOptions["log"]): number | undefined {
  const code = task.containers?.find(({ name }) => name === container)?.exitCode;
  const id = idOf(task.taskArn ?? "");
  log(
    code === undefined
      ? `Task ${id} has ended without an exit code: ${task.stoppedReason ?? "ECS does not say why"}`
      : `Task ${id} has ended with exit code ${code}`,
  );
  return code;
}

function idOf(arn: string): string {
  return arn.split("/").pop() ?? arn;
}

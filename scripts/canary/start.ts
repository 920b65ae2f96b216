import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Deployment, DescribeServicesCommand, type ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import { otherSide } from "../../lambdas/common/sides";
import { ignoredByDeployments, ignoredByState } from "../../lambdas/handleEcsEvents/decide";
import { checkTimeout, type Pace } from "../common/clock";
import { readHistory, readState } from "./releases";
import type { Canary } from "./whereStackIs";

/** As many as the workshop gives them: lab 7, test the deployment, step 4. */
const TASKS = 3;

export interface StartOptions extends Pace {
  log: (line: string) => void;
  /** Default: those that the service has, or 3. */
  tasks?: number;
}

/**
 * Gives the waiting side its tasks, as an attendee does at the console: the first of them that runs starts the release. What has
 * been released before is deployed anew, because the same deployment is never released twice.
 *
 * @returns The execution's ARN.
 * @throws Error where a release runs, or none begins in time
 */
export async function start(
  { ecs, dynamodb }: { ecs: ECSClient; dynamodb: DynamoDBClient },
  { cluster, services, table }: Canary,
  options: StartOptions,
): Promise<string> {
  const { log, clock, pollEvery } = options;
  const state = await readState(dynamodb, table);
  if (state.lockOwner !== undefined) {
    throw new Error(`A release runs already: ${state.lockOwner}. See npm run canary -- status`);
  }
  const side = otherSide(state.stable);
  const service = services[side];
  const { desiredCount, newest } = await describe(ecs, cluster, service);
  const task = { side, service, taskArn: "", deploymentId: newest?.id ?? "" };
  const isOld = ignoredByState(task, state) ?? ignoredByDeployments(task, newest ? [newest] : [], state);
  const tasks = options.tasks ?? (desiredCount > 0 ? desiredCount : TASKS);
  // Tasks of the newest deployment that run already have told of themselves; they are exchanged.
  const forceNewDeployment = isOld !== undefined || desiredCount >= tasks;
  const known = new Set((await readHistory(dynamodb, table)).map(({ execution }) => execution));
  await ecs.send(new UpdateServiceCommand({ cluster, service, desiredCount: tasks, forceNewDeployment }));
  log(`${service} gets ${tasks} tasks${forceNewDeployment ? ", all of them new" : ""}`);
  for (;;) {
    const begun = (await readHistory(dynamodb, table)).find(({ execution }) => !known.has(execution));
    if (begun) {
      log(`The release has started: ${begun.execution}`);
      return begun.execution;
    }
    checkTimeout(options, () => `no task of ${service} has begun to run`);
    await clock.sleep(pollEvery);
  }
}

async function describe(
  ecs: ECSClient,
  cluster: string,
  service: string,
): Promise<{ desiredCount: number; newest: Deployment | undefined }> {
  const { services: [found] = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
  if (!found) throw new Error(`ECS knows no service ${service} in the cluster ${cluster}.`);
  const newest = found.deployments?.find(({ status }) => status === "PRIMARY");
  return { desiredCount: found.desiredCount ?? 0, newest };
}

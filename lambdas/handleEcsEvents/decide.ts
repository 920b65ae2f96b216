import type { ReleaseState } from "../common/releaseState";
import type { SideName } from "../common/sides";
import { type Ignored, ignored, type RunningTask } from "./taskEvent";

/** A deployment of a service, as DescribeServices has it: API_Deployment.html */
export interface Deployment {
  id?: string;
  /** `PRIMARY` for the newest one. */
  status?: string;
  createdAt?: Date;
}

/** What the state machine is started with. */
export interface ReleaseInput {
  kind: "release";
  side: SideName;
  deploymentId: string;
}

/** Why no release comes of a task, as far as the table knows; undefined where nothing speaks against one. */
export function ignoredByState({ side, deploymentId }: RunningTask, state: ReleaseState): Ignored | undefined {
  if (state.deploymentId === deploymentId) return ignored(`deployment ${deploymentId} has been released already`);
  return state.stable === side ? ignored(`${side} has all visitors already: it is the stable side`) : undefined;
}

/**
 * Why no release comes of a task, as far as ECS knows. A late event tells of a deployment that a newer one has replaced. And on
 * the side that was stable before, tasks are replaced now and then: those of a deployment from before the last promotion are
 * nothing new.
 */
export function ignoredByDeployments(
  { side, service, deploymentId }: RunningTask,
  deployments: readonly Deployment[],
  { stableSince }: ReleaseState,
): Ignored | undefined {
  const deployment = deployments.find(({ id }) => id === deploymentId);
  if (deployment?.status !== "PRIMARY") return ignored(`${deploymentId} is not the newest deployment of ${service}`);
  const { createdAt } = deployment;
  if (stableSince !== undefined && (createdAt === undefined || createdAt.getTime() <= Date.parse(stableSince))) {
    return ignored(`${deploymentId} of ${side} is older than the last release, of ${stableSince}`);
  }
  return undefined;
}

/** The execution of a deployment: the same name and input for each of its tasks, so that Step Functions starts it once. */
export function executionOf({ side, deploymentId }: RunningTask): { name: string; input: ReleaseInput } {
  const number = deploymentId.replace("ecs-svc/", "");
  return { name: `release-${side}-${number}`, input: { kind: "release", side, deploymentId } };
}

import type { AccountRecord, Props } from "../../account/model";
import { taskSpecOf } from "../ecs/taskSpec";
import type { TaskEvent, TaskStatus } from "../events";
import type { World } from "../world";

/** Numbers the changes of each task, from 1, so that an older event can be told from a newer one, whoever hears of them. */
export class TaskVersions {
  private readonly versions = new Map<string, number>();

  /** The version of a task's newest change. To be asked once for each. */
  of({ arn, lastStatus }: TaskEvent): number {
    const version = (this.versions.get(arn) ?? 0) + 1;
    if (lastStatus === "STOPPED") this.versions.delete(arn);
    else this.versions.set(arn, version);
    return version;
  }
}

/** A container knows three states of a task's: docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Container.html */
const CONTAINER_STATUS: Record<TaskStatus, "PENDING" | "RUNNING" | "STOPPED"> = {
  PROVISIONING: "PENDING",
  PENDING: "PENDING",
  RUNNING: "RUNNING",
  DEACTIVATING: "RUNNING",
  STOPPING: "RUNNING",
  STOPPED: "STOPPED",
};

/** A change of a task's state as ECS tells EventBridge: docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html */
export function taskStateChange(world: World, version: number, task: TaskEvent): Props {
  const { arn, group, taskDefinitionArn, startedBy, instanceId, lastStatus, desiredStatus, stoppedReason } = task;
  const { simulation, account, region } = world;
  const ecs = `arn:aws:ecs:${region}:${account.state.accountId}`;
  const detail: Props = {
    attachments: [],
    clusterArn: `${ecs}:cluster/${task.cluster}`,
    connectivity: "CONNECTED",
    ...(instanceId !== undefined && {
      containerInstanceArn: `${ecs}:container-instance/${task.cluster}/${simulation.digest(instanceId).slice(0, 32)}`,
    }),
    containers: containersOf(world, task),
    desiredStatus,
    group,
    lastStatus,
    launchType: "EC2",
    ...(startedBy !== undefined && { startedBy }),
    ...(stoppedReason !== undefined && { stoppedReason }),
    taskArn: arn,
    taskDefinitionArn,
    updatedAt: simulation.time,
    version,
  };
  return { source: "aws.ecs", "detail-type": "ECS Task State Change", resources: [arn], detail };
}

function containersOf(world: World, { arn, lastStatus, taskDefinitionArn }: TaskEvent): Props[] {
  const isRevision = ({ outputs }: AccountRecord): boolean => outputs.arn === taskDefinitionArn;
  const revision = world.records("aws:ecs/taskDefinition:TaskDefinition").find(isRevision);
  const containers = revision ? taskSpecOf(revision).containers : [];
  return containers.map(({ name, image }) => ({
    containerArn: arn.replace(/:task\/.*$/, `:container/${world.simulation.digest(`${arn}|${name}`).slice(0, 32)}`),
    name,
    image,
    lastStatus: CONTAINER_STATUS[lastStatus],
    taskArn: arn,
  }));
}

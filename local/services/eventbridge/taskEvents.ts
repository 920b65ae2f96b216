import type { AccountRecord, Props } from "../../account/model";
import { type ContainerSpec, taskSpecOf } from "../ecs/taskSpec";
import type { TaskEvent, TaskStatus } from "../events";
import type { World } from "../world";

/** What an event says of a change of a task's, besides the state that it is in now. */
export interface TaskChange {
  /** From 1 on, so that an older event can be told from a newer one. */
  version: number;
  /** When the task was made, ISO 8601 in UTC. */
  createdAt: string;
}

/** Numbers the changes of each task, whoever hears of them, and knows when the first of them was. */
export class TaskChanges {
  private readonly newest = new Map<string, TaskChange>();

  /** A task's newest change. To be asked once for each. @param time Of the change, ISO 8601 in UTC. */
  of({ arn, lastStatus }: TaskEvent, time: string): TaskChange {
    const { version, createdAt } = this.newest.get(arn) ?? { version: 0, createdAt: time };
    const change = { version: version + 1, createdAt };
    if (lastStatus === "STOPPED") this.newest.delete(arn);
    else this.newest.set(arn, change);
    return change;
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
export function taskStateChange(world: World, { version, createdAt }: TaskChange, task: TaskEvent): Props {
  const { arn, group, taskDefinitionArn, startedBy, containerInstanceArn, zone, lastStatus, desiredStatus } = task;
  const { stoppedReason } = task;
  const { simulation, account, region } = world;
  const isRevision = ({ outputs }: AccountRecord): boolean => outputs.arn === taskDefinitionArn;
  const revision = world.records("aws:ecs/taskDefinition:TaskDefinition").find(isRevision);
  const spec = revision && taskSpecOf(revision);
  const detail: Props = {
    attachments: [],
    ...(zone !== undefined && { availabilityZone: zone }),
    clusterArn: `arn:aws:ecs:${region}:${account.state.accountId}:cluster/${task.cluster}`,
    connectivity: "CONNECTED",
    ...(containerInstanceArn !== undefined && { containerInstanceArn }),
    containers: (spec?.containers ?? []).map((one) => containerOf(world, task, one)),
    // What is set aside for the task, as text: API_Task.html
    ...(spec && { cpu: String(spec.needs.cpu), memory: String(spec.needs.memory) }),
    createdAt,
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

function containerOf(world: World, { arn, lastStatus }: TaskEvent, { name, image }: ContainerSpec): Props {
  return {
    containerArn: arn.replace(/:task\/.*$/, `:container/${world.simulation.digest(`${arn}|${name}`).slice(0, 32)}`),
    name,
    image,
    lastStatus: CONTAINER_STATUS[lastStatus],
    taskArn: arn,
  };
}

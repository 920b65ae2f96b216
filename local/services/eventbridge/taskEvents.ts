import type { AccountRecord, Props } from "../../account/model";
import { taskSpecOf } from "../ecs/taskSpec";
import type { TaskEvent } from "../events";
import type { World } from "../world";

/** Versions of a task's events: they count up, so that an older one can be told from a newer one. */
export type Versions = Map<string, number>;

/** A change of a task's state as ECS tells EventBridge: docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html */
export function taskStateChange(world: World, versions: Versions, task: TaskEvent): Props {
  const { arn, group, taskDefinitionArn, startedBy, instanceId, lastStatus, desiredStatus, stoppedReason } = task;
  const { simulation, account, region } = world;
  const ecs = `arn:aws:ecs:${region}:${account.state.accountId}`;
  const version = (versions.get(arn) ?? 0) + 1;
  versions.set(arn, version);
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
    lastStatus,
    taskArn: arn,
  }));
}

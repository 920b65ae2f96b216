import type { Ecs } from "../services/ecs/ecs";
import type { World } from "../services/world";
import type { Services } from "./ecsServices";

/** The services of a deployed stack whose tasks run in virtual time. */
export function deployedServices(world: World, ecs: Pick<Ecs, "service">): Services {
  return {
    account: world.account,
    status: (record) => {
      const service = ecs.service(record);
      return {
        running: service?.running ?? 0,
        pending: service?.pending ?? 0,
        deployments: service?.deployments ?? [],
      };
    },
    // What one call changes is one deployment.
    update: (record, { desiredCount, taskDefinition, forceNewDeployment }) => {
      if (desiredCount !== undefined) world.set(record, "desiredCount", desiredCount);
      if (taskDefinition !== undefined) world.set(record, "taskDefinition", taskDefinition);
      if (forceNewDeployment) ecs.service(record)?.deploy();
    },
  };
}

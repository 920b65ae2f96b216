import type { AccountRecord } from "../../account/model";
import { number, text } from "../../account/types/read";
import type { World } from "../world";

const SERVICE = "aws:ecs/service:Service";
const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";

/** The resource behind a scalable target, and the property that is its capacity. */
export interface Scalable {
  record: AccountRecord;
  property: "desiredCount" | "targetCapacity";
}

/**
 * What a scalable target scales; undefined where it does not exist any more. Resource ids:
 * docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export function scalableOf(world: World, { inputs }: AccountRecord): Scalable | undefined {
  const [kind, ...path] = (text(inputs, "resourceId") ?? "").split("/");
  if (kind === "service") {
    const [cluster, name] = path;
    const record = world
      .records(SERVICE)
      .find(({ outputs }) => outputs.name === name && clusterName(text(outputs, "cluster")) === cluster);
    return record && { record, property: "desiredCount" };
  }
  const record = kind === "spot-fleet-request" ? world.find(FLEET, path[0] ?? "") : undefined;
  return record && { record, property: "targetCapacity" };
}

/** The capacity that is asked for now. */
export function capacityOf({ record, property }: Scalable): number {
  return number(record.inputs, property) ?? 0;
}

/** A cluster's name, whether a service gives its name, its ARN or nothing. */
function clusterName(cluster: string | undefined): string {
  return cluster?.replace(/^.*\//, "") ?? "default";
}

import type { AccountRecord } from "../account/model";
import { text } from "../account/types/read";
import { nameOf } from "./deployed";
import type { Stage } from "./stage";

/** How many tasks of a service there were while another revision took the place of the first. */
export interface RollingUpdate {
  /** Seconds until every task was of the new revision and healthy; undefined where that did not happen in time. */
  took: number | undefined;
  /** The fewest that ran at one time. */
  fewest: number;
  /** The most that ran, or were about to, at one time. */
  most: number;
  /** Desired all the time. */
  desired: number;
}

/** Watches a service while `change` deploys another revision of it, until all its tasks are of that revision. */
export async function watchUpdate(
  stage: Stage,
  service: AccountRecord,
  change: () => Promise<void>,
  limit: number,
): Promise<RollingUpdate> {
  const { simulation, ecs } = stage;
  const desired = stage.desired(service);
  const seen = { fewest: Number.POSITIVE_INFINITY, most: 0 };
  const group = `service:${nameOf(service)}`;
  const count = () => {
    const running = ecs.service(service)?.running ?? 0;
    const pending = ecs.service(service)?.pending ?? 0;
    seen.fewest = Math.min(seen.fewest, running);
    seen.most = Math.max(seen.most, running + pending);
  };
  let watching = true;
  stage.world.bus.subscribe("task", (event) => {
    if (watching && event.group === group) count();
  });
  count();
  await change();
  const began = simulation.now;
  const isDone = () => {
    const wanted = text(service.inputs, "taskDefinition");
    const tasks = [...(ecs.service(service)?.tasks ?? [])];
    return tasks.length === desired && tasks.every(({ spec, healthy }) => healthy && spec.arn === wanted);
  };
  const done = await simulation.runUntil(isDone, began + limit);
  watching = false;
  return { took: done ? simulation.now - began : undefined, ...seen, desired };
}

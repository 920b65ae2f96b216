import type { AccountRecord, Props } from "../../account/model";
import { get } from "../../account/paths";
import { objects } from "../../account/types/read";
import { isObject } from "../../account/values";
import { exactly, holds, within } from "../checks";
import { boundsOf, nameOf, scaledServicesOf, scalingOfDirection, serviceResourceId } from "../deployed";
import type { Lab } from "../lab";
import type { Stage } from "../stage";
import { underLoad } from "./underLoad";

/** How long the site is watched after the last request, in seconds. */
const SILENCE = 3 * 3600;

/** The load stops altogether, with the program's own alarms. */
export const silentTraffic: Lab = {
  id: "silent-traffic",
  title: "Silent traffic: the load stops altogether",
  story:
    "After ten minutes of load there is not a single request any more. The load balancer publishes nothing for a minute " +
    "without requests; the alarms for scaling in read such a minute as 0.",
  async run(stage) {
    const { began, back } = await silence(stage);
    return [
      within("tasks are back at the smallest number", back === undefined ? undefined : back - began, SILENCE, FIXED),
    ];
  },
};

/** The same, with alarms as the workshop's template has them. */
export const silentTrap: Lab = {
  id: "silent-trap",
  title: "Silent traffic, the trap: alarms as in the workshop",
  story:
    "The same silence with alarms on RequestCount itself, as the workshop's template makes them: a minute without requests " +
    "has no datapoint, so the alarm for scaling in knows nothing, and the tasks stay.",
  async run(stage) {
    const alarms = scaledServicesOf(stage.world).map(
      (service) => scalingOfDirection(stage.world, serviceResourceId(service), "in").alarm,
    );
    for (const alarm of alarms) asInTheWorkshop(stage, alarm);
    const { back, states, left } = await silence(stage);
    return [
      holds("tasks stay although nobody comes", back === undefined, {
        expected: "more than the smallest number, three hours later",
        seen: left,
        source: "Lab 2's template: RequestCount, missing data “missing”",
      }),
      exactly(
        "alarms for scaling in that have no data",
        states.filter((state) => state === "INSUFFICIENT_DATA").length,
        alarms.length,
        { source: "Elastic Load Balancing: reported only if requests were made" },
      ),
    ];
  },
};

const FIXED = "Lab 2, clean up: tasks “will return to their default levels”; the alarm for scaling in fills with 0";

async function silence(stage: Stage) {
  const { simulation, world } = stage;
  await underLoad(stage);
  await stage.apply({ loadTest: false });
  const began = simulation.now;
  const scaled = scaledServicesOf(world);
  const isBack = () =>
    scaled.every((service) => stage.running(service) === boundsOf(world, serviceResourceId(service))?.min);
  const back = (await simulation.runUntil(isBack, began + SILENCE)) ? simulation.now : undefined;
  const states = scaled.map((service) =>
    stage.witness.alarmState(nameOf(scalingOfDirection(world, serviceResourceId(service), "in").alarm)),
  );
  const left = scaled.map((service) => `${nameOf(service)} ${stage.running(service)}`).join(", ");
  return { began, back, states, left };
}

/** Turns an alarm on a filled metric into one on the metric itself. */
function asInTheWorkshop({ world }: Stage, alarm: AccountRecord): void {
  const [query] = objects(alarm.inputs, "metricQueries").filter(({ metric }) => isObject(metric));
  const metric = query && get(query, "metric");
  if (!isObject(metric)) return;
  const { metricName = null, namespace = null, period = null, stat = null, dimensions = null }: Props = metric;
  world.set(alarm, "metricQueries", null);
  for (const [name, value] of Object.entries({ metricName, namespace, period, statistic: stat, dimensions })) {
    world.set(alarm, name, value);
  }
}

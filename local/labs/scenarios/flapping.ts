import type { MetricSteps } from "../../../components/stepScaling";
import { between, exactly } from "../checks";
import { scalableTarget, scaledServicesOf, scalingOfDirection, serviceResourceId, servicesOf } from "../deployed";
import type { Lab } from "../lab";
import type { Stage } from "../stage";
import { fleetId } from "./underLoad";

/** How long the fleet is watched, in seconds: six hours. */
const WATCHED = 6 * 3600;
/** As many tasks of cats and of dogs as reserve a little more than 20 % of the smallest cluster's memory. */
const TASKS = 12;
/** The band in which the fleet rests, in percent below the threshold for scaling out. */
const BAND = 10;

/** The workshop's own thresholds: out at 20 % and more, in at 20 % and less. */
export const flapping: Lab = {
  id: "flapping",
  title: "Flapping: one threshold for both directions",
  story:
    `For six hours ${TASKS} cats and ${TASKS} dogs are held, whatever the traffic. They reserve more than the threshold of the ` +
    "smallest fleet and less than that of a larger one, so the fleet that follows them grows and shrinks for ever.",
  run: async (stage) => {
    const changes = await watch(stage);
    return [
      between(
        "changes of direction in six hours",
        changes,
        { low: 10 },
        {
          source: "Lab 1, scaling: both alarms at 20 %; the program warns of this",
        },
      ),
    ];
  },
};

/** The same load, and a threshold for scaling in that leaves the fleet a band to rest in. */
export const hysteresis: Lab = {
  id: "hysteresis",
  title: "Flapping, mended: a band between the thresholds",
  story: `The same six hours with a threshold for scaling in that is ${BAND} points below the one for scaling out.`,
  run: async (stage) => {
    const { threshold, adjustments } = scalingOfDirection(stage.world, fleetId(stage), "out");
    await stage.apply({ fleetScaling: withBand(threshold, adjustments) });
    return [
      exactly("changes of direction in six hours", await watch(stage), 0, {
        source: `\`fleetScaling\`: out at ${threshold} %, in at ${threshold - BAND} %`,
      }),
    ];
  },
};

/** Holds the number of tasks for six hours and counts how often the fleet turned round. */
async function watch(stage: Stage): Promise<number> {
  const { simulation, witness, world } = stage;
  for (const service of scaledServicesOf(world)) {
    const target = scalableTarget(world, serviceResourceId(service));
    if (!target) continue;
    world.set(target, "maxCapacity", TASKS);
    world.set(target, "minCapacity", TASKS);
    world.set(service, "desiredCount", TASKS);
  }
  const up = () => servicesOf(world).every((service) => stage.running(service) >= stage.desired(service));
  await simulation.runUntil(up, simulation.now + 3600);
  const began = simulation.now;
  await simulation.run(began + WATCHED);
  return witness.reversals(fleetId(stage), began);
}

function withBand(threshold: number, [first = 1, second = first]: readonly number[]): MetricSteps {
  return {
    out: {
      threshold,
      steps: [
        { from: threshold, to: threshold + 30, add: first },
        { from: threshold + 30, add: second },
      ],
    },
    in: { threshold: threshold - BAND, steps: [{ upTo: threshold - BAND, remove: 1 }] },
  };
}

import type { Check } from "../../report/model";
import { exactly } from "../checks";
import { fleetOf, fleetResourceId, servicesOf } from "../deployed";
import type { Stage } from "../stage";

/** How long a scenario waits until the cluster and the site are up, in seconds. */
const UP = 900;
/** How long the load has lasted when things go wrong, in seconds: tasks have been added twice by then. */
const LOADED = 600;

/** Brings the site up and puts it under load. Returns the moment at which the first request arrived. */
export async function underLoad(stage: Stage): Promise<number> {
  const { simulation, witness, world } = stage;
  const up = () => servicesOf(world).every((service) => stage.healthy(service) >= stage.desired(service));
  if (!(await simulation.runUntil(up, simulation.now + UP))) {
    throw new Error(`The site is not up after ${UP} seconds of virtual time; run lab 2 without a scenario to see why.`);
  }
  await stage.apply({ loadTest: true });
  await simulation.runUntil(() => witness.allTraffic().served > 0, simulation.now + UP);
  const from = simulation.now;
  await simulation.run(from + LOADED);
  return from;
}

/** Requests lost since the scenario began, of how many. */
export function lostAtMost({ witness }: Stage, most: number, source: string): Check {
  const { served, lost } = witness.allTraffic();
  const check = exactly(`requests lost, of ${(served + lost).toLocaleString("en-US")}`, lost, most, { source });
  return most === 0 ? check : { ...check, expected: `at most ${most.toLocaleString("en-US")}`, passed: lost <= most };
}

/** Whether as many Spot instances run as the fleet asks for, not counting those that have a notice. */
export function fleetIsWhole(stage: Stage): boolean {
  const staying = stage.runningSpot().filter(({ interruptedAt }) => interruptedAt === undefined);
  return staying.length === Number(fleetOf(stage.world).inputs.targetCapacity);
}

/** The id by which the fleet scales. */
export function fleetId(stage: Stage): string {
  return fleetResourceId(fleetOf(stage.world));
}

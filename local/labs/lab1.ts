import { GROUP } from "../account/types/ec2/capacity";
import { number } from "../account/types/read";
import type { Check } from "../report/model";
import { between, exactly, holds, within } from "./checks";
import { bidOf, boundsOf, fleetOf, fleetResourceId } from "./deployed";
import type { Lab } from "./lab";
import type { Stage } from "./stage";

/** How long a cluster may take from nothing to all of its instances, in seconds: "within a few minutes", says the workshop. */
const UP = 600;
/** How long the idle fleet is watched, in seconds: three times the time that its alarms and a cooldown take together. */
const IDLE = 1800;

/** Lab 1: the cluster comes up on Spot instances beside one on demand, and an idle fleet stays as small as it may be. */
export const lab1: Lab = {
  id: "lab1",
  title: "Lab 1: a cluster on Spot instances",
  story:
    "The fleet and the on-demand group have been deployed. Their instances start, join the cluster, and then nothing " +
    "happens for half an hour.",
  async run(stage) {
    const { simulation, world } = stage;
    const fleet = fleetOf(world);
    const began = simulation.now;
    const wanted = { spot: number(fleet.inputs, "targetCapacity") ?? 0, onDemand: onDemandWanted(stage) };
    const all = wanted.spot + wanted.onDemand;
    const isUp = () => stage.containerInstances().length >= all;
    const cameUp = await simulation.runUntil(isUp, began + UP);
    const checks = capacityChecks(stage, wanted);
    checks.push(
      within("all instances have joined the cluster", cameUp ? simulation.now - began : undefined, UP, JOINED),
    );
    await simulation.run(simulation.now + IDLE);
    const { min } = boundsOf(world, fleetResourceId(fleet)) ?? { min: wanted.spot };
    checks.push(
      exactly("Spot instances after half an hour without load", stage.runningSpot().length, min, {
        source: "Lab 1, scaling: between 3 and 10 instances, the alarm for scaling in at 20 % or less",
      }),
      exactly("Spot instances that EC2 took back meanwhile", takenBack(stage), 0, {
        source: "Lab 1: the bid “should offer an excellent chance of your Spot bid being fulfilled”",
      }),
    );
    return checks;
  },
};

const JOINED = "Lab 1, step 1.2.23: the instance appears “within a few minutes”";

/** Not those that the fleet itself gave up because it wants fewer. */
function takenBack({ witness }: Stage): number {
  return witness.interruptions.filter(({ reason }) => reason !== "target-decreased").length;
}

function onDemandWanted(stage: Stage): number {
  return stage.world.records(GROUP).reduce((sum, { outputs }) => sum + (number(outputs, "desiredCapacity") ?? 0), 0);
}

function capacityChecks(stage: Stage, wanted: { spot: number; onDemand: number }): Check[] {
  const spot = stage.runningSpot();
  const pools = new Set(spot.map(({ type, zone }) => `${type} in ${zone}`));
  const offered = stage.pools().length;
  const bid = bidOf(fleetOf(stage.world));
  const dearest = Math.max(0, ...spot.map(({ type, zone }) => stage.market.price(type, zone)));
  const end =
    "Lab 1, the end: “three instances from the Spot fleet request, and one instance from the on-demand … group”";
  return [
    exactly("Spot instances that run", spot.length, wanted.spot, { source: end }),
    exactly("on-demand instances that run", stage.runningOnDemand().length, wanted.onDemand, { source: end }),
    holds("Spot instances are spread over types and zones", pools.size === Math.min(spot.length, offered), {
      expected: `${Math.min(spot.length, offered)} pools of ${offered}`,
      seen: [...pools].sort().join(", ") || "none",
      source: "Lab 1, step 6: allocation strategy “Diversified”",
    }),
    between("the dearest Spot instance, dollars an hour", dearest, bid === undefined ? {} : { high: bid }, {
      source: "Lab 1, step 9: the maximum bid price",
      digits: 4,
    }),
  ];
}

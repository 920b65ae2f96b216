import { between, exactly, holds, within } from "../checks";
import { nameOf, servicesOf } from "../deployed";
import type { Lab } from "../lab";
import type { Stage } from "../stage";
import { fleetIsWhole, underLoad } from "./underLoad";

/** How long the zone is gone, in seconds. */
const OUTAGE = 1800;
/** How long the site may serve errors after the zone is gone, in seconds: health checks have to fail first. */
const NOTICED = 120;

/** One of the two zones is gone at once, without notice. */
export const zoneLoss: Lab = {
  id: "zone-loss",
  title: "Zone loss: one of two zones is gone",
  story:
    "Ten minutes into the load every instance in one zone stops at the same moment, without notice, and the zone gives no " +
    "capacity for half an hour. Requests are lost until health checks have noticed; then the other zone carries the site.",
  async run(stage) {
    const { simulation, witness, world } = stage;
    await underLoad(stage);
    const before = witness.allTraffic().lost;
    const lost = zoneToLose(stage);
    const struck = simulation.now;
    stage.act(`${lost} is gone`, () => stage.ec2.failZone(lost, struck + OUTAGE));
    await simulation.run(struck + NOTICED);
    const lostUntilNoticed = witness.allTraffic().lost;
    await simulation.run(struck + OUTAGE - 1);
    const there = stage.runningSpot().filter(({ zone }) => zone === lost).length;
    const dark = servicesOf(world).filter((service) => stage.healthy(service) === 0);
    const lostLater = witness.allTraffic().lost - lostUntilNoticed;
    const all = witness.allTraffic();
    const share = (100 * all.lost) / Math.max(1, all.served + all.lost);
    const whole = await simulation.runUntil(() => fleetIsWhole(stage), struck + OUTAGE + 900);
    return [
      exactly("requests lost before the zone was gone", before, 0, { source: "a site that scales loses nobody" }),
      exactly(`Spot instances in ${lost} meanwhile`, there, 0, { source: "the zone gives no capacity" }),
      holds("services without a healthy task at the end of the outage", dark.length === 0, {
        expected: "none",
        seen: dark.map(nameOf).join(", ") || "none",
        source: "Lab 1, step 13: subnets in both zones; Lab 2: two tasks of each service, spread over zones",
      }),
      exactly(`requests lost later than ${NOTICED} s after the loss`, lostLater, 0, {
        source: "health checks of the target groups take failed targets out",
      }),
      between(
        "requests lost, of all that were made",
        share,
        { high: 10 },
        {
          unit: " %",
          digits: 2,
          source: "half of the targets, for as long as health checks take, of the time under load",
        },
      ),
      within(
        "the fleet is whole again",
        whole ? simulation.now - struck : undefined,
        OUTAGE + 900,
        "fleet type “maintain”",
      ),
    ];
  },
};

/** A zone with instances of the cluster, and if there is one without the load generator, so that the load goes on. */
function zoneToLose(stage: Stage): string {
  const generators = stage.instances().filter(({ owner, id }) => owner === id);
  const zones = [...new Set(stage.runningSpot().map(({ zone }) => zone))].sort();
  const [first = ""] = zones;
  return zones.find((zone) => !generators.some((generator) => generator.zone === zone)) ?? first;
}

import { between, exactly, holds, within } from "../checks";
import { bidOf, fleetOf, nameOf, servicesOf } from "../deployed";
import type { Lab } from "../lab";
import type { Stage } from "../stage";
import { fleetIsWhole, lostAtMost, underLoad } from "./underLoad";

/** How long no pool is under the bid, in seconds. */
const SPIKE = 1800;
/** How long the fleet may take afterwards, in seconds. */
const RECOVERY = 900;

/**
 * The share of requests that may be lost. A service whose tasks must all stay healthy (100 %) stops none on a draining
 * instance before another is healthy elsewhere; where there is no room, it serves to the end, and for a moment beyond.
 */
const LOST = 0.005;

/** Every Spot pool costs more than the bid for half an hour; what runs on demand keeps the site up. */
export const priceSpike: Lab = {
  id: "price-spike",
  title: "Price spike: no Spot pool under the bid",
  story:
    "Ten minutes into the load every Spot pool rises to twice the bid for half an hour. The whole fleet is interrupted and " +
    "cannot be replaced. The on-demand instance is what the workshop has for this moment.",
  async run(stage) {
    const { simulation, witness, world, market } = stage;
    await underLoad(stage);
    const struck = simulation.now;
    const bid = bidOf(fleetOf(world)) ?? Math.max(...stage.pools().map(({ type, zone }) => market.price(type, zone)));
    const before = stage.runningSpot().length;
    stage.act("every Spot pool costs twice the bid", () => market.setPrice(2 * bid, struck, struck + SPIKE));
    await simulation.run(struck + SPIKE - 1);
    const spot = stage.runningSpot().length;
    const dark = servicesOf(world).filter((service) => stage.healthy(service) === 0);
    const fewest = Math.min(...witness.since(struck).map(({ healthy }) => healthy));
    await simulation.run(struck + SPIKE);
    const whole = await simulation.runUntil(() => fleetIsWhole(stage), struck + SPIKE + RECOVERY);
    const recovered = whole ? simulation.now - struck - SPIKE : undefined;
    return [
      exactly("Spot instances that run at the end of the spike", spot, 0, {
        source: `prices of ${(2 * bid).toFixed(2)} dollars an hour, a bid of ${bid.toFixed(2)}`,
      }),
      between(
        "instances that were interrupted for the price",
        priced(witness.interruptions),
        { low: before },
        {
          source: `the ${before} that ran when it began`,
        },
      ),
      holds("services without a healthy task at the end of the spike", dark.length === 0, {
        expected: "none",
        seen: dark.map(nameOf).join(", ") || "none",
        source:
          "Lab 1, part 1.2: “you ensure the cluster will have capacity even if the Spot instances are terminated”",
      }),
      between(
        "healthy tasks of the whole site, at the least",
        fewest,
        { low: servicesOf(world).length },
        {
          source: "Lab 1, part 1.2: the on-demand instance",
        },
      ),
      within("the fleet is whole again", recovered, RECOVERY, "fleet type “maintain”"),
      lostAtMost(
        stage,
        Math.floor(offered(stage) * LOST),
        "ECS keeps tasks that find no other place until their instance ends",
      ),
    ];
  },
};

function priced(interruptions: readonly { reason: string }[]): number {
  return interruptions.filter(({ reason }) => reason === "price").length;
}

function offered({ witness }: Stage): number {
  const { served, lost } = witness.allTraffic();
  return served + lost;
}

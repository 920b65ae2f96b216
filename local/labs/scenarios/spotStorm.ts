import { ecsConfigOf } from "../../account/types/ec2/userData";
import { SPOT_NOTICE } from "../../services/times";
import { between, exactly, holds, within } from "../checks";
import type { Lab } from "../lab";
import type { Stage } from "../stage";
import { fleetIsWhole, lostAtMost, underLoad } from "./underLoad";

/** How long EC2 may take to fill the fleet again, in seconds: the two minutes' notice, a reconciliation and a boot, twice. */
const WHOLE_AGAIN = 900;

/** Half of the fleet is taken back at once, while the site is under load. */
export const spotStorm: Lab = {
  id: "spot-storm",
  title: "Spot storm: half of the fleet is interrupted under load",
  story:
    "Ten minutes into the load EC2 takes back every second Spot instance at the same moment, for lack of capacity, with " +
    "its usual notice. The agents drain their instances; the fleet looks for others.",
  async run(stage) {
    const { simulation, witness } = stage;
    await underLoad(stage);
    const running = stage.runningSpot().filter(({ id }) => stage.ecs.clusters.host(id)?.status === "ACTIVE");
    const taken = running.filter((_, i) => i % 2 === 0);
    const struck = simulation.now;
    stage.act(`EC2 takes back ${taken.length} of ${running.length} Spot instances`, () => stage.fleets.reclaim(taken));
    await simulation.run(struck + SPOT_NOTICE - 1);
    const draining = taken.filter(({ id }) => stage.ecs.clusters.host(id)?.status === "DRAINING");
    const left = taken.reduce((sum, { id }) => sum + (stage.ecs.clusters.host(id)?.tasks.size ?? 0), 0);
    const whole = await simulation.runUntil(() => fleetIsWhole(stage), struck + WHOLE_AGAIN);
    const wholeAt = simulation.now;
    await simulation.run(struck + WHOLE_AGAIN);
    const drains = taken.filter(({ userData }) => ecsConfigOf(userData).ECS_ENABLE_SPOT_INSTANCE_DRAINING === "true");
    return [
      exactly("instances that got a notice", reclaimed(stage).length, taken.length, {
        source: `every second one of ${running.length} in the cluster`,
      }),
      holds(
        "notice",
        reclaimed(stage).every(({ at, until }) => until - at === SPOT_NOTICE),
        {
          expected: `${SPOT_NOTICE} s before the end`,
          seen: [...new Set(reclaimed(stage).map(({ at, until }) => `${until - at} s`))].join(", "),
          source: "EC2: Spot Instance interruption notices",
        },
      ),
      exactly("instances that drain", draining.length, drains.length, {
        source: "ECS_ENABLE_SPOT_INSTANCE_DRAINING in the instances' user data",
      }),
      exactly("tasks that still run on them one second before the end", left, 0, {
        source: "Lab 1, step 21: draining, so that tasks move elsewhere in time",
      }),
      within("the fleet is whole again", whole ? wholeAt - struck : undefined, WHOLE_AGAIN, "fleet type “maintain”"),
      between(
        "healthy tasks of the whole site, at the least",
        Math.min(...witness.since(struck).map(({ healthy }) => healthy)),
        { low: 1 },
        {
          source: "the on-demand instance and the other half of the fleet carry on",
        },
      ),
      lostAtMost(stage, 0, "draining tasks finish their requests before they stop"),
    ];
  },
};

function reclaimed({ witness }: Stage) {
  return witness.interruptions.filter(({ reason }) => reason === "no-capacity");
}

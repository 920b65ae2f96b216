import assert from "node:assert/strict";
import fc from "fast-check";
import { FLEET } from "../../account/capacityFixture";
import { aFleet, Cloud } from "./fixture";

/** What the fixture's fleet pays for an instance at the most, in dollars an hour. */
const BID = 0.25;

const happening = fc.oneof(
  fc.record({ what: fc.constant("target" as const), value: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ what: fc.constant("reclaim" as const), value: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ what: fc.constant("spike" as const), value: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ what: fc.constant("withdraw" as const), value: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ what: fc.constant("fail" as const), value: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ what: fc.constant("terminate" as const), value: fc.integer({ min: 0, max: 5 }) }),
  fc.record({ what: fc.constant("wait" as const), value: fc.integer({ min: 1, max: 600 }) }),
);
const happenings = fc.array(happening, { maxLength: 15 });
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

async function live(cloud: Cloud, course: readonly Happening[], look: () => void = () => {}): Promise<void> {
  let spiked = 0;
  for (const { what, value } of course) {
    const { now } = cloud.simulation;
    if (what === "target") cloud.world.set(cloud.record(FLEET), "targetCapacity", value);
    else if (what === "reclaim") cloud.fleets.reclaim(cloud.running().slice(0, value));
    else if (what === "withdraw") cloud.market.withdraw({ type: "m4.large" }, now, now + value);
    else if (what === "fail") cloud.ec2.failZone("us-west-2a", now + value);
    else if (what === "terminate") for (const one of cloud.staying().slice(0, value)) cloud.ec2.terminate(one);
    else if (what === "spike" && now >= spiked) {
      spiked = now + value;
      cloud.market.multiplyPrices(20, now, spiked);
    }
    look();
    await cloud.run(now + (what === "wait" ? value : 30));
    look();
  }
}

describe("a Spot fleet, whatever happens", () => {
  it("has no more than its target asks for beside what has a notice, and never launches above its bid or in what is closed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), happenings, async (seed, course) => {
        const cloud = new Cloud(aFleet(), { seed });
        const target = () => Number(cloud.record(FLEET).inputs.targetCapacity);
        cloud.world.bus.subscribe("instance", ({ state, type, zone }) => {
          if (state !== "pending") return;
          assert.ok(cloud.market.price(type, zone) <= BID);
          assert.ok(cloud.market.available(type, zone) && cloud.ec2.isUp(zone));
          // What has a notice counts until it is gone: nothing is launched beside it.
          assert.ok(cloud.staying().length <= target(), `${cloud.staying().length} of ${target()} at a launch`);
        });
        await live(cloud, course, () => {
          const unnoticed = cloud.staying().filter(({ interruptedAt }) => interruptedAt === undefined);
          assert.ok(unnoticed.length <= target(), `${unnoticed.length} of ${target()}`);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("gives two minutes to whom it takes back, and has what it wants again when nothing is in its way", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), happenings, async (seed, course) => {
        const cloud = new Cloud(aFleet(), { seed });
        await live(cloud, course);
        await cloud.run(cloud.simulation.now + 2000);
        assert.equal(cloud.running().length, Number(cloud.record(FLEET).inputs.targetCapacity));
        for (const { now, at } of cloud.interruptions) assert.equal(at - now, 120);
      }),
      { numRuns: 40 },
    );
  });

  it("goes the same way with the same seed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), happenings, async (seed, course) => {
        const [one, other] = [new Cloud(aFleet(), { seed }), new Cloud(aFleet(), { seed })];
        await live(one, course);
        await live(other, course);
        assert.deepEqual(one.course(), other.course());
      }),
      { numRuns: 20 },
    );
    const courses = await Promise.all(
      [1, 2, 3, 4, 5].map(async (seed) => {
        const cloud = new Cloud(aFleet(), { seed });
        await cloud.run(60);
        return cloud.places().join();
      }),
    );
    assert.ok(new Set(courses).size > 1, "another seed goes another way");
  });

  it("stays as spread as its size allows when it shrinks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 0, max: 16 }),
        fc.integer(),
        async (a, b, seed) => {
          const cloud = new Cloud(aFleet({ targetCapacity: Math.max(a, b) }), { seed });
          await cloud.run(100);
          cloud.world.set(cloud.record(FLEET), "targetCapacity", Math.min(a, b));
          await cloud.run(400);
          const counts = new Map<string, number>();
          for (const place of cloud.places()) counts.set(place, (counts.get(place) ?? 0) + 1);
          assert.equal(cloud.places().length, Math.min(a, b));
          // The fixture's fleet has four pools.
          assert.equal(counts.size, Math.min(4, a, b));
          assert.ok(Math.max(0, ...counts.values()) <= Math.ceil(Math.min(a, b) / 4));
        },
      ),
      { numRuns: 30 },
    );
  });
});

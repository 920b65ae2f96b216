import assert from "node:assert/strict";
import fc from "fast-check";
import type { Props } from "../../../local/account/model";
import { type Refresh, refreshStep } from "../../../local/services/ec2/instanceRefresh";
import { GROUP, madeTemplate } from "../../account/capacityFixture";
import { aGroup, Cloud } from "./fixture";

const step = (by: Partial<Refresh>) =>
  refreshStep({ desired: 10, old: 10, ready: 0, warming: 0, minimum: 90, maximum: 100, ...by });

describe("the next step of an instance refresh", () => {
  it("ends as many as may be out of service, then launches others for them", () => {
    assert.deepEqual(step({}), { launch: 0, end: 1 });
    assert.deepEqual(step({ old: 9 }), { launch: 1, end: 0 });
    assert.deepEqual(step({ old: 9, warming: 1 }), { launch: 0, end: 0 });
    assert.deepEqual(step({ old: 9, ready: 1 }), { launch: 0, end: 1 });
  });

  it("launches first where all must stay in service", () => {
    assert.deepEqual(step({ minimum: 100, maximum: 110 }), { launch: 1, end: 0 });
    assert.deepEqual(step({ minimum: 100, maximum: 200 }), { launch: 10, end: 0 });
    assert.deepEqual(step({ minimum: 100, maximum: 200, warming: 10 }), { launch: 0, end: 0 });
    assert.deepEqual(step({ minimum: 100, maximum: 200, ready: 4, warming: 6 }), { launch: 0, end: 4 });
  });

  it("replaces one at a time where the percents leave no room", () => {
    assert.deepEqual(step({ desired: 1, old: 1 }), { launch: 0, end: 1 });
    assert.deepEqual(step({ minimum: 100, maximum: 100 }), { launch: 0, end: 1 });
    assert.deepEqual(step({ minimum: 100, maximum: 100, old: 9, warming: 1 }), { launch: 0, end: 0 });
  });

  it("replaces all at once where none must stay", () => {
    assert.deepEqual(step({ minimum: 0 }), { launch: 0, end: 10 });
    assert.deepEqual(step({ minimum: 0, old: 0 }), { launch: 10, end: 0 });
  });
});

describe("an instance refresh", () => {
  const preferences = { minHealthyPercentage: 100, maxHealthyPercentage: 200 };
  const refreshing = (by: Props = {}, more: Props = {}) =>
    new Cloud(aGroup({ instanceRefresh: { strategy: "Rolling", preferences: { ...preferences, ...more } }, ...by }));

  /** Gives the group another launch template. */
  function deployNext(cloud: Cloud): void {
    const id = madeTemplate(cloud.account, { name: "next", instanceType: "m5.large" });
    cloud.world.set(cloud.record(GROUP), "launchTemplate", { id, version: "1" });
  }

  it("starts when the launch template changes, and ends the old instance when the new one is warmed up", async () => {
    const cloud = refreshing();
    await cloud.run(90);
    const [old] = cloud.running();
    deployNext(cloud);
    await cloud.run(400);
    assert.deepEqual(
      cloud
        .running()
        .map(({ type }) => type)
        .sort(),
      ["m4.large", "m5.large"],
    );
    // Launched at 90, it runs at 110; the health check's grace period is 300 seconds; groups look at full minutes.
    await cloud.run(420);
    assert.deepEqual(
      cloud.running().map(({ type }) => type),
      ["m5.large"],
    );
    assert.equal(old?.endedAt, 420);
    const [, launch] = cloud.messages("EC2_INSTANCE_LAUNCH");
    assert.match(launch ?? "", /^90 .* an instance was launched in response to an instance refresh\.$/);
    assert.match(cloud.messages("EC2_INSTANCE_TERMINATE").join(), /^420 .* in response to an instance refresh\. At /);
    await cloud.run(3000);
    assert.equal(cloud.states.filter(({ state }) => state === "pending").length, 2);
  });

  it("warms up for as long as it is told to", async () => {
    const cloud = refreshing({}, { instanceWarmup: "40" });
    await cloud.run(90);
    deployNext(cloud);
    await cloud.run(180);
    assert.deepEqual(
      cloud.running().map(({ type }) => type),
      ["m5.large"],
    );
  });

  it("does not start where the group says nothing of it", async () => {
    const cloud = new Cloud(aGroup());
    await cloud.run(90);
    deployNext(cloud);
    await cloud.run(3000);
    assert.deepEqual(
      cloud.places().map((place) => place.split(" ")[0]),
      ["m4.large"],
    );
  });

  it("starts by other inputs that it names", async () => {
    const cloud = new Cloud(aGroup({ instanceRefresh: { strategy: "Rolling", preferences, triggers: ["tag"] } }));
    await cloud.run(90);
    const [old] = cloud.running();
    cloud.world.set(cloud.record(GROUP), "tags", [{ key: "Name", value: "new", propagateAtLaunch: true }]);
    await cloud.run(1000);
    assert.deepEqual([cloud.running().length, old?.state], [1, "terminated"]);
  });

  it("leaves instances that are right already where it is told to", async () => {
    const cloud = refreshing({}, { skipMatching: true });
    await cloud.run(90);
    const [old] = cloud.running();
    const id = madeTemplate(cloud.account, { name: "same" });
    cloud.world.set(cloud.record(GROUP), "launchTemplate", { id, version: "1" });
    await cloud.run(1000);
    assert.deepEqual(cloud.running(), [old]);
  });

  it("keeps within its percents, and replaces everything", async () => {
    const sizes = fc.record({
      desired: fc.integer({ min: 1, max: 12 }),
      minimum: fc.integer({ min: 0, max: 100 }),
      maximum: fc.integer({ min: 100, max: 200 }),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ desired, minimum, maximum }) => {
        const cloud = refreshing(
          { minSize: desired, maxSize: desired, desiredCapacity: desired },
          { minHealthyPercentage: minimum, maxHealthyPercentage: maximum, instanceWarmup: "30" },
        );
        await cloud.run(90);
        const fewest = Math.ceil((minimum * desired) / 100);
        const most = Math.floor((maximum * desired) / 100);
        // Where there is room for neither, one instance is missing at a time.
        const least = fewest === desired && most === desired ? desired - 1 : fewest;
        cloud.world.bus.subscribe("instance", () => {
          assert.ok(cloud.staying().length <= most, `${cloud.staying().length} of at most ${most}`);
          const running = cloud.staying().filter(({ state }) => state === "running").length;
          assert.ok(running >= least, `${running} of at least ${least}`);
        });
        deployNext(cloud);
        await cloud.run(6000);
        assert.deepEqual(
          cloud.running().map(({ type }) => type),
          Array(desired).fill("m5.large"),
        );
      }),
      { numRuns: 40 },
    );
  });
});

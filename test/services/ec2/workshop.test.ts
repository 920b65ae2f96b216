import assert from "node:assert/strict";
import { Account, type AccountState } from "../../../local/account/account";
import { FLEET, GROUP } from "../../account/capacityFixture";
import { bringUp } from "../../workshop/bringUp";
import { Cloud } from "./fixture";

describe("the workshop's capacity", () => {
  let state: AccountState;
  before(async () => {
    state = (await bringUp()).account.state;
  });
  const deployed = (options: { seed?: number; quota?: number } = {}) =>
    new Cloud(() => {}, { account: new Account({ state: structuredClone(state) }), ...options });
  const spot = (cloud: Cloud) => cloud.running().filter(({ owner }) => owner === cloud.record(FLEET).id);

  it("is three Spot instances in three different pools of both zones, and one on demand", async () => {
    for (const seed of [1, 2, 3]) {
      const cloud = deployed({ seed });
      await cloud.run(60);
      const pools = spot(cloud).map(({ type, zone }) => `${type} in ${zone}`);
      assert.equal(pools.length, 3);
      assert.equal(new Set(pools).size, 3);
      assert.equal(new Set(spot(cloud).map(({ zone }) => zone)).size, 2);
      const onDemand = cloud.running().filter(({ owner }) => owner === cloud.record(GROUP).id);
      assert.deepEqual(
        onDemand.map(({ market, type }) => [market, type]),
        [["on-demand", "m4.large"]],
      );
    }
  });

  it("loses its Spot instances above the bid, keeps the one on demand, and is whole again below", async () => {
    const cloud = deployed();
    const bid = Number(cloud.record(FLEET).inputs.spotPrice);
    await cloud.run(60);
    cloud.market.setPrice(bid + 0.01, 600, 1800);
    await cloud.run(600);
    assert.deepEqual(
      cloud.interruptions.map(({ at, reason }) => [at, reason]),
      Array(3).fill([720, "price"]),
    );
    await cloud.run(1799);
    assert.deepEqual([spot(cloud).length, cloud.running().length], [0, 1]);
    await cloud.run(1900);
    assert.equal(spot(cloud).length, 3);
  });

  it("uses each pool once before it uses any twice, also when it shrinks from its most", async () => {
    const cloud = deployed();
    const record = cloud.record(FLEET);
    const pools = new Set<string>();
    await cloud.run(60);
    cloud.world.set(record, "targetCapacity", 10);
    await cloud.run(200);
    for (const { type, zone } of spot(cloud)) pools.add(`${type} in ${zone}`);
    // Four types in two zones.
    assert.deepEqual([spot(cloud).length, pools.size], [10, 8]);
    cloud.world.set(record, "targetCapacity", 3);
    await cloud.run(600);
    assert.equal(new Set(spot(cloud).map(({ type, zone }) => `${type} in ${zone}`)).size, 3);
  });

  it("moves to the other zone where one has no Spot capacity", async () => {
    const cloud = deployed();
    await cloud.run(60);
    const lost = spot(cloud)[0]?.zone ?? "";
    cloud.market.withdraw({ zone: lost }, 600, 6000);
    await cloud.run(900);
    assert.equal(spot(cloud).length, 3);
    assert.ok(spot(cloud).every(({ zone }) => zone !== lost));
  });

  it("is what a new account's quotas allow", async () => {
    const cloud = deployed({ quota: 5 });
    await cloud.run(600);
    // Five vCPUs of each kind; every type of the workshop's has two.
    assert.equal(spot(cloud).length, 2);
    assert.equal(cloud.messages("spotInstanceCountLimitExceeded").length, 1);
  });
});

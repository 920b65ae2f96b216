import assert from "node:assert/strict";
import { GROUP } from "../../account/capacityFixture";
import { aGroup, Cloud } from "./fixture";

describe("an Auto Scaling group", () => {
  it("runs its desired capacity on demand", async () => {
    const cloud = new Cloud(aGroup());
    await cloud.run(60);
    const [one, ...others] = cloud.running();
    assert.deepEqual(others, []);
    assert.deepEqual([one?.type, one?.market, one?.owner], ["m4.large", "on-demand", cloud.record(GROUP).id]);
  });

  it("spreads over its zones", async () => {
    const cloud = new Cloud(aGroup({ minSize: 4, maxSize: 4, desiredCapacity: 4 }));
    await cloud.run(60);
    assert.deepEqual(cloud.places(), [
      "m4.large in us-west-2a",
      "m4.large in us-west-2a",
      "m4.large in us-west-2b",
      "m4.large in us-west-2b",
    ]);
  });

  it("replaces what is gone, in another zone where one is out of order", async () => {
    const cloud = new Cloud(aGroup());
    await cloud.run(60);
    const [one] = cloud.running();
    assert.ok(one);
    cloud.ec2.failZone(one.zone, 5000);
    await cloud.run(400);
    const [other] = cloud.running();
    assert.notEqual(other?.zone, one.zone);
    cloud.ec2.failZone(other?.zone ?? "", 5000);
    await cloud.run(2000);
    assert.deepEqual(cloud.running(), []);
    assert.deepEqual(cloud.said().length, 1);
    assert.match(cloud.capacity.at(-1)?.message ?? "", /sufficient capacity in the Availability Zones you requested/);
  });

  it("gives up the oldest of the fullest zone", async () => {
    const cloud = new Cloud(aGroup({ minSize: 3, maxSize: 3, desiredCapacity: 3 }));
    await cloud.run(60);
    const record = cloud.record(GROUP);
    cloud.world.set(record, "desiredCapacity", 2);
    await cloud.run(200);
    assert.deepEqual(cloud.places(), ["m4.large in us-west-2a", "m4.large in us-west-2b"]);
  });

  it("stops at the account's quota", async () => {
    // A group of two fits in; a third instance would make six vCPUs.
    const cloud = new Cloud(aGroup({ maxSize: 3, desiredCapacity: 2 }), { quota: 5 });
    cloud.world.set(cloud.record(GROUP), "desiredCapacity", 3);
    await cloud.run(300);
    assert.equal(cloud.running().length, 2);
    assert.match(cloud.capacity.at(-1)?.message ?? "", /vCPU capacity than your current vCPU limit allows/);
  });
});

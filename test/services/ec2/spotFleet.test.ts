import assert from "node:assert/strict";
import { FLEET } from "../../account/capacityFixture";
import { aFleet, Cloud } from "./fixture";

describe("a Spot fleet", () => {
  let cloud: Cloud;
  beforeEach(() => {
    cloud = new Cloud(aFleet());
  });
  const target = (capacity: number) => cloud.world.set(cloud.record(FLEET), "targetCapacity", capacity);

  it("spreads over pools: three instances in three of four, two in one zone", async () => {
    await cloud.run(60);
    const places = cloud.places();
    assert.equal(new Set(places).size, 3);
    assert.equal(new Set(places.map((place) => place.split(" in ")[1])).size, 2);
    for (const { owner, market, userData } of cloud.running()) {
      assert.deepEqual([owner, market], [cloud.record(FLEET).id, "spot"]);
      assert.match(userData, /ECS_CLUSTER=cats/);
    }
  });

  it("has one in each pool before it has two in any", async () => {
    target(8);
    await cloud.run(60);
    const counts = new Map<string, number>();
    for (const place of cloud.places()) counts.set(place, (counts.get(place) ?? 0) + 1);
    assert.deepEqual([...counts.values()], [2, 2, 2, 2]);
  });

  it("takes the cheapest pools when it is told to", async () => {
    cloud = new Cloud(aFleet({ allocationStrategy: "lowestPrice", instancePoolsToUseCount: 2, targetCapacity: 4 }));
    await cloud.run(60);
    const prices = ["m4.large", "c4.large"]
      .flatMap((type) => ["us-west-2a", "us-west-2b"].map((zone) => ({ type, zone })))
      .map(({ type, zone }) => ({ place: `${type} in ${zone}`, price: cloud.market.price(type, zone, 0) }))
      .sort((a, b) => a.price - b.price)
      .slice(0, 2)
      .flatMap(({ place }) => [place, place]);
    assert.deepEqual(cloud.places(), prices.sort());
  });

  it("loses everything two minutes after every pool passes its bid, and gets it back when they fall", async () => {
    await cloud.run(300);
    cloud.market.setPrice(0.26, 1000, 2000);
    await cloud.run(1000);
    assert.deepEqual(
      cloud.interruptions.map(({ now, at, reason }) => [now, at, reason]),
      Array(3).fill([1000, 1120, "price"]),
    );
    await cloud.run(1999);
    assert.deepEqual(cloud.places(), []);
    // Fleets look every minute for what is missing.
    assert.deepEqual(cloud.said("information", "error"), ["1140 fleetProgressHalted"]);
    await cloud.run(2100);
    assert.equal(cloud.places().length, 3);
  });

  it("pays up to the on-demand price where it has no bid", async () => {
    cloud = new Cloud(aFleet({ spotPrice: null }));
    cloud.market.setPrice(0.1, 0, 600);
    await cloud.run(300);
    assert.equal(cloud.places().length, 3);
    cloud.market.setPrice(0.11, 600, 1200);
    await cloud.run(1199);
    assert.deepEqual(cloud.places(), []);
  });

  it("uses other pools where one has no capacity, and says so where none has", async () => {
    cloud = new Cloud(aFleet());
    cloud.market.close({ zone: "us-west-2a" }, 0, 1000);
    await cloud.run(60);
    assert.deepEqual(new Set(cloud.places().map((place) => place.split(" in ")[1])), new Set(["us-west-2b"]));
    cloud.market.close({}, 100, 1000);
    cloud.fleets.reclaim(cloud.running());
    await cloud.run(900);
    assert.deepEqual(cloud.places(), []);
    assert.deepEqual(cloud.said("information", "error"), ["180 allLaunchSpecsTemporarilyBlacklisted"]);
    await cloud.run(1100);
    assert.equal(cloud.places().length, 3);
  });

  it("replaces what EC2 takes back when it is gone", async () => {
    await cloud.run(100);
    const [taken] = cloud.running();
    assert.ok(taken);
    cloud.fleets.reclaim([taken]);
    assert.equal(cloud.interruptions[0]?.reason, "no-capacity");
    assert.equal(cloud.market.available(taken.type, taken.zone), false);
    await cloud.run(219);
    assert.equal(cloud.ec2.all().length, 3);
    await cloud.run(300);
    assert.equal(cloud.running().length, 3);
    assert.ok(!cloud.places().includes(`${taken.type} in ${taken.zone}`));
  });

  it("gives notice to as many as are too many, from the fullest pools", async () => {
    await cloud.run(0);
    target(6);
    await cloud.run(100);
    target(4);
    assert.deepEqual(
      cloud.interruptions.map(({ reason }) => reason),
      ["target-decreased", "target-decreased"],
    );
    await cloud.run(300);
    const places = cloud.places();
    assert.deepEqual([places.length, new Set(places).size], [4, 4]);
    assert.deepEqual(cloud.said("fleetRequestChange"), ["0 active", "0 modify_succeeded", "100 modify_succeeded"]);
    assert.equal(cloud.messages("termination_notified").length, 2);
    assert.match(cloud.messages("termination_notified")[0] ?? "", /^100 i-\w+: the target capacity is 4$/);
  });

  it("keeps them where its policy says so", async () => {
    cloud = new Cloud(aFleet({ excessCapacityTerminationPolicy: "NoTermination" }));
    await cloud.run(100);
    cloud.world.set(cloud.record(FLEET), "targetCapacity", 1);
    await cloud.run(500);
    assert.equal(cloud.places().length, 3);
  });

  it("stops at the account's quota, and says so once in AWS's words", async () => {
    cloud = new Cloud(aFleet(), { quota: 5 });
    await cloud.run(600);
    // Three instances of two vCPUs are six.
    assert.equal(cloud.places().length, 2);
    const errors = cloud.capacity.filter(({ kind }) => kind === "error");
    assert.equal(errors.length, 1);
    assert.equal(errors[0]?.subType, "spotInstanceCountLimitExceeded");
    assert.match(errors[0]?.message ?? "", /MaxSpotInstanceCountExceeded/);
    cloud.account.raiseQuota("L-34B43A08", 6);
    await cloud.run(700);
    assert.equal(cloud.places().length, 3);
  });

  it("ends its instances when it is deleted", async () => {
    await cloud.run(100);
    const { id } = cloud.record(FLEET);
    cloud.account.delete(FLEET, id, { provider: { region: "us-west-2" } });
    cloud.world.sync();
    await cloud.run(200);
    assert.deepEqual(cloud.ec2.all(), []);
    assert.equal(cloud.said("fleetRequestChange").at(-1), "100 cancelled_terminating");
  });

  it("leaves them behind where it is told to, each once", async () => {
    cloud = new Cloud(aFleet({ terminateInstancesOnDelete: "false" }));
    await cloud.run(100);
    const before = cloud.places();
    cloud.account.delete(FLEET, cloud.record(FLEET).id, { provider: { region: "us-west-2" } });
    cloud.world.sync();
    await cloud.run(200);
    assert.deepEqual(cloud.places(), before);
    assert.equal(cloud.said("fleetRequestChange").at(-1), "100 cancelled_running");
  });
});

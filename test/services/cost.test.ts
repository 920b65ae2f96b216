import assert from "node:assert/strict";
import { CostMeter } from "../../local/services/cost";
import { INSTANCE, instance } from "../account/capacityFixture";
import { make } from "../account/support";
import { aFleet, Cloud } from "./ec2/fixture";

describe("what a stack has cost", () => {
  it("is what each kind of thing costs while it is there", async () => {
    const cloud = new Cloud((account) => {
      make(account, INSTANCE, { ...instance, rootBlockDevice: { volumeSize: 30, volumeType: "gp3" } });
      make(account, "aws:ec2/eip:Eip", { domain: "vpc" });
    });
    const meter = new CostMeter(cloud.world, cloud.market);
    await cloud.run(20 + 3600);
    const lines = new Map(meter.lines().map(({ what, dollars }) => [what, dollars]));
    // An m4.large for an hour from when it ran on; 30 GiB at 0.08 dollars a month of 730 hours; an address for 3,620 s.
    assert.ok(Math.abs((lines.get("on-demand instances") ?? 0) - 0.1) < 1e-9);
    assert.ok(Math.abs((lines.get("EBS volumes") ?? 0) - (30 * 0.08) / 730) < 1e-9);
    assert.ok(Math.abs((lines.get("1 public IPv4 address") ?? 0) - (0.005 * 3620) / 3600) < 1e-9);
    assert.equal(
      meter.total(),
      [...lines.values()].reduce((sum, dollars) => sum + dollars, 0),
    );
  });

  it("takes Spot instances at their pool's price at each moment, until they begin to end", async () => {
    const cloud = new Cloud(aFleet({ targetCapacity: 1 }));
    const meter = new CostMeter(cloud.world, cloud.market);
    await cloud.run(600);
    const [one] = cloud.running();
    assert.ok(one);
    cloud.world.set(cloud.record("aws:ec2/spotFleetRequest:SpotFleetRequest"), "targetCapacity", 0);
    await cloud.run(3600);
    const spot = meter.lines().find(({ what }) => what === "Spot instances")?.dollars;
    // It ran from second 20 to the end of its notice, 120 s after second 600.
    assert.equal(spot, cloud.market.spent(one.type, one.zone, 20, 720));
  });

  it("follows the stack when it is changed", async () => {
    const cloud = new Cloud();
    const meter = new CostMeter(cloud.world, cloud.market);
    await cloud.run(3600);
    assert.equal(meter.total(), 0);
    make(cloud.account, "aws:ec2/eip:Eip", { domain: "vpc" });
    meter.refresh();
    await cloud.run(7200);
    assert.ok(Math.abs(meter.total() - 0.005) < 1e-9);
  });
});

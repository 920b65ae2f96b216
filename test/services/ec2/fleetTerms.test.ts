import assert from "node:assert/strict";
import { AwsError, type Props } from "../../../local/account/model";
import {
  FLEET,
  IMAGE,
  madeTemplate,
  overrides,
  PROFILE,
  fleet as request,
  SECURITY_GROUP_ID,
  SUBNET_A,
  SUBNET_B,
} from "../../account/capacityFixture";
import { make } from "../../account/support";
import { aFleet, Cloud } from "./fixture";

/** Deploys a fleet with overrides of its own. */
function withOverrides(from: Props[], by: Props = {}) {
  return new Cloud((account) => make(account, FLEET, { ...request(madeTemplate(account), from), ...by }));
}

describe("what a Spot fleet asks for", () => {
  it("is counted in units, and a bid is for a unit", async () => {
    // docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-weighting.html: a target of 10 is 5 instances of weight 2.
    const pool = { instanceType: "m4.large", subnetId: SUBNET_A, weightedCapacity: 2 };
    const cloud = withOverrides([pool], { targetCapacity: 10, spotPrice: "0.05" });
    // An instance may cost ten cents: its two units five each.
    cloud.market.setPrice(0.1, 0, 600);
    await cloud.run(300);
    assert.equal(cloud.places().length, 5);
    cloud.market.setPrice(0.11, 600, 1200);
    await cloud.run(1199);
    assert.deepEqual(cloud.places(), []);
    await cloud.run(1300);
    assert.equal(cloud.places().length, 5);
  });

  it("is rounded up to whole instances, and given up in whole instances", async () => {
    // The same page: a target of 10 is 2 instances of weight 8.
    const pool = { instanceType: "m4.large", subnetId: SUBNET_A, weightedCapacity: 8 };
    const cloud = withOverrides([pool], { targetCapacity: 10 });
    await cloud.run(60);
    assert.equal(cloud.places().length, 2);
    cloud.world.set(cloud.record(FLEET), "targetCapacity", 9);
    await cloud.run(300);
    assert.equal(cloud.places().length, 2);
    cloud.world.set(cloud.record(FLEET), "targetCapacity", 8);
    await cloud.run(600);
    assert.equal(cloud.places().length, 1);
  });

  it("has a bid for each pool where its override names one", async () => {
    const [cheap, other] = [
      { instanceType: "m4.large", subnetId: SUBNET_A, spotPrice: "0.04" },
      { instanceType: "m4.large", subnetId: SUBNET_B },
    ];
    const cloud = withOverrides([cheap, other]);
    cloud.market.setPrice(0.1, 0, 600);
    await cloud.run(599);
    assert.deepEqual(cloud.places(), Array(3).fill("m4.large in us-west-2b"));
  });

  it("has a bid for each launch specification where it names one", async () => {
    const specification = (subnetId: string): Props => ({
      ami: IMAGE,
      instanceType: "m4.large",
      subnetId,
      iamInstanceProfile: PROFILE,
      vpcSecurityGroupIds: [SECURITY_GROUP_ID],
    });
    const launchSpecifications = [{ ...specification(SUBNET_A), spotPrice: "0.04" }, specification(SUBNET_B)];
    const cloud = new Cloud((account) =>
      make(account, FLEET, { ...request(""), launchTemplateConfigs: null, launchSpecifications }),
    );
    cloud.market.setPrice(0.1, 0, 600);
    await cloud.run(599);
    assert.deepEqual(cloud.places(), Array(3).fill("m4.large in us-west-2b"));
  });

  it("is partly on demand, at the lowest price, where it says so", async () => {
    // docs.aws.amazon.com/AWSEC2/latest/UserGuide/on-demand-in-spot.html: of 10, 8 on demand leave 2 Spot.
    const pools = ["r4.large", "m5.large"].map((instanceType) => ({ instanceType, subnetId: SUBNET_A }));
    const cloud = withOverrides(pools, { targetCapacity: 10, onDemandTargetCapacity: 8 });
    await cloud.run(60);
    const onDemand = cloud.running().filter(({ market }) => market === "on-demand");
    assert.deepEqual(new Set(onDemand.map(({ type }) => type)), new Set(["m5.large"]));
    assert.deepEqual([onDemand.length, cloud.running().length], [8, 10]);
    // No price, and no want of Spot capacity, touches what is on demand.
    cloud.market.setPrice(5, 600, 1200);
    cloud.market.withdraw({}, 600, 1200);
    await cloud.run(1199);
    assert.deepEqual(
      cloud.running().map(({ id }) => id),
      onDemand.map(({ id }) => id),
    );
    // A target below it ends what is on demand, without a notice.
    const notices = cloud.interruptions.length;
    cloud.world.set(cloud.record(FLEET), "targetCapacity", 5);
    await cloud.run(1300);
    assert.equal(cloud.running().length, 5);
    assert.equal(cloud.interruptions.length, notices);
    assert.equal(cloud.messages("terminated").length, 3);
  });

  it("is on demand by priority where it says so", async () => {
    const pools: Props[] = [
      { instanceType: "m5.large", subnetId: SUBNET_A },
      { instanceType: "r4.large", subnetId: SUBNET_A, priority: 0 },
      { instanceType: "m4.large", subnetId: SUBNET_A, priority: 1 },
    ];
    const cloud = withOverrides(pools, { onDemandTargetCapacity: 3, onDemandAllocationStrategy: "prioritized" });
    await cloud.run(60);
    assert.deepEqual(cloud.places(), Array(3).fill("r4.large in us-west-2a"));
  });

  it("is asked for once by a fleet of the type request", async () => {
    const cloud = new Cloud(aFleet({ fleetType: "request" }));
    await cloud.run(60);
    assert.equal(cloud.places().length, 3);
    cloud.fleets.reclaim(cloud.running().slice(0, 2));
    await cloud.run(2000);
    assert.equal(cloud.places().length, 1);
  });

  it("is refused where it is not modelled", () => {
    const refused = (by: Props) => {
      assert.throws(() => new Cloud(aFleet(by)), AwsError);
    };
    refused({ instanceInterruptionBehaviour: "stop" });
    refused({ spotMaintenanceStrategies: { capacityRebalance: { replacementStrategy: "launch" } } });
    refused({ validUntil: "2026-06-01T00:00:00Z" });
    assert.equal(withOverrides(overrides, { targetGroupArns: [] }).ec2.all().length, 0);
  });
});

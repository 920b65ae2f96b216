import assert from "node:assert/strict";
import { mutated, rule, UNKNOWN, violations } from "../harness";

const spotMaxBidPrice = rule("spot-max-bid-price");

const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const EC2_FLEET = "aws:ec2/fleet:Fleet";
const GROUP = "aws:autoscaling/group:Group";

const fleet = {
  spotPrice: "0.25",
  launchTemplateConfigs: [
    {
      launchTemplateSpecification: { id: "lt-1", version: "1" },
      overrides: [{ instanceType: "m4.large" }, { instanceType: "c4.large" }],
    },
  ],
};

const ec2Fleet = {
  targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 3 },
  launchTemplateConfigs: [{ overrides: [{ instanceType: "m4.large", maxPrice: "0.25" }] }],
};

const group = {
  mixedInstancesPolicy: {
    instancesDistribution: { onDemandPercentageAboveBaseCapacity: 0, spotMaxPrice: "0.25" },
    launchTemplate: { overrides: [{ instanceType: "m4.large" }] },
  },
};

const marketOptions = { instanceMarketOptions: { marketType: "spot", spotOptions: { maxPrice: "0.25" } } };

const LIMIT = "at most 0.25 dollars an hour for one instance is allowed";
const MISSING = `is missing, so AWS bids up to the On-Demand price; ${LIMIT}. Set it to 0.25 or less.`;
const TOO_HIGH = `is 0.30; ${LIMIT}. Lower it to 0.25 or less.`;

describe("spot-max-bid-price", () => {
  it("accepts a bid of exactly the limit, wherever it is written", async () => {
    assert.deepEqual(await violations(spotMaxBidPrice, FLEET, fleet), []);
    assert.deepEqual(await violations(spotMaxBidPrice, EC2_FLEET, ec2Fleet), []);
    assert.deepEqual(await violations(spotMaxBidPrice, GROUP, group), []);
    for (const type of ["aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/instance:Instance"]) {
      assert.deepEqual(await violations(spotMaxBidPrice, type, marketOptions), []);
    }
    const request = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";
    assert.deepEqual(await violations(spotMaxBidPrice, request, { spotPrice: "0.25" }), []);
  });

  it("names the bid as it was given, and the limit", async () => {
    assert.deepEqual(await violations(spotMaxBidPrice, FLEET, mutated(fleet, "spotPrice", "0.30")), [
      `spotPrice ${TOO_HIGH}`,
    ]);
  });

  it("refuses a missing bid", async () => {
    assert.deepEqual(await violations(spotMaxBidPrice, FLEET, mutated(fleet, "spotPrice", undefined)), [
      `spotPrice ${MISSING}`,
    ]);
    assert.deepEqual(await violations(spotMaxBidPrice, FLEET, mutated(fleet, "spotPrice", "")), [
      `spotPrice ${MISSING}`,
    ]);
  });

  it("refuses a bid that is not a number", async () => {
    for (const bid of ["cheap", "-1", "0,25", "1e-1"]) {
      assert.deepEqual(await violations(spotMaxBidPrice, FLEET, mutated(fleet, "spotPrice", bid)), [
        `spotPrice is "${bid}", which is not a number of dollars; ${LIMIT}. Lower it to 0.25 or less.`,
      ]);
    }
  });

  it("lets every pool have its own bid instead of the fleet's", async () => {
    const own = [
      { instanceType: "m4.large", spotPrice: "0.25" },
      { instanceType: "c4.large", spotPrice: "0.30" },
    ];
    const priced = mutated(mutated(fleet, "spotPrice", undefined), "launchTemplateConfigs.0.overrides", own);
    assert.deepEqual(await violations(spotMaxBidPrice, FLEET, priced), [
      `launchTemplateConfigs[0].overrides[1].spotPrice ${TOO_HIGH}`,
    ]);
  });

  it("looks into launch specifications", async () => {
    const props = { launchSpecifications: [{ instanceType: "m4.large", spotPrice: "0.30" }] };
    assert.deepEqual(await violations(spotMaxBidPrice, FLEET, props), [
      `launchSpecifications[0].spotPrice ${TOO_HIGH}`,
    ]);
  });

  it("counts what a weighted instance may cost, for AWS takes the bid per unit", async () => {
    const weighted = mutated(fleet, "launchTemplateConfigs.0.overrides.1.weightedCapacity", "2");
    assert.deepEqual(await violations(spotMaxBidPrice, FLEET, weighted), [
      `spotPrice is 0.25, so an instance of weightedCapacity 2 may cost 0.50; ${LIMIT}. Lower it to 0.125 or less.`,
    ]);
  });

  it("reads each place that a Spot bid can be written in", async () => {
    const override = "launchTemplateConfigs.0.overrides.0.maxPrice";
    assert.deepEqual(await violations(spotMaxBidPrice, EC2_FLEET, mutated(ec2Fleet, override, "0.30")), [
      `launchTemplateConfigs[0].overrides[0].maxPrice ${TOO_HIGH}`,
    ]);
    const spotMaxPrice = "mixedInstancesPolicy.instancesDistribution.spotMaxPrice";
    assert.deepEqual(await violations(spotMaxBidPrice, GROUP, mutated(group, spotMaxPrice, undefined)), [
      `${spotMaxPrice} ${MISSING}`,
    ]);
    const maxPrice = "instanceMarketOptions.spotOptions.maxPrice";
    for (const type of ["aws:ec2/launchTemplate:LaunchTemplate", "aws:ec2/instance:Instance"]) {
      assert.deepEqual(await violations(spotMaxBidPrice, type, mutated(marketOptions, maxPrice, "0.30")), [
        `${maxPrice} ${TOO_HIGH}`,
      ]);
    }
    for (const type of [
      "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
      "aws:ec2/launchConfiguration:LaunchConfiguration",
    ]) {
      assert.deepEqual(await violations(spotMaxBidPrice, type, { spotPrice: "0.30" }), [`spotPrice ${TOO_HIGH}`]);
    }
  });

  it("leaves alone what is not Spot", async () => {
    const onDemand = "targetCapacitySpecification.defaultTargetCapacityType";
    const unpriced = mutated(ec2Fleet, "launchTemplateConfigs.0.overrides.0.maxPrice", undefined);
    assert.deepEqual(await violations(spotMaxBidPrice, EC2_FLEET, mutated(unpriced, onDemand, "on-demand")), []);
    const distribution = { onDemandPercentageAboveBaseCapacity: 100 };
    const allOnDemand = mutated(group, "mixedInstancesPolicy.instancesDistribution", distribution);
    assert.deepEqual(await violations(spotMaxBidPrice, GROUP, allOnDemand), []);
    assert.deepEqual(await violations(spotMaxBidPrice, "aws:ec2/instance:Instance", {}), []);
    assert.deepEqual(await violations(spotMaxBidPrice, "aws:ec2/launchConfiguration:LaunchConfiguration", {}), []);
  });

  it("says nothing about a bid that is not known yet, and still judges the others", async () => {
    const unknown = mutated(fleet, "spotPrice", UNKNOWN);
    assert.deepEqual(await violations(spotMaxBidPrice, FLEET, unknown), []);
    const other = mutated(unknown, "launchTemplateConfigs.0.overrides.0.spotPrice", "0.30");
    assert.deepEqual(await violations(spotMaxBidPrice, FLEET, other), [
      `launchTemplateConfigs[0].overrides[0].spotPrice ${TOO_HIGH}`,
    ]);
  });

  it("takes its limit from the policy config", async () => {
    const given = mutated(fleet, "spotPrice", "0.30");
    assert.deepEqual(await violations(spotMaxBidPrice, FLEET, given, { maxDollarsPerHour: 0.3 }), []);
    assert.deepEqual(await violations(spotMaxBidPrice, FLEET, fleet, { maxDollarsPerHour: 0.1 }), [
      "spotPrice is 0.25; at most 0.10 dollars an hour for one instance is allowed. Lower it to 0.10 or less.",
    ]);
  });
});

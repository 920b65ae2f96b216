import assert from "node:assert/strict";
import { mutated, rule, UNKNOWN, violations } from "../harness";

const diversification = rule("spot-instance-diversification");

const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const EC2_FLEET = "aws:ec2/fleet:Fleet";
const GROUP = "aws:autoscaling/group:Group";

const overrides = ["m4.large", "c4.large", "r4.large"].flatMap((instanceType) =>
  ["subnet-a", "subnet-b"].map((subnetId) => ({ instanceType, subnetId })),
);
const fleet = { allocationStrategy: "diversified", launchTemplateConfigs: [{ overrides }] };

const ec2Fleet = {
  targetCapacitySpecification: { defaultTargetCapacityType: "spot" },
  spotOptions: { allocationStrategy: "price-capacity-optimized" },
  launchTemplateConfigs: [{ overrides }],
};

const group = {
  vpcZoneIdentifiers: ["subnet-a", "subnet-b"],
  mixedInstancesPolicy: {
    instancesDistribution: { onDemandPercentageAboveBaseCapacity: 0, spotAllocationStrategy: "capacity-optimized" },
    launchTemplate: { overrides: overrides.map(({ instanceType }) => ({ instanceType })) },
  },
};

const STRATEGIES =
  "one of diversified, capacityOptimized, capacityOptimizedPrioritized, priceCapacityOptimized is required. " +
  "Choose one that spreads over pools or looks at their capacity.";
const TYPES = "at least 3 are required. Name more types of about the same size, of different families.";
const ZONES = "at least 2 are required. Name subnets in more zones.";

describe("spot-instance-diversification", () => {
  it("accepts three types in two zones, of every kind of fleet", async () => {
    assert.deepEqual(await violations(diversification, FLEET, fleet), []);
    assert.deepEqual(await violations(diversification, EC2_FLEET, ec2Fleet), []);
    assert.deepEqual(await violations(diversification, GROUP, group), []);
  });

  it("refuses the cheapest pool, chosen or by default", async () => {
    assert.deepEqual(await violations(diversification, FLEET, mutated(fleet, "allocationStrategy", "lowestPrice")), [
      `allocationStrategy is lowestPrice; ${STRATEGIES}`,
    ]);
    assert.deepEqual(await violations(diversification, FLEET, mutated(fleet, "allocationStrategy", undefined)), [
      "allocationStrategy is missing, so AWS takes whatever is cheapest, however likely it is to be taken back; " +
        STRATEGIES,
    ]);
    assert.deepEqual(await violations(diversification, EC2_FLEET, mutated(ec2Fleet, "spotOptions", undefined)), [
      "spotOptions.allocationStrategy is missing, so AWS takes whatever is cheapest, however likely it is to be taken " +
        `back; ${STRATEGIES}`,
    ]);
    const strategy = "mixedInstancesPolicy.instancesDistribution.spotAllocationStrategy";
    assert.deepEqual(await violations(diversification, GROUP, mutated(group, strategy, "lowest-price")), [
      `${strategy} is lowest-price; ${STRATEGIES}`,
    ]);
  });

  it("counts different instance types", async () => {
    const two = overrides.map((override) => ({ ...override, instanceType: override.instanceType.replace("r4", "c4") }));
    assert.deepEqual(
      await violations(diversification, FLEET, mutated(fleet, "launchTemplateConfigs.0.overrides", two)),
      [`launchTemplateConfigs is a choice of 2 instance types; ${TYPES}`],
    );
    const path = "mixedInstancesPolicy.launchTemplate.overrides";
    assert.deepEqual(await violations(diversification, GROUP, mutated(group, path, [{ instanceType: "m4.large" }])), [
      `${path} is a choice of 1 instance type; ${TYPES}`,
    ]);
  });

  it("takes a choice by attributes for many types", async () => {
    const byAttributes = [
      { instanceRequirements: { vcpuCount: { min: 2 } }, subnetId: "subnet-a" },
      { instanceRequirements: { vcpuCount: { min: 2 } }, subnetId: "subnet-b" },
    ];
    const props = mutated(fleet, "launchTemplateConfigs.0.overrides", byAttributes);
    assert.deepEqual(await violations(diversification, FLEET, props), []);
  });

  it("counts different zones", async () => {
    const one = overrides.map((override) => ({ ...override, subnetId: "subnet-a" }));
    assert.deepEqual(
      await violations(diversification, FLEET, mutated(fleet, "launchTemplateConfigs.0.overrides", one)),
      [`launchTemplateConfigs is a choice of 1 zone; ${ZONES}`],
    );
    assert.deepEqual(await violations(diversification, GROUP, mutated(group, "vpcZoneIdentifiers", ["subnet-a"])), [
      `vpcZoneIdentifiers is a choice of 1 zone; ${ZONES}`,
    ]);
  });

  it("reads launch specifications, with several subnets in one string", async () => {
    const launchSpecifications = ["m4.large", "c4.large", "r4.large"].map((instanceType) => {
      return { instanceType, subnetId: "subnet-a, subnet-b" };
    });
    const props = { allocationStrategy: "diversified", launchSpecifications };
    assert.deepEqual(await violations(diversification, FLEET, props), []);
    assert.deepEqual(
      await violations(diversification, FLEET, mutated(props, "launchSpecifications", launchSpecifications.slice(1))),
      [`launchSpecifications is a choice of 2 instance types; ${TYPES}`],
    );
  });

  it("refuses a fleet that leaves everything to its launch template", async () => {
    const props = mutated(fleet, "launchTemplateConfigs.0.overrides", undefined);
    assert.deepEqual(await violations(diversification, FLEET, props), [
      `launchTemplateConfigs is a choice of 1 instance type; ${TYPES}`,
      `launchTemplateConfigs is a choice of 1 zone; ${ZONES}`,
    ]);
  });

  it("counts what is not known yet as different, and says nothing where a whole list is not known", async () => {
    const subnets = overrides.map((override) => ({ ...override, subnetId: UNKNOWN }));
    const path = "launchTemplateConfigs.0.overrides";
    assert.deepEqual(await violations(diversification, FLEET, mutated(fleet, path, subnets)), []);
    assert.deepEqual(await violations(diversification, FLEET, mutated(fleet, path, UNKNOWN)), []);
    assert.deepEqual(await violations(diversification, FLEET, mutated(fleet, path, [subnets[0]])), [
      `launchTemplateConfigs is a choice of 1 instance type; ${TYPES}`,
      `launchTemplateConfigs is a choice of 1 zone; ${ZONES}`,
    ]);
    assert.deepEqual(await violations(diversification, GROUP, mutated(group, "vpcZoneIdentifiers", UNKNOWN)), []);
  });

  it("leaves alone what is not Spot", async () => {
    const distribution = "mixedInstancesPolicy.instancesDistribution";
    assert.deepEqual(await violations(diversification, GROUP, mutated(group, distribution, undefined)), []);
    const onDemand = { targetCapacitySpecification: { defaultTargetCapacityType: "on-demand" } };
    assert.deepEqual(await violations(diversification, EC2_FLEET, onDemand), []);
  });

  it("takes its limits from the policy config", async () => {
    const config = { allocationStrategies: ["lowestPrice"], minInstanceTypes: 4, minZones: 3 };
    assert.deepEqual(await violations(diversification, FLEET, fleet, config), [
      "allocationStrategy is diversified; one of lowestPrice is required. " +
        "Choose one that spreads over pools or looks at their capacity.",
      "launchTemplateConfigs is a choice of 3 instance types; at least 4 are required. " +
        "Name more types of about the same size, of different families.",
      "launchTemplateConfigs is a choice of 2 zones; at least 3 are required. Name subnets in more zones.",
    ]);
  });
});

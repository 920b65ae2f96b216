import assert from "node:assert/strict";
import { type Fixture, mutated, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const limit = rule("spot-capacity-limit");

const overrides = (...weights: (number | string | undefined)[]) => [
  { overrides: weights.map((weightedCapacity) => ({ instanceType: "m4.large", weightedCapacity })) },
];

const fleet = (props: Record<string, unknown>): Fixture => ({
  type: "aws:ec2/spotFleetRequest:SpotFleetRequest",
  props: { id: "sfr-1", targetCapacity: 3, launchTemplateConfigs: overrides(undefined), ...props },
});

const target = (props: Record<string, unknown>): Fixture => ({
  type: "aws:appautoscaling/target:Target",
  props: {
    maxCapacity: 10,
    resourceId: "spot-fleet-request/sfr-1",
    scalableDimension: "ec2:spot-fleet-request:TargetCapacity",
    ...props,
  },
  dependsOn: { resourceId: ["fleet"] },
});

const ec2Fleet = (specification: Record<string, unknown>): Fixture => ({
  type: "aws:ec2/fleet:Fleet",
  props: {
    targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 3, ...specification },
    launchTemplateConfigs: overrides(undefined),
  },
});

const group = (props: Record<string, unknown>): Fixture => ({
  type: "aws:autoscaling/group:Group",
  props: {
    maxSize: 40,
    mixedInstancesPolicy: {
      instancesDistribution: { onDemandPercentageAboveBaseCapacity: 50 },
      launchTemplate: { overrides: [{ instanceType: "m4.large" }] },
    },
    ...props,
  },
});

const asks = (instances: number, weight?: number) =>
  `which asks for up to ${instances} Spot Instances${weight ? ` of weight ${weight}` : ""}; at most 10 are allowed.`;

describe("spot-capacity-limit", () => {
  it("accepts the workshop's fleet: 3 at first, 10 at the most", async () => {
    assert.deepEqual(await stackViolations(limit, { fleet: fleet({}), target: target({}) }), []);
  });

  it("refuses a fleet that begins with too many", async () => {
    assert.deepEqual(await stackViolations(limit, { fleet: fleet({ targetCapacity: 11 }) }), [
      `fleet: targetCapacity is 11, ${asks(11)} Lower it.`,
    ]);
  });

  it("does not count a fleet's On-Demand part", async () => {
    assert.deepEqual(
      await stackViolations(limit, { fleet: fleet({ targetCapacity: 13, onDemandTargetCapacity: 3 }) }),
      [],
    );
  });

  it("divides by the lightest weight", async () => {
    const weighted = { targetCapacity: 20, launchTemplateConfigs: overrides(4, 2) };
    assert.deepEqual(await stackViolations(limit, { fleet: fleet(weighted) }), []);
    assert.deepEqual(await stackViolations(limit, { fleet: fleet({ ...weighted, targetCapacity: 21 }) }), [
      `fleet: targetCapacity is 21, ${asks(11, 2)} Lower it.`,
    ]);
    const specifications = { launchSpecifications: [{ weightedCapacity: "2" }], launchTemplateConfigs: undefined };
    assert.deepEqual(await stackViolations(limit, { fleet: fleet({ ...specifications, targetCapacity: 24 }) }), [
      `fleet: targetCapacity is 24, ${asks(12, 2)} Lower it.`,
    ]);
  });

  it("refuses a scaling target that lets a fleet grow too far", async () => {
    const message = `target: maxCapacity is 30, ${asks(30)} Lower it to 10 or less.`;
    assert.deepEqual(await stackViolations(limit, { fleet: fleet({}), target: target({ maxCapacity: 30 }) }), [
      message,
    ]);
    const open = { fleet: fleet({ id: UNKNOWN }), target: target({ maxCapacity: 30, resourceId: UNKNOWN }) };
    assert.deepEqual(await stackViolations(limit, open), [message]);
    const weighted = fleet({ launchTemplateConfigs: overrides(2) });
    assert.deepEqual(await stackViolations(limit, { fleet: weighted, target: target({ maxCapacity: 30 }) }), [
      `target: maxCapacity is 30, ${asks(15, 2)} Lower it to 20 or less.`,
    ]);
  });

  it("leaves alone what scales tasks", async () => {
    const service = target({ maxCapacity: 100, scalableDimension: "ecs:service:DesiredCount" });
    assert.deepEqual(await stackViolations(limit, { fleet: fleet({}), service }), []);
  });

  it("judges an EC2 Fleet by its Spot capacity, named or what is left", async () => {
    assert.deepEqual(await stackViolations(limit, { fleet: ec2Fleet({}) }), []);
    assert.deepEqual(await stackViolations(limit, { fleet: ec2Fleet({ totalTargetCapacity: 12 }) }), [
      `fleet: targetCapacitySpecification.totalTargetCapacity is 12, ${asks(12)} Lower it.`,
    ]);
    const rest = { totalTargetCapacity: 12, onDemandTargetCapacity: 2 };
    assert.deepEqual(await stackViolations(limit, { fleet: ec2Fleet(rest) }), []);
    const named = { defaultTargetCapacityType: "on-demand", totalTargetCapacity: 30, spotTargetCapacity: 11 };
    assert.deepEqual(await stackViolations(limit, { fleet: ec2Fleet(named) }), [
      `fleet: targetCapacitySpecification.spotTargetCapacity is 11, ${asks(11)} Lower it.`,
    ]);
    assert.deepEqual(
      await stackViolations(limit, { fleet: ec2Fleet({ ...named, spotTargetCapacity: undefined }) }),
      [],
    );
  });

  it("judges an Auto Scaling group by what its largest size has of Spot", async () => {
    assert.deepEqual(await stackViolations(limit, { group: group({}) }), [
      `group: maxSize is 40, ${asks(20)} Lower it.`,
    ]);
    assert.deepEqual(await stackViolations(limit, { group: group({ maxSize: 20 }) }), []);
    const path = "mixedInstancesPolicy.instancesDistribution.onDemandBaseCapacity";
    const based = { ...group({}), props: mutated(group({}).props, path, 20) };
    assert.deepEqual(await stackViolations(limit, { group: based }), []);
    const onDemand = group({ mixedInstancesPolicy: { launchTemplate: { overrides: [] } } });
    assert.deepEqual(await stackViolations(limit, { group: onDemand }), []);
  });

  it("judges a group whose template or configuration asks for Spot", async () => {
    const plain = { mixedInstancesPolicy: undefined, maxSize: 11 };
    const template: Fixture = {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      props: { id: "lt-1", instanceMarketOptions: { marketType: "spot" } },
    };
    const byTemplate = group({ ...plain, launchTemplate: { id: "lt-1" } });
    assert.deepEqual(await stackViolations(limit, { template, group: byTemplate }), [
      `group: maxSize is 11, ${asks(11)} Lower it.`,
    ]);
    const configuration: Fixture = {
      type: "aws:ec2/launchConfiguration:LaunchConfiguration",
      props: { id: "lc", name: "lc", spotPrice: "0.1" },
    };
    const byConfiguration = group({ ...plain, launchConfiguration: "lc" });
    assert.deepEqual(await stackViolations(limit, { configuration, group: byConfiguration }), [
      `group: maxSize is 11, ${asks(11)} Lower it.`,
    ]);
  });

  it("leaves open what is not known and could be too much", async () => {
    const cases: [string, Record<string, Fixture>][] = [
      ["fleet: targetCapacity", { fleet: { ...fleet({ targetCapacity: UNKNOWN }) } }],
      [
        "fleet: launchTemplateConfigs[0].overrides",
        { fleet: fleet({ targetCapacity: 30, launchTemplateConfigs: [{ overrides: UNKNOWN }] }) },
      ],
      [
        "fleet: launchTemplateConfigs[0].overrides[0].weightedCapacity",
        { fleet: fleet({ targetCapacity: 30, launchTemplateConfigs: overrides(UNKNOWN) }) },
      ],
      ["fleet: targetCapacity", { fleet: fleet({ targetCapacity: 30, targetCapacityUnitType: "vcpu" }) }],
      ["target: maxCapacity", { fleet: fleet({}), target: target({ maxCapacity: UNKNOWN }) }],
    ];
    for (const [path, stack] of cases) {
      assert.deepEqual(await stackViolations(limit, stack), []);
      assert.deepEqual(await stackLeftOpen(limit, stack), [path]);
    }
  });

  it("leaves open the scaling of a fleet that another stack has", async () => {
    const elsewhere = { target: { ...target({ maxCapacity: 30 }), dependsOn: {} } };
    assert.deepEqual(await stackViolations(limit, elsewhere), []);
    assert.deepEqual(await stackLeftOpen(limit, elsewhere), ["target: resourceId"]);
  });

  it("needs no weights where the capacity is within the limit however it is counted", async () => {
    const few = { fleet: fleet({ launchTemplateConfigs: [{ overrides: UNKNOWN }] }) };
    assert.deepEqual(await stackLeftOpen(limit, few), []);
  });

  it("takes what a preview does not know and nothing else could give for left out", async () => {
    const filledIn = fleet({ targetCapacity: 11, onDemandTargetCapacity: UNKNOWN });
    assert.deepEqual(await stackViolations(limit, { fleet: filledIn }), [
      `fleet: targetCapacity is 11, ${asks(11)} Lower it.`,
    ]);
    const others = { fleet: { ...filledIn, dependsOn: { onDemandTargetCapacity: ["other"] } }, other: fleet({}) };
    assert.deepEqual(await stackViolations(limit, others), []);
    assert.deepEqual(await stackLeftOpen(limit, others), ["fleet: targetCapacity"]);
  });

  it("takes another limit from the policy config", async () => {
    assert.deepEqual(await stackViolations(limit, { fleet: fleet({}) }, { maxInstances: 2 }), [
      "fleet: targetCapacity is 3, which asks for up to 3 Spot Instances; at most 2 are allowed. Lower it.",
    ]);
  });
});

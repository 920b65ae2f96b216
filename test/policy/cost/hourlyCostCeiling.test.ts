import assert from "node:assert/strict";
import { instanceHour } from "../../../policy/cost/prices";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const ceiling = rule("hourly-cost-ceiling");

const fixture =
  (type: string) =>
  (props: Record<string, unknown> = {}): Fixture => ({ type: `aws:${type}`, props });
const machine = fixture("ec2/instance:Instance");
const request = fixture("ec2/spotInstanceRequest:SpotInstanceRequest");
const template = fixture("ec2/launchTemplate:LaunchTemplate");
const group = fixture("autoscaling/group:Group");
const fleet = fixture("ec2/spotFleetRequest:SpotFleetRequest");
const balancer = fixture("lb/loadBalancer:LoadBalancer");
const alarm = fixture("cloudwatch/metricAlarm:MetricAlarm");
const table = fixture("dynamodb/table:Table");

/** What a stack costs, as the message of a limit far below says it. */
async function total(stack: Record<string, Fixture>): Promise<string | undefined> {
  const [message] = await stackViolations(ceiling, stack, { maxDollarsPerHour: 1e-9 });
  return message && /is (\$[\d.]+)/.exec(message)?.[1];
}

const configs = (...types: unknown[]) => [
  { launchTemplateSpecification: { id: "lt-1" }, overrides: types.map((instanceType) => ({ instanceType })) },
];

describe("hourly-cost-ceiling", () => {
  it("accepts a stack that costs exactly the limit, and names the largest parts of one that costs more", async () => {
    const ten = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`m${i}`, machine({ instanceType: "m4.large" })]),
    );
    assert.deepEqual(await stackViolations(ceiling, ten), []);
    const more = { nat: fixture("ec2/natGateway:NatGateway")(), ...ten, big: machine({ instanceType: "i3.large" }) };
    assert.deepEqual(await stackViolations(ceiling, more), [
      "stack: The hourly cost of the stack is $1.2010, of which 1 on-demand instance of big $0.1560, 1 on-demand instance " +
        "of m0 $0.1000, 1 on-demand instance of m1 $0.1000; at most $1.0000 is allowed. Take fewer or smaller instances, " +
        "or bid less.",
    ]);
  });

  it("prices what costs by being there", async () => {
    const priced: [Fixture, string | undefined][] = [
      [fixture("ec2/natGateway:NatGateway")(), "$0.0450"],
      [fixture("ec2/eip:Eip")(), "$0.0050"],
      [fixture("elb/loadBalancer:LoadBalancer")(), "$0.0250"],
      [balancer({ internal: true }), "$0.0225"],
      [balancer({ subnets: ["subnet-1", "subnet-2"] }), "$0.0325"],
      [balancer({ subnetMappings: [{ subnetId: "subnet-1" }, { allocationId: "eipalloc-1" }] }), "$0.0275"],
      [fixture("alb/loadBalancer:LoadBalancer")({ loadBalancerType: "gateway" }), "$0.0125"],
      [fixture("ebs/volume:Volume")({ size: 730, type: "gp3" }), "$0.0800"],
      [fixture("ebs/volume:Volume")({ size: 730 }), "$0.1000"],
      [fixture("kms/key:Key")(), "$0.0014"],
      [fixture("cloudwatch/dashboard:Dashboard")(), "$0.0041"],
      [fixture("route53/zone:Zone")(), "$0.0007"],
      [table({ billingMode: "PAY_PER_REQUEST" }), undefined],
      [table({ readCapacity: 100, writeCapacity: 100 }), "$0.0780"],
      [alarm({ period: 60 }), "$0.0001"],
      [alarm({ period: 10 }), "$0.0004"],
      [
        alarm({ metricQueries: [{ metric: { period: 60 } }, { metric: { period: 60 } }, { expression: "x" }] }),
        "$0.0003",
      ],
      [fixture("sqs/queue:Queue")(), undefined],
    ];
    for (const [one, dollars] of priced) assert.equal(await total({ one }), dollars, JSON.stringify(one));
  });

  it("prices an instance with its volumes and its address, and takes its type from its template", async () => {
    const root = { rootBlockDevice: { volumeSize: 73, volumeType: "gp3" } };
    assert.equal(await total({ one: machine({ instanceType: "m4.large", ...root }) }), "$0.1080");
    assert.equal(
      await total({ one: machine({ instanceType: "m4.large", associatePublicIpAddress: true }) }),
      "$0.1050",
    );
    const disk = { blockDeviceMappings: [{ ebs: { volumeSize: 73, volumeType: "gp3" } }] };
    const made = { template: template({ id: "lt-1", instanceType: "m4.large", ...disk }) };
    assert.equal(await total({ ...made, one: machine({ launchTemplate: { id: "lt-1" } }) }), "$0.1080");
  });

  it("counts a Spot Instance at its bid, and never above the On-Demand price", async () => {
    const spot = (maxPrice?: string) =>
      machine({ instanceType: "m4.large", instanceMarketOptions: { marketType: "spot", spotOptions: { maxPrice } } });
    assert.equal(await total({ one: spot("0.04") }), "$0.0400");
    assert.equal(await total({ one: spot("0.4") }), "$0.1000");
    assert.equal(await total({ one: spot() }), "$0.1000");
    assert.equal(await total({ one: request({ instanceType: "m4.large", spotPrice: "0.03" }) }), "$0.0300");
    assert.equal(await total({ one: request({ instanceType: "x9.huge", spotPrice: "0.03" }) }), "$0.0300");
  });

  it("counts a fleet at its dearest pool", async () => {
    const launchTemplateConfigs = configs("m4.large", "i3.large");
    assert.equal(
      await total({ one: fleet({ targetCapacity: 3, spotPrice: "0.25", launchTemplateConfigs }) }),
      "$0.4680",
    );
    assert.equal(
      await total({ one: fleet({ targetCapacity: 3, spotPrice: "0.05", launchTemplateConfigs }) }),
      "$0.1500",
    );
    const mixed = { targetCapacity: 3, onDemandTargetCapacity: 1, spotPrice: "0.05", launchTemplateConfigs };
    assert.equal(await total({ one: fleet(mixed) }), "$0.2560");
    const weighted = [{ overrides: [{ instanceType: "m4.2xlarge", weightedCapacity: 4 }] }];
    assert.equal(
      await total({ one: fleet({ targetCapacity: 6, spotPrice: "0.05", launchTemplateConfigs: weighted }) }),
      "$0.4000",
    );
  });

  it("counts a group at the size it begins with, with the volumes of its template", async () => {
    const disk = { blockDeviceMappings: [{ ebs: { volumeSize: 73, volumeType: "gp3" } }] };
    const made = { template: template({ id: "lt-1", instanceType: "m4.large", ...disk }) };
    const sizes = { minSize: 2, maxSize: 9, launchTemplate: { id: "lt-1" } };
    assert.equal(await total({ ...made, one: group(sizes) }), "$0.2160");
    assert.equal(await total({ ...made, one: group({ ...sizes, desiredCapacity: 3 }) }), "$0.3240");
    const mixedInstancesPolicy = {
      instancesDistribution: { onDemandPercentageAboveBaseCapacity: 50, spotMaxPrice: "0.02" },
      launchTemplate: { launchTemplateSpecification: { launchTemplateId: "lt-1" }, overrides: [{}] },
    };
    assert.equal(await total({ ...made, one: group({ minSize: 2, mixedInstancesPolicy }) }), "$0.1360");
  });

  it("leaves open what it cannot price, and does not guess", async () => {
    const open: [Fixture, string[]][] = [
      [machine({ instanceType: UNKNOWN }), ["one: instanceType"]],
      [machine({ instanceType: "p5.48xlarge" }), ["one: instanceType"]],
      [group({ minSize: 1, launchTemplate: { id: "lt-9" } }), ["one: launchTemplate"]],
      [fleet({ targetCapacity: UNKNOWN, launchTemplateConfigs: configs("m4.large") }), ["one: targetCapacity"]],
      [
        fleet({ targetCapacity: 1, launchTemplateConfigs: [{ overrides: UNKNOWN }] }),
        ["one: launchTemplateConfigs[0].overrides"],
      ],
      [fixture("rds/instance:Instance")({ instanceClass: "db.t3.micro" }), ["one: instanceClass"]],
      [fixture("ecs/service:Service")({ launchType: "FARGATE" }), ["one: launchType"]],
      [fixture("ebs/volume:Volume")({ size: UNKNOWN }), ["one: size"]],
    ];
    for (const [one, paths] of open) {
      assert.equal(await total({ one }), undefined, JSON.stringify(one));
      assert.deepEqual(await stackLeftOpen(ceiling, { one }), paths);
    }
  });

  it("knows no types but those in its table", () => {
    assert.equal(instanceHour("m4.large"), 0.1);
    for (const type of ["m4.huge", "x.large", "m4", "", "constructor.name"])
      assert.equal(instanceHour(type), undefined);
  });
});

import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import { estimateHourlyCost } from "../../local/account/cost";
import type { AccountRecord, Props } from "../../local/account/model";
import {
  FLEET,
  fleet,
  GROUP,
  group,
  INSTANCE,
  instance,
  madeTemplate,
  SUBNET_A,
  SUBNET_B,
  withNetwork,
} from "./capacityFixture";
import { accountWith, make } from "./support";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** A volume as the cluster's launch templates have it: as large as the image's, and encrypted. */
const volume: Props = {
  blockDeviceMappings: [
    {
      deviceName: "/dev/xvda",
      ebs: { volumeType: "gp3", volumeSize: 30, encrypted: "true", deleteOnTermination: "true" },
    },
  ],
};

/** The workshop's four types in two zones. */
const pools = ["m4.large", "c4.large", "r4.large", "i3.large"].flatMap((instanceType) =>
  [SUBNET_A, SUBNET_B].map((subnetId) => ({ instanceType, subnetId })),
);

const network: Partial<AccountRecord>[] = [
  { type: "aws:ec2/eip:Eip", id: "eipalloc-1", inputs: { tags: { Name: "cats-nat" } } },
  { type: "aws:ec2/natGateway:NatGateway", id: "nat-1" },
  {
    type: "aws:lb/loadBalancer:LoadBalancer",
    id: "arn:lb",
    inputs: { name: "cats-site", internal: false, subnets: ["subnet-1", "subnet-2"] },
    outputs: { name: "cats-site" },
  },
];

const costOf = (account: Account) => estimateHourlyCost(account.records());

/** The lines of one resource, in dollars of four places. */
function linesOf(account: Account, id: string): string[] {
  return costOf(account)
    .lines.filter((line) => line.id === id)
    .map(({ dollars, what }) => `${dollars.toFixed(4)} ${what}`);
}

describe("account: hourly cost", () => {
  it("prices the workshop at the end of lab 2", () => {
    const account = withNetwork(
      ...network,
      ...Array.from({ length: 6 }, (_, i) => ({ type: ALARM, id: `alarm-${i}` })),
    );
    make(account, FLEET, fleet(madeTemplate(account, volume), pools));
    make(account, GROUP, group(madeTemplate(account, { ...volume, name: "cats-group" })));
    const { lines, total } = costOf(account);
    assert.deepEqual(
      lines
        .filter(({ type }) => type !== ALARM)
        .map(({ name, dollars, what }) => `${name}: ${dollars.toFixed(4)} ${what}`),
      [
        "cats-nat: 0.0050 1 public IPv4 address",
        "nat-1: 0.0450 NAT gateway",
        "cats-site: 0.0225 application load balancer",
        "cats-site: 0.0100 2 public IPv4 addresses",
        `${account.records(FLEET)[0]?.id}: 0.1284 3 Spot instances (m4.large, c4.large, r4.large, i3.large)`,
        `${account.records(FLEET)[0]?.id}: 0.0099 90 GiB of EBS volumes`,
        "cats-group: 0.1000 1 on-demand instance (m4.large)",
        "cats-group: 0.0033 30 GiB of EBS volumes",
      ],
    );
    assert.equal(total.toFixed(4), "0.3248");
    assert.equal(
      total,
      lines.reduce((sum, { dollars }) => sum + dollars, 0),
    );
  });

  it("prices an instance with its volumes and its public address", () => {
    const account = withNetwork();
    const plain = make(account, INSTANCE, instance);
    assert.deepEqual(linesOf(account, plain.id), [
      "0.1000 1 on-demand instance (m4.large)",
      "0.0033 30 GiB of EBS volumes",
    ]);
    const open = make(account, INSTANCE, {
      ...instance,
      associatePublicIpAddress: true,
      rootBlockDevice: { volumeType: "gp2", volumeSize: 73 },
      ebsBlockDevices: [{ deviceName: "/dev/sdf", volumeSize: 100, volumeType: "st1" }],
    });
    assert.deepEqual(linesOf(account, open.id), [
      "0.1000 1 on-demand instance (m4.large)",
      "0.0162 173 GiB of EBS volumes",
      "0.0050 1 public IPv4 address",
    ]);
  });

  it("counts the units of weighted capacity as instances that are fewer", () => {
    const account = withNetwork();
    const weighted = [{ instanceType: "m4.xlarge", subnetId: SUBNET_A, weightedCapacity: 2 }];
    const { id } = make(account, FLEET, { ...fleet(madeTemplate(account), weighted), targetCapacity: 4 });
    assert.deepEqual(linesOf(account, id), ["0.1400 2 Spot instances (m4.xlarge)", "0.0066 60 GiB of EBS volumes"]);
  });

  it("prices a fleet's on-demand part without the discount", () => {
    const account = withNetwork();
    const { id } = make(account, FLEET, { ...fleet(madeTemplate(account)), onDemandTargetCapacity: 1 });
    assert.deepEqual(
      linesOf(account, id).filter((line) => line.includes("instance")),
      ["0.0700 2 Spot instances (m4.large, c4.large)", "0.1000 1 on-demand instance (m4.large, c4.large)"],
    );
  });

  it("prices a mixed group by its shares", () => {
    const account = withNetwork();
    const mixedInstancesPolicy = {
      instancesDistribution: { onDemandBaseCapacity: 1, onDemandPercentageAboveBaseCapacity: 0 },
      launchTemplate: { launchTemplateSpecification: { launchTemplateId: madeTemplate(account), version: "1" } },
    };
    make(account, GROUP, { ...group(""), launchTemplate: null, mixedInstancesPolicy, maxSize: 3, desiredCapacity: 3 });
    assert.deepEqual(
      linesOf(account, "cats-group").filter((line) => line.includes("instance")),
      ["0.0700 2 Spot instances (m4.large)", "0.1000 1 on-demand instance (m4.large)"],
    );
  });

  it("prices an alarm by the metrics it watches and how often it looks", () => {
    const alarm = (id: string, inputs: Props): Partial<AccountRecord> => ({ type: ALARM, id, inputs });
    const metric = { metricName: "RequestCount", period: 60, stat: "Sum" };
    const { lines } = costOf(
      accountWith(
        alarm("one", { metricName: "MemoryReservation", period: 60 }),
        alarm("filled", {
          metricQueries: [
            { id: "m1", metric },
            { id: "e1", expression: "FILL(m1, 0)" },
          ],
        }),
        alarm("two", {
          metricQueries: [
            { id: "m1", metric },
            { id: "m2", metric },
            { id: "e1", expression: "m1 + m2" },
          ],
        }),
        alarm("fast", { metricName: "Own", period: 10 }),
      ),
    );
    assert.deepEqual(
      lines.map(({ id, dollars, what }) => `${id}: ${(dollars * 730).toFixed(2)} ${what}`),
      ["one: 0.10 alarm", "filled: 0.10 alarm", "two: 0.20 alarm on 2 metrics", "fast: 0.30 alarm"],
    );
  });

  it("prices keys and hosted zones by the month", () => {
    const { lines, total } = costOf(
      accountWith({ type: "aws:kms/key:Key", id: "key" }, { type: "aws:route53/zone:Zone", id: "zone" }),
    );
    assert.deepEqual(
      lines.map(({ id, what }) => `${id}: ${what}`),
      ["key: KMS key", "zone: hosted zone"],
    );
    assert.equal((total * 730).toFixed(2), "1.50");
  });

  it("asks nothing for an internal load balancer's addresses, nor for what costs nothing", () => {
    const internal = { type: "aws:lb/loadBalancer:LoadBalancer", id: "lb", inputs: { internal: true, subnets: ["s"] } };
    const { lines } = costOf(accountWith(internal, { type: "aws:iam/role:Role", id: "role" }));
    assert.deepEqual(
      lines.map(({ what }) => what),
      ["application load balancer"],
    );
    assert.deepEqual(estimateHourlyCost([]), { lines: [], total: 0 });
  });
});

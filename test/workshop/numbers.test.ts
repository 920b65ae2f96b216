import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import { bringUp, only, pick } from "./bringUp";

/** The workshop's tables, as AWS takes them: bounds relative to the alarm's threshold. */
const FLEET_OUT = [
  { metricIntervalLowerBound: "0", metricIntervalUpperBound: "30", scalingAdjustment: 2 },
  { metricIntervalLowerBound: "30", scalingAdjustment: 3 },
];
const FLEET_IN = [
  { metricIntervalLowerBound: "-10", metricIntervalUpperBound: "0", scalingAdjustment: -1 },
  { metricIntervalUpperBound: "-10", scalingAdjustment: -2 },
];
const SERVICE_OUT = [
  { metricIntervalLowerBound: "0", metricIntervalUpperBound: "1000", scalingAdjustment: 10 },
  { metricIntervalLowerBound: "1000", metricIntervalUpperBound: "3000", scalingAdjustment: 20 },
  { metricIntervalLowerBound: "3000", scalingAdjustment: 25 },
];
const SERVICE_IN = [
  { metricIntervalLowerBound: "-900", metricIntervalUpperBound: "0", scalingAdjustment: -10 },
  { metricIntervalUpperBound: "-900", scalingAdjustment: -5 },
];

/** The number of resources of each AWS service. */
function census(account: Account): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of account.records()) {
    const name = type.split(":").slice(1).join(":").replace(/\/.*:/, ":");
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

const LAB_0 = {
  "ec2:Vpc": 1,
  "ec2:InternetGateway": 1,
  "ec2:Subnet": 4,
  "ec2:RouteTable": 4,
  "ec2:RouteTableAssociation": 4,
  "ec2:Route": 4,
  "ec2:Eip": 1,
  "ec2:NatGateway": 1,
  "ec2:SecurityGroup": 2,
  "vpc:SecurityGroupIngressRule": 2,
  "vpc:SecurityGroupEgressRule": 2,
  "lb:LoadBalancer": 1,
  "ecr:Repository": 3,
  "ecr:LifecyclePolicy": 3,
};

const LAB_1 = {
  ...LAB_0,
  "ecs:Cluster": 1,
  "iam:Role": 2,
  "iam:RolePolicyAttachment": 3,
  "iam:InstanceProfile": 1,
  "ec2:LaunchTemplate": 2,
  "ec2:SpotFleetRequest": 1,
  "autoscaling:Group": 1,
  "autoscaling:Notification": 1,
  "sns:Topic": 1,
  "appautoscaling:Target": 1,
  "appautoscaling:Policy": 2,
  "cloudwatch:MetricAlarm": 2,
};

const LAB_2 = {
  ...LAB_1,
  "cloudwatch:LogGroup": 3,
  "ecs:TaskDefinition": 3,
  "ecs:Service": 3,
  "lb:TargetGroup": 3,
  "lb:Listener": 1,
  "lb:ListenerRule": 2,
  "appautoscaling:Target": 3,
  "appautoscaling:Policy": 6,
  "cloudwatch:MetricAlarm": 6,
};

describe("the workshop's numbers, as deployed", () => {
  it("lab 0: a network of two zones, a load balancer, three repositories, and nothing else", async () => {
    const { account, outputs } = await bringUp({ lab: 0 });
    assert.deepEqual(census(account), LAB_0);
    assert.deepEqual(pick(only(account, "aws:ec2/vpc:Vpc"), "cidrBlock", "enableDnsHostnames"), {
      cidrBlock: "172.20.0.0/16",
      enableDnsHostnames: true,
    });
    const subnets = account
      .records("aws:ec2/subnet:Subnet")
      .map(({ inputs }) => [inputs.cidrBlock, inputs.availabilityZone]);
    assert.deepEqual(subnets.sort(), [
      ["172.20.1.0/24", "us-west-2a"],
      ["172.20.2.0/24", "us-west-2b"],
      ["172.20.3.0/24", "us-west-2a"],
      ["172.20.4.0/24", "us-west-2b"],
    ]);
    assert.deepEqual(pick(only(account, "aws:lb/loadBalancer:LoadBalancer"), "idleTimeout", "internal"), {
      idleTimeout: 50,
      internal: false,
    });
    assert.deepEqual(Object.keys(outputs).sort(), ["loadBalancerDns", "nextStep", "repositoryUrls"]);
  });

  it("lab 1: a cluster on a Spot fleet of 3 to 10, one on-demand instance, step scaling by reserved memory", async () => {
    const { account } = await bringUp({ lab: 1 });
    assert.deepEqual(census(account), LAB_1);
    const fleet = only(account, "aws:ec2/spotFleetRequest:SpotFleetRequest");
    const settings = ["allocationStrategy", "spotPrice", "targetCapacity", "fleetType", "terminateInstancesOnDelete"];
    assert.deepEqual(pick(fleet, ...settings, "terminateInstancesWithExpiration", "waitForFulfillment"), {
      allocationStrategy: "diversified",
      spotPrice: "0.25",
      targetCapacity: 3,
      fleetType: "maintain",
      terminateInstancesOnDelete: "true",
      terminateInstancesWithExpiration: true,
      waitForFulfillment: false,
    });
    const [config] = fleet.inputs.launchTemplateConfigs as {
      overrides: { instanceType: string; subnetId: string }[];
    }[];
    assert.deepEqual(
      config?.overrides.map(({ instanceType }) => instanceType),
      ["m4.large", "m4.large", "c4.large", "c4.large", "r4.large", "r4.large", "i3.large", "i3.large"],
    );
    const onDemand = only(account, "aws:autoscaling/group:Group");
    assert.deepEqual(pick(onDemand, "minSize", "maxSize", "desiredCapacity"), {
      minSize: 1,
      maxSize: 1,
      desiredCapacity: 1,
    });
    assert.equal(
      only(account, "aws:ec2/launchTemplate:LaunchTemplate", "-On-Demand-ECS").inputs.instanceType,
      "m4.large",
    );
    assert.deepEqual(pick(only(account, "aws:appautoscaling/target:Target"), "minCapacity", "maxCapacity"), {
      minCapacity: 3,
      maxCapacity: 10,
    });
    checkAlarm(account, "ScaleUpSpotFleet", "GreaterThanOrEqualToThreshold", 20);
    checkAlarm(account, "ScaleDownSpotFleet", "LessThanOrEqualToThreshold", 20);
    assert.deepEqual(stepsOf(account, "-ScaleUp"), FLEET_OUT);
    assert.deepEqual(stepsOf(account, "-ScaleDown"), FLEET_IN);
  });

  it("lab 2: homepage, cats and dogs, two tasks each, step scaling by requests from 2 to 100", async () => {
    const { account, outputs } = await bringUp({ lab: 2 });
    assert.deepEqual(census(account), LAB_2);
    assert.deepEqual(
      account.records("aws:ecs/service:Service").map(({ inputs }) => inputs.desiredCount),
      [2, 2, 2],
    );
    for (const [family, cpu, memory, memoryReservation, tag] of [
      ["cats", 50, 1024, 384, "v1"],
      ["dogs", 50, 1024, 384, "v1"],
      ["simplehomepage", 50, 300, 256, "latest"],
    ]) {
      const definition = only(account, "aws:ecs/taskDefinition:TaskDefinition", `workshop-${family}`);
      assert.equal(definition.inputs.networkMode, "bridge");
      const [container] = JSON.parse(String(definition.inputs.containerDefinitions));
      assert.equal(container.image, `registry.example.com/${family}:${tag}`);
      assert.deepEqual(
        [container.cpu, container.memory, container.memoryReservation],
        [cpu, memory, memoryReservation],
      );
      assert.deepEqual(container.environment, [{ name: "Tag", value: tag }]);
      assert.deepEqual(
        container.portMappings.map(({ hostPort }: { hostPort: number }) => hostPort),
        [0],
      );
    }
    for (const pet of ["Cats", "Dogs"]) {
      assert.deepEqual(stepsOf(account, `${pet}ScaleUpPolicy`), SERVICE_OUT);
      assert.deepEqual(stepsOf(account, `${pet}ScaleDownPolicy`), SERVICE_IN);
    }
    const targets = account
      .records("aws:appautoscaling/target:Target")
      .map(({ inputs }) => [inputs.minCapacity, inputs.maxCapacity]);
    assert.deepEqual(targets, [
      [3, 10],
      [2, 100],
      [2, 100],
    ]);
    const rules = account
      .records("aws:lb/listenerRule:ListenerRule")
      .map(({ inputs }) => [inputs.priority, inputs.conditions]);
    assert.deepEqual(
      rules.sort(([a], [b]) => Number(a) - Number(b)),
      [
        [1, [{ pathPattern: { values: ["/cats*"] } }]],
        [2, [{ pathPattern: { values: ["/dogs*"] } }]],
      ],
    );
    const names = ["clusterName", "loadBalancerDns", "nextStep", "repositoryUrls", "siteUrl", "spotFleetRequestId"];
    assert.deepEqual(Object.keys(outputs).sort(), names);
  });

  it("lab 2: the scale-in alarm counts a silent minute as 0 requests, the scale-out alarm does not", async () => {
    const { account } = await bringUp({ lab: 2 });
    const scaleIn = only(account, "aws:cloudwatch/metricAlarm:MetricAlarm", "CatsScaleDownAlarm");
    const queries = scaleIn.inputs.metricQueries as { expression?: string; returnData?: boolean }[];
    assert.deepEqual(
      queries.filter(({ returnData }) => returnData).map(({ expression }) => expression),
      ["FILL(m1, 0)"],
    );
    const scaleOut = only(account, "aws:cloudwatch/metricAlarm:MetricAlarm", "CatsScaleUpAlarm");
    const asked = [
      "metricName",
      "statistic",
      "threshold",
      "evaluationPeriods",
      "period",
      "treatMissingData",
      "metricQueries",
    ];
    assert.deepEqual(pick(scaleOut, ...asked), {
      metricName: "RequestCount",
      statistic: "Sum",
      threshold: 1000,
      evaluationPeriods: 2,
      period: 60,
      treatMissingData: "notBreaching",
      metricQueries: null,
    });
  });

  it("loadTest adds one m4.large, and what it needs", async () => {
    const { account } = await bringUp({ lab: 2, loadTest: true });
    assert.equal(only(account, "aws:ec2/instance:Instance").inputs.instanceType, "m4.large");
  });
});

function stepsOf(account: Account, suffix: string): unknown {
  const policy = only(account, "aws:appautoscaling/policy:Policy", suffix);
  return (policy.inputs.stepScalingPolicyConfiguration as { stepAdjustments: unknown }).stepAdjustments;
}

function checkAlarm(account: Account, suffix: string, comparisonOperator: string, threshold: number): void {
  const alarm = only(account, "aws:cloudwatch/metricAlarm:MetricAlarm", suffix);
  const asked = [
    "namespace",
    "metricName",
    "statistic",
    "period",
    "evaluationPeriods",
    "comparisonOperator",
    "threshold",
  ];
  assert.deepEqual(pick(alarm, ...asked), {
    namespace: "AWS/ECS",
    metricName: "MemoryReservation",
    statistic: "Maximum",
    period: 60,
    evaluationPeriods: 2,
    comparisonOperator,
    threshold,
  });
}

import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { SpotEcsCluster } from "../../components/spotEcsCluster";
import type { SpotEcsClusterArgs } from "../../components/spotEcsClusterArgs";
import { type Inputs, label, type Recorded, type RecordOptions, record } from "./recorder";
import { changedCluster, IMAGE, requiredCluster, WORKSHOP_TYPES } from "./spotEcsClusterFixture";

const TYPE = "catsndogs:index:SpotEcsCluster";
const CLUSTER = "aws:ecs/cluster:Cluster";
const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const GROUP = "aws:autoscaling/group:Group";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const TARGET = "aws:appautoscaling/target:Target";
const POLICY = "aws:appautoscaling/policy:Policy";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

const OFFERINGS = "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings";

/** Stands for the routes and the NAT gateway. */
class Egress extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Egress", name);
  }
}

/** A region that offers every type asked for in zones a and b, without the pairs given as `TYPE ZONE`. */
function offeringAllBut(...missing: string[]): (asked: Inputs) => Inputs {
  return ({ filters }) => {
    const types: string[] = filters[0].values;
    const pairs = types
      .flatMap((type) => ["us-west-2a", "us-west-2b"].map((zone) => ({ type, zone })))
      .filter(({ type, zone }) => !missing.includes(`${type} ${zone}`));
    return { instanceTypes: pairs.map(({ type }) => type), locations: pairs.map(({ zone }) => zone) };
  };
}

const answers: RecordOptions = {
  calls: { "aws:ec2/getAmi:getAmi": () => ({ id: "ami-ecs" }), [OFFERINGS]: offeringAllBut() },
  outputs: (type) => (type === TEMPLATE ? { latestVersion: 7 } : undefined),
};

async function recordCluster(args: SpotEcsClusterArgs | (() => SpotEcsClusterArgs), options: RecordOptions = {}) {
  const logged: string[] = [];
  const { warn } = console;
  // Where Pulumi's log goes when there is no engine.
  console.warn = (line: string) => logged.push(line);
  try {
    const recorded = await record(() => new SpotEcsCluster("cluster", typeof args === "function" ? args() : args), {
      ...answers,
      ...options,
    });
    return { recorded, warnings: logged.map((line) => line.replace("warning: [runtime] ", "")) };
  } finally {
    console.warn = warn;
  }
}

function userDataOf(recorded: Recorded, suffix: string): string {
  return Buffer.from(recorded.one(TEMPLATE, suffix).inputs.userData, "base64").toString();
}

describe("SpotEcsCluster with required arguments", () => {
  let recorded: Recorded;
  let warnings: string[];

  before(async () => {
    ({ recorded, warnings } = await recordCluster(requiredCluster()));
  });

  it("makes these resources, all of them its children", () => {
    const [component, ...children] = recorded.resources;
    assert.deepEqual([component?.type, component?.name], [TYPE, "cluster"]);
    assert.deepEqual(children.map(({ type, name }) => `${name} ${type.split(":").pop()}`).sort(), [
      "cluster Cluster",
      "cluster-fleet Role",
      "cluster-fleet SpotFleetRequest",
      "cluster-fleet Target",
      "cluster-fleet-scale-in MetricAlarm",
      "cluster-fleet-scale-in Policy",
      "cluster-fleet-scale-out MetricAlarm",
      "cluster-fleet-scale-out Policy",
      "cluster-fleet-tagging RolePolicyAttachment",
      "cluster-instance InstanceProfile",
      "cluster-instance Role",
      "cluster-instance-ecs RolePolicyAttachment",
      "cluster-instance-ssm RolePolicyAttachment",
      "cluster-on-demand Group",
      "cluster-on-demand LaunchTemplate",
      "cluster-on-demand Notification",
      "cluster-on-demand Topic",
      "cluster-spot LaunchTemplate",
    ]);
    assert.deepEqual([...new Set(children.map(({ parent }) => parent))], [label(TYPE, "cluster")]);
  });

  it("names the cluster after the workshop's, and pays for no Container Insights", () => {
    assert.deepEqual(recorded.one(CLUSTER).inputs, {
      name: "workshop-catsndogsECScluster",
      settings: [{ name: "containerInsights", value: "disabled" }],
    });
  });

  it("gives each role the managed policies that it needs and one service that may take it", () => {
    const trust = (service: string) => ({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    });
    const roles = recorded.all("aws:iam/role:Role").map(({ inputs: { name, assumeRolePolicy, ...rest } }) => {
      assert.deepEqual(rest, {});
      return { name, trust: JSON.parse(assumeRolePolicy) };
    });
    assert.deepEqual(roles, [
      { name: "workshop-ecs-instance", trust: trust("ec2.amazonaws.com") },
      { name: "workshop-spot-fleet", trust: trust("spotfleet.amazonaws.com") },
    ]);
    assert.deepEqual(
      recorded.all(ATTACHMENT).map(({ inputs }) => inputs),
      [
        {
          role: "workshop-ecs-instance",
          policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role",
        },
        { role: "workshop-ecs-instance", policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
        {
          role: "workshop-spot-fleet",
          policyArn: "arn:aws:iam::aws:policy/service-role/AmazonEC2SpotFleetTaggingRole",
        },
      ],
    );
    assert.deepEqual(recorded.one("aws:iam/instanceProfile:InstanceProfile").inputs, {
      name: "workshop-ecs-instance",
      role: "workshop-ecs-instance",
    });
  });

  it("launches Spot instances from a hardened template that drains them", () => {
    const { userData, ...inputs } = recorded.one(TEMPLATE, "-spot").inputs;
    assert.deepEqual(inputs, {
      name: "workshop-ecs-spot",
      imageId: "ami-ecs",
      iamInstanceProfile: { arn: "arn:aws:mock:::cluster-instance" },
      vpcSecurityGroupIds: ["sg-instances"],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: 30, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: [
        { resourceType: "instance", tags: { Name: "workshop-ecs-spot" } },
        { resourceType: "volume", tags: { Name: "workshop-ecs-spot" } },
      ],
    });
    assert.equal(
      userDataOf(recorded, "-spot"),
      `#!/bin/bash
cat >> /etc/ecs/ecs.config <<'EOF'
ECS_CLUSTER=workshop-catsndogsECScluster
ECS_AWSVPC_BLOCK_IMDS=true
ECS_ENABLE_SPOT_INSTANCE_DRAINING=true
EOF
`,
    );
    assert.equal(typeof userData, "string");
  });

  it("requests the workshop's fleet: four types in two zones, 3 instances, $0.25 at most", () => {
    assert.deepEqual(recorded.one(FLEET).inputs, {
      iamFleetRole: "arn:aws:mock:::cluster-fleet",
      allocationStrategy: "diversified",
      fleetType: "maintain",
      spotPrice: "0.25",
      targetCapacity: 3,
      replaceUnhealthyInstances: true,
      terminateInstancesOnDelete: "true",
      terminateInstancesWithExpiration: true,
      waitForFulfillment: false,
      launchTemplateConfigs: [
        {
          launchTemplateSpecification: { id: "cluster-spot-id", version: "7" },
          overrides: WORKSHOP_TYPES.flatMap((instanceType) => [
            { instanceType, subnetId: "subnet-a" },
            { instanceType, subnetId: "subnet-b" },
          ]),
        },
      ],
      tags: { Name: "workshop-spot-fleet" },
    });
  });

  it("leaves the fleet's size to scaling", () => {
    assert.deepEqual(recorded.one(FLEET).ignoreChanges, ["targetCapacity", "loadBalancers", "targetGroupArns"]);
  });

  it("lets the fleet scale from 3 to 10 instances", () => {
    assert.deepEqual(recorded.one(TARGET).inputs, {
      serviceNamespace: "ec2",
      resourceId: "spot-fleet-request/cluster-fleet-id",
      scalableDimension: "ec2:spot-fleet-request:TargetCapacity",
      minCapacity: 3,
      maxCapacity: 10,
    });
  });

  it("scales by the workshop's steps", () => {
    const target = {
      policyType: "StepScaling",
      resourceId: "spot-fleet-request/cluster-fleet-id",
      scalableDimension: "ec2:spot-fleet-request:TargetCapacity",
      serviceNamespace: "ec2",
    };
    const step = { adjustmentType: "ChangeInCapacity", metricAggregationType: "Maximum", cooldown: 300 };
    assert.deepEqual(recorded.one(POLICY, "-out").inputs, {
      name: "workshop-ScaleUp",
      ...target,
      stepScalingPolicyConfiguration: {
        ...step,
        stepAdjustments: [
          { metricIntervalLowerBound: "0", metricIntervalUpperBound: "30", scalingAdjustment: 2 },
          { metricIntervalLowerBound: "30", scalingAdjustment: 3 },
        ],
      },
    });
    assert.deepEqual(recorded.one(POLICY, "-in").inputs, {
      name: "workshop-ScaleDown",
      ...target,
      stepScalingPolicyConfiguration: {
        ...step,
        stepAdjustments: [
          { metricIntervalLowerBound: "-10", metricIntervalUpperBound: "0", scalingAdjustment: -1 },
          { metricIntervalUpperBound: "-10", scalingAdjustment: -2 },
        ],
      },
    });
  });

  it("watches MemoryReservation, two minutes at 20 % either way", () => {
    const metric = {
      namespace: "AWS/ECS",
      metricName: "MemoryReservation",
      dimensions: { ClusterName: "workshop-catsndogsECScluster" },
      statistic: "Maximum",
      period: 60,
      evaluationPeriods: 2,
      threshold: 20,
    };
    assert.deepEqual(recorded.one(ALARM, "-out").inputs, {
      name: "workshop-ScaleUpSpotFleet",
      alarmDescription: "MemoryReservation is 20 or more: time to scale out.",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      ...metric,
      treatMissingData: "notBreaching",
      alarmActions: ["arn:aws:mock:::cluster-fleet-scale-out"],
    });
    assert.deepEqual(recorded.one(ALARM, "-in").inputs, {
      name: "workshop-ScaleDownSpotFleet",
      alarmDescription: "MemoryReservation is 20 or less: time to scale in.",
      comparisonOperator: "LessThanOrEqualToThreshold",
      ...metric,
      alarmActions: ["arn:aws:mock:::cluster-fleet-scale-in"],
    });
  });

  it("runs one on-demand m4.large beside the fleet", () => {
    assert.deepEqual(recorded.one(GROUP).inputs, {
      name: "workshop-ECS-On-Demand-Group",
      minSize: 1,
      maxSize: 1,
      desiredCapacity: 1,
      vpcZoneIdentifiers: ["subnet-a", "subnet-b"],
      launchTemplate: { id: "cluster-on-demand-id", version: "7" },
      instanceRefresh: { strategy: "Rolling", preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 200 } },
      forceDelete: true,
      tags: [{ key: "Name", value: "workshop-On-Demand-ECS", propagateAtLaunch: true }],
    });
    const template = recorded.one(TEMPLATE, "-on-demand").inputs;
    assert.equal(template.name, "workshop-On-Demand-ECS");
    assert.equal(template.instanceType, "m4.large");
    assert.equal(
      userDataOf(recorded, "-on-demand"),
      `#!/bin/bash
cat >> /etc/ecs/ecs.config <<'EOF'
ECS_CLUSTER=workshop-catsndogsECScluster
ECS_AWSVPC_BLOCK_IMDS=true
EOF
`,
    );
  });

  it("tells a topic of the group's launches, terminations and failures", () => {
    assert.deepEqual(recorded.one("aws:sns/topic:Topic").inputs, { name: "workshop-ECS-On-Demand-Notifications" });
    assert.deepEqual(recorded.one("aws:autoscaling/notification:Notification").inputs, {
      groupNames: ["workshop-ECS-On-Demand-Group"],
      notifications: [
        "autoscaling:EC2_INSTANCE_LAUNCH",
        "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
        "autoscaling:EC2_INSTANCE_TERMINATE",
        "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
      ],
      topicArn: "arn:aws:mock:::cluster-on-demand",
    });
  });

  it("warns that one threshold for both directions flaps", () => {
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? "",
      /^The Spot fleet, scaled by MemoryReservation in percent, will flap: it scales out at 20/,
    );
  });

  it("ends policies, then the target, then instances, then their roles' permissions and the cluster", () => {
    const fleet = label(FLEET, "cluster-fleet");
    const group = label(GROUP, "cluster-on-demand");
    const cluster = label(CLUSTER, "cluster");
    const target = label(TARGET, "cluster-fleet");
    for (const direction of ["out", "in"]) {
      const policy = label(POLICY, `cluster-fleet-scale-${direction}`);
      assert.ok(recorded.waitsFor(label(ALARM, `cluster-fleet-scale-${direction}`), policy));
      assert.ok(recorded.waitsFor(policy, target));
    }
    assert.ok(recorded.waitsFor(target, fleet));
    assert.ok(recorded.waitsFor(fleet, label(ATTACHMENT, "cluster-fleet-tagging")));
    for (const capacity of [fleet, group]) {
      assert.ok(recorded.waitsFor(capacity, cluster));
      assert.ok(recorded.waitsFor(capacity, label(ATTACHMENT, "cluster-instance-ecs")));
      assert.ok(recorded.waitsFor(capacity, label(ATTACHMENT, "cluster-instance-ssm")));
    }
  });
});

describe("SpotEcsCluster with every optional argument", () => {
  it("tags what is launched, and sets attributes on on-demand instances alone", async () => {
    const { recorded } = await recordCluster(
      changedCluster((args) => {
        args.onDemand.attributes = { catslike: "catnip" };
        args.instanceTags = { Owner: "jane" };
      }),
    );
    assert.deepEqual(recorded.one(TEMPLATE, "-spot").inputs.tagSpecifications, [
      { resourceType: "instance", tags: { Owner: "jane", Name: "workshop-ecs-spot" } },
      { resourceType: "volume", tags: { Owner: "jane", Name: "workshop-ecs-spot" } },
    ]);
    assert.deepEqual(recorded.one(GROUP).inputs.tags, [
      { key: "Owner", value: "jane", propagateAtLaunch: true },
      { key: "Name", value: "workshop-On-Demand-ECS", propagateAtLaunch: true },
    ]);
    assert.match(userDataOf(recorded, "-on-demand"), /^ECS_INSTANCE_ATTRIBUTES=\{"catslike":"catnip"\}$/m);
    assert.doesNotMatch(userDataOf(recorded, "-spot"), /ECS_INSTANCE_ATTRIBUTES/);
  });

  it("takes cooldowns, and fills silent minutes when asked to", async () => {
    const { recorded } = await recordCluster(
      changedCluster(({ scaling }) => {
        scaling.outCooldown = 60;
        scaling.inCooldown = 600;
        scaling.in.noTraffic = "zero";
      }),
    );
    assert.equal(recorded.one(POLICY, "-out").inputs.stepScalingPolicyConfiguration.cooldown, 60);
    assert.equal(recorded.one(POLICY, "-in").inputs.stepScalingPolicyConfiguration.cooldown, 600);
    assert.equal(recorded.one(ALARM, "-in").inputs.metricQueries[1].expression, "FILL(m1, 0)");
  });

  it("keeps routes and NAT gateway until the last instance is gone", async () => {
    const { recorded } = await recordCluster(() =>
      changedCluster((args) => {
        args.network.egress = [new Egress("nat")];
      }),
    );
    const nat = label("test:index:Egress", "nat");
    assert.ok(recorded.waitsFor(label(FLEET, "cluster-fleet"), nat));
    assert.ok(recorded.waitsFor(label(GROUP, "cluster-on-demand"), nat));
  });

  it("makes no group, template or topic for 0 on-demand instances", async () => {
    const { recorded } = await recordCluster(changedCluster(({ onDemand }) => (onDemand.count = 0)));
    assert.deepEqual(
      recorded.resources.filter(({ name }) => name.includes("on-demand")),
      [],
    );
    assert.deepEqual(
      recorded.all(FLEET).map(({ name }) => name),
      ["cluster-fleet"],
    );
  });

  it("does not warn where the thresholds leave a band", async () => {
    const { warnings } = await recordCluster(changedCluster(restful));
    assert.deepEqual(warnings, []);
  });
});

describe("SpotEcsCluster asks EC2", () => {
  it("for the image by its exact name, Amazon's own, however old", async () => {
    const asked: Inputs[] = [];
    await recordCluster(requiredCluster(), {
      calls: {
        ...answers.calls,
        "aws:ec2/getAmi:getAmi": (inputs) => {
          asked.push(inputs);
          return { id: "ami-ecs" };
        },
      },
    });
    assert.deepEqual(asked, [
      { owners: ["591542846629"], filters: [{ name: "name", values: [IMAGE] }], includeDeprecated: true },
    ]);
  });

  it("where each type is offered, and leaves out the pairs that are not, with a warning", async () => {
    const asked: Inputs[] = [];
    const { recorded, warnings } = await recordCluster(requiredCluster(), {
      calls: {
        ...answers.calls,
        [OFFERINGS]: (inputs) => {
          asked.push(inputs);
          return offeringAllBut("i3.large us-west-2b", "m4.large us-west-2a")(inputs);
        },
      },
    });
    assert.deepEqual(asked, [
      { locationType: "availability-zone", filters: [{ name: "instance-type", values: WORKSHOP_TYPES }] },
    ]);
    assert.deepEqual(recorded.one(FLEET).inputs.launchTemplateConfigs[0].overrides, [
      { instanceType: "m4.large", subnetId: "subnet-b" },
      { instanceType: "c4.large", subnetId: "subnet-a" },
      { instanceType: "c4.large", subnetId: "subnet-b" },
      { instanceType: "r4.large", subnetId: "subnet-a" },
      { instanceType: "r4.large", subnetId: "subnet-b" },
      { instanceType: "i3.large", subnetId: "subnet-a" },
    ]);
    assert.deepEqual(recorded.one(GROUP).inputs.vpcZoneIdentifiers, ["subnet-b"]);
    assert.deepEqual(
      warnings.filter((warning) => !warning.includes("flap")),
      ["The Spot fleet leaves out what EC2 does not offer: m4.large in us-west-2a, i3.large in us-west-2b."],
    );
  });

  it("also about an on-demand type that the fleet does not use", async () => {
    const asked: Inputs[] = [];
    await recordCluster(
      changedCluster(({ onDemand }) => (onDemand.instanceType = "m5.large")),
      {
        calls: {
          ...answers.calls,
          [OFFERINGS]: (inputs) => {
            asked.push(inputs);
            return offeringAllBut()(inputs);
          },
        },
      },
    );
    assert.deepEqual(asked[0]?.filters[0].values, [...WORKSHOP_TYPES, "m5.large"]);
  });
});

describe("SpotEcsCluster refuses", () => {
  it("all that is wrong at once, before it registers anything", async () => {
    const wrong = changedCluster((args) => {
      args.maxSpotPrice = "cheap";
      args.instanceTypes = [];
    });
    const recorded = await record(() => {
      assert.throws(() => new SpotEcsCluster("cluster", wrong), {
        message:
          'SpotEcsCluster "cluster" cannot be built:\n' +
          '  - maxSpotPrice is "cheap"; it must be dollars an hour above 0, written like "0.25".\n' +
          '  - instanceTypes is empty; give at least one type, for example "m4.large".',
      });
    }, answers);
    assert.deepEqual(recorded.resources, []);
  });

  it("a Spot type that no zone has, and requests no fleet", async () => {
    const made: string[] = [];
    const rejection = nextUnhandledRejection();
    // Never ends: an output that fails ends the program under `pulumi up`, but not a recording.
    void record(() => new SpotEcsCluster("cluster", changedCluster(restful)), {
      calls: { ...answers.calls, [OFFERINGS]: offeringAllBut("r4.large us-west-2a", "r4.large us-west-2b") },
      outputs: (type) => {
        made.push(type);
        return { latestVersion: 7 };
      },
    });
    assert.match(
      await rejection,
      /EC2 does not offer instance type r4\.large in any zone of the private subnets \(us-west-2a, us-west-2b\)\./,
    );
    assert.ok(!made.includes(FLEET));
  });
});

/** Leaves a band between the thresholds, so that there is no warning. */
function restful({ scaling }: SpotEcsClusterArgs): void {
  scaling.in = { threshold: 10, steps: [{ upTo: 10, remove: 1 }] };
}

/** The next rejection that nobody handles, which is how Pulumi reports an output that fails. */
function nextUnhandledRejection(): Promise<string> {
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  return new Promise((resolve) => {
    process.on("unhandledRejection", (reason) => {
      resolve(String(reason));
      // The same failure reaches everything that was waiting for the output: the others follow in this turn.
      setImmediate(() => {
        process.removeAllListeners("unhandledRejection");
        for (const other of others) {
          process.on("unhandledRejection", other);
        }
      });
    });
  });
}

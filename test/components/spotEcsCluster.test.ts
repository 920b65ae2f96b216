import assert from "node:assert/strict";
import { label, type Recorded } from "./recorder";
import { recordCluster, requiredCluster, TEMPLATE, userDataOf, WORKSHOP_TYPES } from "./spotEcsClusterFixture";

const TYPE = "catsndogs:index:SpotEcsCluster";
const CLUSTER = "aws:ecs/cluster:Cluster";
const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const GROUP = "aws:autoscaling/group:Group";
const TARGET = "aws:appautoscaling/target:Target";
const POLICY = "aws:appautoscaling/policy:Policy";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

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

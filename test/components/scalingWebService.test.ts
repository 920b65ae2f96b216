import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ScalingWebService } from "../../components/scalingWebService";
import type { ScalingWebServiceArgs } from "../../components/scalingWebServiceArgs";
import { label, type Recorded, record } from "./recorder";
import { byPath, listener, petScaling, requiredService } from "./scalingWebServiceFixture";

const TYPE = "catsndogs:index:ScalingWebService";
const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const TARGET_GROUP = "aws:lb/targetGroup:TargetGroup";
const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const TARGET = "aws:appautoscaling/target:Target";
const POLICY = "aws:appautoscaling/policy:Policy";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** Stands for a Spot fleet. */
class Capacity extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Capacity", name);
  }
}

/** Runs the service with the required arguments and what `more` adds, which may make resources of its own. */
function recordService(more: () => Partial<ScalingWebServiceArgs> = () => ({}), name = "cats") {
  return record(
    () => {
      const { listener, targetGroup, service, taskDefinitionArn } = new ScalingWebService(name, {
        ...requiredService(),
        ...more(),
      });
      return { listener, targetGroup, service, taskDefinitionArn };
    },
    {
      outputs: (type) =>
        type === LOG_GROUP
          ? { region: "us-west-2" }
          : type === TARGET_GROUP
            ? { arnSuffix: "targetgroup/workshop-cats/73e2d6bc24d8a067" }
            : undefined,
    },
  );
}

function containerOf(recorded: Recorded<unknown>) {
  const containers = JSON.parse(recorded.one(TASK_DEFINITION).inputs.containerDefinitions);
  assert.equal(containers.length, 1);
  return containers[0];
}

describe("ScalingWebService with required arguments", () => {
  let recorded: Awaited<ReturnType<typeof recordService>>;

  before(async () => {
    recorded = await recordService();
  });

  it("makes these resources, all of them its children, and nothing that scales", () => {
    const [component, ...children] = recorded.resources;
    assert.deepEqual([component?.type, component?.name], [TYPE, "cats"]);
    assert.deepEqual(children.map(({ type, name }) => `${name} ${type.split(":").pop()}`).sort(), [
      "cats Listener",
      "cats LogGroup",
      "cats Service",
      "cats TargetGroup",
      "cats TaskDefinition",
    ]);
    assert.deepEqual([...new Set(children.map(({ parent }) => parent))], [label(TYPE, "cats")]);
  });

  it("keeps logs for a week", () => {
    assert.deepEqual(recorded.one(LOG_GROUP).inputs, { name: "/workshop/cats", retentionInDays: 7 });
  });

  it("runs one container on a port that Docker chooses", () => {
    const { containerDefinitions, ...inputs } = recorded.one(TASK_DEFINITION).inputs;
    assert.equal(typeof containerDefinitions, "string");
    assert.deepEqual(inputs, {
      family: "workshop-cats",
      requiresCompatibilities: ["EC2"],
      networkMode: "bridge",
    });
    assert.deepEqual(containerOf(recorded), {
      name: "cats",
      image: "registry.example/cats:v1",
      cpu: 50,
      memory: 1024,
      memoryReservation: 384,
      essential: true,
      environment: [],
      portMappings: [{ containerPort: 80, hostPort: 0, protocol: "tcp" }],
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "/workshop/cats",
          "awslogs-region": "us-west-2",
          "awslogs-stream-prefix": "cats",
        },
      },
    });
  });

  it("checks each task every 10 seconds, and lets one go within 30", () => {
    assert.deepEqual(recorded.one(TARGET_GROUP).inputs, {
      name: "workshop-cats",
      protocol: "HTTP",
      port: 80,
      targetType: "instance",
      vpcId: "vpc-1",
      deregistrationDelay: 30,
      healthCheck: {
        protocol: "HTTP",
        path: "/",
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        matcher: "200-299",
      },
    });
  });

  it("makes the load balancer's listener and is its default", () => {
    assert.deepEqual(recorded.one(LISTENER).inputs, {
      loadBalancerArn: "arn:aws:mock:::site",
      protocol: "HTTP",
      port: 80,
      defaultActions: [{ type: "forward", targetGroupArn: "arn:aws:mock:::cats" }],
    });
  });

  it("runs two tasks, rolls a failed deployment back, and can always be deleted", () => {
    assert.deepEqual(recorded.one(SERVICE).inputs, {
      name: "workshop-cats",
      cluster: "arn:aws:mock:::cluster",
      taskDefinition: "arn:aws:mock:::cats",
      launchType: "EC2",
      desiredCount: 2,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: "ENABLED",
      loadBalancers: [{ targetGroupArn: "arn:aws:mock:::cats", containerName: "cats", containerPort: 80 }],
      propagateTags: "SERVICE",
      forceDelete: true,
    });
  });

  it("leaves the number of tasks, and no more, to others", () => {
    assert.deepEqual(recorded.one(SERVICE).ignoreChanges, ["desiredCount"]);
  });

  it("hands out what other components need", () => {
    assert.deepEqual(recorded.result, {
      listener: { arn: "arn:aws:mock:::cats" },
      targetGroup: {
        arn: "arn:aws:mock:::cats",
        arnSuffix: "targetgroup/workshop-cats/73e2d6bc24d8a067",
        name: "workshop-cats",
      },
      service: { name: "workshop-cats", arn: "arn:aws:mock:::cats" },
      taskDefinitionArn: "arn:aws:mock:::cats",
    });
  });
});

describe("ScalingWebService with every optional argument", () => {
  let recorded: Awaited<ReturnType<typeof recordService>>;

  before(async () => {
    recorded = await recordService(() => ({
      capacity: [new Capacity("fleet"), new Capacity("group")],
      environment: { Tag: "v2", REGION: pulumi.output("us-west-2") },
      containerPort: 8080,
      healthCheckPath: "/health",
      route: byPath,
      desiredCount: 4,
      scaling: { ...petScaling(), outCooldown: 60, inCooldown: 600 },
      deployment: { minimumHealthyPercent: 50, maximumPercent: 100 },
      taskRole: { arn: "arn:aws:mock:::cats-task" },
      placement: {
        constraints: ["attribute:catslike == catnip"],
        strategies: [
          { type: "spread", field: "attribute:ecs.instance-type" },
          { type: "binpack", field: "memory" },
        ],
      },
      ignoreTaskDefinition: true,
    }));
  });

  it("adds a rule to the listener that is there, and makes none", () => {
    assert.deepEqual(recorded.one(RULE).inputs, {
      listenerArn: "arn:aws:mock:::site-listener",
      priority: 1,
      conditions: [{ pathPattern: { values: ["/cats*"] } }],
      actions: [{ type: "forward", targetGroupArn: "arn:aws:mock:::cats" }],
    });
    assert.deepEqual(recorded.all(LISTENER), []);
    assert.deepEqual(recorded.result.listener, listener);
  });

  it("gives the container its environment, port and role", () => {
    const { environment, portMappings } = containerOf(recorded);
    assert.deepEqual(environment, [
      { name: "Tag", value: "v2" },
      { name: "REGION", value: "us-west-2" },
    ]);
    assert.deepEqual(portMappings, [{ containerPort: 8080, hostPort: 0, protocol: "tcp" }]);
    assert.equal(recorded.one(TASK_DEFINITION).inputs.taskRoleArn, "arn:aws:mock:::cats-task");
    assert.equal(recorded.one(TARGET_GROUP).inputs.healthCheck.path, "/health");
  });

  it("deploys within the bounds and where it is told to", () => {
    const { inputs } = recorded.one(SERVICE);
    assert.equal(inputs.desiredCount, 4);
    assert.equal(inputs.deploymentMinimumHealthyPercent, 50);
    assert.equal(inputs.deploymentMaximumPercent, 100);
    assert.equal(inputs.availabilityZoneRebalancing, "DISABLED");
    assert.deepEqual(inputs.loadBalancers, [
      { targetGroupArn: "arn:aws:mock:::cats", containerName: "cats", containerPort: 8080 },
    ]);
    assert.equal(inputs.placementConstraints, undefined);
    assert.deepEqual(recorded.one(TASK_DEFINITION).inputs.placementConstraints, [
      { type: "memberOf", expression: "attribute:catslike == catnip" },
    ]);
    assert.deepEqual(inputs.orderedPlacementStrategies, [
      { type: "spread", field: "attribute:ecs.instance-type" },
      { type: "binpack", field: "memory" },
    ]);
  });

  it("leaves the task definition to a pipeline too", () => {
    assert.deepEqual(recorded.one(SERVICE).ignoreChanges, ["desiredCount", "taskDefinition"]);
  });

  it("lets the service scale from 2 to 100 tasks", () => {
    assert.deepEqual(recorded.one(TARGET).inputs, {
      serviceNamespace: "ecs",
      resourceId: "service/workshop-cluster/workshop-cats",
      scalableDimension: "ecs:service:DesiredCount",
      minCapacity: 2,
      maxCapacity: 100,
    });
  });

  it("scales by the workshop's steps", () => {
    const target = {
      policyType: "StepScaling",
      resourceId: "service/workshop-cluster/workshop-cats",
      scalableDimension: "ecs:service:DesiredCount",
      serviceNamespace: "ecs",
    };
    const step = { adjustmentType: "ChangeInCapacity", metricAggregationType: "Maximum" };
    assert.deepEqual(recorded.one(POLICY, "-out").inputs, {
      name: "workshop-CatsScaleUpPolicy",
      ...target,
      stepScalingPolicyConfiguration: {
        ...step,
        cooldown: 60,
        stepAdjustments: [
          { metricIntervalLowerBound: "0", metricIntervalUpperBound: "1000", scalingAdjustment: 10 },
          { metricIntervalLowerBound: "1000", metricIntervalUpperBound: "3000", scalingAdjustment: 20 },
          { metricIntervalLowerBound: "3000", scalingAdjustment: 25 },
        ],
      },
    });
    assert.deepEqual(recorded.one(POLICY, "-in").inputs, {
      name: "workshop-CatsScaleDownPolicy",
      ...target,
      stepScalingPolicyConfiguration: {
        ...step,
        cooldown: 600,
        stepAdjustments: [
          { metricIntervalLowerBound: "-900", metricIntervalUpperBound: "0", scalingAdjustment: -10 },
          { metricIntervalUpperBound: "-900", scalingAdjustment: -5 },
        ],
      },
    });
  });

  it("scales out at 1000 requests a minute, and takes silence for none", () => {
    assert.deepEqual(recorded.one(ALARM, "-out").inputs, {
      name: "workshop-CatsScaleUpAlarm",
      alarmDescription: "RequestCount is 1000 or more: time to scale out.",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1000,
      evaluationPeriods: 2,
      namespace: "AWS/ApplicationELB",
      metricName: "RequestCount",
      statistic: "Sum",
      period: 60,
      dimensions: {
        LoadBalancer: "app/workshop-site/50dc6c495c0c9188",
        TargetGroup: "targetgroup/workshop-cats/73e2d6bc24d8a067",
      },
      treatMissingData: "notBreaching",
      alarmActions: ["arn:aws:mock:::cats-scale-out"],
    });
  });

  it("scales in at 1000 requests a minute, and counts silent minutes as 0", () => {
    assert.deepEqual(recorded.one(ALARM, "-in").inputs, {
      name: "workshop-CatsScaleDownAlarm",
      alarmDescription: "RequestCount is 1000 or less: time to scale in.",
      comparisonOperator: "LessThanOrEqualToThreshold",
      threshold: 1000,
      evaluationPeriods: 2,
      metricQueries: [
        {
          id: "m1",
          metric: {
            namespace: "AWS/ApplicationELB",
            metricName: "RequestCount",
            stat: "Sum",
            period: 60,
            dimensions: {
              LoadBalancer: "app/workshop-site/50dc6c495c0c9188",
              TargetGroup: "targetgroup/workshop-cats/73e2d6bc24d8a067",
            },
          },
          returnData: false,
        },
        { id: "filled", expression: "FILL(m1, 0)", label: "RequestCount, 0 where there is none", returnData: true },
      ],
      alarmActions: ["arn:aws:mock:::cats-scale-in"],
    });
  });

  it("ends policies, then the target, then the service, then what the service needs", () => {
    const service = label(SERVICE, "cats");
    const target = label(TARGET, "cats");
    for (const direction of ["out", "in"]) {
      const policy = label(POLICY, `cats-scale-${direction}`);
      assert.ok(recorded.waitsFor(label(ALARM, `cats-scale-${direction}`), policy));
      assert.ok(recorded.waitsFor(policy, target));
    }
    assert.ok(recorded.waitsFor(target, service));
    for (const needed of [
      label(RULE, "cats"),
      label(TARGET_GROUP, "cats"),
      label(TASK_DEFINITION, "cats"),
      label(LOG_GROUP, "cats"),
      label("test:index:Capacity", "fleet"),
      label("test:index:Capacity", "group"),
    ]) {
      assert.ok(recorded.waitsFor(service, needed), needed);
    }
  });
});

describe("ScalingWebService", () => {
  it("waits for the listener that it makes: ECS takes no target group that no load balancer uses", async () => {
    const recorded = await recordService();
    assert.ok(recorded.one(SERVICE).dependencies.includes(label(LISTENER, "cats")));
  });

  it("keeps its size when traffic ends, as in the workshop, where noTraffic is ignore", async () => {
    const steps = petScaling();
    steps.in.noTraffic = "ignore";
    const { inputs } = (await recordService(() => ({ scaling: steps }))).one(ALARM, "-in");
    assert.equal(inputs.metricName, "RequestCount");
    assert.equal(inputs.period, 60);
    assert.ok(!("metricQueries" in inputs));
    assert.ok(!("treatMissingData" in inputs));
  });

  it("takes no task away by itself where that is suspended", async () => {
    const suspended = await recordService(() => ({ scaling: { ...petScaling(), scaleInSuspended: true } }));
    assert.deepEqual(suspended.one(TARGET).inputs.suspendedState, { dynamicScalingInSuspended: true });
    const usual = await recordService(() => ({ scaling: petScaling() }));
    assert.equal("suspendedState" in usual.one(TARGET).inputs, false);
  });

  it("waits 300 seconds between two scaling activities unless told otherwise", async () => {
    const recorded = await recordService(() => ({ scaling: petScaling() }));
    assert.deepEqual(
      recorded.all(POLICY).map(({ inputs }) => inputs.stepScalingPolicyConfiguration.cooldown),
      [300, 300],
    );
  });

  it("names policies and alarms after a service of several words", async () => {
    const recorded = await recordService(() => ({ scaling: petScaling() }), "image-assessor");
    assert.equal(recorded.one(POLICY, "-out").inputs.name, "workshop-ImageAssessorScaleUpPolicy");
    assert.equal(recorded.one(ALARM, "-in").inputs.name, "workshop-ImageAssessorScaleDownAlarm");
  });

  it("fits the workshop's longest service and the longest stack's name into a target group's 32 characters", async () => {
    const recorded = await recordService(() => ({ stack: "abcdefghijkl" }), "simplehomepage");
    const { name } = recorded.one(TARGET_GROUP).inputs;
    assert.equal(name, "abcdefghijkl-simplehomepage");
    assert.ok(name.length <= 32);
  });

  it("refuses all that is wrong at once, before it registers anything", async () => {
    const recorded = await record(() => {
      assert.throws(() => new ScalingWebService("cats", { ...requiredService(), cpu: 0, containerPort: 0 }), {
        message:
          'ScalingWebService "cats" cannot be built:\n' +
          "  - cpu is 0; it must be a whole number, 2 or more.\n" +
          "  - containerPort is 0; it must be a whole number, from 1 to 65535.",
      });
    });
    assert.deepEqual(recorded.resources, []);
  });
});

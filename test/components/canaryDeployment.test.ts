import assert from "node:assert/strict";
import type { CanaryDeploymentArgs } from "../../components/canaryDeploymentArgs";
import { ACCOUNT, allows, CLUSTER, recordCanary, required } from "./canaryFixture";
import { label, type Recorded } from "./recorder";

const FUNCTION = "aws:lambda/function:Function";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const RECORD = "aws:route53/record:Record";
const MACHINE = "aws:sfn/stateMachine:StateMachine";

const lambda = (name: string) => `arn:aws:lambda:us-west-2:${ACCOUNT}:function:workshop-CatsnDogs${name}`;
const machine = (name: string) => `arn:aws:states:us-west-2:${ACCOUNT}:stateMachine:workshop-CatsnDogs${name}`;
const TABLE = `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/workshop-CanaryTable`;
const TOPIC = `arn:aws:sns:us-west-2:${ACCOUNT}:workshop-canary`;
const QUEUE = `arn:aws:sqs:us-west-2:${ACCOUNT}:workshop-canary-dead-letters`;
const log = (name: string) => ({
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: `arn:aws:logs:us-west-2:${ACCOUNT}:log-group:/workshop/canary-${name}:*`,
});
const WEIGHTS = {
  Action: "route53:ChangeResourceRecordSets",
  Resource: "arn:aws:route53:::hostedzone/Z123",
  Condition: {
    "ForAllValues:StringEquals": {
      "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["www.catsndogs.lol"],
      "route53:ChangeResourceRecordSetsRecordTypes": ["A"],
      "route53:ChangeResourceRecordSetsActions": ["UPSERT"],
    },
  },
};
const STATE = { Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], Resource: TABLE };
const GET_CHANGE = { Action: "route53:GetChange", Resource: "arn:aws:route53:::change/*" };
const SERVICES = {
  Action: "ecs:DescribeServices",
  Resource: ["cats", "dogs", "cats-green", "dogs-green"].map(
    (name) => `${CLUSTER.replace(":cluster/", ":service/")}/workshop-${name}`,
  ),
};

describe("CanaryDeployment", () => {
  let recorded: Recorded;

  before(async () => {
    recorded = await recordCanary();
  });

  describe("the zone", () => {
    it("has the domain, and goes with its records", () => {
      assert.deepEqual(recorded.one("aws:route53/zone:Zone").inputs, {
        name: "catsndogs.lol",
        comment: "workshop: releases of www.catsndogs.lol",
        forceDestroy: true,
      });
    });

    for (const [side, weight, balancer] of [
      ["blue", 100, "site"],
      ["green", 0, "green"],
    ] as const) {
      it(`has a record for ${side} that begins with ${weight}, and is left to the releases`, () => {
        const { inputs, ignoreChanges } = recorded.one(RECORD, side);
        assert.deepEqual(inputs, {
          zoneId: "Z123",
          name: "www.catsndogs.lol",
          type: "A",
          setIdentifier: side,
          weightedRoutingPolicies: [{ weight }],
          aliases: [{ name: `${balancer}.example.com`, zoneId: "ZALB", evaluateTargetHealth: false }],
        });
        assert.deepEqual(ignoreChanges, ["weightedRoutingPolicies"]);
      });
    }
  });

  it("keeps its state in a table that costs nothing while nobody asks, and forgets in time", () => {
    assert.deepEqual(recorded.one("aws:dynamodb/table:Table").inputs, {
      name: "workshop-CanaryTable",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      rangeKey: "sk",
      attributes: [
        { name: "pk", type: "S" },
        { name: "sk", type: "S" },
      ],
      ttl: { attributeName: "expiresAt", enabled: true },
    });
  });

  describe("the functions", () => {
    const SIDES = {
      blue: {
        released: "workshop-cats",
        loadBalancer: "app/site/1",
        alias: { dnsName: "site.example.com", zoneId: "ZALB" },
        services: [
          { name: "workshop-cats", targetGroupArn: "arn:cats" },
          { name: "workshop-dogs", targetGroupArn: "arn:dogs" },
        ],
      },
      green: {
        released: "workshop-cats-green",
        loadBalancer: "app/green/1",
        alias: { dnsName: "green.example.com", zoneId: "ZALB" },
        services: [
          { name: "workshop-cats-green", targetGroupArn: "arn:cats-green" },
          { name: "workshop-dogs-green", targetGroupArn: "arn:dogs-green" },
        ],
      },
    };

    for (const [name, folder, timeout, environment] of [
      [
        "update-route53",
        "updateRoute53",
        20,
        { STACK: "workshop", HOSTED_ZONE_ID: "Z123", RECORD_NAME: "www.catsndogs.lol" },
      ],
      [
        "check-health",
        "checkHealth",
        30,
        {
          CLUSTER: "workshop-cluster",
          THRESHOLDS: '{"minimumRequests":1,"errorRatePoints":1,"latencyRatio":2,"latencyFloorSeconds":0.1}',
        },
      ],
      [
        "handle-ecs-events",
        "handleEcsEvents",
        20,
        { CLUSTER: "workshop-cluster", TABLE: "workshop-CanaryTable", STATE_MACHINE_ARN: machine("Release") },
      ],
    ] as const) {
      it(`${folder} runs in Node 22 for ${timeout} seconds at most, knows what it must, and logs for a week`, () => {
        const { code, environment: given, role, description, ...inputs } = recorded.one(FUNCTION, name).inputs;
        assert.deepEqual(inputs, {
          name: `workshop-CatsnDogs${folder}`,
          runtime: "nodejs22.x",
          handler: "index.handler",
          timeout,
          memorySize: 256,
          architectures: ["arm64"],
          loggingConfig: { logFormat: "Text", logGroup: `/workshop/canary-${name}` },
        });
        const { SIDES: sides, ...variables } = given.variables;
        assert.deepEqual(JSON.parse(sides), SIDES);
        assert.deepEqual(variables, environment);
        assert.equal(role, `arn:aws:iam::${ACCOUNT}:role/workshop-CatsnDogs${folder}`);
        assert.equal(recorded.one("aws:cloudwatch/logGroup:LogGroup", name).inputs.retentionInDays, 7);
      });
    }

    it("may do what each is for, and nothing else", () => {
      assert.deepEqual(allows(recorded, "update-route53"), [log("update-route53"), WEIGHTS]);
      assert.deepEqual(allows(recorded, "check-health"), [
        log("check-health"),
        SERVICES,
        { Action: ["elasticloadbalancing:DescribeTargetHealth", "cloudwatch:GetMetricData"], Resource: "*" },
      ]);
      assert.deepEqual(allows(recorded, "handle-ecs-events"), [
        log("handle-ecs-events"),
        SERVICES,
        { Action: "dynamodb:GetItem", Resource: TABLE },
        { Action: "states:StartExecution", Resource: machine("Release") },
        { Action: "sqs:SendMessage", Resource: QUEUE },
      ]);
    });
  });

  describe("the state machines", () => {
    it("may do what each is for, and nothing else", () => {
      assert.deepEqual(allows(recorded, "canary-release"), [
        { Action: "lambda:InvokeFunction", Resource: [lambda("updateRoute53"), lambda("checkHealth")] },
        STATE,
        { Action: "sns:Publish", Resource: TOPIC },
        GET_CHANGE,
      ]);
      assert.deepEqual(allows(recorded, "canary-guard"), [
        STATE,
        { Action: "sns:Publish", Resource: TOPIC },
        WEIGHTS,
        GET_CHANGE,
      ]);
    });

    it("are standard ones, which are taken on behalf of this account alone", () => {
      for (const [name, physical] of [
        ["release", "Release"],
        ["guard", "ReleaseGuard"],
      ]) {
        const { definition, ...inputs } = recorded.one(MACHINE, `canary-${name}`).inputs;
        const role = `workshop-CatsnDogs${physical}`;
        assert.deepEqual(inputs, {
          name: role,
          type: "STANDARD",
          roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
        });
        const trust = JSON.parse(recorded.one("aws:iam/role:Role", `canary-${name}`).inputs.assumeRolePolicy);
        assert.deepEqual(trust.Statement[0].Condition, { StringEquals: { "aws:SourceAccount": ACCOUNT } });
      }
    });

    it("call this stack's functions, table, topic and zone", () => {
      const release = recorded.one(MACHINE, "canary-release").inputs.definition;
      for (const own of [lambda("updateRoute53"), lambda("checkHealth"), "workshop-CanaryTable", TOPIC]) {
        assert.ok(release.includes(`"${own}"`), own);
      }
      const guard = recorded.one(MACHINE, "canary-guard").inputs.definition;
      for (const own of ["workshop-CanaryTable", TOPIC, "Z123", "site.example.com", "green.example.com"]) {
        assert.ok(guard.includes(`"${own}"`), own);
      }
    });

    it("take the steps and the waits that they are given", async () => {
      const given = await recordCanary({ steps: [1, 100], waitSeconds: 7, pauseSeconds: 61 });
      const { States } = JSON.parse(given.one(MACHINE, "canary-release").inputs.definition);
      assert.equal(States.Begin.Assign.steps, "{% $states.input.kind = 'rollback' ? [100] : [1,100] %}");
      assert.equal(States.Settled.Assign.watchedMillis, "{% $millis() + 7000 %}");
      assert.match(States.StillPaused.Choices[3].Condition, /> 61000/);
    });
  });

  describe("events", () => {
    it("of tasks are asked for by cluster, service and both statuses", () => {
      const { inputs } = recorded.one(RULE, "canary");
      assert.equal(inputs.name, "workshop-catsndogECSRule");
      assert.deepEqual(JSON.parse(inputs.eventPattern), {
        source: ["aws.ecs"],
        "detail-type": ["ECS Task State Change"],
        detail: {
          clusterArn: [CLUSTER],
          group: ["service:workshop-cats", "service:workshop-cats-green"],
          lastStatus: ["RUNNING"],
          desiredStatus: ["RUNNING"],
        },
      });
    });

    it("of tasks reach the function, which lets this rule alone in before they do", () => {
      const arn = `arn:aws:events:us-west-2:${ACCOUNT}:rule/workshop-catsndogECSRule`;
      assert.deepEqual(recorded.one("aws:lambda/permission:Permission").inputs, {
        statementId: "workshop-events",
        action: "lambda:InvokeFunction",
        function: "workshop-CatsnDogshandleEcsEvents",
        principal: "events.amazonaws.com",
        sourceArn: arn,
      });
      assert.deepEqual(recorded.one(TARGET, "canary").inputs, {
        rule: "workshop-catsndogECSRule",
        targetId: "handleEcsEvents",
        arn: lambda("handleEcsEvents"),
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
        deadLetterConfig: { arn: QUEUE },
      });
      assert.ok(recorded.waitsFor(label(TARGET, "canary"), label("aws:lambda/permission:Permission", "canary")));
    });

    it("that the function fails at are tried twice more, and kept", () => {
      assert.deepEqual(recorded.one("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").inputs, {
        functionName: "workshop-CatsnDogshandleEcsEvents",
        maximumEventAgeInSeconds: 3600,
        maximumRetryAttempts: 2,
        destinationConfig: { onFailure: { destination: QUEUE } },
      });
    });

    it("of releases that have not succeeded start the guard", () => {
      const { inputs } = recorded.one(RULE, "canary-guard");
      assert.deepEqual(JSON.parse(inputs.eventPattern), {
        source: ["aws.states"],
        "detail-type": ["Step Functions Execution Status Change"],
        detail: { stateMachineArn: [machine("Release")], status: ["FAILED", "TIMED_OUT", "ABORTED"] },
      });
      const { arn, deadLetterConfig } = recorded.one(TARGET, "canary-guard").inputs;
      assert.deepEqual([arn, deadLetterConfig], [machine("ReleaseGuard"), { arn: QUEUE }]);
      assert.deepEqual(allows(recorded, "canary-guard-events"), [
        { Action: "states:StartExecution", Resource: machine("ReleaseGuard") },
      ]);
    });

    it("that are lost are kept for two weeks, by whoever of the two rules lost them", () => {
      const { inputs } = recorded.one("aws:sqs/queue:Queue");
      assert.deepEqual(inputs, {
        name: "workshop-canary-dead-letters",
        messageRetentionSeconds: 1_209_600,
        sqsManagedSseEnabled: true,
      });
      const { Statement } = JSON.parse(recorded.one("aws:sqs/queuePolicy:QueuePolicy").inputs.policy);
      const rule = (name: string) => `arn:aws:events:us-west-2:${ACCOUNT}:rule/workshop-catsndog${name}`;
      assert.deepEqual(Statement, [
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: QUEUE,
          Condition: { ArnEquals: { "aws:SourceArn": [rule("ECSRule"), rule("ReleaseEnded")] } },
        },
      ]);
    });
  });

  it("tells of failures by alarms", () => {
    const alarms = recorded.all(ALARM).map(({ inputs }) => [inputs.name, inputs.threshold, inputs.alarmActions]);
    assert.deepEqual(
      alarms.sort(),
      ["ReleaseEventsLost", "ReleaseFailed", "ReleaseGuardFailed"].map((name) => [`workshop-${name}`, 1, [TOPIC]]),
    );
    const { metricQueries } = recorded.one(ALARM, "release-failed").inputs;
    assert.deepEqual(
      metricQueries.map(({ metric, expression }: { metric?: { metricName: string }; expression?: string }) =>
        metric ? metric.metricName : expression,
      ),
      ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted", "FILL(m1, 0) + FILL(m2, 0) + FILL(m3, 0)"],
    );
  });

  it("shows weights, visitors, health and alarms on one page", () => {
    const { dashboardName, dashboardBody } = recorded.one("aws:cloudwatch/dashboard:Dashboard").inputs;
    assert.equal(dashboardName, "workshop-release");
    const { widgets } = JSON.parse(dashboardBody);
    assert.deepEqual(
      widgets.map(({ properties, x, y }: { properties: { title: string }; x: number; y: number }) => [
        properties.title,
        x,
        y,
      ]),
      [
        ["Weights of www.catsndogs.lol", 0, 0],
        ["Requests a minute", 12, 0],
        ["Healthy targets", 0, 6],
        ["Responses with 5XX", 12, 6],
        ["Response time, in seconds", 0, 12],
        ["Releases", 12, 12],
        ["Alarms", 0, 18],
      ],
    );
    assert.equal(widgets[6].properties.alarms.length, 3);
  });

  it("tells nobody by e-mail, unless somebody is named", async () => {
    const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
    assert.deepEqual(recorded.all(SUBSCRIPTION), []);
    const named = await recordCanary({ email: "ops@example.com" });
    assert.deepEqual(named.one(SUBSCRIPTION).inputs, { topic: TOPIC, protocol: "email", endpoint: "ops@example.com" });
  });

  it("hands on what a person needs", () => {
    assert.deepEqual(recorded.result, {
      release: { arn: machine("Release") },
      guard: { arn: machine("ReleaseGuard") },
      table: { name: "workshop-CanaryTable" },
      topic: { arn: TOPIC },
      zone: { id: "Z123", nameServers: ["ns-1.example.com"] },
      dashboard: { name: "workshop-release" },
    });
  });

  describe("refuses", () => {
    const STEPS = "it must be at most 20 whole percentages, each higher than the one before, and the last 100.";
    const cases: [by: Partial<CanaryDeploymentArgs>, problem: string][] = [
      [{ steps: [] }, `steps is empty; ${STEPS}`],
      [{ steps: [50, 10, 100] }, `steps is 50, 10, 100; ${STEPS}`],
      [{ steps: [10, 50] }, `steps is 10, 50; ${STEPS}`],
      [{ steps: [0, 100] }, `steps is 0, 100; ${STEPS}`],
      [{ steps: [12.5, 100] }, `steps is 12.5, 100; ${STEPS}`],
      [{ waitSeconds: 0 }, "waitSeconds is 0; it must be a whole number, from 1 to 86400."],
      [{ pauseSeconds: 59 }, "pauseSeconds is 59; it must be a whole number, from 60 to 604800."],
      [{ minimumRequests: -1 }, "minimumRequests is -1; it must be a whole number, 0 or more."],
      [{ errorRatePoints: 101 }, "errorRatePoints is 101; it must be a number from 0 to 100."],
      [{ latencyRatio: 0.5 }, "latencyRatio is 0.5; it must be a number, 1 or more."],
      [
        { host: "www.example.com" },
        'host is "www.example.com"; it must be a name in "catsndogs.lol", as www.catsndogs.lol.',
      ],
    ];
    for (const [by, problem] of cases) {
      it(problem, async () => {
        await assert.rejects(recordCanary(by), {
          message: `CanaryDeployment "canary" cannot be built:\n  - ${problem}`,
        });
      });
    }

    it("everything at once", async () => {
      await assert.rejects(recordCanary({ steps: [], waitSeconds: 0 }), /steps is empty[\s\S]*waitSeconds is 0/);
      assert.equal(required().steps, undefined);
    });
  });
});

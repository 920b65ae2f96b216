import assert from "node:assert/strict";
import { ScheduledTask } from "../../components/scheduledTask";
import type { ScheduledTaskArgs } from "../../components/scheduledTaskArgs";
import { label, type Recorded, record } from "./recorder";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const RULE = "aws:cloudwatch/eventRule:EventRule";
const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";

const FAMILY_ARN = "arn:aws:ecs:us-west-2:123456789012:task-definition/workshop-ImageAssessor";
const CLUSTER = "arn:aws:ecs:us-west-2:123456789012:cluster/workshop-cluster";

function required(): ScheduledTaskArgs {
  return {
    stack: "workshop",
    cluster: { arn: CLUSTER },
    image: "registry.example/image-assessor:latest",
    memory: 128,
    schedule: "rate(2 minutes)",
  };
}

function recordTask(more: Partial<ScheduledTaskArgs> = {}) {
  return record(
    () => {
      const { taskDefinition, container, rule } = new ScheduledTask("image-assessor", { ...required(), ...more });
      return { taskDefinition, container, rule };
    },
    {
      calls: { "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "123456789012" }) },
      outputs: (type) =>
        type === TASK_DEFINITION
          ? { arn: `${FAMILY_ARN}:1`, arnWithoutRevision: FAMILY_ARN }
          : type.endsWith("LogGroup")
            ? { region: "us-west-2" }
            : undefined,
    },
  );
}

function containerOf(recorded: Recorded) {
  const [container, ...others] = JSON.parse(recorded.one(TASK_DEFINITION).inputs.containerDefinitions);
  assert.deepEqual(others, []);
  return container;
}

function statementsOf(recorded: Recorded) {
  return JSON.parse(recorded.one(POLICY).inputs.policy).Statement;
}

describe("ScheduledTask with required arguments", () => {
  let recorded: Awaited<ReturnType<typeof recordTask>>;

  before(async () => {
    recorded = await recordTask();
  });

  it("runs a container without ports, whose memory is limited and which logs to the stack's own group", () => {
    const { containerDefinitions: _, ...inputs } = recorded.one(TASK_DEFINITION).inputs;
    assert.deepEqual(inputs, {
      family: "workshop-ImageAssessor",
      requiresCompatibilities: ["EC2"],
      networkMode: "bridge",
    });
    assert.deepEqual(containerOf(recorded), {
      name: "image-assessor",
      image: "registry.example/image-assessor:latest",
      memory: 128,
      essential: true,
      environment: [],
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "/workshop/image-assessor",
          "awslogs-region": "us-west-2",
          "awslogs-stream-prefix": "image-assessor",
        },
      },
    });
  });

  it("is in force from the beginning", () => {
    assert.deepEqual(recorded.one(RULE).inputs, {
      name: "workshop-ImageAssessor",
      description: "Runs image-assessor by rate(2 minutes)",
      scheduleExpression: "rate(2 minutes)",
      state: "ENABLED",
    });
  });

  it("runs one task on the cluster's instances, and does not try for long", () => {
    assert.deepEqual(recorded.one(EVENT_TARGET).inputs, {
      rule: "workshop-ImageAssessor",
      targetId: "image-assessor",
      arn: CLUSTER,
      roleArn: "arn:aws:mock:::image-assessor-events",
      ecsTarget: { taskDefinitionArn: `${FAMILY_ARN}:1`, taskCount: 1, launchType: "EC2" },
      retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 3 },
    });
  });

  it("lets EventBridge run revisions of this task on this cluster, and nothing else", () => {
    assert.deepEqual(statementsOf(recorded), [
      {
        Effect: "Allow",
        Action: "ecs:RunTask",
        Resource: `${FAMILY_ARN}:*`,
        Condition: { ArnEquals: { "ecs:cluster": CLUSTER } },
      },
    ]);
  });

  it("lets EventBridge take the role on behalf of this account alone", () => {
    const { name, assumeRolePolicy } = recorded.one(ROLE).inputs;
    assert.equal(name, "workshop-ImageAssessorEventsRole");
    assert.deepEqual(JSON.parse(assumeRolePolicy).Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });

  it("does not run before the role may run it", () => {
    assert.ok(recorded.waitsFor(label(EVENT_TARGET, "image-assessor"), label(POLICY, "image-assessor-events")));
  });

  it("gives out what running it by hand needs", () => {
    assert.deepEqual(recorded.result, {
      taskDefinition: { arn: `${FAMILY_ARN}:1`, family: "workshop-ImageAssessor" },
      container: "image-assessor",
      rule: { name: "workshop-ImageAssessor", arn: "arn:aws:mock:::image-assessor" },
    });
  });
});

describe("ScheduledTask with all arguments", () => {
  let recorded: Awaited<ReturnType<typeof recordTask>>;

  before(async () => {
    recorded = await recordTask({
      container: "ImageAssessmentContainer",
      environment: { ALB_URL: "http://site.example" },
      cpu: 64,
      schedule: "cron(0 6 * * ? *)",
      enabled: false,
      count: 2,
      targetId: "catsndogsreinvent2017",
      taskRole: { arn: "arn:aws:iam::123456789012:role/assessor" },
    });
  });

  it("gives them to the container", () => {
    const { name, cpu, environment } = containerOf(recorded);
    assert.deepEqual(
      { name, cpu, environment },
      {
        name: "ImageAssessmentContainer",
        cpu: 64,
        environment: [{ name: "ALB_URL", value: "http://site.example" }],
      },
    );
    assert.equal(recorded.one(TASK_DEFINITION).inputs.taskRoleArn, "arn:aws:iam::123456789012:role/assessor");
    assert.equal(recorded.result.container, "ImageAssessmentContainer");
  });

  it("gives them to the rule and its target", () => {
    const { scheduleExpression, state } = recorded.one(RULE).inputs;
    assert.deepEqual({ scheduleExpression, state }, { scheduleExpression: "cron(0 6 * * ? *)", state: "DISABLED" });
    const { targetId, ecsTarget } = recorded.one(EVENT_TARGET).inputs;
    assert.deepEqual([targetId, ecsTarget.taskCount], ["catsndogsreinvent2017", 2]);
  });

  it("lets EventBridge hand the task's role to tasks alone", () => {
    assert.deepEqual(statementsOf(recorded)[1], {
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: ["arn:aws:iam::123456789012:role/assessor"],
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    });
  });
});

describe("ScheduledTask refuses", () => {
  const schedule = (value: string) =>
    `schedule is "${value}"; write rate(1 minute), rate(2 minutes), or cron(MINUTES HOURS DAY-OF-MONTH MONTH DAY-OF-WEEK YEAR).`;
  const cases: [string, Partial<ScheduledTaskArgs>, string][] = [
    ["a plural of one", { schedule: "rate(1 minutes)" }, schedule("rate(1 minutes)")],
    ["a singular of two", { schedule: "rate(2 minute)" }, schedule("rate(2 minute)")],
    ["a rate of none", { schedule: "rate(0 minutes)" }, schedule("rate(0 minutes)")],
    ["cron with five fields", { schedule: "cron(0 6 * * ?)" }, schedule("cron(0 6 * * ?)")],
    ["less memory than Docker takes", { memory: 5 }, "memory is 5; it must be a whole number, 6 or more."],
    ["a share of one CPU unit", { cpu: 1 }, "cpu is 1; it must be a whole number, 2 or more."],
    ["no task", { count: 0 }, "count is 0; it must be a whole number, from 1 to 10."],
    ["eleven tasks", { count: 11 }, "count is 11; it must be a whole number, from 1 to 10."],
    [
      "a container's name with a space",
      { container: "image assessor" },
      'container is "image assessor"; use 1 to 255 letters, digits, hyphens and underscores.',
    ],
    [
      "a target's name with a slash",
      { targetId: "a/b" },
      'targetId is "a/b"; use 1 to 64 letters, digits and the characters . _ -',
    ],
  ];
  for (const [what, more, message] of cases) {
    it(what, async () => {
      await assert.rejects(recordTask(more), {
        message: `ScheduledTask "image-assessor" cannot be built:\n  - ${message}`,
      });
    });
  }
});

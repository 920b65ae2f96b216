import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const narrow = rule("events-rule-narrow");

const RULE = "aws:cloudwatch/eventRule:EventRule";

type Pattern = Record<string, unknown>;

const judged = (pattern: unknown, props: Pattern = {}, config: Pattern = {}) =>
  violations(narrow, RULE, { eventPattern: JSON.stringify(pattern), ...props }, config);

const tasks = {
  source: ["aws.ecs"],
  "detail-type": ["ECS Task State Change"],
  detail: {
    clusterArn: ["arn:aws:ecs:us-west-2:123456789012:cluster/cats"],
    lastStatus: ["RUNNING"],
    desiredStatus: ["RUNNING"],
  },
};

const refused = (part: string, through: string, needed: string, detailType?: string) =>
  `eventPattern: ${part} is left open, so the rule fires for ${through}; a filter${
    detailType === undefined ? "" : ` of "${detailType}"`
  } by ${needed} is required. Add what is meant.`;

const ABOUT = refused(
  "detail.clusterArn",
  "every task of the account",
  "clusterArn, group, taskDefinitionArn, startedBy, taskArn or resources",
  "ECS Task State Change",
);
const STATUS = refused(
  "detail.lastStatus",
  "every change of a task, some ten for each",
  "lastStatus, desiredStatus, stopCode, stoppedReason or healthStatus",
  "ECS Task State Change",
);
const EVERYTHING = refused("source", "every event of the account", "source or detail-type");

describe("events-rule-narrow", () => {
  it("accepts tasks of one cluster that run, or that stop of themselves", async () => {
    assert.deepEqual(await judged(tasks), []);
    assert.deepEqual(
      await judged({ ...tasks, detail: { group: [{ prefix: "service:" }], stopCode: ["EssentialContainerExited"] } }),
      [],
    );
  });

  it("refuses tasks of every cluster, or at every status", async () => {
    assert.deepEqual(await judged({ ...tasks, detail: { lastStatus: ["RUNNING"] } }), [ABOUT]);
    assert.deepEqual(await judged({ ...tasks, detail: { group: ["service:cats"] } }), [STATUS]);
    assert.deepEqual(await judged({ ...tasks, detail: undefined }), [ABOUT, STATUS]);
  });

  it("does not take a matcher of everything for a filter", async () => {
    for (const open of [{ prefix: "" }, { exists: true }, { wildcard: "*" }, { suffix: "" }]) {
      assert.deepEqual(await judged({ ...tasks, detail: { ...tasks.detail, clusterArn: [open] } }), [ABOUT]);
    }
  });

  it("takes alternatives for a filter where each of them is one", async () => {
    const either = (...ways: Pattern[]) => judged({ ...tasks, detail: { lastStatus: ["RUNNING"], $or: ways } });
    assert.deepEqual(await either({ clusterArn: ["a"] }, { clusterArn: ["b"] }), []);
    assert.deepEqual(await either({ clusterArn: ["a"] }, { launchType: ["EC2"] }), [ABOUT]);
    assert.deepEqual(await judged({ $or: [tasks, { ...tasks, detail: { clusterArn: ["a"] } }] }), [STATUS]);
  });

  it("refuses patterns of everything", async () => {
    for (const pattern of [
      {},
      { account: ["123456789012"] },
      { source: [{ prefix: "" }] },
      { source: [{ prefix: "aws" }] },
      { source: [{ "anything-but": ["aws.s3"] }] },
    ]) {
      assert.deepEqual(await judged(pattern), [EVERYTHING]);
    }
  });

  it("refuses all that a busy service tells, and accepts a quiet one", async () => {
    assert.deepEqual(await judged({ source: ["aws.ecs"] }), [
      refused("detail-type", "all that aws.ecs tells", "detail-type, detail or resources"),
    ]);
    for (const pattern of [
      { source: ["aws.health"] },
      { source: ["my.shop"] },
      { source: ["aws.ecs"], detail: { clusterArn: ["a"] } },
      { "detail-type": ["Order Placed"] },
      { source: ["my.shop"], "detail-type": ["Object Created"] },
    ]) {
      assert.deepEqual(await judged(pattern), []);
    }
  });

  it("knows what else an account has many events of", async () => {
    const bare = async (source: string, detailType: string) =>
      judged({ source: [source], "detail-type": [detailType] });
    const of = (detailType: string, part: string, through: string, needed: string) =>
      refused(`detail.${part}`, through, needed, detailType);
    assert.deepEqual(await bare("aws.ecs", "ECS Container Instance State Change"), [
      of(
        "ECS Container Instance State Change",
        "clusterArn",
        "every instance of every cluster",
        "clusterArn, containerInstanceArn, ec2InstanceId or resources",
      ),
      of(
        "ECS Container Instance State Change",
        "status",
        "every task that an instance gets or loses",
        "status, agentConnected or agentUpdateStatus",
      ),
    ]);
    for (const [source, detailType, part, through, needed] of [
      [
        "aws.ecs",
        "ECS Service Action",
        "clusterArn",
        "every service of the account",
        "clusterArn, eventName, eventType or resources",
      ],
      [
        "aws.ec2",
        "EC2 Instance State-change Notification",
        "state",
        "every change of every instance of the account",
        "state, instance-id or resources",
      ],
      [
        "aws.iam",
        "AWS API Call via CloudTrail",
        "eventName",
        "every call that anybody makes",
        "eventName, errorCode, requestParameters or responseElements",
      ],
      ["aws.s3", "Object Created", "bucket", "every bucket that tells of its objects", "bucket or resources"],
      [
        "aws.cloudwatch",
        "CloudWatch Alarm State Change",
        "alarmName",
        "every alarm of the account",
        "alarmName or resources",
      ],
      [
        "aws.states",
        "Step Functions Execution Status Change",
        "stateMachineArn",
        "every execution of every state machine",
        "stateMachineArn, executionArn or resources",
      ],
      [
        "aws.ecr",
        "ECR Image Action",
        "repository-name",
        "every image of every repository",
        "repository-name or resources",
      ],
    ] as const) {
      assert.deepEqual(await bare(source, detailType), [of(detailType, part, through, needed)]);
      assert.deepEqual(await judged({ source: [source], "detail-type": [detailType], detail: { [part]: ["it"] } }), []);
    }
    const bucket = { "detail-type": ["Object Created"], detail: { bucket: { name: ["code"] } } };
    assert.deepEqual(await judged(bucket), []);
  });

  it("knows a detail type by a part of it, and resources for a filter", async () => {
    const some = { "detail-type": [{ prefix: "EC2 Instance State" }] };
    assert.equal((await judged(some)).length, 1);
    assert.deepEqual(await judged({ ...some, resources: ["arn:aws:ec2:us-west-2:123456789012:instance/i-1"] }), []);
  });

  it("accepts detail types that the settings name", async () => {
    const all = { ...tasks, detail: undefined };
    assert.deepEqual(await judged(all, {}, { allowedDetailTypes: ["ECS Task State Change"] }), []);
    assert.deepEqual(await judged(all, {}, { allowedDetailTypes: ["Object Created"] }), [ABOUT, STATUS]);
  });

  it("leaves other buses, schedules and rules that are switched off alone", async () => {
    const arn = "arn:aws:events:us-west-2:123456789012:event-bus/";
    assert.deepEqual(await judged({}, { eventBusName: "orders" }), []);
    assert.deepEqual(await judged({}, { eventBusName: `${arn}orders` }), []);
    for (const eventBusName of ["default", `${arn}default`, ""])
      assert.deepEqual(await judged({}, { eventBusName }), [EVERYTHING]);
    assert.deepEqual(await judged({}, { state: "DISABLED" }), []);
    assert.deepEqual(await judged({}, { isEnabled: false }), []);
    assert.deepEqual(await violations(narrow, RULE, { scheduleExpression: "rate(2 minutes)" }), []);
  });

  it("says nothing of a pattern that is not known, or is none", async () => {
    assert.deepEqual(await violations(narrow, RULE, { eventPattern: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(narrow, RULE, { eventPattern: UNKNOWN }), ["eventPattern"]);
    for (const eventPattern of ["", "{", "[]", 1, null]) {
      assert.deepEqual(await violations(narrow, RULE, { eventPattern }), []);
    }
  });
});

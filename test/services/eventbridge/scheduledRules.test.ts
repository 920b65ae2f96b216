import assert from "node:assert/strict";
import type { AccountRecord, Props } from "../../../local/account/model";
import type { RunTask } from "../../../local/services/ecs/standalone";
import { secondsBetween } from "../../../local/services/eventbridge/schedule";
import { ScheduledRules } from "../../../local/services/eventbridge/scheduledRules";
import type { Events, Metric } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { World } from "../../../local/services/world";
import { accountWith } from "../../account/support";

const CLUSTER = "arn:aws:ecs:us-west-2:123456789012:cluster/main";
const ASSESSOR = "arn:aws:ecs:us-west-2:123456789012:task-definition/assessor:1";
const ROLE = "arn:aws:iam::123456789012:role/events";

function policyOf(effect: "Allow" | "Deny"): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: effect, Action: "ecs:RunTask", Resource: "*" }],
  });
}

/** A rule that runs every two minutes, with what it needs; and what came of it. */
class Stand {
  readonly simulation = new Simulation();
  readonly world: World;
  readonly rule: AccountRecord;
  readonly ran: (RunTask & { at: number })[] = [];
  readonly told: (Events["rule"] & { at: number })[] = [];
  readonly counted: string[] = [];
  /** What RunTask answers with. */
  failures: { reason: string }[] = [];

  constructor({ rule = {}, target = {}, allowed = true }: { rule?: Props; target?: Props; allowed?: boolean } = {}) {
    const account = accountWith(
      {
        type: "aws:cloudwatch/eventRule:EventRule",
        id: "assess",
        inputs: { name: "assess", scheduleExpression: "rate(2 minutes)", state: "ENABLED", ...rule },
        outputs: { name: "assess", state: String(rule.state ?? "ENABLED") },
      },
      {
        type: "aws:cloudwatch/eventTarget:EventTarget",
        id: "assess-one",
        inputs: {
          rule: "assess",
          targetId: "one",
          arn: CLUSTER,
          roleArn: ROLE,
          ecsTarget: { taskDefinitionArn: ASSESSOR, taskCount: 1 },
          ...target,
        },
      },
      {
        type: "aws:iam/role:Role",
        id: "events",
        region: "global",
        inputs: { name: "events" },
        outputs: { arn: ROLE, name: "events" },
      },
      {
        type: "aws:iam/rolePolicy:RolePolicy",
        id: "events:run",
        region: "global",
        inputs: { name: "run", role: "events", policy: policyOf(allowed ? "Allow" : "Deny") },
      },
      {
        type: "aws:ecs/taskDefinition:TaskDefinition",
        id: "assessor",
        inputs: { family: "assessor" },
        outputs: { arn: ASSESSOR },
      },
    );
    this.world = new World(this.simulation, account, "us-west-2");
    [this.rule] = this.world.records("aws:cloudwatch/eventRule:EventRule") as [AccountRecord];
    this.world.bus.subscribe("rule", (event) => this.told.push({ ...event, at: this.simulation.now }));
    const runTask = (request: RunTask) => {
      this.ran.push({ ...request, at: this.simulation.now });
      return { tasks: [], failures: this.failures };
    };
    const put = ({ namespace, name, dimensions }: Metric, at: number) =>
      this.counted.push(`${at} ${namespace} ${name} ${dimensions.RuleName}`);
    new ScheduledRules(this.world, { runTask }, { put });
  }
}

describe("rules on a schedule", () => {
  it("run when their time has passed, and again each time", async () => {
    const stand = new Stand();
    await stand.simulation.run(400);
    assert.deepEqual(
      stand.ran.map(({ at }) => at),
      [120, 240, 360],
    );
    assert.deepEqual(stand.ran[0], { at: 120, cluster: CLUSTER, taskDefinition: ASSESSOR, count: 1 });
  });

  it("count what they do", async () => {
    const stand = new Stand();
    await stand.simulation.run(130);
    assert.deepEqual(stand.counted, ["120 AWS/Events TriggeredRules assess", "120 AWS/Events Invocations assess"]);
  });

  it("run as many tasks as their target says", async () => {
    const stand = new Stand({ target: { ecsTarget: { taskDefinitionArn: ASSESSOR, taskCount: 4 } } });
    await stand.simulation.run(130);
    assert.equal(stand.ran[0]?.count, 4);
  });

  it("do nothing while they are disabled, and begin anew when they are enabled", async () => {
    const stand = new Stand({ rule: { state: "DISABLED" } });
    await stand.simulation.run(500);
    assert.deepEqual(stand.ran, []);
    stand.world.set(stand.rule, "state", "ENABLED");
    await stand.simulation.run(700);
    assert.deepEqual(
      stand.ran.map(({ at }) => at),
      [620],
    );
    stand.world.set(stand.rule, "state", "DISABLED");
    await stand.simulation.run(1000);
    assert.equal(stand.ran.length, 1);
  });

  it("change their pace", async () => {
    const stand = new Stand();
    await stand.simulation.run(130);
    stand.world.set(stand.rule, "scheduleExpression", "rate(1 hour)");
    await stand.simulation.run(4000);
    assert.deepEqual(
      stand.ran.map(({ at }) => at),
      [120, 3730],
    );
  });

  it("without a schedule are none", async () => {
    const stand = new Stand({ rule: { scheduleExpression: null } });
    await stand.simulation.run(500);
    assert.deepEqual(stand.told, []);
  });

  it("leave other rules' targets alone", async () => {
    const stand = new Stand({ target: { rule: "other" } });
    await stand.simulation.run(130);
    assert.deepEqual(stand.ran, []);
    assert.deepEqual(stand.counted, ["120 AWS/Events TriggeredRules assess"]);
  });

  it("fail where their role may not run the task, and are not tried again", async () => {
    const stand = new Stand({ allowed: false });
    await stand.simulation.run(130);
    assert.deepEqual(stand.ran, []);
    assert.equal(stand.told.length, 1);
    assert.match(stand.told[0]?.failures[0] ?? "", /not authorized to perform: ecs:RunTask on resource: .*assessor:1/);
    assert.equal(stand.counted.at(-1), "120 AWS/Events FailedInvocations assess");
  });

  it("fail where there is no room for the task", async () => {
    const stand = new Stand();
    stand.failures = [{ reason: "RESOURCE:MEMORY" }];
    await stand.simulation.run(130);
    assert.deepEqual(stand.told, [{ rule: "assess", targetId: "one", failures: ["RESOURCE:MEMORY"], at: 120 }]);
    assert.equal(stand.counted.at(-1), "120 AWS/Events FailedInvocations assess");
  });

  it("end with the rule", async () => {
    const stand = new Stand();
    stand.world.account.state.records = stand.world.account.state.records.filter(
      ({ type }) => !type.endsWith("EventRule"),
    );
    stand.world.sync();
    await stand.simulation.run(500);
    assert.deepEqual(stand.told, []);
  });
});

describe("the time between two runs", () => {
  for (const [expression, seconds] of [
    ["rate(1 minute)", 60],
    ["rate(5 minutes)", 300],
    ["rate(1 hour)", 3600],
    ["rate(2 days)", 172_800],
  ] as const) {
    it(`is ${seconds} s for ${expression}`, () => assert.equal(secondsBetween("assess", expression), seconds));
  }

  it("is not modelled for cron", () => {
    assert.throws(() => secondsBetween("assess", "cron(0 6 * * ? *)"), {
      code: "UnsupportedOperation",
      message:
        "The rule assess has the schedule cron(0 6 * * ? *): the EventBridge on this machine runs rates alone, for example rate(2 minutes).",
    });
  });
});

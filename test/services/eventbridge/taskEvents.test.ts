import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { TaskChanges, taskStateChange } from "../../../local/services/eventbridge/taskEvents";
import type { TaskEvent, TaskStatus } from "../../../local/services/events";
import { ACCOUNT_ID } from "../../account/support";
import { RuleStand, type StandOptions } from "./fixture";

const ECS = `arn:aws:ecs:us-west-2:${ACCOUNT_ID}`;
const TASK = `${ECS}:task/workshop/0123456789abcdef0123456789abcdef`;
const REVISION = `${ECS}:task-definition/cats-green:2`;
const revision = {
  type: "aws:ecs/taskDefinition:TaskDefinition",
  id: "cats-green",
  inputs: {
    family: "cats-green",
    containerDefinitions: JSON.stringify([{ name: "cats", image: "cats:2", cpu: 10, memory: 128 }]),
  },
  outputs: { arn: REVISION },
};

const task: TaskEvent = {
  arn: TASK,
  cluster: "workshop",
  group: "service:cats-green",
  taskDefinitionArn: REVISION,
  startedBy: "ecs-svc/123",
  instanceId: "i-0123456789abcdef0",
  containerInstanceArn: `${ECS}:container-instance/workshop/fedcba9876543210fedcba9876543210`,
  zone: "us-west-2a",
  lastStatus: "RUNNING",
  desiredStatus: "RUNNING",
};
const life: TaskEvent[] = (["PROVISIONING", "PENDING", "RUNNING", "DEACTIVATING", "STOPPING", "STOPPED"] as const).map(
  (lastStatus) => ({ ...task, lastStatus }),
);

/** As the rule of the releases has it. */
const pattern: Props = {
  source: ["aws.ecs"],
  "detail-type": ["ECS Task State Change"],
  detail: {
    clusterArn: [`${ECS}:cluster/workshop`],
    group: ["service:cats-green"],
    lastStatus: ["RUNNING"],
    desiredStatus: ["RUNNING"],
    startedBy: [{ prefix: "ecs-svc/" }],
  },
};
const stand = (by: Partial<StandOptions> = {}) => new RuleStand({ pattern, more: [revision], ...by });
const detailOf = ({ detail }: Props): Props => detail as Props;

describe("rules for ECS's tasks", () => {
  it("get the event of a task that runs, with all of its fields, a second later and once", async () => {
    const one = stand();
    await one.publish("task", task);
    assert.equal(one.events.length, 1);
    const [{ at, event } = { at: 0, event: {} }] = one.events;
    const { id, ...rest } = event;
    const { containers, ...detail } = detailOf(event);
    const [{ containerArn, ...container } = {} as Props, ...others] = containers as Props[];
    assert.equal(at, 101);
    assert.match(String(id), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.match(String(containerArn), new RegExp(`^${ECS}:container/[0-9a-f]{32}$`));
    assert.deepEqual(
      [container, others],
      [{ name: "cats", image: "cats:2", lastStatus: "RUNNING", taskArn: TASK }, []],
    );
    assert.deepEqual(
      { ...rest, detail },
      {
        version: "0",
        account: ACCOUNT_ID,
        time: "2026-01-01T00:01:40Z",
        region: "us-west-2",
        source: "aws.ecs",
        "detail-type": "ECS Task State Change",
        resources: [TASK],
        detail: {
          attachments: [],
          availabilityZone: "us-west-2a",
          clusterArn: `${ECS}:cluster/workshop`,
          connectivity: "CONNECTED",
          containerInstanceArn: `${ECS}:container-instance/workshop/fedcba9876543210fedcba9876543210`,
          cpu: "10",
          createdAt: "2026-01-01T00:01:40Z",
          desiredStatus: "RUNNING",
          group: "service:cats-green",
          lastStatus: "RUNNING",
          launchType: "EC2",
          memory: "128",
          startedBy: "ecs-svc/123",
          taskArn: TASK,
          taskDefinitionArn: REVISION,
          updatedAt: "2026-01-01T00:01:40Z",
          version: 1,
        },
      },
    );
  });

  it("are invoked once in a task's life where they ask for RUNNING, and the event says which change it is", async () => {
    const one = stand();
    await one.publish("task", ...life);
    assert.deepEqual(
      one.events.map(({ event }) => [detailOf(event).lastStatus, detailOf(event).version]),
      [["RUNNING", 3]],
    );
  });

  const others: [what: string, by: Partial<TaskEvent>][] = [
    ["of another cluster", { cluster: "other" }],
    ["of another service", { group: "service:cats" }],
    ["that is to stop", { desiredStatus: "STOPPED" }],
    ["that nobody has started", { startedBy: "somebody" }],
  ];
  for (const [what, by] of others) {
    it(`are not invoked for a task ${what}`, async () => {
      const one = stand();
      await one.publish("task", { ...task, ...by });
      assert.deepEqual([one.events, one.counted], [[], []]);
    });
  }

  it("get the same event as often and as late as it is delivered", async () => {
    const seen: Props[] = [];
    const taskDeliveries = (event: Props) => {
      seen.push(event);
      return [1, 7, 200];
    };
    const one = stand({ taskDeliveries });
    await one.publish("task", task);
    assert.deepEqual(
      one.events.map(({ at }) => at),
      [101, 107, 300],
    );
    const [first, ...again] = one.events.map(({ event }) => event);
    assert.deepEqual(again, [first, first]);
    assert.deepEqual(seen, [first]);
  });

  it("get no event that is delivered never", async () => {
    const one = stand({ taskDeliveries: () => [] });
    await one.publish("task", task);
    assert.deepEqual(one.events, []);
  });

  const silent: [what: string, by: Partial<StandOptions>][] = [
    ["of another source", { pattern: { source: ["aws.s3"] } }],
    ["of another kind", { pattern: { source: ["aws.ecs"], "detail-type": ["ECS Deployment State Change"] } }],
    ["that is disabled", { rule: { state: "DISABLED" } }],
  ];
  for (const [what, by] of silent) {
    it(`make no event for a rule ${what}`, async () => {
      let asked = 0;
      const one = stand({ ...by, taskDeliveries: () => [++asked] });
      await one.publish("task", task);
      assert.deepEqual([asked, one.events], [0, []]);
    });
  }

  for (const asking of [
    { "detail-type": ["ECS Task State Change"] },
    { source: [{ prefix: "aws." }] },
    { detail: { group: ["service:cats-green"] } },
  ] as Props[]) {
    it(`are heard with the pattern ${JSON.stringify(asking)}`, async () => {
      const one = stand({ pattern: asking });
      await one.publish("task", task);
      assert.equal(one.events.length, 1);
    });
  }

  it("do not get something else than the event, which is not modelled", async () => {
    for (const [name, value] of [
      ["input", "{}"],
      ["inputPath", "$.detail"],
      ["inputTransformer", { inputTemplate: "{}" }],
    ] as const) {
      const one = stand({ target: { [name]: value } });
      await one.publish("task", task);
      assert.deepEqual(
        [one.events, one.told],
        [[], [{ rule: "started", targetId: "one", failures: [`${name} of a target is not modelled`] }]],
      );
    }
  });
});

describe("events of ECS's tasks", () => {
  const { world } = stand();
  const first = { version: 1, createdAt: "2026-01-01T00:00:00Z" };
  const detail = (by: Partial<TaskEvent>): Props => detailOf(taskStateChange(world, first, { ...task, ...by }));

  it("say why a task has stopped", () => {
    const stopped = detail({ lastStatus: "STOPPED", desiredStatus: "STOPPED", stoppedReason: "Scaling activity" });
    assert.equal(stopped.stoppedReason, "Scaling activity");
  });

  it("say nothing of what is not known", () => {
    const { startedBy: _, containerInstanceArn: __, zone: ___, ...alone } = task;
    const names = Object.keys(detailOf(taskStateChange(world, first, alone)));
    for (const name of ["startedBy", "containerInstanceArn", "availabilityZone", "stoppedReason"])
      assert.equal(names.includes(name), false, name);
    const unknown = detail({ taskDefinitionArn: `${REVISION}2` });
    assert.deepEqual([unknown.containers, "cpu" in unknown, "memory" in unknown], [[], false, false]);
  });

  it("have containers that wait, run or have stopped", () => {
    const status = (lastStatus: TaskStatus) => (detail({ lastStatus }).containers as Props[])[0]?.lastStatus;
    assert.deepEqual(
      life.map(({ lastStatus }) => status(lastStatus)),
      ["PENDING", "PENDING", "RUNNING", "RUNNING", "RUNNING", "STOPPED"],
    );
  });

  it("are numbered by task", () => {
    const changes = new TaskChanges();
    const other = { ...task, arn: `${TASK}2` };
    const stopped: TaskEvent = { ...task, lastStatus: "STOPPED" };
    assert.deepEqual(
      [task, other, task, stopped, other].map((one) => changes.of(one, "2026-01-01T00:00:00Z").version),
      [1, 1, 2, 3, 2],
    );
  });

  it("keep when their task was made, whatever happens to it", () => {
    const changes = new TaskChanges();
    const times = ["2026-01-01T00:00:00Z", "2026-01-01T00:00:08Z", "2026-01-01T00:05:00Z"];
    assert.deepEqual(
      times.map((time) => changes.of(task, time).createdAt),
      ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"],
    );
    assert.equal(changes.of({ ...task, arn: `${TASK}2` }, "2026-01-01T00:06:00Z").createdAt, "2026-01-01T00:06:00Z");
  });
});

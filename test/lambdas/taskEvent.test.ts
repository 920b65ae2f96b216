import assert from "node:assert/strict";
import { runningTaskOf } from "../../lambdas/handleEcsEvents/taskEvent";
import { DEPLOYMENT, SIDES, taskEvent } from "./fixtures";

const WATCHED = { cluster: "workshop-cluster", sides: SIDES };

function reasonFor(event: unknown): string {
  const found = runningTaskOf(event, WATCHED);
  assert.ok("decision" in found, "expected the event to be ignored");
  return found.reason;
}

describe("lambdas: an ECS event", () => {
  it("of a green task that has begun to run tells its side, its service and its deployment", () => {
    const event = taskEvent();
    assert.deepEqual(runningTaskOf(event, WATCHED), {
      side: "green",
      service: "workshop-cats-green",
      taskArn: event.detail.taskArn,
      deploymentId: DEPLOYMENT,
    });
  });

  it("of a blue task tells blue", () => {
    const found = runningTaskOf(taskEvent({ group: "service:workshop-cats" }), WATCHED);
    assert.deepEqual("side" in found && [found.side, found.service], ["blue", "workshop-cats"]);
  });

  const statuses = ["PROVISIONING", "PENDING", "ACTIVATING", "DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED"];
  for (const lastStatus of statuses) {
    it(`of a task that is ${lastStatus} is ignored`, () => {
      assert.equal(reasonFor(taskEvent({ lastStatus })), `not running: ${lastStatus}, to be RUNNING`);
    });
  }

  it("of a running task that is to stop is ignored", () => {
    assert.equal(reasonFor(taskEvent({ desiredStatus: "STOPPED" })), "not running: RUNNING, to be STOPPED");
  });

  const foreign: [what: string, detail: Record<string, unknown>, reason: string][] = [
    [
      "another cluster",
      { clusterArn: "arn:aws:ecs:us-west-2:123456789012:cluster/other" },
      'another cluster: "arn:aws:ecs:us-west-2:123456789012:cluster/other"',
    ],
    [
      "a cluster whose name ends alike",
      { clusterArn: "arn:aws:ecs:us-west-2:123456789012:cluster/my-workshop-cluster" },
      'another cluster: "arn:aws:ecs:us-west-2:123456789012:cluster/my-workshop-cluster"',
    ],
    [
      "a cluster whose name begins alike",
      { clusterArn: "arn:aws:ecs:us-west-2:123456789012:cluster/workshop-cluster-2" },
      'another cluster: "arn:aws:ecs:us-west-2:123456789012:cluster/workshop-cluster-2"',
    ],
    ["another service", { group: "service:workshop-dogs" }, 'no released service: "service:workshop-dogs"'],
    [
      "a service whose name begins alike",
      { group: "service:workshop-cats-green-2" },
      'no released service: "service:workshop-cats-green-2"',
    ],
    ["a service whose name ends alike", { group: "service:cats" }, 'no released service: "service:cats"'],
    [
      "a service of another stack",
      { group: "service:anna-cats-green" },
      'no released service: "service:anna-cats-green"',
    ],
    [
      "a task that stands alone",
      { group: "family:workshop-cats-green" },
      'no released service: "family:workshop-cats-green"',
    ],
    ["a task that somebody has run", { startedBy: "anna" }, 'no deployment has started the task, but "anna"'],
    [
      "a task that a rule has run",
      { startedBy: "events-rule/x" },
      'no deployment has started the task, but "events-rule/x"',
    ],
    [
      "a task that says nothing of its start",
      { startedBy: undefined },
      "no deployment has started the task, but nothing",
    ],
  ];
  for (const [what, detail, reason] of foreign) {
    it(`of ${what} is ignored`, () => assert.equal(reasonFor(taskEvent(detail)), reason));
  }

  for (const name of ["clusterArn", "group", "lastStatus", "desiredStatus", "taskArn"]) {
    it(`without ${name} is ignored`, () => {
      assert.equal(reasonFor(taskEvent({ [name]: undefined })), `the event lacks detail.${name}`);
    });
  }

  it("names all that it lacks at once", () => {
    const reason = "the event lacks detail.group, detail.taskArn";
    assert.equal(reasonFor(taskEvent({ group: "", taskArn: 7 })), reason);
  });

  const others = [
    "ECS Container Instance State Change",
    "ECS Service Action",
    "ECS Deployment State Change",
    "AWS API Call via CloudTrail",
  ];
  for (const type of others) {
    it(`of the type ${type} is ignored`, () => {
      assert.equal(reasonFor(taskEvent({}, { "detail-type": type })), `no task state change: "${type}"`);
    });
  }

  it("of another source is ignored", () => {
    const reason = 'no task state change: "ECS Task State Change"';
    assert.equal(reasonFor(taskEvent({}, { source: "my.app" })), reason);
  });

  it("that is none is ignored", () => {
    assert.equal(reasonFor(null), "no task state change: nothing");
    assert.equal(reasonFor("hello"), "no task state change: nothing");
    const without = { ...taskEvent(), detail: undefined };
    const all = "detail.clusterArn, detail.group, detail.lastStatus, detail.desiredStatus, detail.taskArn";
    assert.equal(reasonFor(without), `the event lacks ${all}`);
  });
});

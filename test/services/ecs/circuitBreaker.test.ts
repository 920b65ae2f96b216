import assert from "node:assert/strict";
import type { BehaviourOf } from "../../../local/services/ecs/behaviour";
import { GROUP } from "../elb/fixture";
import { Fleet, NEXT, service, TASK_DEFINITION, taskDefinition } from "./fixture";

const FAILED = "FAILED ECS deployment circuit breaker: tasks failed to start.";
const TWO = [taskDefinition(TASK_DEFINITION), { ...taskDefinition(NEXT, { image: "cats:v2" }), id: "cats-2" }];

/** Images that end after a second and never answer: one that did might be found healthy in that second. */
const failing =
  (image: string): BehaviourOf =>
  ({ containers }) => {
    const fails = containers[0]?.image.endsWith(image);
    const exits = { afterSeconds: 1, code: 1 };
    return { startSeconds: 8, stopSeconds: 2, answers: !fails, ...(fails && { exits }) };
  };

/** Images that stay and never answer. */
const silent =
  (image: string): BehaviourOf =>
  ({ containers }) => ({ startSeconds: 8, stopSeconds: 2, answers: !containers[0]?.image.endsWith(image) });

describe("the deployment circuit breaker", () => {
  let fleet: Fleet;

  async function setUp(behaviour: BehaviourOf, by: Parameters<typeof service>[0] = {}): Promise<void> {
    fleet = new Fleet([...TWO, service(by)], behaviour);
    for (const zone of ["us-west-2a", "us-west-2b"]) fleet.launch({ zone });
    await fleet.run(150);
  }

  const startedOf = (arn: string) =>
    fleet.tasks.filter(({ lastStatus, taskDefinitionArn }) => lastStatus === "PENDING" && taskDefinitionArn === arn)
      .length;

  it("opens after half of the desired number of tasks: 5 of 10", async () => {
    await setUp(failing("v2"), { desiredCount: 10, deploymentCircuitBreaker: { enable: true, rollback: true } });
    const starts: number[] = [];
    fleet.world.bus.subscribe("deployment", ({ state }) => {
      if (state === "FAILED") {
        starts.push(
          fleet.tasks.filter((task) => task.lastStatus === "STOPPED" && task.taskDefinitionArn === NEXT).length,
        );
      }
    });
    fleet.set("taskDefinition", NEXT);
    await fleet.run(600);
    assert.deepEqual(starts, [5]);
  });

  it("says why, and what it goes back to, and counts the way back as a deployment", async () => {
    await setUp(failing("v2"), { deploymentCircuitBreaker: { enable: true, rollback: true } });
    const from = fleet.deployments.length;
    const [before] = fleet.service.tasks;
    fleet.said.length = 0;
    fleet.set("taskDefinition", NEXT);
    await fleet.run(600);
    assert.deepEqual(fleet.deployments.slice(from), [
      "IN_PROGRESS ECS deployment ID in progress.",
      FAILED,
      "IN_PROGRESS ECS deployment circuit breaker: rolling back to deploymentId ID.",
      "COMPLETED ECS deployment ID completed.",
    ]);
    const words = fleet.said.filter((line) => /deployment|steady/.test(line));
    assert.deepEqual(words, [
      "(service cats) (deployment ID) deployment failed: tasks failed to start.",
      "(service cats) rolling back to deployment ID.",
      "(service cats) (deployment ID) deployment completed.",
      "(service cats) has reached a steady state.",
    ]);
    assert.equal(fleet.balancers.healthy(GROUP), 2);
    // The old deployment is in charge once more: what was left of it stays, and what is new belongs to it.
    assert.ok(before && fleet.service.tasks.has(before));
    for (const { deployment } of fleet.service.tasks) assert.equal(deployment, before.deployment);
  });

  it("opens for tasks that fail their health checks too", async () => {
    await setUp(silent("v2"), { deploymentCircuitBreaker: { enable: true, rollback: true } });
    fleet.set("taskDefinition", NEXT);
    await fleet.run(2000);
    assert.ok(fleet.deployments.includes(FAILED));
    assert.equal(fleet.record.inputs.taskDefinition, TASK_DEFINITION);
    assert.equal(fleet.balancers.healthy(GROUP), 2);
  });

  it("without rollback starts no more tasks of what has failed, and keeps the old ones", async () => {
    await setUp(failing("v2"), { deploymentCircuitBreaker: { enable: true, rollback: false } });
    fleet.set("taskDefinition", NEXT);
    await fleet.run(300);
    assert.ok(fleet.deployments.includes(FAILED));
    const started = startedOf(NEXT);
    await fleet.run(3000);
    assert.equal(startedOf(NEXT), started);
    assert.equal(fleet.record.inputs.taskDefinition, NEXT);
    assert.equal(fleet.balancers.healthy(GROUP), 2);
    assert.deepEqual(
      [...fleet.service.tasks].map(({ spec }) => spec.arn),
      [TASK_DEFINITION, TASK_DEFINITION],
    );
  });

  it("starts tasks again with the next revision", async () => {
    await setUp(failing("v2"), { deploymentCircuitBreaker: { enable: true, rollback: false }, taskDefinition: NEXT });
    await fleet.run(1000);
    const started = startedOf(NEXT);
    await fleet.run(2000);
    assert.deepEqual([startedOf(NEXT), fleet.service.tasks.size], [started, 0]);
    fleet.set("taskDefinition", TASK_DEFINITION);
    await fleet.run(2200);
    assert.equal(fleet.balancers.healthy(GROUP), 2);
    assert.equal(fleet.deployments.at(-1), "COMPLETED ECS deployment ID completed.");
  });

  it("has nothing to go back to where the first deployment fails", async () => {
    await setUp(failing("v1"), { deploymentCircuitBreaker: { enable: true, rollback: true } });
    await fleet.run(1000);
    assert.deepEqual(fleet.deployments, ["IN_PROGRESS ECS deployment ID in progress.", FAILED]);
    assert.ok(!fleet.said.some((line) => line.includes("rolling back")));
  });

  it("does not count what fails once the deployment is complete", async () => {
    let fails = false;
    const later: BehaviourOf = () => ({
      startSeconds: 8,
      stopSeconds: 2,
      answers: true,
      ...(fails && { exits: { afterSeconds: 1, code: 1 } }),
    });
    await setUp(later, { deploymentCircuitBreaker: { enable: true, rollback: true } });
    fails = true;
    fleet.set("desiredCount", 4);
    await fleet.run(600);
    assert.deepEqual(fleet.deployments.at(-1), "COMPLETED ECS deployment ID completed.");
    assert.ok(startedOf(TASK_DEFINITION) > 20);
  });

  it("is not reset by the old revision's tasks", async () => {
    await setUp(failing("v2"), { desiredCount: 6, deploymentCircuitBreaker: { enable: true, rollback: true } });
    const [old] = fleet.service.tasks;
    assert.ok(old);
    const [port = 0] = old.ports.values();
    const publish = (state: "initial" | "healthy") =>
      fleet.world.bus.publish("target", { targetGroupArn: GROUP, instanceId: old.host.id, port, state, reason: "" });
    let failures = 0;
    fleet.world.bus.subscribe("task", ({ lastStatus, taskDefinitionArn }) => {
      if (lastStatus !== "STOPPED" || taskDefinitionArn !== NEXT) return;
      failures += 1;
      // After each failure an old task's target is found healthy once more.
      fleet.simulation.after(0.5, () => {
        publish("initial");
        publish("healthy");
      });
    });
    fleet.set("desiredCount", 12);
    await fleet.run(300);
    failures = 0;
    fleet.set("deploymentMaximumPercent", 110);
    fleet.set("taskDefinition", NEXT);
    await fleet.run(1500);
    assert.ok(fleet.deployments.includes(FAILED));
    assert.equal(failures, 6);
  });
});

describe("the grace period for health checks", () => {
  const deaf: BehaviourOf = () => ({ startSeconds: 8, stopSeconds: 2, answers: false });

  for (const [grace, replaced] of [
    // The target is unhealthy after 3 failed checks, 10 s apart, and a timeout of 5 s.
    [0, [113, 124]],
    [60, [148, 148]],
    [200, [288, 288]],
  ] as const) {
    it(`of ${grace} s: a task that never answers is replaced then`, async () => {
      const by = { desiredCount: 1, healthCheckGracePeriodSeconds: grace };
      const fleet = new Fleet([taskDefinition(TASK_DEFINITION), service(by)], deaf);
      fleet.launch();
      await fleet.run(400);
      const [, second] = fleet.tasks.filter(({ lastStatus }) => lastStatus === "PENDING");
      assert.ok(second && second.at >= replaced[0] && second.at <= replaced[1], `at ${second?.at}`);
    });
  }

  it("spares a task that answers by its end", async () => {
    const by = { desiredCount: 1, healthCheckGracePeriodSeconds: 100 };
    const fleet = new Fleet([taskDefinition(TASK_DEFINITION), service(by)], deaf);
    fleet.launch();
    await fleet.run(140);
    const [task] = fleet.service.tasks;
    assert.ok(task);
    const [port = 0] = task.ports.values();
    assert.equal(fleet.balancers.state(GROUP, task.host.id, port), "unhealthy");
    fleet.balancers.setAnswering(GROUP, task.host.id, port, true);
    await fleet.run(1000);
    assert.deepEqual([...fleet.service.tasks], [task]);
    assert.equal(fleet.said.filter((line) => line.includes("unhealthy")).length, 0);
  });

  it("is over for a task that fails later", async () => {
    const by = { desiredCount: 1, healthCheckGracePeriodSeconds: 60 };
    const fleet = new Fleet([taskDefinition(TASK_DEFINITION), service(by)]);
    fleet.launch();
    await fleet.run(500);
    const [task] = fleet.service.tasks;
    assert.ok(task);
    const [port = 0] = task.ports.values();
    fleet.balancers.setAnswering(GROUP, task.host.id, port, false);
    await fleet.run(700);
    assert.equal(task.stoppedReason, "Task failed ELB health checks");
    assert.deepEqual(fleet.places(), ["m4.large in us-west-2a"]);
    assert.equal(fleet.balancers.healthy(GROUP), 1);
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import type { BehaviourOf } from "../../../local/services/ecs/behaviour";
import { PLACEMENT_EVENT_REPEAT } from "../../../local/services/times";
import { GROUP } from "../elb/fixture";
import { Fleet, joins, NEXT, service, TASK_DEFINITION, taskDefinition } from "./fixture";

const TWO = [taskDefinition(TASK_DEFINITION), { ...taskDefinition(NEXT, { image: "cats:v2" }), id: "cats-2" }];

describe("a service", () => {
  let fleet: Fleet;

  /** A service on two instances in two zones, up and steady. */
  async function setUp(by: Parameters<typeof service>[0] = {}, behaviour?: BehaviourOf): Promise<void> {
    fleet = new Fleet([...TWO, service(by)], behaviour);
    for (const zone of ["us-west-2a", "us-west-2b"]) {
      fleet.launch({ zone, userData: joins({ ECS_ENABLE_SPOT_INSTANCE_DRAINING: "true" }) });
    }
    await fleet.run(150);
  }

  it("comes up, spread over zones, and says so in ECS's words", async () => {
    await setUp();
    assert.deepEqual(fleet.places(), ["m4.large in us-west-2a", "m4.large in us-west-2b"]);
    assert.deepEqual(fleet.said, [
      "(service cats) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
      "(service cats) has started 2 tasks: (task) (task).",
      `(service cats) registered 2 targets in (target-group ${GROUP})`,
      "(service cats) (deployment ID) deployment completed.",
      "(service cats) has reached a steady state.",
    ]);
    assert.deepEqual(fleet.deployments, [
      "IN_PROGRESS ECS deployment ID in progress.",
      "COMPLETED ECS deployment ID completed.",
    ]);
  });

  it("says once that it is steady, and nothing more while nothing changes", async () => {
    await setUp();
    await fleet.run(4000);
    assert.equal(fleet.said.filter((line) => line.includes("steady")).length, 1);
  });

  it("adds and takes away tasks, evenly", async () => {
    await setUp();
    fleet.set("desiredCount", 6);
    await fleet.run(300);
    assert.deepEqual([fleet.service.running, new Set(fleet.places()).size], [6, 2]);
    fleet.set("desiredCount", 2);
    await fleet.run(600);
    assert.deepEqual(fleet.places(), ["m4.large in us-west-2a", "m4.large in us-west-2b"]);
    assert.deepEqual(fleet.said.slice(-5), [
      "(service cats) has reached a steady state.",
      "(service cats) has stopped 4 running tasks: (task) (task) (task) (task).",
      `(service cats) deregistered 4 targets in (target-group ${GROUP})`,
      "(service cats, taskSet ID) has begun draining connections on 4 tasks.",
      "(service cats) has reached a steady state.",
    ]);
  });

  it("says which instance comes closest where a task does not fit, now and then, and tries again", async () => {
    await setUp({ desiredCount: 60 });
    const [unable, ...others] = fleet.said.filter((line) => line.includes("insufficient"));
    assert.match(
      unable ?? "",
      /^\(service cats\) was unable to place a task because no container instance met all of its requirements\. The closest matching \(container-instance [0-9a-f]{32}\) has insufficient memory available\. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide\.$/,
    );
    assert.deepEqual(others, []);
    // 7,913 MiB hold 20 tasks of 384.
    assert.equal(fleet.service.running, 40);
    await fleet.run(150 + PLACEMENT_EVENT_REPEAT);
    assert.equal(fleet.said.filter((line) => line.includes("insufficient")).length, 2);
    fleet.launch({ type: "r4.large" });
    await fleet.run(fleet.simulation.now + 600);
    assert.equal(fleet.service.running, 60);
  });

  it("is not placed where no instance meets its constraint, in ECS's words", async () => {
    const constraint = { type: "memberOf", expression: "attribute:ecs.instance-type == c4.large" };
    await setUp({ placementConstraints: [constraint] });
    assert.match(fleet.said.at(-1) ?? "", /encountered error "MemberOf placement constraint unsatisfied."\. For more/);
    fleet.launch({ type: "c4.large" });
    await fleet.run(400);
    assert.deepEqual(fleet.places(), ["c4.large in us-west-2a", "c4.large in us-west-2a"]);
  });

  it("rolls a new revision out, the old tasks answering until the new ones do", async () => {
    await setUp();
    fleet.set("taskDefinition", NEXT);
    await fleet.run(400);
    const revisions = [...fleet.service.tasks].map(({ spec }) => spec.arn);
    assert.deepEqual(revisions, [NEXT, NEXT]);
    assert.equal(fleet.deployments.at(-1), "COMPLETED ECS deployment ID completed.");
    assert.equal(fleet.balancers.healthy(GROUP), 2);
  });

  it("goes back to the revision that worked where the new one keeps failing", async () => {
    const fails: BehaviourOf = ({ containers }) => ({
      startSeconds: 8,
      stopSeconds: 2,
      answers: true,
      ...(containers[0]?.image === "cats:v2" && { exits: { afterSeconds: 1, code: 1 } }),
    });
    await setUp({ deploymentCircuitBreaker: { enable: true, rollback: true } }, fails);
    fleet.set("taskDefinition", NEXT);
    await fleet.run(600);
    assert.ok(fleet.deployments.includes("FAILED ECS deployment circuit breaker: tasks failed to start."));
    assert.ok(fleet.said.includes("(service cats) rolling back to deployment ID."));
    assert.equal(fleet.record.inputs.taskDefinition, TASK_DEFINITION);
    assert.deepEqual(
      [...fleet.service.tasks].map(({ spec }) => spec.arn),
      [TASK_DEFINITION, TASK_DEFINITION],
    );
    assert.equal(fleet.balancers.healthy(GROUP), 2);
  });

  it("keeps trying where it has no circuit breaker", async () => {
    const fails: BehaviourOf = () => ({
      startSeconds: 8,
      stopSeconds: 2,
      answers: true,
      exits: { afterSeconds: 1, code: 1 },
    });
    await setUp({}, fails);
    await fleet.run(600);
    assert.ok(fleet.tasks.filter(({ lastStatus }) => lastStatus === "STOPPED").length > 20);
    assert.deepEqual(fleet.deployments, ["IN_PROGRESS ECS deployment ID in progress."]);
  });

  it("replaces a task that its load balancer finds unhealthy, after the grace period", async () => {
    const silent: BehaviourOf = () => ({ startSeconds: 8, stopSeconds: 2, answers: false });
    const stopped = async (seconds: number) => {
      await setUp({ healthCheckGracePeriodSeconds: seconds }, silent);
      await fleet.run(200);
      return fleet.tasks.filter(({ stoppedReason }) => stoppedReason === "Task failed ELB health checks").length > 0;
    };
    assert.equal(await stopped(0), true);
    assert.match(
      fleet.said.find((line) => line.includes("is unhealthy")) ?? "",
      /^\(service cats\) \(task\) \(instance i-\w+\) \(port \d+\) is unhealthy in \(target-group arn:\S+\) due to \(reason Request timed out\)\.$/,
    );
    assert.equal(await stopped(3600), false);
  });

  it("moves its tasks away from an instance that drains, before they are missed", async () => {
    await setUp();
    const [one, other] = fleet.ec2.all();
    assert.ok(one && other);
    fleet.ec2.interrupt(one, "no-capacity");
    let fewest = 2;
    fleet.world.bus.subscribe("target", () => {
      fewest = Math.min(fewest, fleet.balancers.healthy(GROUP));
    });
    await fleet.run(269);
    assert.equal(one.state, "running");
    assert.equal(fleet.ecs.clusters.host(one.id)?.tasks.size, 0);
    assert.deepEqual(fleet.places(), ["m4.large in us-west-2b", "m4.large in us-west-2b"]);
    assert.equal(fewest, 2);
  });

  it("ends its tasks when it is deleted", async () => {
    await setUp();
    fleet.account.state.records.splice(fleet.account.state.records.indexOf(fleet.record), 1);
    const record = fleet.record;
    fleet.account.records("aws:ecs/service:Service").splice(0);
    fleet.world.bus.publish("resource", { record, change: "deleted" });
    await fleet.run(300);
    const last = new Map(fleet.tasks.map(({ arn, lastStatus }) => [arn, lastStatus]));
    assert.deepEqual([...last.values()], ["STOPPED", "STOPPED"]);
  });

  it("stays within its bounds during a deployment, and no instance gives more than it has", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom([0, 100], [50, 100], [50, 150], [100, 150], [100, 200]),
        async (desired, [min = 0, max = 0]) => {
          // A deployment that may neither stop nor start a task never ends, on AWS as here.
          fc.pre(Math.floor((desired * max) / 100) > desired || Math.ceil((desired * min) / 100) < desired);
          await setUp({
            desiredCount: desired,
            deploymentMinimumHealthyPercent: min,
            deploymentMaximumPercent: max,
          });
          await fleet.run(300);
          assert.equal(fleet.balancers.healthy(GROUP), desired);
          const watch = () => {
            const current = [...fleet.service.tasks].filter(({ desiredStatus }) => desiredStatus === "RUNNING");
            assert.ok(current.length <= Math.floor((desired * max) / 100), `${current.length} tasks`);
            assert.ok(current.filter(({ healthy }) => healthy).length >= Math.ceil((desired * min) / 100));
            for (const { free } of fleet.ecs.clusters.hosts("main")) assert.ok(free.memory >= 0 && free.cpu >= 0);
          };
          fleet.world.bus.subscribe("task", () => fleet.simulation.after(0, watch));
          fleet.set("taskDefinition", NEXT);
          await fleet.run(2000);
          assert.deepEqual(new Set([...fleet.service.tasks].map(({ spec }) => spec.arn)), new Set([NEXT]));
          assert.equal(fleet.balancers.healthy(GROUP), desired);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("gives nothing to an instance that drains", async () => {
    await setUp();
    const draining = new Set<string>();
    fleet.world.bus.subscribe("task", ({ lastStatus, instanceId = "" }) => {
      if (lastStatus === "PENDING") assert.ok(!draining.has(instanceId));
    });
    const [one] = fleet.ec2.all();
    fleet.ecs.clusters.drain(one?.id ?? "");
    draining.add(one?.id ?? "");
    for (const desired of [8, 3, 12]) {
      fleet.set("desiredCount", desired);
      await fleet.run(fleet.simulation.now + 200);
      assert.equal(fleet.service.running, desired);
    }
  });
});

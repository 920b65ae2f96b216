import assert from "node:assert/strict";
import fc from "fast-check";
import { boundsOf, planOf } from "../../../local/services/ecs/deployment";
import type { Task } from "../../../local/services/ecs/task";
import { PLACEMENT_RETRY } from "../../../local/services/times";
import { GROUP, OTHER_GROUP, targetGroup } from "../elb/fixture";
import { Fleet, service, TASK_DEFINITION, taskDefinition } from "./fixture";

const some = (count: number, healthy: boolean) => Array.from({ length: count }, () => ({ healthy }) as Task);

/* docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html, on tasks that are unhealthy */
describe("what a service does about tasks that do not answer", () => {
  /** Numbers of the plan: what starts, how many of that as replacements, how many failing tasks stop, and whether one may yield. */
  const plan = ([healthy, fresh, failing]: number[], desired: number, min: number, max: number) => {
    const staying = [...some(healthy ?? 0, true), ...some(fresh ?? 0, false)];
    const roster = { staying, failing: some(failing ?? 0, false), leaving: [] };
    const { start, replacements, replaced, yields, shrink } = planOf(roster, desired, boundsOf(desired, min, max));
    return { start, replacements, stop: replaced.length, yields: yields !== undefined, shrink };
  };
  const nothing = { start: 0, replacements: 0, stop: 0, yields: false, shrink: 0 };

  it("starts a replacement first", () =>
    assert.deepEqual(plan([1, 0, 1], 2, 100, 200), { ...nothing, start: 1, replacements: 1, yields: true }));

  it("waits for the replacement", () => assert.deepEqual(plan([1, 1, 1], 2, 100, 200), nothing));

  it("stops the failing task when the replacement is healthy", () =>
    assert.deepEqual(plan([2, 0, 1], 2, 100, 200), { ...nothing, stop: 1 }));

  it("stops one of both when the replacement fails too, and starts another", () =>
    assert.deepEqual(plan([1, 0, 2], 2, 100, 200), { ...nothing, start: 1, replacements: 1, stop: 1 }));

  it("stops one first where the maximum has no room for both", () => {
    assert.deepEqual(plan([0, 0, 4], 4, 50, 100), { ...nothing, yields: true });
    assert.deepEqual(plan([0, 0, 3], 4, 50, 100), { ...nothing, start: 1, yields: true });
    assert.deepEqual(plan([0, 1, 3], 4, 50, 100), nothing);
    assert.deepEqual(plan([1, 0, 3], 4, 50, 100), { ...nothing, yields: true });
  });

  it("starts as many as the maximum has room for", () =>
    assert.deepEqual(plan([0, 0, 4], 4, 100, 150), { ...nothing, start: 2, replacements: 2, yields: true }));

  it("stops what is too many when a failing task comes to answer meanwhile", () =>
    assert.deepEqual(plan([2, 1, 0], 2, 100, 200), { ...nothing, shrink: 1 }));

  it("gives up failing tasks first where fewer are wanted", () =>
    assert.deepEqual(plan([3, 0, 1], 2, 100, 200), { ...nothing, stop: 1, shrink: 1 }));

  it("never has more tasks than the maximum, and comes to an end, whichever task fails", () => {
    const percents = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 100, max: 250 }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        percents,
        fc.array(fc.nat(30), { maxLength: 20 }),
        (desired, [min, max], given) => {
          const fails = [...given];
          const bounds = boundsOf(desired, min, max);
          let [staying, failing] = [some(desired, true), [] as Task[]];
          for (let i = 0; i < 500; i++) {
            const index = fails.shift();
            const [victim] = index === undefined ? [] : staying.splice(index % Math.max(1, staying.length), 1);
            if (victim) failing.push(Object.assign(victim, { healthy: false }));
            const { start, replaced, yields, shrink } = planOf({ staying, failing, leaving: [] }, desired, bounds);
            assert.ok(staying.length + failing.length + start <= Math.max(bounds.max, desired));
            const gone = replaced.length > 0 ? replaced : start === 0 && yields ? [yields] : [];
            failing = failing.filter((task) => !gone.includes(task));
            if (start === 0 && gone.length === 0) for (const task of staying) task.healthy = true;
            staying = [...staying.slice(0, staying.length - shrink), ...some(start, false)];
            const isWhole = staying.length === desired && staying.every(({ healthy }) => healthy);
            if (isWhole && fails.length === 0 && failing.length === 0) break;
          }
          assert.deepEqual([staying.length, failing.length], [desired, 0]);
        },
      ),
    );
  });
});

describe("a task that its load balancer gives up", () => {
  let fleet: Fleet;

  async function setUp(by: Parameters<typeof service>[0] = {}, container: object = {}): Promise<void> {
    fleet = new Fleet([taskDefinition(TASK_DEFINITION, container), service(by)]);
    for (const zone of ["us-west-2a", "us-west-2b"]) fleet.launch({ zone });
    await fleet.run(150);
    fleet.said.length = 0;
    fleet.tasks.length = 0;
  }

  /** The tasks with these indexes no longer answer. */
  const silence = (...indexes: number[]) => {
    const tasks = [...fleet.service.tasks];
    for (const index of indexes) {
      const [task] = tasks.slice(index);
      assert.ok(task);
      fleet.balancers.setAnswering(GROUP, task.host.id, [...task.ports.values()][0] ?? 0, false);
    }
  };

  it("is stopped when another is healthy in its place", async () => {
    await setUp();
    silence(0);
    let fewest = 2;
    fleet.world.bus.subscribe("target", () => {
      fewest = Math.min(fewest, fleet.balancers.healthy(GROUP));
    });
    await fleet.run(400);
    assert.equal(fewest, 1);
    assert.equal(fleet.balancers.healthy(GROUP), 2);
    const course = fleet.tasks.map(({ lastStatus, desiredStatus }) => `${lastStatus} ${desiredStatus}`);
    assert.deepEqual(course, [
      "PENDING RUNNING",
      "RUNNING RUNNING",
      "DEACTIVATING STOPPED",
      "STOPPING STOPPED",
      "STOPPED STOPPED",
    ]);
    assert.deepEqual(
      fleet.said.map((line) => line.replace(/i-\w+/, "HOST").replace(/port \d+/, "port PORT")),
      [
        "(service cats) has started 1 tasks: (task). Amazon ECS replaced 1 tasks due to an unhealthy status.",
        `(service cats) registered 1 targets in (target-group ${GROUP})`,
        `(service cats) (task) (instance HOST) (port PORT) is unhealthy in (target-group ${GROUP}) due to (reason Request timed out).`,
        "(service cats) has stopped 1 running tasks: (task).",
        `(service cats) deregistered 1 targets in (target-group ${GROUP})`,
        "(service cats, taskSet ID) has begun draining connections on 1 tasks.",
        "(service cats) has reached a steady state.",
      ],
    );
  });

  it("is stopped first where the maximum has no room for both, one after another", async () => {
    await setUp({ desiredCount: 4, deploymentMinimumHealthyPercent: 50, deploymentMaximumPercent: 100 });
    silence(0, 1);
    const failing = () => [...fleet.service.tasks].filter(({ unhealthy }) => unhealthy);
    let most = 0;
    fleet.world.bus.subscribe("task", () => {
      const current = [...fleet.service.tasks].filter(({ desiredStatus }) => desiredStatus === "RUNNING");
      assert.ok(current.length <= 4);
      const stopping = failing().filter(({ desiredStatus }) => desiredStatus === "STOPPED");
      most = Math.max(most, stopping.length);
    });
    await fleet.run(600);
    assert.equal(most, 1);
    assert.equal(fleet.balancers.healthy(GROUP), 4);
  });

  it("is stopped first where the cluster has no room for both, one after another", async () => {
    // Each host has room for two.
    await setUp({ desiredCount: 4 }, { cpu: 1024 });
    silence(0, 1);
    await fleet.run(150 + 60 + PLACEMENT_RETRY);
    const stopped = fleet.tasks.filter(({ lastStatus }) => lastStatus === "DEACTIVATING");
    assert.equal(stopped.length, 1);
    await fleet.run(600);
    assert.equal(fleet.balancers.healthy(GROUP), 4);
  });

  it("stays where it answers again before another is healthy", async () => {
    await setUp();
    silence(0);
    const [task] = fleet.service.tasks;
    assert.ok(task);
    const heals = () => fleet.balancers.setAnswering(GROUP, task.host.id, [...task.ports.values()][0] ?? 0, true);
    fleet.world.bus.subscribe("task", ({ lastStatus }) => {
      if (lastStatus !== "PENDING") return;
      heals();
      const [port = 0] = task.ports.values();
      const target = { targetGroupArn: GROUP, instanceId: task.host.id, port, reason: "" };
      fleet.simulation.after(1, () => fleet.world.bus.publish("target", { ...target, state: "healthy" }));
    });
    await fleet.run(400);
    assert.ok(fleet.service.tasks.has(task));
    assert.equal(fleet.service.tasks.size, 2);
    // What was started in its place goes before it runs.
    assert.deepEqual(
      fleet.tasks.map(({ lastStatus }) => lastStatus),
      ["PENDING", "STOPPING", "STOPPED"],
    );
  });
});

describe("the health of a task", () => {
  it("is what all its target groups say", async () => {
    const loadBalancers = [GROUP, OTHER_GROUP].map((targetGroupArn) => ({
      targetGroupArn,
      containerName: "cats",
      containerPort: 80,
    }));
    const two = service({ desiredCount: 1, loadBalancers });
    const fleet = new Fleet([targetGroup(OTHER_GROUP), taskDefinition(TASK_DEFINITION), two]);
    fleet.launch();
    await fleet.run(88);
    const [task] = fleet.service.tasks;
    assert.ok(task);
    const [port = 0] = task.ports.values();
    const find = (targetGroupArn: string, state: "healthy" | "unhealthy" | "unused", reason = "") => {
      fleet.world.bus.publish("target", { targetGroupArn, instanceId: task.host.id, port, state, reason });
      return [task.healthy, task.unhealthy?.targetGroupArn];
    };
    assert.deepEqual(find(GROUP, "healthy"), [false, undefined]);
    assert.deepEqual(find(OTHER_GROUP, "healthy"), [true, undefined]);
    assert.deepEqual(find(OTHER_GROUP, "unhealthy", "Target.Timeout"), [false, OTHER_GROUP]);
    assert.deepEqual(find(GROUP, "healthy"), [false, OTHER_GROUP]);
    assert.deepEqual(find(OTHER_GROUP, "healthy"), [true, undefined]);
  });

  it("counts 40 seconds after it began to run where nobody checks it", async () => {
    const fleet = new Fleet([taskDefinition(TASK_DEFINITION), service({ desiredCount: 1, loadBalancers: [] })]);
    fleet.launch();
    await fleet.run(127.9);
    assert.deepEqual([fleet.service.running, fleet.said.some((line) => line.includes("steady"))], [1, false]);
    await fleet.run(128);
    assert.deepEqual(
      [...fleet.service.tasks].map(({ healthy }) => healthy),
      [true],
    );
    assert.ok(fleet.said.includes("(service cats) has reached a steady state."));
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { GROUP } from "../elb/fixture";
import { CLUSTER, Fleet, joins, NEXT, service, TASK_DEFINITION, taskDefinition } from "./fixture";

const TWO = [taskDefinition(TASK_DEFINITION), { ...taskDefinition(NEXT, { image: "cats:v2" }), id: "cats-2" }];
const ZONES = ["us-west-2a", "us-west-2b", "us-west-2c"];

/** What may happen to a cluster at a moment; numbers choose an instance, a zone or how many. */
const happening = fc.tuple(
  fc.constantFrom("launch", "interrupt", "terminate", "drain", "scale", "deploy", "run", "fail", "silence"),
  fc.nat({ max: 40 }),
  fc.integer({ min: 0, max: 90 }),
);

/** Runs so many tasks that belong to no service, if there is anything that they could run on. */
function run(fleet: Fleet, count: number): void {
  if (fleet.ecs.clusters.hosts(CLUSTER).length === 0) return;
  fleet.ecs.runTask({ cluster: CLUSTER, taskDefinition: TASK_DEFINITION, count });
}

/** One of the service's tasks that run no longer answers. */
function silence(fleet: Fleet, number: number): void {
  const tasks = [...fleet.service.tasks].filter(({ lastStatus }) => lastStatus === "RUNNING");
  const task = tasks[number % Math.max(1, tasks.length)];
  if (!task) return;
  for (const port of task.ports.values()) fleet.balancers.setAnswering(GROUP, task.host.id, port, false);
}

function happen(fleet: Fleet, what: string, number: number): void {
  const instances = fleet.ec2.all();
  const instance = instances[number % Math.max(1, instances.length)];
  const zone = ZONES[number % ZONES.length] ?? "";
  const userData = joins({ ECS_ENABLE_SPOT_INSTANCE_DRAINING: "true" });
  if (what === "launch") fleet.launch({ zone, userData });
  else if (what === "scale") fleet.set("desiredCount", number);
  else if (what === "deploy") fleet.set("taskDefinition", number % 2 === 0 ? NEXT : TASK_DEFINITION);
  else if (what === "run") run(fleet, number);
  else if (what === "silence") silence(fleet, number);
  else if (what === "fail") fleet.ec2.failZone(zone, fleet.simulation.now + 60);
  else if (!instance) return;
  else if (what === "interrupt") fleet.ec2.interrupt(instance, "no-capacity");
  else if (what === "terminate") fleet.ec2.terminate(instance);
  else fleet.ecs.clusters.drain(instance.id);
}

describe("ECS, whatever happens", () => {
  it("reserves no more than is registered, gives nothing to an instance that drains, and counts every task", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 25 }), async (happenings) => {
        const fleet = new Fleet([...TWO, service({ desiredCount: 6 })]);
        fleet.world.bus.subscribe("task", ({ lastStatus, instanceId = "" }) => {
          if (lastStatus !== "PENDING") return;
          const host = fleet.ecs.clusters.host(instanceId);
          assert.deepEqual([host?.status, host?.connected], ["ACTIVE", true]);
        });
        const check = () => {
          for (const { tasks, registered, free } of fleet.ecs.clusters.hosts(CLUSTER)) {
            assert.ok(free.memory >= 0 && free.cpu >= 0, "more is reserved than registered");
            assert.equal(registered.memory - free.memory, tasks.size * 384);
            const ports = [...tasks].flatMap((task) => [...task.ports.values()]);
            assert.equal(new Set(ports).size, ports.length, "two tasks have one port");
          }
        };
        for (const zone of ZONES) fleet.launch({ zone });
        for (const [what, number, seconds] of happenings) {
          happen(fleet, what, number);
          check();
          await fleet.run(fleet.simulation.now + seconds);
          check();
        }
        // With new instances, and nothing in its way any more, the service gets what it wants.
        for (const zone of ZONES) happen(fleet, "launch", ZONES.indexOf(zone));
        fleet.set("desiredCount", 9);
        await fleet.run(fleet.simulation.now + 1000);
        check();
        const states = [...fleet.service.tasks].map(({ spec, lastStatus }) => `${spec.arn} ${lastStatus}`);
        assert.deepEqual(states, Array(9).fill(`${fleet.record.inputs.taskDefinition} RUNNING`));
        assert.equal(fleet.balancers.healthy(GROUP), 9);
        const last = new Map(fleet.tasks.map(({ arn, lastStatus }) => [arn, lastStatus]));
        const there = fleet.ecs.clusters.hosts(CLUSTER).reduce((sum, { tasks }) => sum + tasks.size, 0);
        assert.equal([...last.values()].filter((status) => status !== "STOPPED").length, there);
      }),
      { numRuns: 60 },
    );
  });

  it("takes the same course with the same seed, whatever that is", async () => {
    const course = async (seed: number, happenings: [string, number, number][]) => {
      const fleet = new Fleet([...TWO, service({ desiredCount: 6 })], undefined, seed);
      for (const zone of ZONES) fleet.launch({ zone });
      for (const [what, number, seconds] of happenings) {
        happen(fleet, what, number);
        await fleet.run(fleet.simulation.now + seconds);
      }
      return JSON.stringify([fleet.tasks, fleet.said, fleet.deployments, fleet.puts]);
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.array(happening, { maxLength: 15 }), async (seed, happenings) => {
        assert.equal(await course(seed, happenings), await course(seed, happenings));
      }),
      { numRuns: 30 },
    );
    const standalone: [string, number, number][] = [
      ["launch", 0, 100],
      ["run", 30, 100],
    ];
    assert.notEqual(await course(1, standalone), await course(2, standalone));
  });

  it("keeps a deployment within its bounds, for any number and any percents", async () => {
    const percents = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 100, max: 250 }));
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        percents,
        fc.boolean(),
        async (desired, [min, max], balanced) => {
          const bounds = { min: Math.ceil((desired * min) / 100), max: Math.floor((desired * max) / 100) };
          const by = { deploymentMinimumHealthyPercent: min, deploymentMaximumPercent: max };
          const fleet = new Fleet([
            ...TWO,
            service({ desiredCount: desired, ...by, ...(balanced ? {} : { loadBalancers: [] }) }),
          ]);
          for (const zone of ZONES) fleet.launch({ zone, type: "r4.xlarge" });
          await fleet.run(200);
          const current = () => [...fleet.service.tasks].filter(({ desiredStatus }) => desiredStatus === "RUNNING");
          const healthy = () => current().filter((task) => task.healthy).length;
          assert.equal(healthy(), desired);
          const watch = () => {
            assert.ok(current().length <= bounds.max, `${current().length} tasks`);
            assert.ok(healthy() >= bounds.min, `${healthy()} healthy tasks`);
          };
          fleet.world.bus.subscribe("task", () => fleet.simulation.after(0, watch));
          fleet.set("taskDefinition", NEXT);
          await fleet.run(4000);
          // Neither may one stop nor one start: nothing moves, on AWS as here.
          const stuck = bounds.min === desired && bounds.max === desired;
          assert.deepEqual(
            current().map(({ spec }) => spec.arn),
            Array(desired).fill(stuck ? TASK_DEFINITION : NEXT),
          );
          assert.equal(healthy(), desired);
        },
      ),
      { numRuns: 60 },
    );
  });
});

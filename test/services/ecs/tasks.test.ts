import assert from "node:assert/strict";
import { CLUSTER, Fleet, service, TASK_DEFINITION, taskDefinition } from "./fixture";

describe("a task", () => {
  let fleet: Fleet;

  async function setUp(...deployed: ConstructorParameters<typeof Fleet>): Promise<void> {
    fleet = new Fleet(...deployed);
    fleet.launch();
    await fleet.run(80);
  }

  const course = () => fleet.tasks.map(({ at, lastStatus }) => `${at} ${lastStatus}`);
  const runs = (count = 1) => fleet.ecs.runTask({ cluster: CLUSTER, taskDefinition: TASK_DEFINITION, count });

  it("of its own starts, runs, and ends when its container does", async () => {
    const exits = () => ({ startSeconds: 8, stopSeconds: 2, answers: false, exits: { afterSeconds: 30, code: 0 } });
    await setUp([taskDefinition(TASK_DEFINITION)], exits);
    const { tasks, failures } = runs();
    assert.deepEqual(failures, []);
    await fleet.run(200);
    assert.deepEqual(course(), ["80 PENDING", "88 RUNNING", "118 STOPPED"]);
    const [task] = tasks;
    assert.deepEqual(
      [task?.group, task?.stoppedReason, task?.exitCode],
      ["family:cats", "Essential container in task exited", 0],
    );
    assert.match(task?.arn ?? "", /^arn:aws:ecs:us-west-2:123456789012:task\/main\/[0-9a-f]{32}$/);
  });

  it("tells with each change on which container instance it is, and in which zone", async () => {
    await setUp([taskDefinition(TASK_DEFINITION)]);
    const [host] = fleet.ecs.clusters.open(CLUSTER);
    runs();
    await fleet.run(100);
    assert.deepEqual(
      fleet.tasks.map(({ lastStatus, containerInstanceArn, zone }) => [lastStatus, containerInstanceArn, zone]),
      [
        ["PENDING", host?.arn, host?.instance.zone],
        ["RUNNING", host?.arn, host?.instance.zone],
      ],
    );
    assert.match(host?.arn ?? "", /^arn:aws:ecs:us-west-2:123456789012:container-instance\/main\/[0-9a-f]{32}$/);
  });

  it("reserves memory and CPU on its instance, and gives them back", async () => {
    await setUp([taskDefinition(TASK_DEFINITION)]);
    const [host] = fleet.ecs.clusters.open(CLUSTER);
    const { tasks } = runs(2);
    assert.deepEqual(host?.free, { cpu: 2048 - 100, memory: 7913 - 768 });
    assert.equal(fleet.ecs.memoryReservation(CLUSTER), (100 * 768) / 7913);
    const ports = tasks.flatMap((task) => [...task.ports.values()]);
    assert.equal(new Set(ports).size, 2);
    for (const port of ports) assert.ok(port >= 32768 && port <= 60999);
    for (const instance of fleet.ec2.all()) fleet.ec2.terminate(instance);
    await fleet.run(90);
    assert.deepEqual(host?.free, host?.registered);
  });

  it("reserves what its container is limited to where nothing is reserved", async () => {
    await setUp([taskDefinition(TASK_DEFINITION, { memoryReservation: undefined })]);
    runs();
    assert.equal(fleet.ecs.memoryReservation(CLUSTER), (100 * 1024) / 7913);
  });

  it("cannot be run where there is no room, in the words of RunTask's failures", async () => {
    await setUp([taskDefinition(TASK_DEFINITION, { memoryReservation: 4000 })]);
    const { tasks, failures } = runs(2);
    assert.deepEqual([tasks.length, failures], [1, [{ reason: "RESOURCE:MEMORY" }]]);
    await setUp([taskDefinition(TASK_DEFINITION, { cpu: 2000 })]);
    assert.deepEqual(runs(2).failures, [{ reason: "RESOURCE:CPU" }]);
    await setUp([taskDefinition(TASK_DEFINITION, { portMappings: [{ containerPort: 80, hostPort: 8080 }] })]);
    assert.deepEqual(runs(2).failures, [{ reason: "RESOURCE:PORTS" }]);
    const constraint = { type: "memberOf", expression: "attribute:ecs.instance-type == c4.large" };
    await setUp([taskDefinition(TASK_DEFINITION, {}, { placementConstraints: [constraint] })]);
    assert.deepEqual(runs().failures, [{ reason: "MemberOf placement constraint unsatisfied." }]);
    assert.throws(
      () => fleet.ecs.runTask({ cluster: CLUSTER, taskDefinition: "arn:none" }),
      /^Error: ClientException: TaskDefinition not found: arn:none$/,
    );
  });

  it("hands its overrides to whatever runs it", async () => {
    const seen: unknown[] = [];
    await setUp([taskDefinition(TASK_DEFINITION)], (spec, overrides) => {
      seen.push([spec.containers[0]?.image, overrides]);
      return { startSeconds: 1, stopSeconds: 1, answers: true };
    });
    const overrides = { cats: { RESETPICTURES: "1" } };
    fleet.ecs.runTask({ cluster: CLUSTER, taskDefinition: TASK_DEFINITION, overrides });
    assert.deepEqual(seen, [["registry.example.com/cats:v1", overrides]]);
  });

  it("of a service is a target while it runs, and leaves its target group before it is told to stop", async () => {
    await setUp([taskDefinition(TASK_DEFINITION), service({ desiredCount: 1 })]);
    const targets: string[] = [];
    fleet.world.bus.subscribe("target", ({ state }) => targets.push(`${fleet.simulation.now} ${state}`));
    await fleet.run(120);
    fleet.set("desiredCount", 0);
    await fleet.run(300);
    // 30 s of deregistration delay, and 2 s from SIGTERM to the end.
    assert.deepEqual(course(), ["80 PENDING", "88 RUNNING", "120 DEACTIVATING", "150 STOPPING", "152 STOPPED"]);
    assert.match(targets.join(), /^88 initial,[\d.]+ healthy,120 draining,150 unused$/);
  });

  it("is killed with its instance, and its target is told two seconds later", async () => {
    await setUp();
    await fleet.run(120);
    const [one] = fleet.ec2.all();
    assert.ok(one);
    fleet.ec2.terminate(one);
    await fleet.run(200);
    const stopped = fleet.tasks.filter(({ lastStatus }) => lastStatus === "STOPPED");
    assert.deepEqual(
      stopped.map(({ at, stoppedReason }) => [at, stoppedReason]),
      Array(2).fill([122, `Host EC2 (instance ${one.id}) terminated.`]),
    );
  });
});

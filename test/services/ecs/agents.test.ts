import assert from "node:assert/strict";
import { GROUP } from "../elb/fixture";
import { CLUSTER, Fleet, joins, service, TASK_DEFINITION, taskDefinition } from "./fixture";

const DRAINS = joins({ ECS_ENABLE_SPOT_INSTANCE_DRAINING: "true" });

describe("agents", () => {
  let fleet: Fleet;
  let statuses: string[];
  const setUp = (...deployed: ConstructorParameters<typeof Fleet>): void => {
    fleet = new Fleet(...deployed);
    statuses = [];
    fleet.world.bus.subscribe("container-instance", ({ instanceId, status }) => {
      const index = fleet.ec2.all().findIndex(({ id }) => id === instanceId);
      statuses.push(`${fleet.simulation.now} ${index} ${status}`);
    });
  };

  it("of which the notice comes while they boot drain a second after they have joined", async () => {
    setUp([]);
    const drains = fleet.launch({ userData: DRAINS });
    const stays = fleet.launch();
    await fleet.run(50);
    for (const one of [drains, stays]) fleet.ec2.interrupt(one, "no-capacity");
    await fleet.run(100);
    assert.deepEqual(statuses, ["80 0 ACTIVE", "80 1 ACTIVE", "81 0 DRAINING"]);
  });

  it("drain once, whoever asks, and go with their instance two minutes after the notice", async () => {
    setUp([]);
    const one = fleet.launch({ userData: DRAINS });
    await fleet.run(100);
    fleet.ec2.interrupt(one, "price");
    fleet.ec2.interrupt(one, "no-capacity");
    fleet.ecs.clusters.drain(one.id);
    await fleet.run(400);
    // 120 s of notice, and 30 s of shutting down.
    assert.deepEqual(statuses, ["80 0 ACTIVE", "100 0 DRAINING", "250 -1 INACTIVE"]);
    assert.deepEqual(fleet.ecs.clusters.hosts(CLUSTER), []);
  });

  it("stay where the user data says anything but yes", async () => {
    setUp([]);
    const all = ["false", "0", "yes", ""].map((value) =>
      fleet.launch({ userData: joins({ ECS_ENABLE_SPOT_INSTANCE_DRAINING: value }) }),
    );
    await fleet.run(100);
    for (const one of all) fleet.ec2.interrupt(one, "price");
    await fleet.run(110);
    assert.equal(fleet.ecs.clusters.open(CLUSTER).length, all.length);
  });

  it("that are out of reach get no tasks, hear nothing, and are gone when the status checks have failed", async () => {
    setUp();
    fleet.launch();
    fleet.launch({ zone: "us-west-2b" });
    await fleet.run(150);
    assert.equal(fleet.balancers.healthy(GROUP), 2);
    fleet.ec2.failZone("us-west-2a", 10_000);
    assert.equal(fleet.ecs.clusters.open(CLUSTER).length, 1);
    fleet.set("desiredCount", 4);
    await fleet.run(269);
    // The load balancer found that the first does not answer: another took its place, and it waits for its host to end.
    const statuses = [...fleet.service.tasks].map(({ host, lastStatus }) => `${host.instance.zone} ${lastStatus}`);
    assert.deepEqual(statuses, ["us-west-2a STOPPING", ...Array(4).fill("us-west-2b RUNNING")]);
    assert.equal(fleet.balancers.healthy(GROUP), 4);
    await fleet.run(400);
    assert.deepEqual(fleet.places(), Array(4).fill("m4.large in us-west-2b"));
    assert.equal(fleet.balancers.healthy(GROUP), 4);
    const lost = fleet.tasks.filter(({ lastStatus }) => lastStatus === "STOPPED");
    assert.deepEqual(
      lost.map(({ at, stoppedReason }) => [at, stoppedReason?.replace(/i-\w+/, "ID")]),
      [[270, "Host EC2 (instance ID) terminated."]],
    );
  });

  it("that are out of reach before they have joined never join", async () => {
    setUp();
    fleet.launch();
    await fleet.run(50);
    fleet.ec2.failZone("us-west-2a", 10_000);
    await fleet.run(500);
    assert.deepEqual(statuses, []);
    assert.deepEqual(fleet.tasks, []);
  });

  it("that are out of reach start nothing that they were still to start", async () => {
    setUp();
    fleet.launch();
    await fleet.run(85);
    assert.equal(fleet.service.pending, 2);
    fleet.ec2.failZone("us-west-2a", 10_000);
    await fleet.run(204);
    assert.deepEqual([fleet.service.pending, fleet.service.running, fleet.balancers.healthy(GROUP)], [2, 0, 0]);
    await fleet.run(210);
    assert.deepEqual([fleet.service.pending, fleet.service.tasks.size], [0, 0]);
  });

  it("that are out of reach cannot say that a task has ended", async () => {
    const exits = () => ({ startSeconds: 8, stopSeconds: 2, answers: false, exits: { afterSeconds: 30, code: 0 } });
    setUp([taskDefinition(TASK_DEFINITION)], exits);
    fleet.launch();
    await fleet.run(80);
    const [task] = fleet.ecs.runTask({ cluster: CLUSTER, taskDefinition: TASK_DEFINITION }).tasks;
    await fleet.run(100);
    fleet.ec2.failZone("us-west-2a", 10_000);
    await fleet.run(300);
    assert.match(task?.stoppedReason ?? "", /^Host EC2 \(instance i-\w+\) terminated\.$/);
    assert.equal(task?.exitCode, undefined);
  });

  for (const attributes of ["stack=prod", '{"stack":"prod"', '["prod"]', '{"stack":1}']) {
    it(`do not start with ECS_INSTANCE_ATTRIBUTES=${attributes}, as it is no JSON object of texts`, async () => {
      setUp();
      fleet.launch({ userData: joins({ ECS_INSTANCE_ATTRIBUTES: attributes }) });
      fleet.launch();
      await fleet.run(200);
      assert.deepEqual(statuses, ["80 1 ACTIVE"]);
      assert.equal(fleet.service.running, 2);
    });
  }

  it("do not start with more memory reserved than there is", async () => {
    setUp();
    fleet.launch({ userData: joins({ ECS_RESERVED_MEMORY: "7914" }) });
    fleet.launch({ userData: joins({ ECS_RESERVED_MEMORY: "7913" }) });
    await fleet.run(200);
    assert.deepEqual(statuses, ["80 1 ACTIVE"]);
    assert.equal(fleet.service.running, 0);
  });

  it("of one cluster are nothing to another", async () => {
    const other = { type: "aws:ecs/cluster:Cluster", id: "other", outputs: { name: "other" } };
    setUp([other, taskDefinition(TASK_DEFINITION), service()]);
    fleet.launch({ userData: joins({ ECS_CLUSTER: "other" }) });
    await fleet.run(200);
    assert.equal(fleet.ecs.clusters.hosts("other").length, 1);
    assert.deepEqual(fleet.ecs.clusters.hosts(CLUSTER), []);
    assert.deepEqual(fleet.tasks, []);
  });
});

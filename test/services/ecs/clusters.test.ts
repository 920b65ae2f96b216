import assert from "node:assert/strict";
import { CLUSTER, Fleet, joins } from "./fixture";

describe("container instances", () => {
  let fleet: Fleet;
  let statuses: string[];
  beforeEach(() => {
    fleet = new Fleet([]);
    statuses = [];
    fleet.world.bus.subscribe("container-instance", ({ status }) => statuses.push(`${fleet.simulation.now} ${status}`));
  });

  it("join the cluster that their user data names, a minute after they run", async () => {
    const { id } = fleet.launch();
    await fleet.run(79);
    assert.equal(fleet.ecs.clusters.host(id), undefined);
    await fleet.run(80);
    assert.deepEqual(statuses, ["80 ACTIVE"]);
    const host = fleet.ecs.clusters.host(id);
    assert.match(host?.arn ?? "", /^arn:aws:ecs:us-west-2:123456789012:container-instance\/main\/[0-9a-f]{32}$/);
    assert.deepEqual(fleet.ecs.clusters.open(CLUSTER), [host]);
  });

  for (const [what, userData] of [
    ["names no cluster", "#!/bin/bash\n"],
    ["names a cluster that is not deployed", joins({ ECS_CLUSTER: "other" })],
  ] as const) {
    it(`join none where the user data ${what}`, async () => {
      fleet.launch({ userData });
      await fleet.run(500);
      assert.deepEqual(statuses, []);
    });
  }

  it("never join where they end first", async () => {
    fleet.ec2.terminate(fleet.launch());
    await fleet.run(500);
    assert.deepEqual(statuses, []);
  });

  it("register what the kernel leaves of their memory, and 1,024 CPU units to a vCPU", async () => {
    const { id } = fleet.launch();
    await fleet.run(80);
    // 96.6 % of 8,192 MiB.
    assert.deepEqual(fleet.ecs.clusters.host(id)?.registered, { cpu: 2048, memory: 7913 });
  });

  it("have ECS's attributes, and their own", async () => {
    const { id } = fleet.launch({ userData: joins({ ECS_INSTANCE_ATTRIBUTES: '{"catslike":"catnip"}' }) });
    await fleet.run(80);
    const host = fleet.ecs.clusters.host(id);
    const names = ["instance-type", "availability-zone", "ami-id", "os-type", "cpu-architecture", "subnet-id"];
    assert.deepEqual(
      names.map((name) => host?.attribute(`ecs.${name}`)),
      ["m4.large", "us-west-2a", "ami-1", "linux", "x86_64", "subnet-1"],
    );
    assert.equal(host?.attribute("catslike"), "catnip");
    assert.equal(host?.attribute("ecs.missing"), undefined);
    assert.equal(host?.field("ec2InstanceId"), id);
  });

  it("drain a second after a notice, if and only if their user data says so", async () => {
    const drains = fleet.launch({ userData: joins({ ECS_ENABLE_SPOT_INSTANCE_DRAINING: "true" }) });
    const stays = fleet.launch({ userData: joins({ ECS_ENABLE_SPOT_INSTANCE_DRAINING: "false" }) });
    await fleet.run(100);
    for (const one of [drains, stays]) fleet.ec2.interrupt(one, "price");
    await fleet.run(100.5);
    assert.equal(fleet.ecs.clusters.host(drains.id)?.status, "ACTIVE");
    await fleet.run(101);
    assert.equal(fleet.ecs.clusters.host(drains.id)?.status, "DRAINING");
    assert.equal(fleet.ecs.clusters.host(stays.id)?.status, "ACTIVE");
    assert.deepEqual(
      fleet.ecs.clusters.open(CLUSTER).map(({ id }) => id),
      [stays.id],
    );
  });

  it("are gone with their instance", async () => {
    const one = fleet.launch();
    await fleet.run(100);
    fleet.ec2.terminate(one);
    assert.deepEqual(fleet.ecs.clusters.open(CLUSTER), []);
    await fleet.run(200);
    assert.deepEqual(statuses, ["80 ACTIVE", "130 INACTIVE"]);
    assert.equal(fleet.ecs.clusters.host(one.id), undefined);
  });

  it("publish what is reserved of their cluster once a minute, and nothing where there is none", async () => {
    await fleet.run(60);
    assert.equal(fleet.puts.length, 0);
    fleet.launch();
    await fleet.run(180);
    assert.deepEqual(
      fleet.puts.map(({ metric, at, values }) => [
        metric.namespace,
        metric.name,
        metric.dimensions,
        at,
        values.maximum,
      ]),
      ["CPUReservation", "MemoryReservation"].map((name) => ["AWS/ECS", name, { ClusterName: CLUSTER }, 120, 0]),
    );
  });
});

import assert from "node:assert/strict";
import { CLUSTER, Fleet, joins, TASK_DEFINITION, taskDefinition } from "./fixture";

const OTHER = { type: "aws:ecs/cluster:Cluster", id: "other", outputs: { name: "other" } };

/* docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html */
describe("the reservation of a cluster", () => {
  let fleet: Fleet;
  beforeEach(() => {
    fleet = new Fleet([OTHER, taskDefinition(TASK_DEFINITION)]);
  });

  const run = (count: number, cluster = CLUSTER) =>
    fleet.ecs.runTask({ cluster, taskDefinition: TASK_DEFINITION, count });

  /** `CLUSTER METRIC at SECOND`, and the value to two places. */
  const put = () =>
    fleet.puts.splice(0).map(({ metric: { name, dimensions }, at, values: { sum, count, minimum, maximum } }) => {
      assert.deepEqual([count, minimum, maximum], [1, sum, sum]);
      return `${dimensions.ClusterName} ${name} at ${at}: ${sum.toFixed(2)}`;
    });

  it("is what tasks reserve of all its instances together, whatever they have", async () => {
    fleet.launch();
    fleet.launch({ type: "c4.large" });
    await fleet.run(90);
    run(4);
    await fleet.run(120);
    // 4 of 50 CPU units and 384 MiB; 2,048 each, and 7,913 and 3,709 MiB.
    assert.deepEqual(put(), [
      `main CPUReservation at 60: ${((100 * 200) / 4096).toFixed(2)}`,
      `main MemoryReservation at 60: ${((100 * 1536) / (7913 + 3709)).toFixed(2)}`,
    ]);
  });

  it("is each cluster's own", async () => {
    fleet.launch();
    fleet.launch({ userData: joins({ ECS_CLUSTER: "other" }) });
    await fleet.run(90);
    run(20, "other");
    await fleet.run(120);
    assert.deepEqual(put(), [
      "main CPUReservation at 60: 0.00",
      "main MemoryReservation at 60: 0.00",
      "other CPUReservation at 60: 48.83",
      "other MemoryReservation at 60: 97.06",
    ]);
  });

  it("counts from placement until a task has stopped", async () => {
    fleet.launch();
    await fleet.run(90);
    const [task] = run(1).tasks;
    assert.equal(task?.lastStatus, "PENDING");
    assert.equal(fleet.ecs.memoryReservation(CLUSTER), (100 * 384) / 7913);
    for (const instance of fleet.ec2.all()) fleet.ec2.terminate(instance);
    await fleet.run(91.9);
    assert.equal(fleet.ecs.memoryReservation(CLUSTER), (100 * 384) / 7913);
    await fleet.run(92);
    assert.equal(fleet.ecs.memoryReservation(CLUSTER), 0);
  });

  it("counts instances that drain, and none that are gone", async () => {
    const one = fleet.launch();
    fleet.launch();
    await fleet.run(90);
    run(2);
    fleet.ecs.clusters.drain(one.id);
    assert.equal(fleet.ecs.memoryReservation(CLUSTER), (100 * 768) / (2 * 7913));
    fleet.ec2.terminate(one);
    await fleet.run(121);
    assert.equal(fleet.ecs.memoryReservation(CLUSTER), (100 * 384) / 7913);
  });

  it("is nothing for a cluster without instances, not 0", async () => {
    await fleet.run(300);
    assert.deepEqual(put(), []);
    assert.equal(fleet.ecs.memoryReservation(CLUSTER), undefined);
  });
});

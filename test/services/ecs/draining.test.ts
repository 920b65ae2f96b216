import assert from "node:assert/strict";
import { PLACEMENT_EVENT_REPEAT, PLACEMENT_RETRY } from "../../../local/services/times";
import { GROUP } from "../elb/fixture";
import { CLUSTER, Fleet, NEXT, service, TASK_DEFINITION, taskDefinition } from "./fixture";

/* docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-draining.html */
describe("a container instance that drains", () => {
  let fleet: Fleet;

  /** Instances in zones a, b… that hold two tasks each, and a service that is steady. */
  async function setUp(instances: number, by: Parameters<typeof service>[0] = {}): Promise<void> {
    fleet = new Fleet([taskDefinition(TASK_DEFINITION, { cpu: 1024 }), service(by)]);
    for (const letter of [..."abcd"].slice(0, instances)) fleet.launch({ zone: `us-west-2${letter}` });
    await fleet.run(150);
  }

  const drain = (index: number) => fleet.ecs.clusters.drain(fleet.ec2.all()[index]?.id ?? "");
  const counts = () => {
    const current = [...fleet.service.tasks].filter(({ desiredStatus }) => desiredStatus === "RUNNING");
    return [current.length, current.filter(({ healthy }) => healthy).length];
  };

  it("with 50 to 100 %: two of four tasks stop before two start", async () => {
    await setUp(4, { desiredCount: 4, deploymentMinimumHealthyPercent: 50, deploymentMaximumPercent: 100 });
    drain(0);
    drain(1);
    await fleet.run(150.5);
    assert.deepEqual(counts(), [4, 2]);
    await fleet.run(300);
    assert.deepEqual(counts(), [4, 4]);
    assert.deepEqual(
      fleet.places(),
      ["c", "c", "d", "d"].map((zone) => `m4.large in us-west-2${zone}`),
    );
  });

  it("with 100 to 200 %: two start, and the old ones stop when those are healthy", async () => {
    await setUp(4, { desiredCount: 4 });
    drain(0);
    drain(1);
    await fleet.run(150.5);
    assert.deepEqual(counts(), [6, 4]);
    await fleet.run(300);
    assert.deepEqual(counts(), [4, 4]);
  });

  it("with 100 to 100 %: keeps its tasks, for neither may one stop nor one start", async () => {
    await setUp(3, { deploymentMinimumHealthyPercent: 100, deploymentMaximumPercent: 100 });
    drain(0);
    await fleet.run(2000);
    assert.deepEqual(fleet.places(), ["m4.large in us-west-2a", "m4.large in us-west-2b"]);
  });

  it("stops at once what has not started yet, and starts it elsewhere", async () => {
    fleet = new Fleet();
    for (const zone of ["us-west-2a", "us-west-2b"]) fleet.launch({ zone });
    await fleet.run(82);
    assert.equal(fleet.service.pending, 2);
    drain(0);
    await fleet.run(83);
    const course = fleet.tasks.slice(2).map(({ at, lastStatus, instanceId }) => {
      const index = fleet.ec2.all().findIndex(({ id }) => id === instanceId);
      return `${at} ${index} ${lastStatus}`;
    });
    assert.deepEqual(course, ["82 0 STOPPING", "82 1 PENDING"]);
  });

  it("leaves tasks alone that belong to no service, but gets no more of them", async () => {
    fleet = new Fleet([taskDefinition(TASK_DEFINITION)]);
    fleet.launch();
    await fleet.run(80);
    const run = () => fleet.ecs.runTask({ cluster: CLUSTER, taskDefinition: TASK_DEFINITION });
    const [task] = run().tasks;
    await fleet.run(100);
    drain(0);
    await fleet.run(1000);
    assert.equal(task?.lastStatus, "RUNNING");
    assert.deepEqual(run(), { tasks: [], failures: [{ reason: "RESOURCE:*" }] });
  });

  it("keeps its tasks while there is no room elsewhere, and the service says so", async () => {
    await setUp(2, { desiredCount: 4 });
    fleet.said.length = 0;
    drain(0);
    await fleet.run(150 + PLACEMENT_EVENT_REPEAT + PLACEMENT_RETRY);
    assert.deepEqual(counts(), [4, 4]);
    assert.deepEqual(
      fleet.said.map((line) => line.replace(/[0-9a-f]{32}/, "ID")),
      Array(2).fill(
        "(service cats) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance ID) has insufficient CPU units available. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
      ),
    );
    fleet.launch({ zone: "us-west-2c" });
    await fleet.run(fleet.simulation.now + 600);
    assert.deepEqual(counts(), [4, 4]);
    assert.equal(fleet.ecs.clusters.hosts(CLUSTER)[0]?.tasks.size, 0);
  });

  it("gets no new tasks in a deployment either", async () => {
    fleet = new Fleet([
      taskDefinition(TASK_DEFINITION),
      { ...taskDefinition(NEXT, { image: "cats:v2" }), id: "cats-2" },
      service({ desiredCount: 4 }),
    ]);
    for (const zone of ["us-west-2a", "us-west-2b"]) fleet.launch({ zone });
    await fleet.run(150);
    drain(0);
    fleet.set("taskDefinition", NEXT);
    await fleet.run(500);
    assert.deepEqual(fleet.places(), Array(4).fill("m4.large in us-west-2b"));
    assert.equal(fleet.balancers.healthy(GROUP), 4);
  });
});

describe("a service's event about what it cannot place", () => {
  const unable = ({ said }: Fleet) => said.filter((line) => line.includes("unable"));

  it("names the instance with the most memory left", async () => {
    const fleet = new Fleet([taskDefinition(TASK_DEFINITION, { memoryReservation: 20_000 }), service()]);
    fleet.launch();
    fleet.launch({ type: "r4.large", zone: "us-west-2b" });
    await fleet.run(200);
    const large = fleet.ecs.clusters.hosts(CLUSTER).find(({ instance }) => instance.type === "r4.large");
    const said = unable(fleet).filter((line) => line.includes(large?.arn.split("/").pop() ?? "none"));
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /has insufficient memory available\. For more/);
  });

  it("says that a port is taken", async () => {
    const ports = { portMappings: [{ containerPort: 80, hostPort: 80 }] };
    const fleet = new Fleet([taskDefinition(TASK_DEFINITION, ports), service()]);
    fleet.launch();
    await fleet.run(200);
    assert.equal(fleet.service.running, 1);
    assert.match(unable(fleet).at(-1) ?? "", /is already using a port required by your task\. For more/);
  });

  it("is repeated when the reason is another one, and again after the service was steady", async () => {
    const fleet = new Fleet([taskDefinition(TASK_DEFINITION, { cpu: 1024 }), service()]);
    await fleet.run(60);
    assert.deepEqual(unable(fleet).length, 1);
    fleet.launch();
    await fleet.run(200);
    fleet.set("desiredCount", 3);
    await fleet.run(210);
    fleet.set("desiredCount", 2);
    await fleet.run(220);
    fleet.set("desiredCount", 3);
    await fleet.run(230);
    assert.deepEqual(
      unable(fleet).map((line) => line.match(/No Container Instances|CPU/)?.[0]),
      ["No Container Instances", "CPU", "CPU"],
    );
  });
});

import assert from "node:assert/strict";
import type { Instance } from "../../../local/services/ec2/instance";
import { ContainerInstance } from "../../../local/services/ecs/containerInstance";
import { registeredResources } from "../../../local/services/ecs/resources";
import type { Task } from "../../../local/services/ecs/task";
import { joins } from "./fixture";

const INSTANCE: Instance = {
  id: "i-1",
  type: "m4.large",
  zone: "us-west-2a",
  market: "spot",
  owner: "sfr-1",
  imageId: "ami-1",
  userData: joins(),
  subnetId: undefined,
  launchedAt: 0,
  state: "running",
};

function host(by: Partial<Instance> = {}, firstPort = 32768): ContainerInstance {
  return new ContainerInstance("arn:1", "main", { ...INSTANCE, ...by }, "2026-01-01T00:01:20Z", firstPort);
}

/** A task with a container port for each host port; 0 is one that the host chooses. */
function task(hostPorts: number[] = [0], by: Partial<Task> = {}): Task {
  const ports = hostPorts.map((port, i) => ({ container: 80 + i, host: port }));
  const spec = { needs: { cpu: 100, memory: 384 }, containers: [{ name: "cats", ports }] };
  const state = { lastStatus: "RUNNING", desiredStatus: "RUNNING" };
  return { group: "service:cats", ports: new Map<string, number>(), spec, ...state, ...by } as unknown as Task;
}

describe("a container instance", () => {
  it("registers 1,024 CPU units to a vCPU, and less memory than the type has", () => {
    assert.deepEqual(host().registered, { cpu: 2048, memory: 7913 });
    // AWS's own example: docs.aws.amazon.com/AmazonECS/latest/developerguide/memory-management.html
    assert.ok(Math.abs(registeredResources("t2.medium").memory - 3955) <= 2);
    assert.deepEqual(registeredResources("no.such"), { cpu: 0, memory: 0 });
  });

  it("sets aside what tasks need, and gives back all of it, once", () => {
    const one = host();
    const [first, second] = [task(), task()];
    one.add(first);
    one.add(second);
    assert.deepEqual(one.free, { cpu: 1848, memory: 7145 });
    assert.equal(one.tasksOf("service:cats"), 2);
    one.remove(first);
    one.remove(first);
    assert.deepEqual(one.free, { cpu: 1948, memory: 7529 });
    assert.deepEqual([one.tasksOf("service:cats"), one.groups()], [1, ["service:cats"]]);
    one.remove(second);
    assert.deepEqual(one.free, one.registered);
    assert.deepEqual([one.tasksOf("service:cats"), one.groups()], [0, []]);
  });

  it("gives each container port a host port of its own, and takes it back", () => {
    const one = host();
    const two = task([0, 0]);
    one.add(two);
    assert.deepEqual(
      [...two.ports],
      [
        ["cats:80", 32768],
        ["cats:81", 32769],
      ],
    );
    assert.ok(one.usesPort(32768) && one.usesPort(32769) && !one.usesPort(32770));
    one.remove(two);
    assert.ok(!one.usesPort(32768));
  });

  it("begins the range anew at its end, and leaves out ports that are taken", () => {
    const one = host({}, 60998);
    one.add(task([32768, 60999]));
    const three = task([0, 0, 0]);
    one.add(three);
    assert.deepEqual([...three.ports.values()], [60998, 32769, 32770]);
  });

  it("uses the fixed host port of a task, and keeps its own", () => {
    const one = host();
    const fixed = task([8080]);
    one.add(fixed);
    assert.equal(fixed.ports.get("cats:80"), 8080);
    assert.ok(one.usesPort(8080));
    // SSH, Docker and the agent: docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
    for (const port of [22, 2375, 2376, 51678, 51679]) assert.ok(one.usesPort(port));
  });

  it("has the architecture of its type, and a subnet only where it is in one", () => {
    assert.equal(host({ type: "m6g.large" }).attribute("ecs.cpu-architecture"), "arm64");
    assert.equal(host().attribute("ecs.subnet-id"), undefined);
    assert.equal(host({ subnetId: "subnet-1" }).attribute("ecs.subnet-id"), "subnet-1");
  });

  it("has the attributes of its user data, whose last line counts", () => {
    const userData = `${joins({ ECS_INSTANCE_ATTRIBUTES: '{"stack":"test"}' })}echo 'ECS_INSTANCE_ATTRIBUTES={"stack":"prod","empty":""}' >> /etc/ecs/ecs.config\n`;
    const one = host({ userData });
    assert.deepEqual([one.attribute("stack"), one.attribute("empty"), one.attribute("none")], ["prod", "", undefined]);
  });

  it("keeps what its user data reserves from tasks, where that is a number that the agent takes", () => {
    const memory = (value: string) => host({ userData: joins({ ECS_RESERVED_MEMORY: value }) }).registered.memory;
    assert.deepEqual(["256", "0", "65536", "-1", "much"].map(memory), [7913 - 256, 7913, 7913, 7913, 7913]);
  });

  it("says of itself what queries ask", () => {
    const one = host();
    one.add(task());
    one.add(task([0], { lastStatus: "PENDING" }));
    one.add(task([0], { lastStatus: "STOPPING", desiredStatus: "STOPPED" }));
    // The number of tasks in the status RUNNING: docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerInstance.html
    assert.equal(one.field("runningTasksCount"), "1");
    assert.equal(one.field("registeredAt"), "2026-01-01T00:01:20Z");
    assert.equal(one.field("ec2InstanceId"), "i-1");
    assert.equal(one.field("agentConnected"), "true");
    assert.match(one.field("agentVersion") ?? "", /^\d+\.\d+\.\d+$/);
    one.connected = false;
    assert.equal(one.field("agentConnected"), "false");
  });
});

import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const limits = rule("ecs-memory-limits");

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const DAEMON = "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition";
const EXPRESS = "aws:ecs/expressGatewayService:ExpressGatewayService";

const cats = { name: "cats", image: "cats:v1", memory: 1024, memoryReservation: 384 };
const task = (...containers: object[]) => ({
  family: "cats",
  requiresCompatibilities: ["EC2"],
  containerDefinitions: JSON.stringify(containers),
});

const MISSING =
  "containerDefinitions[0].memory is missing, so nothing keeps container cats from taking the memory of all other tasks " +
  "of its instance; a hard limit is required of each container, or of the task. Set it to the MiB at which the " +
  "container is to be killed.";
const TOO_MUCH = "at most 4096 MiB a task is allowed. Lower it.";
const NEEDED =
  "memory is missing, and Fargate runs no task without it; a task for Fargate needs it. Set it to the MiB of the whole task.";

describe("ecs-memory-limits", () => {
  it("accepts a limit with a reservation, or without one", async () => {
    assert.deepEqual(await violations(limits, TASK, task(cats, { name: "mxnet", memory: 2048 })), []);
  });

  it("refuses a container without a limit, also where it only reserves memory or has a limit of 0", async () => {
    assert.deepEqual(await violations(limits, TASK, task({ ...cats, memory: undefined })), [MISSING]);
    assert.deepEqual(await violations(limits, TASK, task({ name: "cats" })), [MISSING]);
    assert.deepEqual(await violations(limits, TASK, task({ ...cats, memory: 0 })), [MISSING]);
  });

  it("accepts a limit of the task instead", async () => {
    assert.deepEqual(await violations(limits, TASK, { ...task({ name: "cats" }), memory: "512" }), []);
  });

  it("reads the JSON as the provider does, without regard to case", async () => {
    assert.deepEqual(await violations(limits, TASK, task({ Name: "cats", Memory: 512 })), []);
    assert.deepEqual(await violations(limits, TASK, task({ Name: "cats" })), [MISSING]);
  });

  it("refuses a reservation above the limit", async () => {
    assert.deepEqual(await violations(limits, TASK, task({ ...cats, memoryReservation: 1024 })), []);
    assert.deepEqual(await violations(limits, TASK, task({ ...cats, memoryReservation: 1025 })), [
      "containerDefinitions[0].memoryReservation is 1025, which is more than the limit of container cats; at most its " +
        "memory of 1024 MiB is allowed. Reserve less, or raise memory.",
    ]);
  });

  it("refuses a container, a task or all containers together above the most", async () => {
    assert.deepEqual(await violations(limits, TASK, task({ ...cats, memory: 4096 })), []);
    assert.deepEqual(await violations(limits, TASK, task({ ...cats, memory: 4097 })), [
      `containerDefinitions[0].memory is 4097; ${TOO_MUCH}`,
    ]);
    assert.deepEqual(await violations(limits, TASK, { ...task(cats), memory: "4.5 GB" }), [
      `memory is 4.5 GB; ${TOO_MUCH}`,
    ]);
    assert.deepEqual(await violations(limits, TASK, task({ ...cats, memory: 4096 }, { name: "dogs", memory: 8 })), [
      `containerDefinitions is 4104 MiB of memory in 2 containers; ${TOO_MUCH}`,
    ]);
  });

  it("takes the most from the config", async () => {
    assert.deepEqual(await violations(limits, TASK, task(cats), { maxMemoryMiB: 1000 }), [
      "containerDefinitions[0].memory is 1024; at most 1000 MiB a task is allowed. Lower it.",
    ]);
  });

  it("asks a task for Fargate for a limit of its own, and not its containers", async () => {
    const fargate = { ...task({ name: "cats" }), requiresCompatibilities: ["FARGATE"], memory: "512" };
    assert.deepEqual(await violations(limits, TASK, fargate), []);
    assert.deepEqual(await violations(limits, TASK, mutated(fargate, "memory", undefined)), [NEEDED]);
  });

  it("judges daemons, whose containers are a list", async () => {
    assert.deepEqual(await violations(limits, DAEMON, { containerDefinitions: [cats] }), []);
    assert.deepEqual(await violations(limits, DAEMON, { containerDefinitions: [{ name: "cats" }] }), [MISSING]);
    assert.deepEqual(await violations(limits, DAEMON, { containerDefinitions: [{ name: "cats" }], memory: "256" }), []);
    assert.deepEqual(await violations(limits, DAEMON, { containerDefinitions: [cats], memory: "8192" }), [
      `memory is 8192; ${TOO_MUCH}`,
    ]);
  });

  it("judges express services by the size of their tasks", async () => {
    assert.deepEqual(await violations(limits, EXPRESS, {}), []);
    assert.deepEqual(await violations(limits, EXPRESS, { memory: "8192" }), [`memory is 8192; ${TOO_MUCH}`]);
  });

  it("says nothing about what is not known or cannot be read", async () => {
    for (const containerDefinitions of ["[{", "{}", "7", "[null, 3]", 7, {}, [[]]]) {
      assert.deepEqual(await violations(limits, TASK, { containerDefinitions }), []);
    }
    const unknown = { containerDefinitions: UNKNOWN };
    assert.deepEqual(await violations(limits, TASK, unknown), []);
    assert.deepEqual(await leftOpen(limits, TASK, unknown), ["containerDefinitions"]);
    const unknownMemory = { ...task({ name: "cats" }), memory: UNKNOWN };
    assert.deepEqual(await violations(limits, TASK, unknownMemory), []);
    assert.deepEqual(await leftOpen(limits, TASK, unknownMemory), ["memory"]);
    const daemon = { containerDefinitions: [{ name: "cats", memory: UNKNOWN }] };
    assert.deepEqual(await violations(limits, DAEMON, daemon), []);
    assert.deepEqual(await leftOpen(limits, DAEMON, daemon), ["containerDefinitions[0].memory"]);
  });
});

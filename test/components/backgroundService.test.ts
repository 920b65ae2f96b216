import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { BackgroundService, type BackgroundServiceArgs } from "../../components/backgroundService";
import { label, record } from "./recorder";

const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const CLUSTER = "arn:aws:ecs:us-west-2:123456789012:cluster/workshop-cluster";

/** MiB by type, as EC2 answers. */
const MEMORY: Record<string, number> = { "c4.large": 3840, "t3.small": 2048 };

/** Stands for a Spot fleet. */
class Capacity extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Capacity", name);
  }
}

function recordService(more: Partial<BackgroundServiceArgs> = {}) {
  return record(
    () => {
      const capacity = new Capacity("capacity");
      const { service, taskDefinitionArn } = new BackgroundService("mxnet", {
        stack: "workshop",
        cluster: { arn: CLUSTER },
        capacity: [capacity],
        image: "registry.example/mxnet:latest",
        memory: 2048,
        instanceType: "c4.large",
        ...more,
      });
      return { service, taskDefinitionArn };
    },
    {
      calls: {
        "aws:ec2/getInstanceType:getInstanceType": ({ instanceType }) => ({ memorySize: MEMORY[instanceType] }),
      },
      outputs: (type) => (type.endsWith("LogGroup") ? { region: "us-west-2" } : undefined),
    },
  );
}

describe("BackgroundService with required arguments", () => {
  let recorded: Awaited<ReturnType<typeof recordService>>;

  before(async () => {
    recorded = await recordService();
  });

  it("binds its tasks to the instance type, in the revision", () => {
    const { containerDefinitions, ...inputs } = recorded.one(TASK_DEFINITION).inputs;
    assert.deepEqual(inputs, {
      family: "workshop-mxnet",
      requiresCompatibilities: ["EC2"],
      networkMode: "bridge",
      placementConstraints: [{ type: "memberOf", expression: "attribute:ecs.instance-type == c4.large" }],
    });
    const [{ name, image, memory, memoryReservation, portMappings }] = JSON.parse(containerDefinitions);
    assert.deepEqual(
      { name, image, memory, memoryReservation, portMappings },
      {
        name: "mxnet",
        image: "registry.example/mxnet:latest",
        memory: 2048,
        memoryReservation: undefined,
        portMappings: undefined,
      },
    );
  });

  it("keeps two tasks, spread over zones and types and then packed by memory", () => {
    assert.deepEqual(recorded.one(SERVICE).inputs, {
      name: "workshop-mxnetservice",
      cluster: CLUSTER,
      taskDefinition: "arn:aws:mock:::mxnet",
      launchType: "EC2",
      desiredCount: 2,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      availabilityZoneRebalancing: "DISABLED",
      orderedPlacementStrategies: [
        { type: "spread", field: "attribute:ecs.availability-zone" },
        { type: "spread", field: "attribute:ecs.instance-type" },
        { type: "binpack", field: "memory" },
      ],
      propagateTags: "SERVICE",
      forceDelete: true,
    });
  });

  it("goes before its capacity does", () => {
    assert.ok(recorded.waitsFor(label(SERVICE, "mxnet"), label("test:index:Capacity", "capacity")));
  });
});

describe("BackgroundService with all arguments", () => {
  it("takes another number of tasks and other strategies", async () => {
    const recorded = await recordService({ desiredCount: 5, strategies: [{ type: "random" }] });
    const { desiredCount, orderedPlacementStrategies } = recorded.one(SERVICE).inputs;
    assert.deepEqual([desiredCount, orderedPlacementStrategies], [5, [{ type: "random" }]]);
  });
});

describe("BackgroundService refuses", () => {
  const refused = (message: string) => ({ message: `BackgroundService "mxnet" cannot be built:\n  - ${message}` });

  it("a task that never fits on the instance type", async () => {
    const { message } = refused(
      "a task takes 2048 MiB, and an instance of the type t3.small gives its tasks about 1978 of its 2048 MiB; " +
        "choose a larger type, or less memory.",
    );
    // EC2 has to be asked, so it is the constraint, of which the answer is a part, that cannot be had.
    await assert.rejects(recordService({ instanceType: "t3.small" }), {
      message: `error serializing property "placementConstraints": ${message}`,
    });
  });

  it("less memory than Docker takes", async () => {
    await assert.rejects(recordService({ memory: 5 }), refused("memory is 5; it must be a whole number, 6 or more."));
  });

  it("half a task", async () => {
    await assert.rejects(
      recordService({ desiredCount: 0.5 }),
      refused("desiredCount is 0.5; it must be a whole number, 0 or more."),
    );
  });
});

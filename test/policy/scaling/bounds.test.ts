import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const bounds = rule("scaling-bounds");

const TARGET = "aws:appautoscaling/target:Target";
const ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction";
const EXPRESS = "aws:ecs/expressGatewayService:ExpressGatewayService";
const GROUP = "aws:autoscaling/group:Group";
const SCHEDULE = "aws:autoscaling/schedule:Schedule";

const service = (
  minCapacity: unknown,
  maxCapacity: unknown,
  scalableDimension: unknown = "ecs:service:DesiredCount",
) => ({
  minCapacity,
  maxCapacity,
  scalableDimension,
});
const endless = (property: string, given: number, limit: number, unit: string) =>
  `${property} is ${given}, so scaling that does not stop makes ${given} ${unit}; at most ${limit} ${unit} are allowed. ` +
  "Lower it.";
const below = (property: string, given: number, least: string, from: number) =>
  `${property} is ${given}; at least the ${least} of ${from} is required. Raise it, or lower the other.`;

describe("scaling-bounds", () => {
  it("accepts the workshop's services, and any size of a Spot Fleet or a table", async () => {
    assert.deepEqual(await violations(bounds, TARGET, service(2, 100)), []);
    assert.deepEqual(await violations(bounds, TARGET, service(0, 500, "ec2:spot-fleet-request:TargetCapacity")), []);
    assert.deepEqual(await violations(bounds, TARGET, service(5, 40000, "dynamodb:table:ReadCapacityUnits")), []);
    assert.deepEqual(await violations(bounds, GROUP, { minSize: 1, maxSize: 20 }), []);
  });

  it("refuses more tasks than the most", async () => {
    assert.deepEqual(await violations(bounds, TARGET, service(2, 101)), [endless("maxCapacity", 101, 100, "tasks")]);
    assert.deepEqual(await violations(bounds, TARGET, service(2, 11), { maxTasks: 10 }), [
      endless("maxCapacity", 11, 10, "tasks"),
    ]);
    const action = { scalableDimension: "ecs:service:DesiredCount", scalableTargetAction: { maxCapacity: 101 } };
    assert.deepEqual(await violations(bounds, ACTION, action), [
      endless("scalableTargetAction.maxCapacity", 101, 100, "tasks"),
    ]);
    assert.deepEqual(await violations(bounds, EXPRESS, { scalingTargets: [{ minTaskCount: 1, maxTaskCount: 101 }] }), [
      endless("scalingTargets[0].maxTaskCount", 101, 100, "tasks"),
    ]);
  });

  it("refuses more instances than the most", async () => {
    const message = endless("maxSize", 21, 20, "instances");
    assert.deepEqual(await violations(bounds, GROUP, { minSize: 0, maxSize: 21 }), [message]);
    assert.deepEqual(await violations(bounds, SCHEDULE, { maxSize: 21 }), [message]);
    assert.deepEqual(await violations(bounds, GROUP, { minSize: 0, maxSize: 21 }, { maxInstances: 21 }), []);
  });

  it("refuses a most below the least", async () => {
    assert.deepEqual(await violations(bounds, TARGET, service(3, 2)), [below("maxCapacity", 2, "minCapacity", 3)]);
    assert.deepEqual(await violations(bounds, TARGET, service(3, 2, "dynamodb:table:ReadCapacityUnits")), [
      below("maxCapacity", 2, "minCapacity", 3),
    ]);
    assert.deepEqual(await violations(bounds, GROUP, { minSize: 3, maxSize: 2 }), [below("maxSize", 2, "minSize", 3)]);
    const action = { scalableTargetAction: { minCapacity: 3, maxCapacity: 2 } };
    assert.deepEqual(await violations(bounds, ACTION, action), [
      below("scalableTargetAction.maxCapacity", 2, "minCapacity", 3),
    ]);
  });

  it("refuses less than the least that the config asks for", async () => {
    const config = { minCapacity: 1 };
    assert.deepEqual(await violations(bounds, TARGET, service(0, 10), config), [
      "minCapacity is 0; at least 1 is required. Raise it.",
    ]);
    assert.deepEqual(
      await violations(bounds, TARGET, service(0, 10, "lambda:function:ProvisionedConcurrency"), config),
      [],
    );
    assert.deepEqual(await violations(bounds, GROUP, { minSize: 0, maxSize: 2 }, config), [
      "minSize is 0; at least 1 is required. Raise it.",
    ]);
  });

  it("knows that a schedule leaves a size of -1 as it is", async () => {
    assert.deepEqual(await violations(bounds, SCHEDULE, { minSize: 2, maxSize: -1 }), []);
    assert.deepEqual(await violations(bounds, SCHEDULE, { minSize: -1, maxSize: 5 }, { minCapacity: 1 }), []);
  });

  it("says nothing about what is not known", async () => {
    assert.deepEqual(await violations(bounds, TARGET, service(UNKNOWN, UNKNOWN)), []);
    assert.deepEqual((await leftOpen(bounds, TARGET, service(UNKNOWN, UNKNOWN))).sort(), [
      "maxCapacity",
      "minCapacity",
    ]);
    assert.deepEqual(await violations(bounds, TARGET, service(1, 500, UNKNOWN)), []);
    assert.deepEqual(await leftOpen(bounds, TARGET, service(1, 500, UNKNOWN)), ["scalableDimension"]);
    assert.deepEqual(await violations(bounds, ACTION, { scalableTargetAction: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(bounds, ACTION, { scalableTargetAction: UNKNOWN }), ["scalableTargetAction"]);
    assert.deepEqual(await violations(bounds, GROUP, { minSize: 1, maxSize: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(bounds, GROUP, { minSize: 1, maxSize: UNKNOWN }), ["maxSize"]);
  });
});

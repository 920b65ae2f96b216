import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const bounds = rule("ecs-rolling-update-bounds");

const SERVICE = "aws:ecs/service:Service";

const cats = {
  deploymentMinimumHealthyPercent: 50,
  deploymentMaximumPercent: 100,
  availabilityZoneRebalancing: "DISABLED",
  schedulingStrategy: "REPLICA",
  desiredCount: 2,
};

const STUCK =
  "so ECS can neither start a task nor stop one, and no deployment ends; more than the deploymentMinimumHealthyPercent of";

const judged = (props: object, config = {}) => violations(bounds, SERVICE, { ...cats, ...props }, config);

describe("ecs-rolling-update-bounds", () => {
  it("accepts what cats deploys with in lab 3, ECS's defaults, and a service without tasks", async () => {
    assert.deepEqual(await judged({}), []);
    assert.deepEqual(await violations(bounds, SERVICE, { desiredCount: 1 }), []);
    assert.deepEqual(await judged({ desiredCount: 0 }), []);
  });

  it("refuses a deployment that may stop too much", async () => {
    assert.deepEqual(await judged({ deploymentMinimumHealthyPercent: 49 }), [
      "deploymentMinimumHealthyPercent is 49, so a deployment may stop more tasks at once than the rest can stand in " +
        "for; at least 50 is required. Raise it.",
    ]);
    assert.deepEqual(await judged({ deploymentMinimumHealthyPercent: 49 }, { minHealthyPercent: 0 }), []);
  });

  it("refuses a maximum that leaves no room", async () => {
    assert.deepEqual(await judged({ deploymentMinimumHealthyPercent: 100 }), [
      `deploymentMaximumPercent is 100, ${STUCK} 100 is required. Raise it, or lower the other.`,
    ]);
    assert.deepEqual(await judged({ deploymentMaximumPercent: 40 }), [
      `deploymentMaximumPercent is 40, ${STUCK} 50 is required. Raise it, or lower the other.`,
    ]);
    assert.deepEqual(await judged({ deploymentMinimumHealthyPercent: undefined }), [
      `deploymentMaximumPercent is 100, ${STUCK} 100 is required. Raise it, or lower the other.`,
    ]);
  });

  it("rounds as ECS does: up what must stay, down what may run", async () => {
    const stuck = (count: number, stay: number, run: number, most: number, least: number) =>
      `deploymentMaximumPercent is ${most}, so of ${count} tasks ${stay} must stay and ${run} may run, and ECS can ` +
      `exchange none; room for one task is required between it and the deploymentMinimumHealthyPercent of ${least}. ` +
      "Raise it, lower the other, or run more tasks.";
    assert.deepEqual(await judged({ desiredCount: 1 }), [stuck(1, 1, 1, 100, 50)]);
    assert.deepEqual(await judged({ desiredCount: 3, deploymentMinimumHealthyPercent: 67 }), [stuck(3, 3, 3, 100, 67)]);
    assert.deepEqual(await judged({ desiredCount: 3, deploymentMinimumHealthyPercent: 66 }), []);
    const above = { desiredCount: 3, deploymentMinimumHealthyPercent: 100 };
    assert.deepEqual(await judged({ ...above, deploymentMaximumPercent: 133 }), [stuck(3, 3, 3, 133, 100)]);
    assert.deepEqual(await judged({ ...above, deploymentMaximumPercent: 134 }), []);
    // 100 tasks times 7 % are 7, not 8, and no more than 7.
    assert.deepEqual(
      await judged({ desiredCount: 100, deploymentMinimumHealthyPercent: 7 }, { minHealthyPercent: 7 }),
      [],
    );
  });

  it("refuses more than the most", async () => {
    assert.deepEqual(await judged({ deploymentMaximumPercent: 201 }), [
      "deploymentMaximumPercent is 201; at most 200 is allowed. Lower it.",
    ]);
    assert.deepEqual(await judged({ deploymentMaximumPercent: 201 }, { maxPercent: 300 }), []);
  });

  it("refuses zone rebalancing without room for another task", async () => {
    assert.deepEqual(await judged({ availabilityZoneRebalancing: "ENABLED" }), [
      "availabilityZoneRebalancing is ENABLED, and ECS moves no task to another zone where deploymentMaximumPercent is " +
        "100; it needs a deploymentMaximumPercent above 100. Set it to DISABLED, or raise the other.",
    ]);
    assert.deepEqual(
      await judged({ availabilityZoneRebalancing: "ENABLED", deploymentMaximumPercent: 101, desiredCount: 100 }),
      [],
    );
  });

  it("lets a daemon have no maximum but 100, or the provider's default, which is not sent", async () => {
    const daemon = { schedulingStrategy: "DAEMON", desiredCount: undefined, deploymentMinimumHealthyPercent: 0 };
    for (const deploymentMaximumPercent of [undefined, 100, 200]) {
      assert.deepEqual(await judged({ ...daemon, deploymentMaximumPercent }), []);
    }
    assert.deepEqual(await judged({ ...daemon, deploymentMaximumPercent: 150 }), [
      "deploymentMaximumPercent is 150, and a daemon never runs two tasks on an instance; only 100 is allowed with the " +
        "scheduling strategy DAEMON. Set it to 100.",
    ]);
  });

  it("leaves other kinds of deployments alone", async () => {
    const stuck = { deploymentMinimumHealthyPercent: 100 };
    assert.equal((await judged({ ...stuck, deploymentController: { type: "ECS" } })).length, 1);
    assert.equal((await judged({ ...stuck, deploymentConfiguration: { strategy: "ROLLING" } })).length, 1);
    assert.deepEqual(await judged({ ...stuck, deploymentController: { type: "CODE_DEPLOY" } }), []);
    assert.deepEqual(await judged({ ...stuck, deploymentController: { type: "EXTERNAL" } }), []);
    assert.deepEqual(await judged({ ...stuck, deploymentConfiguration: { strategy: "BLUE_GREEN" } }), []);
  });

  it("says nothing about what is not known", async () => {
    const stuck = { ...cats, deploymentMinimumHealthyPercent: 100 };
    for (const property of [
      ...["deploymentMaximumPercent", "deploymentMinimumHealthyPercent", "schedulingStrategy"],
      ...["deploymentController", "deploymentConfiguration"],
    ]) {
      const unknown = mutated(stuck, property, UNKNOWN);
      assert.deepEqual(await violations(bounds, SERVICE, unknown), []);
      assert.deepEqual(await leftOpen(bounds, SERVICE, unknown), [property]);
    }
    const count = mutated(cats, "desiredCount", UNKNOWN);
    assert.deepEqual(await violations(bounds, SERVICE, count), []);
    assert.deepEqual(await leftOpen(bounds, SERVICE, count), ["desiredCount"]);
  });
});

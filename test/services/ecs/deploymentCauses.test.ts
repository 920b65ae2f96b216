import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { GROUP } from "../elb/fixture";
import { Fleet, NEXT, service, TASK_DEFINITION, taskDefinition } from "./fixture";

const TWO = [taskDefinition(TASK_DEFINITION), { ...taskDefinition(NEXT, { image: "cats:v2" }), id: "cats-2" }];
const BEGUN = "IN_PROGRESS ECS deployment ID in progress.";

/* What each parameter's description says: docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html */
describe("a deployment", () => {
  let fleet: Fleet;

  async function setUp(by: Props = {}): Promise<void> {
    fleet = new Fleet([...TWO, service(by)]);
    for (const zone of ["us-west-2a", "us-west-2b"]) fleet.launch({ zone });
    await fleet.run(150);
    fleet.deployments.length = 0;
  }

  for (const [name, value, begins] of [
    ["taskDefinition", NEXT, true],
    ["loadBalancers", [], true],
    ["desiredCount", 3, false],
    ["deploymentMinimumHealthyPercent", 50, false],
    ["deploymentMaximumPercent", 150, false],
    ["healthCheckGracePeriodSeconds", 10, false],
    ["orderedPlacementStrategies", [{ type: "random" }], false],
    ["placementConstraints", [{ type: "distinctInstance" }], false],
    ["deploymentCircuitBreaker", { enable: true, rollback: true }, false],
    ["triggers", { redeployment: "2" }, false],
  ] as const) {
    it(`${begins ? "begins" : "does not begin"} with another ${name}`, async () => {
      await setUp();
      const before = [...fleet.service.tasks];
      fleet.set(name, value as unknown as Props[string]);
      await fleet.run(500);
      assert.deepEqual(fleet.deployments, begins ? [BEGUN, "COMPLETED ECS deployment ID completed."] : []);
      assert.equal(
        before.some((task) => fleet.service.tasks.has(task)),
        !begins,
      );
    });
  }

  it("begins with another trigger where one is forced", async () => {
    await setUp({ forceNewDeployment: true });
    fleet.set("triggers", { redeployment: "2" });
    await fleet.run(500);
    assert.deepEqual(fleet.deployments, [BEGUN, "COMPLETED ECS deployment ID completed."]);
    assert.equal(fleet.balancers.healthy(GROUP), 2);
  });

  it("is one for all that one update changes", async () => {
    await setUp({ forceNewDeployment: true });
    fleet.set("triggers", { redeployment: "2" });
    fleet.set("taskDefinition", NEXT);
    fleet.set("desiredCount", 3);
    await fleet.run(500);
    assert.deepEqual(fleet.deployments, [BEGUN, "COMPLETED ECS deployment ID completed."]);
    assert.deepEqual(
      [...fleet.service.tasks].map(({ spec }) => spec.arn),
      Array(3).fill(NEXT),
    );
  });

  it("gives way to the next one at once", async () => {
    await setUp();
    fleet.set("taskDefinition", NEXT);
    await fleet.run(151);
    fleet.set("taskDefinition", TASK_DEFINITION);
    await fleet.run(500);
    assert.deepEqual(fleet.deployments, [BEGUN, BEGUN, "COMPLETED ECS deployment ID completed."]);
    assert.deepEqual(
      [...fleet.service.tasks].map(({ spec }) => spec.arn),
      [TASK_DEFINITION, TASK_DEFINITION],
    );
  });
});

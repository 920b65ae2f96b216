import assert from "node:assert/strict";
import { judgeTargets, type Observed } from "../../lambdas/checkHealth/targets";
import { DEPLOYMENT, SIDES } from "./fixtures";

const healthy = (count: number) =>
  Array.from({ length: count }, () => ({ TargetHealth: { State: "healthy" as const } }));

/** Green, whose three cats and two homepages are healthy. */
function observed(): Observed & { services: object[]; targets: Map<string, object[]> } {
  return {
    services: [
      {
        serviceName: "workshop-green-cats",
        desiredCount: 3,
        deployments: [
          { id: "ecs-svc/1", status: "ACTIVE" },
          { id: DEPLOYMENT, status: "PRIMARY" },
        ],
      },
      { serviceName: "workshop-green-homepage", desiredCount: 2 },
    ],
    targets: new Map([
      ["arn:green-cats", healthy(3)],
      ["arn:green-homepage", healthy(2)],
    ]),
  };
}

const reasons = (seen: Observed, deploymentId: string | null = DEPLOYMENT) =>
  judgeTargets(SIDES.green, deploymentId, seen).reasons;

describe("lambdas: the targets of a side", () => {
  it("are healthy where each service has as many healthy ones as tasks", () => {
    assert.deepEqual(judgeTargets(SIDES.green, DEPLOYMENT, observed()), {
      targets: [
        { service: "workshop-green-cats", desired: 3, healthy: 3 },
        { service: "workshop-green-homepage", desired: 2, healthy: 2 },
      ],
      reasons: [],
    });
  });

  it("may be more than there are tasks, while tasks are exchanged", () => {
    const seen = observed();
    seen.targets.set("arn:green-cats", [...healthy(3), { TargetHealth: { State: "draining" } }]);
    assert.deepEqual(reasons(seen), []);
  });

  it("are not where one is missing: the others' states are told", () => {
    const seen = observed();
    seen.targets.set("arn:green-cats", [
      ...healthy(1),
      { TargetHealth: { State: "initial", Reason: "Elb.RegistrationInProgress" } },
      { TargetHealth: { State: "unhealthy", Reason: "Target.Timeout" } },
    ]);
    assert.deepEqual(reasons(seen), [
      "workshop-green-cats has 1 healthy targets of 3: " +
        "1 healthy, 1 initial (Elb.RegistrationInProgress), 1 unhealthy (Target.Timeout)",
    ]);
  });

  it("are not where none is registered", () => {
    const seen = observed();
    seen.targets.set("arn:green-cats", []);
    assert.deepEqual(reasons(seen), ["workshop-green-cats has no registered target, and should have 3"]);
  });

  it("are not where the target group was not answered for", () => {
    const seen = observed();
    seen.targets.delete("arn:green-homepage");
    assert.deepEqual(reasons(seen), ["workshop-green-homepage has no registered target, and should have 2"]);
  });

  it("are not where a service should have no task", () => {
    const seen = observed();
    seen.services[1] = { serviceName: "workshop-green-homepage", desiredCount: 0 };
    assert.deepEqual(reasons(seen), ["workshop-green-homepage should have 0 tasks; a side needs at least one"]);
  });

  it("are not where ECS does not know a service", () => {
    const seen = observed();
    seen.services.pop();
    assert.deepEqual(reasons(seen), ["ECS knows no service workshop-green-homepage"]);
  });

  it("are not where another deployment has taken over", () => {
    const seen = observed();
    seen.services[0] = {
      serviceName: "workshop-green-cats",
      desiredCount: 3,
      deployments: [{ id: "ecs-svc/2", status: "PRIMARY" }],
    };
    assert.deepEqual(reasons(seen), [`workshop-green-cats is no longer at ${DEPLOYMENT}, but at ecs-svc/2`]);
    assert.deepEqual(reasons(seen, null), []);
  });

  it("tell all that is wrong at once", () => {
    assert.equal(reasons({ services: [], targets: new Map() }).length, 3);
  });
});

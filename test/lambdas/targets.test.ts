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
        serviceName: "workshop-cats-green",
        desiredCount: 3,
        deployments: [
          { id: "ecs-svc/1", status: "ACTIVE" },
          { id: DEPLOYMENT, status: "PRIMARY" },
        ],
      },
      { serviceName: "workshop-homepage-green", desiredCount: 2 },
    ],
    targets: new Map([
      ["arn:cats-green", healthy(3)],
      ["arn:homepage-green", healthy(2)],
    ]),
  };
}

const reasons = (seen: Observed, deploymentId: string | null = DEPLOYMENT) =>
  judgeTargets(SIDES.green, deploymentId, seen).reasons;

describe("lambdas: the targets of a side", () => {
  it("are healthy where each service has as many healthy ones as tasks", () => {
    assert.deepEqual(judgeTargets(SIDES.green, DEPLOYMENT, observed()), {
      targets: [
        { service: "workshop-cats-green", desired: 3, healthy: 3 },
        { service: "workshop-homepage-green", desired: 2, healthy: 2 },
      ],
      reasons: [],
    });
  });

  it("may be more than there are tasks, while tasks are exchanged", () => {
    const seen = observed();
    seen.targets.set("arn:cats-green", [...healthy(3), { TargetHealth: { State: "draining" } }]);
    assert.deepEqual(reasons(seen), []);
  });

  it("are not where one is missing: the others' states are told", () => {
    const seen = observed();
    seen.targets.set("arn:cats-green", [
      ...healthy(1),
      { TargetHealth: { State: "initial", Reason: "Elb.RegistrationInProgress" } },
      { TargetHealth: { State: "unhealthy", Reason: "Target.Timeout" } },
    ]);
    assert.deepEqual(reasons(seen), [
      "workshop-cats-green has 1 healthy targets of 3: " +
        "1 healthy, 1 initial (Elb.RegistrationInProgress), 1 unhealthy (Target.Timeout)",
    ]);
  });

  it("are not where none is registered", () => {
    const seen = observed();
    seen.targets.set("arn:cats-green", []);
    assert.deepEqual(reasons(seen), ["workshop-cats-green has no registered target, and should have 3"]);
  });

  it("are not where the target group was not answered for", () => {
    const seen = observed();
    seen.targets.delete("arn:homepage-green");
    assert.deepEqual(reasons(seen), ["workshop-homepage-green has no registered target, and should have 2"]);
  });

  it("are not where a service should have no task", () => {
    const seen = observed();
    seen.services[1] = { serviceName: "workshop-homepage-green", desiredCount: 0 };
    assert.deepEqual(reasons(seen), ["workshop-homepage-green should have 0 tasks; a side needs at least one"]);
  });

  it("are not where ECS does not know a service", () => {
    const seen = observed();
    seen.services.pop();
    assert.deepEqual(reasons(seen), ["ECS knows no service workshop-homepage-green"]);
  });

  it("are not where another deployment has taken over", () => {
    const seen = observed();
    seen.services[0] = {
      serviceName: "workshop-cats-green",
      desiredCount: 3,
      deployments: [{ id: "ecs-svc/2", status: "PRIMARY" }],
    };
    assert.deepEqual(reasons(seen), [`workshop-cats-green is no longer at ${DEPLOYMENT}, but at ecs-svc/2`]);
    assert.deepEqual(reasons(seen, null), []);
  });

  it("tell all that is wrong at once", () => {
    assert.equal(reasons({ services: [], targets: new Map() }).length, 3);
  });
});

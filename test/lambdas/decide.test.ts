import assert from "node:assert/strict";
import { readReleaseState } from "../../lambdas/common/releaseState";
import { executionOf, ignoredByDeployments, ignoredByState } from "../../lambdas/handleEcsEvents/decide";
import type { RunningTask } from "../../lambdas/handleEcsEvents/taskEvent";
import { DEPLOYMENT } from "./fixtures";

const green: RunningTask = {
  side: "green",
  service: "workshop-cats-green",
  taskArn: "arn:task",
  deploymentId: DEPLOYMENT,
};
const fresh = readReleaseState();
const promoted = readReleaseState({ stable: { S: "blue" }, stableSince: { S: "2026-01-01T00:00:00Z" } });
const primary = { id: DEPLOYMENT, status: "PRIMARY", createdAt: new Date("2026-01-01T00:05:00Z") };

describe("lambdas: whether a running task is a release", () => {
  it("is one on the side that waits, before any release", () => {
    assert.equal(ignoredByState(green, fresh), undefined);
    assert.equal(ignoredByDeployments(green, [primary], fresh), undefined);
  });

  it("is none of the same deployment twice", () => {
    assert.deepEqual(ignoredByState(green, { ...fresh, deploymentId: DEPLOYMENT }), {
      decision: "ignored",
      reason: `deployment ${DEPLOYMENT} has been released already`,
    });
  });

  it("is one of another deployment than the last", () => {
    assert.equal(ignoredByState(green, { ...fresh, deploymentId: "ecs-svc/1" }), undefined);
  });

  it("is none on the side that has all visitors", () => {
    const reason = "blue has all visitors already: it is the stable side";
    assert.equal(ignoredByState({ ...green, side: "blue" }, fresh)?.reason, reason);
  });

  it("is one on blue when green is stable", () => {
    assert.equal(ignoredByState({ ...green, side: "blue" }, { ...fresh, stable: "green" }), undefined);
  });

  const late: [what: string, deployments: object[]][] = [
    [
      "that a newer one replaces",
      [
        { ...primary, status: "ACTIVE" },
        { id: "ecs-svc/2", status: "PRIMARY" },
      ],
    ],
    ["that is gone", [{ id: "ecs-svc/2", status: "PRIMARY" }]],
    ["of a service that is gone", []],
  ];
  for (const [what, deployments] of late) {
    it(`is none of a deployment ${what}`, () => {
      const reason = `${DEPLOYMENT} is not the newest deployment of workshop-cats-green`;
      assert.equal(ignoredByDeployments(green, deployments, fresh)?.reason, reason);
    });
  }

  it("is one of a deployment from after the last promotion", () => {
    assert.equal(ignoredByDeployments(green, [primary], promoted), undefined);
  });

  it("is none of a deployment from before it, or of which nobody knows the age", () => {
    const reason = `${DEPLOYMENT} of green is older than the last release, of 2026-01-01T00:00:00Z`;
    for (const createdAt of [new Date("2026-01-01T00:00:00Z"), undefined]) {
      assert.equal(ignoredByDeployments(green, [{ ...primary, createdAt }], promoted)?.reason, reason);
    }
  });

  it("has the same name and input for every task of a deployment", () => {
    const expected = {
      name: "release-green-1234567890123456789",
      input: { kind: "release", side: "green", deploymentId: DEPLOYMENT },
    };
    assert.deepEqual(executionOf(green), expected);
    assert.deepEqual(executionOf({ ...green, taskArn: "arn:another" }), expected);
  });
});

describe("lambdas: the state of releases", () => {
  it("begins with blue as the stable side, and nothing else", () => {
    const known = Object.entries(readReleaseState()).filter(([, value]) => value !== undefined);
    assert.deepEqual(known, [["stable", "blue"]]);
  });

  it("is what the table's item says", () => {
    const state = readReleaseState({
      stable: { S: "green" },
      candidate: { S: "blue" },
      weight: { N: "10" },
      step: { N: "0" },
      control: { S: "PAUSE" },
    });
    const { stable, candidate, weight, step, control } = state;
    assert.deepEqual([stable, candidate, weight, step, control], ["green", "blue", 10, 0, "PAUSE"]);
  });
});

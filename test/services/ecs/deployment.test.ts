import assert from "node:assert/strict";
import { boundsOf, failureThreshold, planOf, type Roster } from "../../../local/services/ecs/deployment";
import type { Task } from "../../../local/services/ecs/task";

const tasks = (count: number, healthy = true) => Array.from({ length: count }, () => ({ healthy }) as Task);
const roster = (staying: Task[], leaving: Task[], failing: Task[] = []): Roster => ({ staying, failing, leaving });
const plan = (given: Roster, desired: number, min: number, max: number) => {
  const { start, shrink, stop } = planOf(given, desired, boundsOf(desired, min, max));
  return { start, shrink, stop: stop.length };
};

describe("the bounds of a deployment", () => {
  // AWS's own examples: "a desired number of four tasks and a minimum of 50 %" may stop two before it starts two; "a maximum of
  // 200 %" may start four before it stops four.
  for (const [desired, min, max, expected] of [
    [4, 50, 200, { min: 2, max: 8 }],
    [4, 100, 200, { min: 4, max: 8 }],
    [2, 50, 100, { min: 1, max: 2 }],
    [3, 50, 150, { min: 2, max: 4 }],
    [1, 50, 100, { min: 1, max: 1 }],
    [5, 0, 100, { min: 0, max: 5 }],
  ] as const) {
    it(`${desired} tasks, ${min} to ${max} %`, () => assert.deepEqual(boundsOf(desired, min, max), expected));
  }
});

describe("the circuit breaker's threshold", () => {
  // The table of AWS's page: 3 ≤ half of the desired number ≤ 200.
  for (const [desired, threshold] of [
    [1, 3],
    [5, 3],
    [25, 13],
    [400, 200],
    [800, 200],
  ] as const) {
    it(`${desired} tasks: ${threshold}`, () => assert.equal(failureThreshold(desired), threshold));
  }
});

describe("what a service does next", () => {
  it("starts what is missing", () =>
    assert.deepEqual(plan(roster([], []), 4, 100, 200), { start: 4, shrink: 0, stop: 0 }));

  it("gives up what is too many", () => {
    assert.deepEqual(plan(roster(tasks(6), []), 4, 100, 200), { start: 0, shrink: 2, stop: 0 });
  });

  it("100 to 200 %: starts as many as there are, and stops the old ones as the new ones become healthy", () => {
    assert.deepEqual(plan(roster([], tasks(4)), 4, 100, 200), { start: 4, shrink: 0, stop: 0 });
    assert.deepEqual(plan(roster(tasks(4, false), tasks(4)), 4, 100, 200), { start: 0, shrink: 0, stop: 0 });
    assert.deepEqual(plan(roster([...tasks(1), ...tasks(3, false)], tasks(4)), 4, 100, 200), {
      start: 0,
      shrink: 0,
      stop: 1,
    });
    assert.deepEqual(plan(roster(tasks(4), tasks(1)), 4, 100, 200), { start: 0, shrink: 0, stop: 1 });
  });

  it("50 to 100 %: stops half first, starts as many, and goes on when they are healthy", () => {
    assert.deepEqual(plan(roster([], tasks(4)), 4, 50, 100), { start: 0, shrink: 0, stop: 2 });
    assert.deepEqual(plan(roster([], tasks(2)), 4, 50, 100), { start: 2, shrink: 0, stop: 0 });
    assert.deepEqual(plan(roster(tasks(2, false), tasks(2)), 4, 50, 100), { start: 0, shrink: 0, stop: 0 });
    assert.deepEqual(plan(roster(tasks(2), tasks(2)), 4, 50, 100), { start: 0, shrink: 0, stop: 2 });
    assert.deepEqual(plan(roster(tasks(2), []), 4, 50, 100), { start: 2, shrink: 0, stop: 0 });
  });

  it("stops at once what has to go and serves nobody", () => {
    assert.deepEqual(plan(roster([], tasks(2, false)), 2, 100, 200), { start: 2, shrink: 0, stop: 2 });
  });
});

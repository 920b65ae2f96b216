import assert from "node:assert/strict";
import fc from "fast-check";
import type { Props } from "../../../local/account/model";
import { adjusted, type StepScaling, stepFor, stepScalingOf } from "../../../local/services/autoscaling/stepScaling";

const step = (lower: string | undefined, upper: string | undefined, scalingAdjustment: number): Props => ({
  ...(lower === undefined ? {} : { metricIntervalLowerBound: lower }),
  ...(upper === undefined ? {} : { metricIntervalUpperBound: upper }),
  scalingAdjustment,
});

const policy = (stepAdjustments: Props[], by: Props = {}): StepScaling =>
  stepScalingOf({ adjustmentType: "ChangeInCapacity", stepAdjustments, ...by });

/** "Step adjustments" in the documentation, at a threshold of 50 percent. */
const PERCENT: Props = { adjustmentType: "PercentChangeInCapacity" };
const documentedOut = policy([step("0", "10", 0), step("10", "20", 10), step("20", undefined, 30)], PERCENT);
const documentedIn = policy([step("-10", "0", 0), step("-20", "-10", -10), step(undefined, "-20", -30)], PERCENT);

/** What the policy makes of a capacity at a value. */
function capacity(of: StepScaling, from: number, value: number, threshold = 50): number | undefined {
  const found = stepFor(of.steps, value, threshold);
  return found && adjusted(of, from, found.adjustment);
}

describe("step scaling", () => {
  it("goes through the documentation's example: 10, 11, 14, 13, 10", () => {
    assert.equal(capacity(documentedOut, 10, 60), 11);
    assert.equal(capacity(documentedOut, 11, 70), 14);
    assert.equal(capacity(documentedIn, 14, 40), 13);
    assert.equal(capacity(documentedIn, 13, 30), 10);
  });

  it("changes nothing in that example while the value is between 40 and 60", () => {
    for (const value of [40.1, 49, 50]) assert.equal(capacity(documentedIn, 10, value), 10);
    for (const value of [50, 51, 59.9]) assert.equal(capacity(documentedOut, 10, value), 10);
  });

  it("has no step on the other side of the threshold", () => {
    assert.equal(capacity(documentedOut, 10, 49.9), undefined);
    assert.equal(capacity(documentedIn, 10, 50.1), undefined);
  });

  it("includes the bound that is nearer to the threshold, as the documentation's examples of bounds do", () => {
    // "greater than or equal to 50 and less than 60", and "greater than 40 and less than or equal to 50".
    const above = policy([step("0", "10", 1)]);
    assert.deepEqual(
      [49.9, 50, 59.9, 60].map((value) => capacity(above, 0, value)),
      [undefined, 1, 1, undefined],
    );
    const below = policy([step("-10", "0", -1)]);
    assert.deepEqual(
      [40, 40.1, 50, 50.1].map((value) => capacity(below, 5, value)),
      [undefined, 4, 4, undefined],
    );
  });

  it("takes the upper step at the threshold, of a policy with steps on both sides", () =>
    assert.equal(capacity(policy([step(undefined, "0", -1), step("0", undefined, 1)]), 5, 50), 6));

  it("compares decimal fractions as a person does", () => {
    // In binary fractions 0.3 - 0.2 is less than 0.1, and 20.1 - 20 is more.
    const fine = policy([step("0", "0.1", 1), step("0.1", undefined, 2)]);
    assert.deepEqual(
      [0.29, 0.3].map((value) => capacity(fine, 0, value, 0.2)),
      [1, 2],
    );
    assert.deepEqual(
      [20.0999, 20.1].map((value) => capacity(fine, 0, value, 20)),
      [1, 2],
    );
    const below = policy([step("-0.1", "0", -1), step(undefined, "-0.1", -2)]);
    assert.deepEqual(
      [20, 19.9].map((value) => capacity(below, 5, value, 20)),
      [4, 3],
    );
  });

  for (const [what, by, from, adjustment, expected] of [
    ["adds", {}, 3, 5, 8],
    ["removes", {}, 3, -2, 1],
    ["sets", { adjustmentType: "ExactCapacity" }, 3, 5, 5],
    ["adds a percentage", PERCENT, 10, 10, 11],
    ["rounds 12.7 to 12", PERCENT, 127, 10, 139],
    ["rounds 0.67 to 1", PERCENT, 67, 1, 68],
    ["rounds -0.58 to -1", PERCENT, 58, -1, 57],
    ["rounds -6.67 to -6", PERCENT, 667, -1, 661],
    ["adds at least what minAdjustmentMagnitude says", { ...PERCENT, minAdjustmentMagnitude: 2 }, 4, 25, 6],
    ["removes at least what it says", { ...PERCENT, minAdjustmentMagnitude: 2 }, 10, -10, 8],
    ["does not add it to nothing", { ...PERCENT, minAdjustmentMagnitude: 2 }, 10, 0, 10],
    ["begins with it where there is nothing", { ...PERCENT, minAdjustmentMagnitude: 2 }, 0, 50, 2],
    ["finds no percentage of nothing", PERCENT, 0, 50, 0],
  ] as [string, Props, number, number, number][]) {
    it(what, () => assert.equal(adjusted(policy([], by), from, adjustment), expected));
  }

  it("waits 300 seconds where the policy names no cooldown", () => {
    assert.equal(policy([]).cooldown, 300);
    assert.equal(policy([], { cooldown: 0 }).cooldown, 0);
  });

  it("finds exactly one step for every value beyond the threshold", () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 6 }), fc.nat(120), (bounds, value) => {
        const edges = [0, ...bounds.sort((a, b) => a - b)];
        const out = policy(edges.map((from, i) => step(String(from), edges[i + 1]?.toString(), i + 1)));
        const expected = edges.filter((edge) => edge <= value).length;
        assert.equal(stepFor(out.steps, 50 + value, 50)?.adjustment, expected);
        const into = policy(
          edges.map((from, i) => {
            const beyond = edges[i + 1];
            return step(beyond === undefined ? undefined : String(-beyond), String(-from), -i - 1);
          }),
        );
        assert.equal(stepFor(into.steps, 50 - value, 50)?.adjustment, -expected);
      }),
    ));
});

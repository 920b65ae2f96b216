import assert from "node:assert/strict";
import { largest, type Proposal, propose, type Situation } from "../../../local/services/autoscaling/proposal";
import type { Step, StepScaling } from "../../../local/services/autoscaling/stepScaling";

const THRESHOLD = 20;

function policy(adjustments: Record<string, number>, by: Partial<StepScaling> = {}): StepScaling {
  const steps = Object.entries(adjustments).map(([range, adjustment]): Step => {
    const [lower, upper] = range.split("..").map((bound) => (bound === "" ? undefined : Number(bound)));
    return { lower: lower ?? Number.NEGATIVE_INFINITY, upper: upper ?? Number.POSITIVE_INFINITY, adjustment };
  });
  return { adjustmentType: "ChangeInCapacity", steps, minAdjustmentMagnitude: 0, cooldown: 300, ...by };
}

const out = policy({ "0..30": 2, "30..": 3 });
const into = policy({ "-10..0": -1, "..-10": -2 });
const cooling = (added: number) => ({ until: 300, added });
const at = (capacity: number, by: Partial<Situation> = {}): Situation => ({
  capacity,
  minCapacity: 3,
  maxCapacity: 10,
  ...by,
});

describe("proposals of scaling policies", () => {
  for (const [what, of, value, situation, expected] of [
    ["a scale-out", out, 20, at(3), { capacity: 5 }],
    ["a larger one", out, 50, at(3), { capacity: 6 }],
    ["a scale-in", into, 20, at(5), { capacity: 4 }],
    ["a larger one", into, 10, at(6), { capacity: 4 }],
    ["a scale-out up to the bound", out, 50, at(9), { capacity: 10 }],
    ["a scale-in down to the bound", into, 5, at(4), { capacity: 3 }],
    ["nothing above the upper bound", out, 50, at(10), { capacity: 10, reason: "AlreadyAtMaxCapacity" }],
    ["nothing below the lower bound", into, 5, at(3), { capacity: 3, reason: "AlreadyAtMinCapacity" }],
    ["nothing for a step of 0", policy({ "0..": 0 }), 30, at(4), { capacity: 4, reason: "AlreadyAtDesiredCapacity" }],
    [
      "the difference to a larger step within a cooldown: 2 were added, 3 are wanted",
      out,
      50,
      at(5, { cooldown: cooling(2) }),
      { capacity: 6 },
    ],
    [
      "no more of the same step within a cooldown",
      out,
      40,
      at(5, { cooldown: cooling(2) }),
      { capacity: 5, reason: "AlreadyAtDesiredCapacity" },
    ],
    [
      "not less of a smaller step within a cooldown",
      out,
      20,
      at(6, { cooldown: cooling(3) }),
      { capacity: 6, reason: "AlreadyAtDesiredCapacity" },
    ],
    [
      "a percentage of what was there before the cooldown",
      policy({ "0..": 100 }, { adjustmentType: "PercentChangeInCapacity" }),
      20,
      at(6, { cooldown: cooling(2) }),
      { capacity: 8 },
    ],
    ["no scale-in within the cooldown of a scale-out", into, 20, at(5, { cooldown: cooling(2) }), { capacity: 5 }],
    ["no scale-in within the cooldown of a scale-in", into, 20, at(5, { cooldown: cooling(0) }), { capacity: 5 }],
    ["a scale-out at once after a scale-in", out, 20, at(5, { cooldown: cooling(0) }), { capacity: 7 }],
    ["the way back to the minimum, whatever the step", into, 20, at(1), { capacity: 3 }],
    ["the way back to the maximum, whatever the step", out, 20, at(12), { capacity: 10 }],
    ["no scale-in while it is suspended", into, 20, at(5, { isScaleInSuspended: true }), { capacity: 5 }],
    ["no scale-out while it is suspended", out, 20, at(5, { isScaleOutSuspended: true }), { capacity: 5 }],
    ["a scale-out while scale-in is suspended", out, 20, at(5, { isScaleInSuspended: true }), { capacity: 7 }],
    ["nothing where there is no step", out, 19, at(5), undefined],
    ["nothing where there is no value", out, undefined, at(5), undefined],
  ] as [string, StepScaling, number | undefined, Situation, Proposal | undefined][]) {
    it(what, () => assert.deepEqual(propose(of, value, THRESHOLD, situation), expected));
  }

  describe("of several policies", () => {
    const best = (...capacities: number[]) => {
      const proposals = capacities.map((capacity, order) => ({ order, proposal: { capacity } }));
      const { order, proposal } = largest(proposals) ?? {};
      return [order, proposal?.capacity];
    };
    it("the largest capacity wins: by 3, or by 200 percent of 10, as in the documentation", () => {
      const situation = at(10, { maxCapacity: 100 });
      const byThree = propose(policy({ "0..": 3 }), 50, THRESHOLD, situation);
      const percent = policy({ "0..": 200 }, { adjustmentType: "PercentChangeInCapacity" });
      const byPercent = propose(percent, 50, THRESHOLD, situation);
      assert.deepEqual([byThree?.capacity, byPercent?.capacity], [13, 30]);
      assert.deepEqual(best(13, 30), [1, 30]);
    });
    it("also when all scale in, or some do", () => {
      assert.deepEqual(best(4, 3), [0, 4]);
      assert.deepEqual(best(4, 7, 5), [1, 7]);
    });
    it("of equal ones the first", () => assert.deepEqual(best(7, 7), [0, 7]));
    it("none of none", () => assert.deepEqual(best(), [undefined, undefined]));
  });
});

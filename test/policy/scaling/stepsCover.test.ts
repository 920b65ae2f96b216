import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const cover = rule("scaling-steps-cover");

const POLICY = "aws:appautoscaling/policy:Policy";
const GROUP_POLICY = "aws:autoscaling/policy:Policy";
const AT = "stepScalingPolicyConfiguration.stepAdjustments";

type Bound = string | undefined;
const step = ([metricIntervalLowerBound, metricIntervalUpperBound]: readonly [Bound, Bound]) => ({
  metricIntervalLowerBound,
  metricIntervalUpperBound,
  scalingAdjustment: 1,
});
const policy = (...bounds: (readonly [Bound, Bound])[]) => ({
  policyType: "StepScaling",
  stepScalingPolicyConfiguration: { adjustmentType: "ChangeInCapacity", stepAdjustments: bounds.map(step) },
});
const judged = (...bounds: (readonly [Bound, Bound])[]) => violations(cover, POLICY, policy(...bounds));

const NEIGHBOUR = "a step must begin where the one below it ends";
const ENDLESS = "the outermost step must have no bound. Leave it out.";
const NEAREST = "the first step must begin at the threshold. Set it to 0.";

describe("scaling-steps-cover", () => {
  it("accepts the workshop's steps, in any order, and steps on both sides", async () => {
    assert.deepEqual(await judged(["0", "1000"], ["1000", "3000"], ["3000", undefined]), []);
    assert.deepEqual(await judged(["-900", "0"], [undefined, "-900"]), []);
    assert.deepEqual(await judged(["3000", ""], ["0", "3000"]), []);
    assert.deepEqual(await judged([undefined, "-5"], ["-5", "5"], ["5", undefined]), []);
    assert.deepEqual(await judged(["0", undefined]), []);
  });

  it("refuses a gap", async () => {
    assert.deepEqual(await judged(["0", "1000"], ["1001", undefined]), [
      `${AT}[1].metricIntervalLowerBound is 1001, so the policy does nothing from 1000 to 1001 off the threshold; ` +
        `${NEIGHBOUR}. Set it to 1000.`,
    ]);
  });

  it("refuses an overlap", async () => {
    assert.deepEqual(await judged(["900", undefined], ["0", "1000"]), [
      `${AT}[0].metricIntervalLowerBound is 900, so it overlaps the step that ends at 1000, which AWS refuses; ` +
        `${NEIGHBOUR}. Set it to 1000.`,
    ]);
    assert.deepEqual(await judged(["0", undefined], ["1000", undefined]), [
      `${AT}[1].metricIntervalLowerBound is 1000, so it overlaps the step that ends at no bound, which AWS refuses; ` +
        `${NEIGHBOUR}. Give the step below it a metricIntervalUpperBound.`,
    ]);
    assert.deepEqual(await judged([undefined, "-5"], [undefined, "0"]), [
      `${AT}[1].metricIntervalLowerBound is missing, so it overlaps the step that ends at -5, which AWS refuses; ` +
        `${NEIGHBOUR}. Set it to -5.`,
    ]);
  });

  it("refuses steps that end", async () => {
    assert.deepEqual(await judged(["0", "1000"]), [
      `${AT}[0].metricIntervalUpperBound is 1000, so the policy does nothing above 1000 over the threshold, where it ` +
        `matters most; ${ENDLESS}`,
    ]);
    assert.deepEqual(await judged(["-900", "0"]), [
      `${AT}[0].metricIntervalLowerBound is -900, so the policy does nothing below 900 under the threshold; ${ENDLESS}`,
    ]);
  });

  it("refuses steps that begin away from the threshold, as values of the metric do", async () => {
    assert.deepEqual(await judged(["1000", undefined]), [
      `${AT}[0].metricIntervalLowerBound is 1000, so the policy does nothing from the threshold to 1000 over it; ${NEAREST}`,
    ]);
    assert.deepEqual(await judged([undefined, "-10"]), [
      `${AT}[0].metricIntervalUpperBound is -10, so the policy does nothing from the threshold to 10 under it; ${NEAREST}`,
    ]);
  });

  it("refuses a step turned round, and no step", async () => {
    assert.deepEqual(await judged(["0", "-10"]), [
      `${AT}[0].metricIntervalUpperBound is -10, which is not above its metricIntervalLowerBound; more than 0 is ` +
        "required. Exchange the two, or widen the step.",
    ]);
    assert.deepEqual(await judged(), [
      `${AT} is empty, so the policy does nothing; a step scaling policy needs at least one step. Add one.`,
    ]);
  });

  it("judges the policies of groups", async () => {
    const stepAdjustments = [step(["10", undefined])];
    assert.deepEqual(await violations(cover, GROUP_POLICY, { policyType: "StepScaling", stepAdjustments }), [
      `stepAdjustments[0].metricIntervalLowerBound is 10, so the policy does nothing from the threshold to 10 over it; ${NEAREST}`,
    ]);
    assert.deepEqual(await violations(cover, GROUP_POLICY, { policyType: "SimpleScaling", stepAdjustments }), []);
    assert.deepEqual(await violations(cover, GROUP_POLICY, { stepAdjustments }), []);
  });

  it("leaves other types of policies alone", async () => {
    const tracking = { ...policy(["10", undefined]), policyType: "TargetTrackingScaling" };
    assert.deepEqual(await violations(cover, POLICY, tracking), []);
    assert.equal((await violations(cover, POLICY, { ...tracking, policyType: undefined })).length, 1);
  });

  it("says nothing about what is not known", async () => {
    const bound = policy(["10", UNKNOWN]);
    assert.deepEqual(await violations(cover, POLICY, bound), []);
    assert.deepEqual(await leftOpen(cover, POLICY, bound), [`${AT}[0].metricIntervalUpperBound`]);
    for (const [props, path] of [
      [{ stepScalingPolicyConfiguration: UNKNOWN }, "stepScalingPolicyConfiguration"],
      [{ stepScalingPolicyConfiguration: { stepAdjustments: UNKNOWN } }, AT],
      [{ ...policy(["10", undefined]), policyType: UNKNOWN }, "policyType"],
    ] as const) {
      assert.deepEqual(await violations(cover, POLICY, props), []);
      assert.deepEqual(await leftOpen(cover, POLICY, props), [path]);
    }
    assert.deepEqual(await judged(["ten", undefined]), []);
  });
});

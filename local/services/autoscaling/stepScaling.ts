import type { Props } from "../../account/model";
import { number, objects, text } from "../../account/types/read";
import { SCALING_COOLDOWN } from "../times";

/** A step: bounds of the metric's value, relative to the alarm's threshold. */
export interface Step {
  lower: number;
  upper: number;
  adjustment: number;
}

export type AdjustmentType = "ChangeInCapacity" | "ExactCapacity" | "PercentChangeInCapacity";

/** A step scaling policy. */
export interface StepScaling {
  adjustmentType: AdjustmentType;
  steps: readonly Step[];
  /** The least that a percentage changes. 0 where the policy names none. */
  minAdjustmentMagnitude: number;
  /** Seconds. */
  cooldown: number;
}

/** Reads a policy's `stepScalingPolicyConfiguration`. */
export function stepScalingOf(configuration: Props): StepScaling {
  const type = text(configuration, "adjustmentType");
  return {
    adjustmentType: type === "ExactCapacity" || type === "PercentChangeInCapacity" ? type : "ChangeInCapacity",
    steps: objects(configuration, "stepAdjustments").map((step) => ({
      lower: bound(step, "metricIntervalLowerBound", Number.NEGATIVE_INFINITY),
      upper: bound(step, "metricIntervalUpperBound", Number.POSITIVE_INFINITY),
      adjustment: number(step, "scalingAdjustment") ?? 0,
    })),
    minAdjustmentMagnitude: number(configuration, "minAdjustmentMagnitude") ?? 0,
    cooldown: number(configuration, "cooldown") ?? SCALING_COOLDOWN,
  };
}

/**
 * The step for a metric's value, or undefined where the policy has none for it: "If the metric value is above the breach
 * threshold, the lower bound is inclusive and the upper bound is exclusive. If the metric value is below the breach threshold,
 * the lower bound is exclusive and the upper bound is inclusive." At the threshold itself either will do; of a policy that has
 * steps on both sides the upper one is taken, which AWS does not say.
 *
 * docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
 */
export function stepFor(steps: readonly Step[], value: number, threshold: number): Step | undefined {
  // Bounds are decimal fractions: 20.1 is 0.1 above 20.
  const difference = Number((value - threshold).toFixed(9));
  const above = steps.find(({ lower, upper }) => difference >= 0 && lower <= difference && difference < upper);
  return above ?? steps.find(({ lower, upper }) => difference <= 0 && lower < difference && difference <= upper);
}

/**
 * The capacity that an adjustment makes of another; not yet within any bounds. A percentage is rounded as
 * docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html says: towards 0, but what lies between
 * -1 and 1 becomes -1 or 1.
 */
export function adjusted(
  { adjustmentType, minAdjustmentMagnitude }: StepScaling,
  capacity: number,
  adjustment: number,
): number {
  if (adjustmentType === "ExactCapacity") return adjustment;
  if (adjustmentType === "ChangeInCapacity") return capacity + adjustment;
  const change = (capacity * adjustment) / 100;
  const rounded = Math.abs(change) < 1 ? Math.sign(change) : Math.trunc(change);
  return capacity + Math.sign(adjustment) * Math.max(Math.abs(rounded), adjustment === 0 ? 0 : minAdjustmentMagnitude);
}

function bound(step: Props, name: string, none: number): number {
  const given = text(step, name);
  return given ? Number(given) : none;
}

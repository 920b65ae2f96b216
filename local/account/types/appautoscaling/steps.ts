import { AwsError, type Props } from "../../model";
import { number, objects, text } from "../read";

interface Step {
  lower: number;
  upper: number;
  adjustment: number;
}

/**
 * Refuses steps that Application Auto Scaling refuses; the rules stand in
 * docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html
 *
 * @throws AwsError `ValidationException`
 */
export function requireSteps(configuration: Props): void {
  const steps = objects(configuration, "stepAdjustments").map(read);
  const type = text(configuration, "adjustmentType");
  if (type === undefined) throw invalid("AdjustmentType must be given for a step scaling policy.");
  if (steps.length === 0) throw invalid("At least one step adjustment is required.");
  if (steps.length > 20)
    throw invalid(`There can be at most 20 step adjustments per scaling policy, got ${steps.length}.`);
  for (const step of steps) requireStep(step, type);
  if (number(configuration, "minAdjustmentMagnitude") !== undefined && type !== "PercentChangeInCapacity") {
    throw invalid(`MinAdjustmentMagnitude is for PercentChangeInCapacity only, got it with ${type}.`);
  }
  requireLine(steps);
}

function read(step: Props): Step {
  const [lower, upper] = [text(step, "metricIntervalLowerBound"), text(step, "metricIntervalUpperBound")];
  return {
    lower: lower ? Number(lower) : Number.NEGATIVE_INFINITY,
    upper: upper ? Number(upper) : Number.POSITIVE_INFINITY,
    adjustment: number(step, "scalingAdjustment") ?? 0,
  };
}

function requireStep({ lower, upper, adjustment }: Step, type: string): void {
  if (!Number.isFinite(lower) && !Number.isFinite(upper)) {
    throw invalid("The upper and lower bound can't be null in the same step adjustment.");
  }
  if (upper <= lower)
    throw invalid(`The upper bound must be greater than the lower bound: ${upper} is not above ${lower}.`);
  if (type === "ExactCapacity" && adjustment < 0) {
    throw invalid(`For ExactCapacity, the scaling adjustment can't be negative, got ${adjustment}.`);
  }
}

/** All steps together must be one unbroken stretch of the number line, open at whichever side of 0 it reaches. */
function requireLine(steps: readonly Step[]): void {
  if (steps.filter(({ lower }) => !Number.isFinite(lower)).length > 1) {
    throw invalid("At most one step adjustment can have an unspecified lower bound.");
  }
  if (steps.filter(({ upper }) => !Number.isFinite(upper)).length > 1) {
    throw invalid("At most one step adjustment can have an unspecified upper bound.");
  }
  const sorted = steps.toSorted((one, other) => one.lower - other.lower);
  for (const [i, step] of sorted.entries()) {
    const next = sorted[i + 1];
    if (next && next.lower < step.upper) {
      throw invalid(`The ranges of step adjustments can't overlap: ${show(step)} and ${show(next)}.`);
    }
    if (next && next.lower > step.upper) {
      throw invalid(`The ranges of step adjustments can't have a gap: ${show(step)} and ${show(next)}.`);
    }
  }
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first && Number.isFinite(first.lower) && first.lower < 0) {
    throw invalid(
      "There must be a StepAdjustment with an unspecified lower bound (i.e., lower bound is null) when one " +
        "StepAdjustment has a negative lower bound",
    );
  }
  if (last && Number.isFinite(last.upper) && last.upper > 0) {
    throw invalid(
      "There must be a StepAdjustment with an unspecified upper bound (i.e., upper bound is null) when one " +
        "StepAdjustment has a positive upper bound",
    );
  }
}

function show({ lower, upper }: Step): string {
  return `[${lower}, ${upper}]`;
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

import type { PolicyArgs as ScalingPolicyArgs } from "@pulumi/aws/appautoscaling/policy";
import type { PolicyArgs as GroupPolicyArgs } from "@pulumi/aws/autoscaling/policy";
import type { Unwrap } from "@pulumi/pulumi";
import { isKnown, isMissing, isPartial, items, type SeenProps, UNKNOWN } from "../values";

/** One step of a step scaling policy; its bounds are distances from the alarm's threshold. */
export interface Step {
  /** Path of the step. */
  property: string;
  lower: number;
  upper: number;
  /** Undefined where it is not known. */
  adjustment?: number;
}

/** What a step scaling policy does. */
export interface StepScaling {
  /** Path of the list of steps. */
  property: string;
  /** Undefined where some of it is not known. */
  steps?: readonly Step[];
  adjustmentType: unknown;
}

/** A bound as the provider takes it: a number in a string, or none; UNKNOWN where it is not known, or no number. */
function boundOf(value: unknown, none: number): number | typeof UNKNOWN {
  if (isMissing(value)) return none;
  if (typeof value !== "string" && typeof value !== "number") return UNKNOWN;
  const number = Number(value);
  return Number.isNaN(number) ? UNKNOWN : number;
}

function stepsOf(list: unknown, property: string): Step[] | undefined {
  if (isPartial(list) || !Array.isArray(list)) return undefined;
  const steps: Step[] = [];
  for (const [i, given] of items(list as readonly Record<string, unknown>[])) {
    const lower = boundOf(given.metricIntervalLowerBound, Number.NEGATIVE_INFINITY);
    const upper = boundOf(given.metricIntervalUpperBound, Number.POSITIVE_INFINITY);
    if (lower === UNKNOWN || upper === UNKNOWN) return undefined;
    const adjustment = Number.isFinite(given.scalingAdjustment) ? Number(given.scalingAdjustment) : undefined;
    steps.push({ property: `${property}[${i}]`, lower, upper, adjustment });
  }
  return steps;
}

/** The steps of a policy of Application Auto Scaling; undefined where it is none of steps, or not known. */
export function stepScalingOf(props: SeenProps<Unwrap<ScalingPolicyArgs>>): StepScaling | undefined {
  const configuration = props.stepScalingPolicyConfiguration;
  // The provider's own default.
  if (!isKnown(configuration) || (!isMissing(props.policyType) && props.policyType !== "StepScaling")) return undefined;
  const property = "stepScalingPolicyConfiguration.stepAdjustments";
  const steps = stepsOf(configuration.stepAdjustments, property);
  return { property, steps, adjustmentType: configuration.adjustmentType };
}

/** The steps of a policy of EC2 Auto Scaling; undefined where it is none of steps, or not known. */
export function groupStepScalingOf(props: SeenProps<Unwrap<GroupPolicyArgs>>): StepScaling | undefined {
  if (props.policyType !== "StepScaling") return undefined;
  const steps = stepsOf(props.stepAdjustments, "stepAdjustments");
  return { property: "stepAdjustments", steps, adjustmentType: props.adjustmentType };
}

/** Which way a policy scales; undefined where it goes both ways, to a fixed size, or is not known. */
export function directionOf({ steps, adjustmentType }: StepScaling): "out" | "in" | undefined {
  if (adjustmentType !== "ChangeInCapacity" && adjustmentType !== "PercentChangeInCapacity") return undefined;
  const changes = steps?.map(({ adjustment }) => adjustment) ?? [];
  if (changes.length === 0) return undefined;
  if (changes.every((change) => change !== undefined && change > 0)) return "out";
  return changes.every((change) => change !== undefined && change < 0) ? "in" : undefined;
}

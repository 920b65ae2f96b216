import { on, type ResourceContext, resourceRule } from "../rule";
import { autoscalingPolicy, scalingPolicy } from "../types";
import { groupStepScalingOf, type Step, type StepScaling, stepScalingOf } from "./steps";

type Context = Pick<ResourceContext<unknown>, "refuse">;

const LOWER = "metricIntervalLowerBound";
const UPPER = "metricIntervalUpperBound";

/** A distance from the threshold, in words. */
const bound = (value: number) => (Number.isFinite(value) ? String(value) : "no bound");

/** Each step must begin where the one below it ends. */
function judgeNeighbours(sorted: readonly Step[], { refuse }: Context): void {
  for (const [i, step] of sorted.entries()) {
    const below = sorted[i - 1];
    if (below === undefined || step.lower === below.upper) continue;
    const isGap = step.lower > below.upper;
    refuse({
      property: `${step.property}.${LOWER}`,
      given: Number.isFinite(step.lower) ? String(step.lower) : undefined,
      so: isGap
        ? `so the policy does nothing from ${below.upper} to ${step.lower} off the threshold`
        : `so it overlaps the step that ends at ${bound(below.upper)}, which AWS refuses`,
      allowed: "a step must begin where the one below it ends",
      fix: Number.isFinite(below.upper) ? `Set it to ${below.upper}.` : `Give the step below it a ${UPPER}.`,
    });
  }
}

/** The steps must reach from the threshold on without end, on each side that they are on. */
function judgeEnds(sorted: readonly Step[], { refuse }: Context): void {
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (lowest === undefined || highest === undefined) return;
  const end = (step: Step, name: string, value: number, so: string, allowed: string, fix: string) =>
    refuse({ property: `${step.property}.${name}`, given: String(value), so, allowed, fix });
  const endless = "the outermost step must have no bound";
  const nearest = "the first step must begin at the threshold";
  if (highest.upper > 0 && Number.isFinite(highest.upper)) {
    const so = `so the policy does nothing above ${highest.upper} over the threshold, where it matters most`;
    end(highest, UPPER, highest.upper, so, endless, "Leave it out.");
  }
  if (lowest.lower < 0 && Number.isFinite(lowest.lower)) {
    const so = `so the policy does nothing below ${-lowest.lower} under the threshold`;
    end(lowest, LOWER, lowest.lower, so, endless, "Leave it out.");
  }
  if (lowest.lower > 0) {
    const so = `so the policy does nothing from the threshold to ${lowest.lower} over it`;
    end(lowest, LOWER, lowest.lower, so, nearest, "Set it to 0.");
  }
  if (highest.upper < 0) {
    const so = `so the policy does nothing from the threshold to ${-highest.upper} under it`;
    end(highest, UPPER, highest.upper, so, nearest, "Set it to 0.");
  }
}

function judge(scaling: StepScaling | undefined, context: Context): void {
  if (!scaling?.steps) return;
  const { steps, property } = scaling;
  if (steps.length === 0) {
    context.refuse({
      property,
      given: "empty",
      so: "so the policy does nothing",
      allowed: "a step scaling policy needs at least one step",
      fix: "Add one.",
    });
    return;
  }
  const turned = steps.filter(({ lower, upper }) => upper <= lower);
  for (const step of turned) {
    context.refuse({
      property: `${step.property}.${UPPER}`,
      given: String(step.upper),
      so: `which is not above its ${LOWER}`,
      allowed: `more than ${step.lower} is required`,
      fix: "Exchange the two, or widen the step.",
    });
  }
  if (turned.length > 0) return;
  const sorted = [...steps].sort((one, other) => one.lower - other.lower || one.upper - other.upper);
  judgeNeighbours(sorted, context);
  judgeEnds(sorted, context);
}

/** Refuses step scaling policies that leave values of their metric unanswered. */
export const scalingStepsCover = resourceRule(
  {
    name: "scaling-steps-cover",
    area: "scaling",
    description: "Checks that the steps of a scaling policy cover all values beyond the threshold, each of them once.",
    why:
      "Bounds are distances from the alarm's threshold, and easily written as values of the metric. Where no step " +
      "covers a value the alarm fires and nothing is scaled.",
    severity: "medium",
    remediationSteps:
      "Begin the first step at 0, each other one where the last ends, and leave out the bound of the outermost. Bounds " +
      "are relative: with a threshold of 1000, a step from 2000 begins at 1000.",
    settings: {},
  },
  [
    on(scalingPolicy, (policy, context) => judge(stepScalingOf(policy), context)),
    on(autoscalingPolicy, (policy, context) => judge(groupStepScalingOf(policy), context)),
  ],
);

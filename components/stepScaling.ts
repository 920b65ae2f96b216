/** Adds capacity while the metric is in [from, to). */
export interface ScaleOutStep {
  /** Lowest metric value of the step, itself included. */
  from: number;
  /** Where the step ends, itself not included. @default no end: the highest step has none */
  to?: number;
  /** Instances or tasks to add: a whole number, 1 or more. */
  add: number;
}

/** Removes capacity while the metric is in (above, upTo]. */
export interface ScaleInStep {
  /** Highest metric value of the step, itself included. */
  upTo: number;
  /** Where the step ends, itself not included. @default no end: the lowest step has none */
  above?: number;
  /** Instances or tasks to remove: a whole number, 1 or more. */
  remove: number;
}

/**
 * Step scaling as the workshop writes it: every number is a value of the metric itself, in the metric's own unit, and the steps are
 * listed from the threshold outwards. The metric is one that is never negative, such as MemoryReservation or RequestCount.
 */
export interface MetricSteps {
  /** Adds capacity when the metric is at `threshold` or above. */
  out: { threshold: number; steps: ScaleOutStep[] };
  /** Removes capacity when the metric is at `threshold` or below. */
  in: {
    threshold: number;
    steps: ScaleInStep[];
    /**
     * What a minute without a datapoint means. A load balancer publishes no RequestCount at all while nobody visits, so with
     * `"ignore"` (as the workshop has it) a service keeps its size when traffic ends; with `"zero"` it shrinks.
     * @default "zero" for a service, "ignore" for a fleet, whose metric is there whenever an instance is
     */
    noTraffic?: NoTraffic;
  };
  /** Seconds to wait after adding before adding again. @default 300, AWS's own default */
  outCooldown?: number;
  /** Seconds to wait after removing before removing again. @default 300, AWS's own default */
  inCooldown?: number;
}

export type NoTraffic = "zero" | "ignore";

/** A step in AWS's form: bounds relative to the alarm's threshold, as the strings the provider takes; an absent bound is infinite. */
export interface StepAdjustment {
  metricIntervalLowerBound?: string;
  metricIntervalUpperBound?: string;
  scalingAdjustment: number;
}

/** Seconds between two scaling activities when none are given: AWS's default for spot fleets and ECS services. */
export const DEFAULT_COOLDOWN_SECONDS = 300;

/** AWS's quota of steps in one policy. */
const MOST_STEPS = 20;

/** How to judge and name the steps. */
export interface StepScalingOptions {
  /** What stands before each property's name in a message, for example `fleetScaling.`. @default nothing */
  path?: string;
  /** The highest value that the metric can take, for example 100 for a percentage. @default no limit */
  highest?: number;
}

/**
 * Turns absolute steps into AWS's relative ones, in the order given.
 * @throws an error that lists all that `stepScalingProblems` finds
 */
export function stepAdjustments(
  scaling: MetricSteps,
  options: StepScalingOptions = {},
): { out: StepAdjustment[]; in: StepAdjustment[] } {
  const problems = stepScalingProblems(scaling, options);
  if (problems.length > 0) {
    throw new Error(`the scaling steps are wrong:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
  }
  const { out, in: into } = scaling;
  return {
    out: out.steps.map(({ from, to, add }) => ({
      metricIntervalLowerBound: relative(from, out.threshold),
      ...(to === undefined ? {} : { metricIntervalUpperBound: relative(to, out.threshold) }),
      scalingAdjustment: add,
    })),
    in: into.steps.map(({ upTo, above, remove }) => ({
      ...(above === undefined ? {} : { metricIntervalLowerBound: relative(above, into.threshold) }),
      metricIntervalUpperBound: relative(upTo, into.threshold),
      scalingAdjustment: -remove,
    })),
  };
}

/** All that is wrong with the steps: sentences that begin with the property's path. Empty when nothing is. */
export function stepScalingProblems(scaling: MetricSteps, options: StepScalingOptions = {}): string[] {
  const { path = "", highest = Number.POSITIVE_INFINITY } = options;
  const { out, in: into } = scaling;
  return [
    ...directionProblems(
      { path: `${path}out`, near: "from", far: "to", change: "add", sign: 1, highest },
      out.threshold,
      out.steps.map(({ from, to, add }) => ({ near: from, far: to, change: add })),
    ),
    ...directionProblems(
      { path: `${path}in`, near: "upTo", far: "above", change: "remove", sign: -1, highest },
      into.threshold,
      into.steps.map(({ upTo, above, remove }) => ({ near: upTo, far: above, change: remove })),
    ),
    ...noTrafficProblems(`${path}in.noTraffic`, into.noTraffic),
    ...cooldownProblems(`${path}outCooldown`, scaling.outCooldown),
    ...cooldownProblems(`${path}inCooldown`, scaling.inCooldown),
  ];
}

/**
 * Why the two alarms would work against each other, or undefined when there is a band between the thresholds where both are silent.
 * @param subject what is scaled by what, for the sentence: "the spot fleet by MemoryReservation (%)"
 */
export function flappingWarning(scaling: MetricSteps, subject: string): string | undefined {
  const high = scaling.out.threshold;
  const low = scaling.in.threshold;
  if (high > low) {
    return undefined;
  }
  const both =
    high === low ? `at exactly ${high} both alarms fire, and` : `from ${high} to ${low} both alarms fire, and`;
  return (
    `${subject} will flap: it scales out at ${high} and above (out.threshold) and in at ${low} and below (in.threshold), so ` +
    `${both} no value lets it rest: what scaling out adds, scaling in removes again. ` +
    `Leave a band between the two: set in.threshold, and upTo of the first scale-in step, well below ${high}` +
    `${high > 0 ? `, for example to ${high / 2}` : " after raising out.threshold"}.`
  );
}

/** One side of the scaling, in its own words; `near` is the end of a step at the threshold's side, `far` the other one. */
interface Direction {
  path: string;
  near: "from" | "upTo";
  far: "to" | "above";
  change: "add" | "remove";
  /** 1 where steps lead up from the threshold, -1 where they lead down. */
  sign: 1 | -1;
  /** The highest value that the metric can take. */
  highest: number;
}

interface Step {
  near: number;
  far: number | undefined;
  change: number;
}

function directionProblems(direction: Direction, threshold: number, steps: Step[]): string[] {
  const { path, highest } = direction;
  const problems = valueProblems(`${path}.threshold`, threshold, highest);
  if (steps.length === 0) {
    problems.push(`${path}.steps is empty; give at least one step, starting at the threshold.`);
  }
  if (steps.length > MOST_STEPS) {
    problems.push(`${path}.steps has ${steps.length} steps; AWS takes at most ${MOST_STEPS} in a policy. Join some.`);
  }
  problems.push(...steps.flatMap((step, index) => stepProblems(direction, step, index)));
  // The order of steps can only be judged once each number is one.
  return problems.length > 0 ? problems : chainProblems(direction, threshold, steps);
}

function stepProblems(direction: Direction, step: Step, index: number): string[] {
  const { path, near, far, change, sign, highest } = direction;
  const at = `${path}.steps[${index}]`;
  const problems = valueProblems(`${at}.${near}`, step.near, highest);
  if (step.far !== undefined) {
    problems.push(...valueProblems(`${at}.${far}`, step.far, highest));
    if (problems.length === 0 && sign * difference(step.far, step.near) <= 0) {
      const side = sign > 0 ? "above" : "below";
      problems.push(
        `${at} is empty: ${far} is ${step.far} and ${near} is ${step.near}. ${far} must be ${side} ${near}.`,
      );
    }
  }
  if (!Number.isInteger(step.change) || step.change < 1) {
    problems.push(`${at}.${change} is ${show(step.change)}; it must be a whole number, 1 or more.`);
  }
  return problems;
}

/** The steps must lead from the threshold to infinity, in order, each beginning where the one before it ends. */
function chainProblems(direction: Direction, threshold: number, steps: Step[]): string[] {
  const { path, near, far, change, sign } = direction;
  const verb = `${change === "add" ? "added" : "removed"}`;
  const problems: string[] = [];
  let edge: { value: number; name: string } = { value: threshold, name: `${path}.threshold` };
  for (const [index, step] of steps.entries()) {
    const at = `${path}.steps[${index}]`;
    const before = steps[index - 1];
    const offset = sign * difference(step.near, edge.value);
    const fix = `Set ${at}.${near} to ${edge.value}.`;
    if (before !== undefined && sign * difference(step.near, before.near) < 0) {
      problems.push(
        `${at}.${near} is ${step.near}, out of order after ${before.near}. List the steps from the threshold outwards.`,
      );
      return problems;
    }
    if (before !== undefined && before.far === undefined) {
      problems.push(
        `${at} can never be reached: ${path}.steps[${index - 1}] has no "${far}". Set ${path}.steps[${index - 1}].${far} to ${step.near}.`,
      );
    } else if (offset > 0) {
      problems.push(
        `${at}.${near} is ${step.near} but ${edge.name} is ${edge.value}: nothing is ${verb} between the two. ${fix}`,
      );
    } else if (offset < 0 && before === undefined) {
      const side = sign > 0 ? "below" : "above";
      problems.push(
        `${at}.${near} is ${step.near}, ${side} ${edge.name} (${edge.value}), where the alarm is silent and the step can never be reached. ${fix}`,
      );
    } else if (offset < 0) {
      problems.push(`${at}.${near} is ${step.near} but ${edge.name} is ${edge.value}: the two steps overlap. ${fix}`);
    }
    edge = { value: step.far ?? edge.value, name: `${at}.${far}` };
  }
  const last = steps[steps.length - 1];
  if (last?.far !== undefined) {
    const beyond = sign > 0 ? `at ${last.far} and above` : `at ${last.far} and below`;
    problems.push(`${edge.name} is ${last.far}: nothing is ${verb} ${beyond}. Leave "${far}" out of the last step.`);
  }
  return problems;
}

function valueProblems(path: string, value: number, highest: number): string[] {
  if (typeof value === "number" && Number.isFinite(value) && value >= 0 && value <= highest) {
    return [];
  }
  const allowed = highest === Number.POSITIVE_INFINITY ? "a number, 0 or more" : `a number from 0 to ${highest}`;
  return [`${path} is ${show(value)}; it must be ${allowed}, as the metric is.`];
}

function noTrafficProblems(path: string, noTraffic: string | undefined): string[] {
  return noTraffic === undefined || noTraffic === "zero" || noTraffic === "ignore"
    ? []
    : [`${path} is ${show(noTraffic)}; it must be "zero" or "ignore".`];
}

function cooldownProblems(path: string, seconds: number | undefined): string[] {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds >= 0)) {
    return [];
  }
  return [`${path} is ${show(seconds)}; it must be a whole number of seconds, 0 or more.`];
}

function relative(value: number, threshold: number): string {
  return String(difference(value, threshold));
}

/** Rounded to a millionth, so that 20.1 - 20 is 0.1. */
function difference(a: number, b: number): number {
  return Number((a - b).toFixed(6));
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

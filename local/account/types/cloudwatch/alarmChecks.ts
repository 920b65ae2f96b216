import type { CheckFailure, Props, Value } from "../../model";
import { show } from "../../values";
import { given, number, objects, text, undecided } from "../read";

const DAY = 86_400;
const HOUR = 3600;

/** Operators that compare with a band of an anomaly detector instead of with a number. */
const BAND = ["LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"];

/** Periods that an alarm may have, in seconds: API_PutMetricAlarm. */
export function isPeriod(value: Value): boolean {
  return typeof value === "number" && ([10, 20, 30].includes(value) || (value >= 60 && value % 60 === 0));
}

/** What is wrong with an alarm's inputs when several of them are seen together. */
export function alarmFailures(inputs: Props): CheckFailure[] {
  return [...missingInputs(inputs), ...thresholdFailures(inputs), ...windowFailures(inputs), ...wholeNumbers(inputs)];
}

function missingInputs(inputs: Props): CheckFailure[] {
  const wanted: string[] = [];
  if (!given(inputs, "evaluationCriteria")) wanted.push("comparisonOperator", "evaluationPeriods");
  if (given(inputs, "metricName")) wanted.push("namespace", "period");
  const failures = wanted
    .filter((name) => !given(inputs, name))
    .map((name) => ({ property: name, reason: "missing; CloudWatch needs it for this alarm" }));
  const statistics = ["statistic", "extendedStatistic"];
  if (given(inputs, "metricName") && statistics.every((name) => !given(inputs, name))) {
    failures.push({ property: "statistic", reason: 'one of "statistic", "extendedStatistic" must be given' });
  }
  return failures;
}

function thresholdFailures(inputs: Props): CheckFailure[] {
  if (given(inputs, "evaluationCriteria") || undecided(inputs, "comparisonOperator")) return [];
  const operator = text(inputs, "comparisonOperator") ?? "";
  const isBand = BAND.includes(operator);
  const property = isBand ? "thresholdMetricId" : "threshold";
  if (!given(inputs, property)) {
    return [{ property, reason: `missing; the operator ${operator} compares with it` }];
  }
  return [];
}

/**
 * An alarm looks back one day at most, or seven where its period is an hour or longer: API_PutMetricAlarm,
 * EvaluationPeriods.
 */
function windowFailures(inputs: Props): CheckFailure[] {
  const periods = number(inputs, "evaluationPeriods");
  const points = number(inputs, "datapointsToAlarm");
  const failures: CheckFailure[] = [];
  if (periods === undefined) return failures;
  if (points !== undefined && points > periods) {
    const reason = `expected at most evaluationPeriods, which is ${periods}, got ${points}`;
    failures.push({ property: "datapointsToAlarm", reason });
  }
  const period = longestPeriod(inputs);
  const longest = period >= HOUR ? 7 * DAY : DAY;
  if (period * periods > longest) {
    const reason =
      `Metrics cannot be checked across more than ${period >= HOUR ? "seven days" : "a day"} ` +
      `(EvaluationPeriods * Period must be <= ${longest}), got ${periods} * ${show(period)}`;
    failures.push({ property: "evaluationPeriods", reason });
  }
  return failures;
}

function longestPeriod(inputs: Props): number {
  const queried = objects(inputs, "metricQueries").flatMap((query) => [
    number(query, "period") ?? 0,
    number(query, "metric.period") ?? 0,
  ]);
  return Math.max(number(inputs, "period") ?? 0, ...queried);
}

function wholeNumbers(inputs: Props): CheckFailure[] {
  return ["evaluationPeriods", "datapointsToAlarm"].flatMap((property) => {
    const value = number(inputs, property);
    if (value === undefined || Number.isInteger(value)) return [];
    return [{ property, reason: `expected a whole number, got ${value}` }];
  });
}

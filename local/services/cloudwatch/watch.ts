import { type AccountRecord, AwsError, type Props } from "../../account/model";
import { get } from "../../account/paths";
import { given, number, objects, text } from "../../account/types/read";
import { isObject } from "../../account/values";
import type { Metric } from "../events";
import { METRIC_PERIOD } from "../times";
import { type Condition, evaluationRange, type MissingData } from "./evaluation";
import { calculate } from "./math";
import type { Metrics, Series } from "./metrics";

/** What an alarm watches, and when it is to fire: read from its record. */
export interface Watch extends Condition {
  /** Seconds that a datapoint stands for. */
  period: number;
  threshold: number;
  comparisonOperator: string;
}

const OPERATORS: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

const MISSING_DATA: readonly MissingData[] = ["breaching", "ignore", "missing", "notBreaching"];

/** Inputs of an alarm that change what it means and that are not modelled. */
const NOT_MODELLED = ["evaluationCriteria", "extendedStatistic", "thresholdMetricId", "unit"];

/**
 * Reads an alarm.
 *
 * @throws AwsError `UnsupportedOperation` for what is not modelled: percentiles, anomaly detection, units, periods below a minute
 */
export function watchOf({ id, inputs }: AccountRecord): Watch {
  const unknown = NOT_MODELLED.find((name) => given(inputs, name));
  if (unknown !== undefined) throw notModelled(id, `does not model ${unknown}; leave it out`);
  const comparisonOperator = text(inputs, "comparisonOperator") ?? "";
  const compare = OPERATORS[comparisonOperator];
  if (!compare) {
    throw notModelled(id, `compares by ${Object.keys(OPERATORS).join(", ")}, not by ${comparisonOperator}`);
  }
  const threshold = number(inputs, "threshold") ?? 0;
  const evaluationPeriods = number(inputs, "evaluationPeriods") ?? 1;
  const missing = text(inputs, "treatMissingData");
  return {
    evaluationPeriods,
    datapointsToAlarm: number(inputs, "datapointsToAlarm") ?? evaluationPeriods,
    missingData: MISSING_DATA.find((one) => one === missing) ?? "missing",
    breaches: (value) => compare(value, threshold),
    period: periodOf(id, inputs),
    threshold,
    comparisonOperator,
  };
}

/** How many seconds an alarm looks back. */
export function lookBack({ evaluationPeriods, period }: Watch): number {
  return evaluationRange(evaluationPeriods) * period;
}

/**
 * The values of an alarm's evaluation range, one a period, the newest last.
 *
 * @param end Where the newest period ends: seconds of virtual time, a full minute.
 * @throws AwsError for a metric or an expression that is not modelled
 */
export function valuesOf(record: AccountRecord, watch: Watch, metrics: Metrics, end: number): Series {
  const { inputs } = record;
  const read = (metric: Metric, stat: string): Series =>
    metrics.statistic(metric, stat, watch.period, end - lookBack(watch), end);
  if (!given(inputs, "metricQueries")) return read(metricOf(inputs), text(inputs, "statistic") ?? "");
  const queries = objects(inputs, "metricQueries");
  const series = new Map<string, Series>();
  for (const query of queries) {
    const metric = get(query, "metric");
    if (isObject(metric)) series.set(text(query, "id") ?? "", read(metricOf(metric), text(metric, "stat") ?? ""));
  }
  const valueOfId = (id: string): Series | undefined => {
    const source = text(queries.find((query) => text(query, "id") === id) ?? {}, "expression");
    if (source === undefined) return series.get(id);
    const periods = evaluationRange(watch.evaluationPeriods);
    return calculate(source, { id, periods, period: watch.period, metrics: series, expression: valueOfId });
  };
  const watched = queries.find(({ returnData }) => returnData === true);
  return valueOfId(text(watched ?? {}, "id") ?? "") ?? [];
}

function metricOf(props: Props): Metric {
  const dimensions = get(props, "dimensions");
  return {
    namespace: text(props, "namespace") ?? "",
    name: text(props, "metricName") ?? "",
    dimensions: isObject(dimensions)
      ? Object.fromEntries(Object.entries(dimensions).map(([name, value]) => [name, String(value)]))
      : {},
  };
}

/** All metrics of an alarm must have one period here: AWS resamples those that differ. */
function periodOf(id: string, inputs: Props): number {
  const queries = objects(inputs, "metricQueries").map((query) => number(query, "metric.period"));
  const periods = new Set([number(inputs, "period"), ...queries].filter((period) => period !== undefined));
  const [period, ...others] = periods;
  if (period === undefined || others.length > 0) {
    throw notModelled(id, `needs one period for all of its metrics, got ${[...periods].join(", ") || "none"}`);
  }
  if (period % METRIC_PERIOD !== 0) {
    throw notModelled(id, `has periods of ${METRIC_PERIOD} seconds and its multiples, not of ${period}`);
  }
  return period;
}

function notModelled(id: string, message: string): AwsError {
  return new AwsError("UnsupportedOperation", `The alarm ${id}: the CloudWatch on this machine ${message}.`);
}

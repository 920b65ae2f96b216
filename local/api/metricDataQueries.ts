import { AwsError, type Props } from "../account/model";
import { EXTENDED_STATISTIC, STATISTICS } from "../account/types/cloudwatch/units";
import { list, number, objects, repeated, text } from "../account/types/read";
import { isObject } from "../account/values";
import type { Metric } from "../services/events";
import { METRIC_PERIOD } from "../services/times";

/** What a call asks for: docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
export interface DataQuery {
  id: string;
  label: string;
  /** Whether its datapoints are in the answer. */
  returnsData: boolean;
  /** Absent for an expression. */
  stat?: { metric: Metric; statistic: string; period: number };
  expression?: string;
  /** Of an expression, where it says so, in seconds. */
  period?: number;
}

/** API_GetMetricData.html, `MetricDataQueries`. */
const MOST_QUERIES = 500;
/** Periods of high resolution, in seconds. Nothing here is published more often than once a minute. */
const SHORT_PERIODS = [1, 5, 10, 20, 30];

/**
 * Reads a call's queries.
 *
 * @throws AwsError `ValidationError`, and `UnsupportedOperation` for what is not modelled
 */
export function dataQueriesOf(fields: Props): DataQuery[] {
  const given = list(fields, "MetricDataQueries");
  if (!given) throw validationError("The parameter MetricDataQueries is required.");
  if (given.length > MOST_QUERIES) {
    throw validationError(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`);
  }
  const queries = objects(fields, "MetricDataQueries").map((one, i) =>
    queryOf(one, `MetricDataQueries.member.${i + 1}`),
  );
  if (repeated(queries.map(({ id }) => id)).length > 0) {
    throw validationError("The values for parameter id in MetricDataQueries are not unique.");
  }
  return queries;
}

function queryOf(fields: Props, at: string): DataQuery {
  requireOnly(fields, ["Expression", "Id", "Label", "MetricStat", "Period", "ReturnData"], at);
  const id = required(fields, "Id", at);
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(id)) {
    throw validationError(
      `The value ${id} for parameter ${at}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  }
  const label = text(fields, "Label");
  if (label?.includes("${")) throw notModelled(`labels without $\{…}, not ${at}.Label`);
  const common = { id, returnsData: fields.ReturnData !== false };
  const expression = text(fields, "Expression");
  const { MetricStat } = fields;
  if (expression !== undefined && MetricStat) {
    throw validationError(
      `The parameters ${at}.Expression and ${at}.MetricStat are mutually exclusive and you have specified both.`,
    );
  }
  if (expression !== undefined) {
    const period = fields.Period === undefined ? undefined : periodOf(fields, at);
    return { ...common, label: label ?? id, expression, ...(period !== undefined && { period }) };
  }
  if (!isObject(MetricStat)) throw validationError(`The parameter ${at}.MetricStat is required.`);
  const stat = statOf(MetricStat, `${at}.MetricStat`);
  return { ...common, label: label ?? stat.metric.name, stat };
}

function statOf(fields: Props, at: string): NonNullable<DataQuery["stat"]> {
  requireOnly(fields, ["Metric", "Period", "Stat"], at);
  const { Metric } = fields;
  if (!isObject(Metric)) throw validationError(`The parameter ${at}.Metric is required.`);
  requireOnly(Metric, ["Dimensions", "MetricName", "Namespace"], `${at}.Metric`);
  const dimensions = objects(Metric, "Dimensions").map((one, i) => {
    const which = `${at}.Metric.Dimensions.member.${i + 1}`;
    return [required(one, "Name", which), required(one, "Value", which)];
  });
  const metric = {
    namespace: required(Metric, "Namespace", `${at}.Metric`),
    name: required(Metric, "MetricName", `${at}.Metric`),
    dimensions: Object.fromEntries(dimensions),
  };
  const period = periodOf(fields, at);
  const statistic = required(fields, "Stat", at);
  if (!STATISTICS.includes(statistic) && !EXTENDED_STATISTIC.test(statistic)) {
    throw validationError(`The value ${statistic} for parameter ${at}.Stat is not supported.`);
  }
  return { metric, statistic, period };
}

function periodOf(fields: Props, at: string): number {
  const period = number(fields, "Period");
  if (period === undefined) throw validationError(`The parameter ${at}.Period is required.`);
  if (SHORT_PERIODS.includes(period)) throw notModelled(`periods of a minute and more, not ${at}.Period ${period}`);
  if (Number.isInteger(period) && period > 0 && period % METRIC_PERIOD === 0) return period;
  throw validationError(
    `The parameter ${at}.Period must be a value in the set [ ${SHORT_PERIODS.join(", ")} ] or any multiple of ${METRIC_PERIOD}.`,
  );
}

function required(fields: Props, name: string, at: string): string {
  const value = text(fields, name);
  if (value === undefined || value === "") throw validationError(`The parameter ${at}.${name} is required.`);
  return value;
}

/** @throws AwsError `UnsupportedOperation` for a field that is not among the known ones */
export function requireOnly(fields: Props, known: readonly string[], where: string): void {
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined) throw notModelled(`of ${where} the fields ${known.join(", ")}, not ${unknown}`);
}

/** CloudWatch's code for what is wrong with a call. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationError", message);
}

function notModelled(what: string): AwsError {
  return new AwsError("UnsupportedOperation", `The CloudWatch on this machine knows ${what}.`);
}

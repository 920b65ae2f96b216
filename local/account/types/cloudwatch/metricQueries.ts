import type { CheckFailure, Props } from "../../model";
import { hasUnknown, show } from "../../values";
import { given, objects, repeated, text } from "../read";

/** docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html */
const MOST_METRICS = 10;

/** What is wrong with the metric queries of an alarm. */
export function metricQueryFailures(inputs: Props): CheckFailure[] {
  if (!given(inputs, "metricQueries") || hasUnknown(inputs.metricQueries)) return [];
  const queries = objects(inputs, "metricQueries");
  const ids = queries.map((query) => text(query, "id") ?? "");
  return [
    ...queries.flatMap((query, i) => queryFailures(query, i, ids)),
    ...repeated(ids).map((id) => ({ property: "metricQueries", reason: `the id ${show(id)} is given more than once` })),
    ...circleFailures(queries),
    ...returnFailures(queries, text(inputs, "thresholdMetricId")),
    ...countFailures(queries),
  ];
}

function queryFailures(query: Props, i: number, ids: readonly string[]): CheckFailure[] {
  const property = `metricQueries[${i}]`;
  const expression = text(query, "expression");
  if ((expression !== undefined) === given(query, "metric")) {
    return [{ property, reason: 'exactly one of "expression", "metric" must be given' }];
  }
  if (expression === undefined) {
    return given(query, "metric.namespace")
      ? []
      : [
          {
            property: `${property}.metric.namespace`,
            reason: "missing; a metric is named by it and by its metricName",
          },
        ];
  }
  if (/\bSEARCH\s*\(/.test(expression)) {
    return [{ property: `${property}.expression`, reason: "SEARCH is not supported on Metric Alarms." }];
  }
  return operands(expression)
    .filter((operand) => !ids.includes(operand))
    .map((operand) => ({
      property: `${property}.expression`,
      reason: `Error in expression '${query.id}': ${show(operand)} is the id of no metric query; there are ${ids.join(", ")}`,
    }));
}

/**
 * The ids that an expression of metric math names. Functions and words such as AND are in capitals, ids begin with a
 * lower-case letter. A Metrics Insights query (`SELECT …`) names none.
 */
function operands(expression: string): string[] {
  if (/^\s*SELECT\b/i.test(expression)) return [];
  const bare = expression.replace(/'[^']*'|"[^"]*"/g, " ");
  return [...new Set(bare.match(/(?<![\w.])[a-z]\w*/g) ?? [])];
}

function circleFailures(queries: readonly Props[]): CheckFailure[] {
  const needs = new Map(queries.map((query) => [text(query, "id") ?? "", operands(text(query, "expression") ?? "")]));
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (needs.get(from) ?? []).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  return queries.flatMap((query, i) => {
    const id = text(query, "id") ?? "";
    if (!reaches(id, id, new Set())) return [];
    return [{ property: `metricQueries[${i}].expression`, reason: `the expression ${show(id)} depends on itself` }];
  });
}

/** An alarm watches one series, or one series and the band that it compares it with. */
function returnFailures(queries: readonly Props[], threshold: string | undefined): CheckFailure[] {
  const returned = queries.filter(({ returnData }) => returnData === true).map((query) => text(query, "id") ?? "");
  if (threshold !== undefined && !returned.includes(threshold)) {
    const reason = "Metrics list must contain exactly one metric matching the ThresholdMetricId parameter";
    return [{ property: "thresholdMetricId", reason: `${reason}; ${show(threshold)} returns no data` }];
  }
  const watched = returned.filter((id) => id !== threshold);
  if (watched.length === 1) return [];
  const reason = `exactly one metric query must have returnData true, got ${watched.join(", ") || "none"}`;
  return [{ property: "metricQueries", reason }];
}

function countFailures(queries: readonly Props[]): CheckFailure[] {
  const metrics = queries.filter((query) => given(query, "metric")).length;
  if (metrics <= MOST_METRICS) return [];
  return [{ property: "metricQueries", reason: `expected at most ${MOST_METRICS} metrics, got ${metrics}` }];
}

import type { Props, Value } from "../../model";
import { isObject, isPresent } from "../../values";
import { type BodyError, type Checks, checked, matching, oneOf } from "./dashboardChecks";

/* docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html: metric widgets */

/** 1, 5, 10, 20 or 30 seconds, or a multiple of 60. */
const period = (value: Value): string | undefined =>
  typeof value === "number" && ([1, 5, 10, 20, 30].includes(value) || (value > 0 && value % 60 === 0))
    ? undefined
    : "Should be 1, 5, 10, 20, 30 or a multiple of 60";

const PROPERTIES: Checks = {
  accountId: "string",
  annotations: "object",
  end: "string",
  labels: "object",
  legend: "object",
  liveData: "boolean",
  metrics: "array",
  period,
  region: matching(/^[a-z]{2}(-[a-z]+)+-\d$/),
  setPeriodToTimeRange: "boolean",
  singleValueFullPrecision: "boolean",
  sparkline: "boolean",
  stacked: "boolean",
  start: "string",
  stat: "string",
  table: "object",
  timezone: "string",
  title: "string",
  trend: "boolean",
  view: oneOf("timeSeries", "singleValue", "gauge", "bar", "pie", "table"),
  yAxis: "object",
};

/** What a metric's last element may say of how it is shown. */
const RENDERER: Checks = {
  accountId: "string",
  color: matching(/^#[0-9a-fA-F]{6}$/),
  expression: "string",
  id: matching(/^[a-z][a-zA-Z0-9_]*$/),
  label: "string",
  period,
  region: matching(/^[a-z]{2}(-[a-z]+)+-\d$/),
  stat: "string",
  visible: "boolean",
  yAxis: oneOf("left", "right"),
};

/** Namespace, name, and 30 dimensions of a name and a value each. */
const MOST_TEXTS = 62;

const ARRAYS =
  'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element';

/** What is wrong with the properties of a metric widget: it shows metrics, or an alarm, of a region. */
export function metricErrors(properties: Props, path: string): BodyError[] {
  const { annotations, metrics, region } = properties;
  const hasMetrics = isPresent(metrics);
  const hasAlarm = isObject(annotations) && isPresent(annotations.alarms);
  const missing: string[] = [];
  if (!isPresent(region)) missing.push("Should have required property 'region'");
  if (!hasMetrics && !hasAlarm) missing.push("Should have required property 'metrics'");
  if (missing.length > 0) {
    missing.push("The metric widget should have specified a region and a data source or an alarm annotation");
  }
  if (!hasMetrics && !isPresent(annotations)) missing.push("Should have required property 'annotations'");
  return [
    ...missing.map((message) => ({ dataPath: path, message })),
    ...checked(properties, path, PROPERTIES),
    ...(Array.isArray(metrics) ? metrics.flatMap((metric, i) => oneMetric(metric, `${path}/metrics/${i}`)) : []),
  ];
}

function oneMetric(metric: Value, path: string): BodyError[] {
  if (!Array.isArray(metric)) {
    return [
      { dataPath: path, message: "Should be array" },
      { dataPath: path, message: ARRAYS },
    ];
  }
  const last = metric.at(-1);
  const renderer = isObject(last) ? last : undefined;
  const texts = renderer ? metric.slice(0, -1) : metric;
  const isExpression = renderer !== undefined && isPresent(renderer.expression);
  // "..." stands for what the metric before has at the same places, however much that is.
  const isWhole = (texts.length >= 2 && texts.length % 2 === 0) || texts.includes("...");
  const isMetric = texts.length <= MOST_TEXTS && isWhole;
  const isRight = texts.every((one) => typeof one === "string") && (isExpression ? texts.length === 0 : isMetric);
  return [
    ...(isRight ? [] : [{ dataPath: path, message: ARRAYS }]),
    ...(renderer ? checked(renderer, `${path}/${metric.length - 1}`, RENDERER) : []),
  ];
}

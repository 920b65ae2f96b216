import type { Props, Value } from "../../model";
import { isObject, isPresent } from "../../values";
import { parseJson } from "../read";
import { type BodyError, type Checks, checked, oneOf, whole } from "./dashboardChecks";
import { metricErrors } from "./dashboardMetrics";

/** docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html, as all of this file. */
const MOST_WIDGETS = 500;

const BODY: Checks = {
  end: "string",
  periodOverride: oneOf("auto", "inherit"),
  start: "string",
  variables: "array",
  widgets: "array",
};

const WIDGET: Checks = {
  height: whole(1, 1000),
  properties: "object",
  type: "string",
  width: whole(1, 24),
  x: whole(0, 23),
  y: whole(0),
};

/** The widgets, each with the properties that it must have. Charts of PromQL queries are not modelled. */
const REQUIRED: Record<string, string[]> = {
  alarm: ["alarms"],
  custom: ["endpoint"],
  explorer: ["metrics", "labels", "widgetOptions"],
  log: ["query", "region"],
  metric: [],
  text: ["markdown"],
};

/** What CloudWatch finds wrong with the body of a dashboard; nothing where it is right. */
export function bodyErrors(document: string): BodyError[] {
  const body = parseJson(document);
  if (!isObject(body)) return [{ dataPath: "", message: "Should be object" }];
  const errors = checked(body, "", BODY, ["widgets"]);
  const widgets = Array.isArray(body.widgets) ? body.widgets : [];
  if (widgets.length > MOST_WIDGETS) {
    errors.push({ dataPath: "/widgets", message: `Should NOT have more than ${MOST_WIDGETS} items` });
  }
  return [...errors, ...widgets.flatMap((widget, i) => widgetErrors(widget, `/widgets/${i}`))];
}

function widgetErrors(widget: Value, path: string): BodyError[] {
  if (!isObject(widget)) return [{ dataPath: path, message: "Should be object" }];
  const errors = checked(widget, path, WIDGET, ["type", "properties"]);
  const { type, properties } = widget;
  if (typeof type !== "string" || !isObject(properties)) return errors;
  const required = REQUIRED[type];
  if (!required) {
    return [...errors, { dataPath: `${path}/type`, message: "Should be equal to one of the allowed values" }];
  }
  return [...errors, ...propertyErrors(type, properties, `${path}/properties`, required)];
}

function propertyErrors(type: string, properties: Props, path: string, required: string[]): BodyError[] {
  if (type === "metric") return metricErrors(properties, path);
  const errors = required
    .filter((name) => !isPresent(properties[name]))
    .map((name) => ({ dataPath: path, message: `Should have required property '${name}'` }));
  return type === "alarm" ? [...errors, ...alarmErrors(properties.alarms, `${path}/alarms`)] : errors;
}

/** From 1 to 100 alarms, by their ARNs. */
function alarmErrors(alarms: Value | undefined, path: string): BodyError[] {
  if (!isPresent(alarms)) return [];
  if (!Array.isArray(alarms)) return [{ dataPath: path, message: "Should be array" }];
  const isArn = (alarm: Value) =>
    typeof alarm === "string" && /^arn:aws:cloudwatch:[a-z0-9-]+:\d{12}:alarm:.+$/.test(alarm);
  return [
    ...(alarms.length === 0 ? [{ dataPath: path, message: "Should NOT have fewer than 1 items" }] : []),
    ...(alarms.length > 100 ? [{ dataPath: path, message: "Should NOT have more than 100 items" }] : []),
    ...alarms.flatMap((alarm, i) =>
      isArn(alarm) ? [] : [{ dataPath: `${path}/${i}`, message: "Should be the ARN of an alarm" }],
    ),
  ];
}

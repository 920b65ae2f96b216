import { type StackContext, stackRule } from "../rule";
import { autoscalingPolicy, metricAlarm, scalingPolicy } from "../types";
import { isMissing, isPartial, items, UNKNOWN } from "../values";
import { type Alarm, type Feed, feedsOf, isUnknownMath, sideOf, type Watched, watchedBy } from "./alarms";
import { directionOf } from "./steps";

/**
 * Metrics that have no datapoint where nothing happens, by namespace: what the services' lists of metrics report only
 * where there is a nonzero value, or only when something is called.
 */
const ABSENT: Readonly<Record<string, RegExp>> = {
  // docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
  "AWS/ApplicationELB":
    /^(RequestCount|RequestCountPerTarget|ActiveConnectionCount|NewConnectionCount|ProcessedBytes|RuleEvaluations|TargetResponseTime|HTTPCode_\w+)$/,
  // docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-cloudwatch-metrics.html
  "AWS/ELB": /^(RequestCount|Latency|EstimatedProcessedBytes|HTTPCode_\w+)$/,
  // docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
  "AWS/Lambda": /^(Invocations|Duration|Errors|Throttles|ConcurrentExecutions)$/,
  // docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
  "AWS/ApiGateway": /^(Count|Latency|IntegrationLatency|4XXError|5XXError)$/,
};

function isAbsentAtZero({ namespace, metricName }: Watched): boolean {
  if (typeof namespace !== "string" || typeof metricName !== "string" || !Object.hasOwn(ABSENT, namespace))
    return false;
  return ABSENT[namespace]?.test(metricName) === true;
}

/** Whether metric math puts 0 where a metric has no datapoint; undefined where an expression is not known. */
function isFilled({ props }: Alarm, { id }: Watched): boolean | undefined {
  if (id === undefined) return false;
  if (id === UNKNOWN || isPartial(props.metricQueries)) return undefined;
  const expressions = items(props.metricQueries).map(([, { expression }]) => expression);
  const filled = /FILL\s*\(\s*(\w+(?:\s*\([^()]*\))?)\s*,\s*(-?[\d.]+)\s*\)/gi;
  for (const expression of expressions) {
    if (typeof expression !== "string") continue;
    for (const [, what = "", value] of expression.matchAll(filled)) {
      // METRICS() stands for all of them.
      if ((what === id || /^METRICS\s*\(/i.test(what)) && Number(value) === 0) return true;
    }
  }
  return expressions.includes(UNKNOWN) ? undefined : false;
}

function judge({ alarm, policy }: Feed, { refuse, leaveOpen }: Pick<StackContext<unknown>, "refuse" | "leaveOpen">) {
  if (sideOf(alarm)?.side !== "below") return;
  const { treatMissingData } = alarm.props;
  if (isUnknownMath(alarm)) leaveOpen(alarm.resource, "metricQueries");
  for (const watched of watchedBy(alarm)) {
    if (!isAbsentAtZero(watched) || treatMissingData === "breaching") continue;
    const filled = isFilled(alarm, watched);
    if (filled === true) continue;
    if (filled === undefined || treatMissingData === UNKNOWN) {
      leaveOpen(alarm.resource, filled === undefined ? "metricQueries" : "treatMissingData");
      continue;
    }
    const name = `${watched.metricName}`;
    refuse(alarm.resource, {
      property: "treatMissingData",
      given: isMissing(treatMissingData) ? undefined : String(treatMissingData),
      so: `and ${name} has no datapoint while nothing happens, so ${policy.resource.name} never takes the last capacity away`,
      allowed: `a scale-in alarm on ${name} must count silence as 0`,
      fix: `Watch FILL(m1, 0) by metricQueries, where m1 is ${name}, or set treatMissingData to "breaching".`,
    });
  }
}

/** Refuses scale-in alarms that fall silent together with the traffic. */
export const scalingZeroTraffic = stackRule(
  {
    name: "scaling-zero-traffic",
    area: "scaling",
    description: "Checks that scale-in alarms also fire when there is no traffic at all.",
    why:
      "A load balancer reports no RequestCount while nobody visits. The alarm then has no data and starts nothing, so a " +
      "service that grew in the day stays large all night.",
    severity: "medium",
    remediationSteps:
      "Watch the metric through metric math, `FILL(m1, 0)`, which also gives the policy a value to choose a step by; or " +
      "set `treatMissingData` to `breaching`.",
    settings: {},
  },
  [autoscalingPolicy, metricAlarm, scalingPolicy],
  (stack) => {
    for (const feed of feedsOf(stack).feeds) {
      if (feed.actions === "alarmActions" && directionOf(feed.policy.scaling) === "in") judge(feed, stack);
    }
  },
);

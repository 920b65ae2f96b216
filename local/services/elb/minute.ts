import type { MetricSink } from "../cloudwatch/metricSink";
import type { Metric } from "../events";
import { METRIC_PERIOD } from "../times";

const NAMESPACE = "AWS/ApplicationELB";

/** What a load balancer, or one of its target groups, did with requests. */
export interface Counts {
  /** Requests for which a target was chosen. */
  chosen: number;
  /** Answered by a target with 2XX. */
  answered: number;
  /** A target was chosen and gave no answer: 502, 503 or 504, according to how it is silent; here 504. */
  silent: number;
  /** There was no target to choose: 503. */
  refused: number;
}

/** Nothing yet. */
export function noCounts(): Counts {
  return { chosen: 0, answered: 0, silent: 0, refused: 0 };
}

/**
 * Publishes one minute's metrics. Elastic Load Balancing reports a count "if there is a nonzero value", and RequestCount only
 * for requests for which a target could be chosen:
 * docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 *
 * @param at When the minute began.
 */
export function publishCounts(sink: MetricSink, dimensions: Metric["dimensions"], at: number, counts: Counts): void {
  const { chosen, answered, silent, refused } = counts;
  const values: Record<string, number> = {
    RequestCount: chosen,
    HTTPCode_Target_2XX_Count: answered,
    HTTPCode_ELB_5XX_Count: silent + refused,
    HTTPCode_ELB_503_Count: refused,
    HTTPCode_ELB_504_Count: silent,
  };
  for (const [name, value] of Object.entries(values)) {
    if (value === 0) continue;
    // Each request is a sample of value 1.
    const set = { sum: value, count: value, minimum: 1, maximum: 1 };
    sink.put({ namespace: NAMESPACE, name, dimensions }, at, METRIC_PERIOD, set);
  }
}

/** Publishes how many targets are healthy and not, which is reported while there is a target at all. */
export function publishHosts(
  sink: MetricSink,
  dimensions: Metric["dimensions"],
  at: number,
  hosts: { healthy: number; unhealthy: number },
): void {
  if (hosts.healthy + hosts.unhealthy === 0) return;
  for (const [name, value] of [
    ["HealthyHostCount", hosts.healthy],
    ["UnHealthyHostCount", hosts.unhealthy],
  ] as const) {
    const set = { sum: value, count: 1, minimum: value, maximum: value };
    sink.put({ namespace: NAMESPACE, name, dimensions }, at, METRIC_PERIOD, set);
  }
}

import type { MetricSink } from "../cloudwatch/metricSink";
import type { Metric, StatisticSet } from "../events";
import { METRIC_PERIOD } from "../times";
import { addTimes } from "./quality";

const NAMESPACE = "AWS/ApplicationELB";

/** What a load balancer, or one of its target groups, did with requests. */
export interface Counts {
  /** Answered by a target with 2XX. */
  answered: number;
  /** Answered by a target with 5XX. */
  errors: number;
  /** A target was chosen and gave no answer: 502, 503 or 504, according to how it is silent; here 504. */
  silent: number;
  /** There was no target to choose: 503. */
  refused: number;
  /** A rule's transform failed: 500. */
  failed: number;
  /** How long targets took for their answers, in seconds; absent where none has answered. */
  times?: StatisticSet | undefined;
}

/** Nothing yet. */
export function noCounts(): Counts {
  return { answered: 0, errors: 0, silent: 0, refused: 0, failed: 0 };
}

/** Adds what happened since to what is counted already. */
export function count(to: Counts, { answered, errors, silent, refused, failed, times }: Counts): void {
  to.answered += answered;
  to.errors += errors;
  to.silent += silent;
  to.refused += refused;
  to.failed += failed;
  to.times = addTimes(to.times, times);
}

/*
 * What is published, and with which dimensions: docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 * A count is reported "if there is a nonzero value", RequestCount only for requests for which a target could be chosen, and the
 * load balancer's own errors by load balancer only. TargetResponseTime is in seconds, until the answer's headers begin.
 */

/**
 * Publishes one minute's metrics of a load balancer.
 *
 * @param at When the minute began.
 */
export function publishBalancer(sink: MetricSink, dimensions: Metric["dimensions"], at: number, counts: Counts): void {
  const { silent, refused, failed } = counts;
  publishTargets(sink, dimensions, at, counts);
  putCounts(sink, dimensions, at, {
    HTTPCode_ELB_5XX_Count: silent + refused + failed,
    HTTPCode_ELB_500_Count: failed,
    HTTPCode_ELB_503_Count: refused,
    HTTPCode_ELB_504_Count: silent,
  });
}

/** Publishes one minute's metrics of what targets did, of all of a load balancer's or of one group's. */
export function publishTargets(sink: MetricSink, dimensions: Metric["dimensions"], at: number, counts: Counts): void {
  const { answered, errors, silent, times } = counts;
  putCounts(sink, dimensions, at, {
    RequestCount: answered + errors + silent,
    HTTPCode_Target_2XX_Count: answered,
    HTTPCode_Target_5XX_Count: errors,
  });
  if (!times) return;
  sink.put({ namespace: NAMESPACE, name: "TargetResponseTime", dimensions }, at, METRIC_PERIOD, times);
}

function putCounts(
  sink: MetricSink,
  dimensions: Metric["dimensions"],
  at: number,
  values: Readonly<Record<string, number>>,
): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === 0) continue;
    // Each request is a sample of value 1.
    const set = { sum: value, count: value, minimum: 1, maximum: 1 };
    sink.put({ namespace: NAMESPACE, name, dimensions }, at, METRIC_PERIOD, set);
  }
}

/** Publishes how many targets are healthy and not. They are "reported if health checks are enabled", that is where there is a target to check. */
export function publishHosts(
  sink: MetricSink,
  dimensions: Metric["dimensions"],
  at: number,
  hosts: { healthy: number; unhealthy: number; initial: number },
): void {
  const { healthy, unhealthy, initial } = hosts;
  if (healthy + unhealthy + initial === 0) return;
  for (const [name, value] of [
    ["HealthyHostCount", healthy],
    ["UnHealthyHostCount", unhealthy],
  ] as const) {
    const set = { sum: value, count: 1, minimum: value, maximum: value };
    sink.put({ namespace: NAMESPACE, name, dimensions }, at, METRIC_PERIOD, set);
  }
}

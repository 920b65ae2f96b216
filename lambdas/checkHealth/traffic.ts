import type { GetMetricDataCommandInput, MetricDataQuery, MetricDataResult } from "@aws-sdk/client-cloudwatch";

/** How a load balancer has served its visitors for a while. */
export interface Traffic {
  /** Requests that it has answered, itself or by a target. */
  requests: number;
  /** Of those, answered with 500 to 599. */
  errors: number;
  /** Mean of the targets' response times, in seconds; undefined where no target has answered. */
  seconds: number | undefined;
}

/** When a candidate's traffic is as good as the other side's. */
export interface Thresholds {
  /** Requests without which nothing is known, and so the candidate is not healthy. 0 lets a site without visitors pass. */
  minimumRequests: number;
  /** Percentage points by which the rate of errors may be higher. */
  errorRatePoints: number;
  /** How many times the other side's response time is still good. */
  latencyRatio: number;
  /** Seconds of response time that are good whatever the other side's is. */
  latencyFloorSeconds: number;
}

/** A load balancer publishes once a minute. */
const PERIOD_SECONDS = 60;

/*
 * docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html. A mean over several minutes
 * is that of all responses, not of the minutes' means.
 */
const METRICS = {
  requests: ["RequestCount", "Sum"],
  targetErrors: ["HTTPCode_Target_5XX_Count", "Sum"],
  balancerErrors: ["HTTPCode_ELB_5XX_Count", "Sum"],
  seconds: ["TargetResponseTime", "Sum"],
  responses: ["TargetResponseTime", "SampleCount"],
} as const;

type MetricName = keyof typeof METRICS;

/** The two load balancers whose visitors are compared, as CloudWatch knows them. */
export interface Compared {
  candidate: string;
  stable: string;
}

/** The one question to CloudWatch about both load balancers: from the minute in which `since` lies until `at`. */
export function trafficQuery(compared: Compared, since: Date, at: Date): GetMetricDataCommandInput {
  const period = PERIOD_SECONDS * 1000;
  const start = Math.floor(since.getTime() / period) * period;
  return {
    StartTime: new Date(start),
    EndTime: new Date(Math.max(at.getTime(), start + period)),
    MetricDataQueries: (["candidate", "stable"] as const).flatMap((side) =>
      (Object.keys(METRICS) as MetricName[]).map((metric) => queryOf(side, metric, compared[side])),
    ),
  };
}

function queryOf(side: keyof Compared, metric: MetricName, loadBalancer: string): MetricDataQuery {
  const [MetricName, Stat] = METRICS[metric];
  return {
    Id: idOf(side, metric),
    MetricStat: {
      Metric: {
        Namespace: "AWS/ApplicationELB",
        MetricName,
        Dimensions: [{ Name: "LoadBalancer", Value: loadBalancer }],
      },
      Period: PERIOD_SECONDS,
      Stat,
    },
  };
}

/** `candidate_requests` and the like: an id begins with a small letter. */
function idOf(side: keyof Compared, metric: MetricName): string {
  return `${side}_${metric}`;
}

/**
 * What CloudWatch has answered about one side. A count without datapoints is 0: the load balancer publishes none of those.
 *
 * @throws Error where CloudWatch has not answered a query in full
 */
export function trafficOf(side: keyof Compared, results: readonly MetricDataResult[]): Traffic {
  const sum = (metric: MetricName): number => {
    const parts = results.filter(({ Id }) => Id === idOf(side, metric));
    if (
      parts.length === 0 ||
      parts.some(({ StatusCode }) => StatusCode !== "Complete" && StatusCode !== "PartialData")
    ) {
      throw new Error(`CloudWatch has not answered ${idOf(side, metric)}: ${parts[0]?.StatusCode ?? "no result"}.`);
    }
    return parts.flatMap(({ Values = [] }) => Values).reduce((total, value) => total + value, 0);
  };
  const errors = sum("targetErrors") + sum("balancerErrors");
  const responses = sum("responses");
  return {
    // A request for which the load balancer finds no target is no RequestCount, but an error of its own.
    requests: Math.max(sum("requests"), errors),
    errors,
    seconds: responses === 0 ? undefined : sum("seconds") / responses,
  };
}

/** What is wrong with the candidate's traffic in comparison with the other side's, a sentence each. */
export function judgeTraffic(candidate: Traffic, stable: Traffic, thresholds: Thresholds): string[] {
  const { minimumRequests, errorRatePoints, latencyRatio, latencyFloorSeconds } = thresholds;
  if (candidate.requests < minimumRequests) {
    return [`only ${candidate.requests} requests are known, of at least ${minimumRequests}`];
  }
  const reasons: string[] = [];
  const [rate, usual] = [errorPercent(candidate), errorPercent(stable)];
  if (rate > usual + errorRatePoints) {
    reasons.push(`${shown(rate)} % of ${candidate.requests} requests failed, and ${shown(usual)} % on the other side`);
  }
  // Without visitors on the other side there is nothing to compare with.
  if (candidate.seconds !== undefined && stable.seconds !== undefined) {
    const limit = Math.max(latencyFloorSeconds, stable.seconds * latencyRatio);
    if (candidate.seconds > limit) {
      reasons.push(`a response takes ${millis(candidate)}, and ${millis(stable)} on the other side`);
    }
  }
  return reasons;
}

/** Percent of the requests that failed; 0 where there were none. */
export function errorPercent({ requests, errors }: Traffic): number {
  return requests === 0 ? 0 : (errors / requests) * 100;
}

/** In one line, for people. */
export function describeTraffic(traffic: Traffic): string {
  return `${traffic.requests} requests, ${shown(errorPercent(traffic))} % failed, ${millis(traffic)}`;
}

function millis({ seconds }: Traffic): string {
  return seconds === undefined ? "no response" : `${Math.round(seconds * 1000)} ms`;
}

function shown(percent: number): string {
  return percent.toFixed(2);
}

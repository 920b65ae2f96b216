import type { MetricSink } from "../cloudwatch/metricSink";
import { METRIC_PERIOD } from "../times";
import type { Execution } from "./execution";

const ENDED = {
  SUCCEEDED: "ExecutionsSucceeded",
  FAILED: "ExecutionsFailed",
  TIMED_OUT: "ExecutionsTimedOut",
  ABORTED: "ExecutionsAborted",
} as const;

/**
 * Counts an execution that has begun or ended, in the namespace AWS/States; ExecutionTime is in milliseconds:
 * docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
 */
export function countExecution(metrics: MetricSink, now: number, execution: Execution): void {
  const { beginning, status, startedAt } = execution;
  const put = (name: string, value: number): void => {
    const metric = { namespace: "AWS/States", name, dimensions: { StateMachineArn: beginning.stateMachineArn } };
    const at = Math.floor(now / METRIC_PERIOD) * METRIC_PERIOD;
    metrics.put(metric, at, METRIC_PERIOD, { sum: value, count: 1, minimum: value, maximum: value });
  };
  if (status === "RUNNING") {
    put("ExecutionsStarted", 1);
    return;
  }
  put(ENDED[status], 1);
  put("ExecutionTime", Math.round((now - startedAt) * 1000));
}

import type { Metric, StatisticSet } from "../events";

/** Where services publish their metrics. */
export interface MetricSink {
  /** Takes the values of one period that begins at `at`, in seconds of virtual time. */
  put(metric: Metric, at: number, period: number, values: StatisticSet): void;
}

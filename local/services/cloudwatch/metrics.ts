import { AwsError } from "../../account/model";
import type { Metric, StatisticSet } from "../events";
import { METRIC_DELAY, METRIC_PERIOD } from "../times";
import type { World } from "../world";
import type { MetricSink } from "./metricSink";
import { merge } from "./statisticSet";

/** Values of a metric, one a period, the oldest first; undefined where there is none. */
export type Series = readonly (number | undefined)[];

/** What is kept of a minute. */
interface Datapoint {
  /** When the minute begins, seconds of virtual time. */
  readonly at: number;
  readonly period: number;
  /** From when on it can be read. */
  readonly visibleAt: number;
  values: StatisticSet;
}

/** docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
const STATISTICS: Record<string, (values: StatisticSet) => number> = {
  Average: ({ sum, count }) => sum / count,
  Maximum: ({ maximum }) => maximum,
  Minimum: ({ minimum }) => minimum,
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
};

/** How long datapoints are kept unless somebody needs them longer, in seconds. */
const KEPT = 3600;

/**
 * CloudWatch's store of metrics, in minutes, which is its standard resolution. What is put several times into a minute
 * adds up to one datapoint. A datapoint can be read METRIC_DELAY after its period, or when it was put, if that is later; then
 * `datapoint` is published, and again each time that a late value changes it.
 *
 * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html
 */
export class Metrics implements MetricSink {
  private readonly series = new Map<string, Map<number, Datapoint>>();
  private kept = KEPT;

  constructor(private readonly world: World) {}

  /**
   * Takes the values of one period that begins at `at`, in seconds of virtual time.
   *
   * @throws RangeError for a period that is not a multiple of a minute, or values of nothing: where nothing happened, nothing
   *   is put.
   */
  put(metric: Metric, at: number, period: number, values: StatisticSet): void {
    requireMinutes("period", period);
    if (!(values.count > 0)) {
      throw new RangeError(
        `The metric ${metric.name} was given ${values.count} values; put at least one, or nothing at all.`,
      );
    }
    const points = this.pointsOf(metric);
    const minute = Math.floor(at / METRIC_PERIOD) * METRIC_PERIOD;
    const known = points.get(minute);
    if (known) {
      known.values = merge(known.values, values);
      if (known.visibleAt <= this.world.simulation.now) this.announce(metric, known);
      return;
    }
    const visibleAt = Math.max(minute + period + METRIC_DELAY, this.world.simulation.now);
    const point = { at: minute, period, visibleAt, values: { ...values } };
    points.set(minute, point);
    this.forget(points);
    this.world.simulation.at(visibleAt, () => this.announce(metric, point));
  }

  /**
   * The values of a statistic that can be read now, for each whole period between two times.
   *
   * @param stat Average, Maximum, Minimum, SampleCount or Sum.
   * @param period Seconds, a multiple of 60.
   * @param from Seconds of virtual time, a multiple of 60; may lie before the simulation began.
   * @param to The end of the last period, not included.
   * @throws AwsError for another statistic
   */
  statistic(metric: Metric, stat: string, period: number, from: number, to: number): Series {
    requireMinutes("period", period);
    const read = STATISTICS[stat];
    if (!read) {
      throw new AwsError(
        "UnsupportedOperation",
        `The CloudWatch on this machine knows the statistics ${Object.keys(STATISTICS).join(", ")}, not ${stat}.`,
      );
    }
    const points = this.series.get(keyOf(metric));
    const values: (number | undefined)[] = [];
    for (let at = from; at + period <= to; at += period) {
      const set = points && this.between(points, at, at + period);
      values.push(set && read(set));
    }
    return values;
  }

  /** Keeps datapoints for at least so many seconds from now on. */
  keep(seconds: number): void {
    this.kept = Math.max(this.kept, seconds);
  }

  /** How many datapoints are kept now, of all metrics. */
  get size(): number {
    return [...this.series.values()].reduce((sum, points) => sum + points.size, 0);
  }

  private between(points: Map<number, Datapoint>, from: number, to: number): StatisticSet | undefined {
    const { now } = this.world.simulation;
    let sum: StatisticSet | undefined;
    for (let at = from; at < to; at += METRIC_PERIOD) {
      const point = points.get(at);
      if (!point || point.visibleAt > now) continue;
      sum = sum ? merge(sum, point.values) : point.values;
    }
    return sum;
  }

  private pointsOf(metric: Metric): Map<number, Datapoint> {
    const key = keyOf(metric);
    let points = this.series.get(key);
    if (!points) {
      points = new Map();
      this.series.set(key, points);
    }
    return points;
  }

  /** Datapoints come in order of time, but for the late ones, which then go late as well. */
  private forget(points: Map<number, Datapoint>): void {
    const oldest = this.world.simulation.now - this.kept;
    for (const { at, period } of points.values()) {
      if (at + period >= oldest) return;
      points.delete(at);
    }
  }

  private announce(metric: Metric, { at, period, values }: Datapoint): void {
    this.world.bus.publish("datapoint", { metric, at, period, values: { ...values } });
  }
}

/** The same for the same dimensions, in whatever order they are named. */
function keyOf({ namespace, name, dimensions }: Metric): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1))]);
}

function requireMinutes(what: string, seconds: number): void {
  if (seconds > 0 && seconds % METRIC_PERIOD === 0) return;
  throw new RangeError(`The ${what} must be a multiple of ${METRIC_PERIOD} seconds, got ${seconds}.`);
}

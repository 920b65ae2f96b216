import { requireAllowed } from "../account/actions/caller";
import { fieldsOf } from "../account/actions/input";
import { AwsError, type Props } from "../account/model";
import { text } from "../account/types/read";
import { calculate } from "../services/cloudwatch/math";
import type { Metrics, Series } from "../services/cloudwatch/metrics";
import { EPOCH } from "../services/kernel/simulation";
import { METRIC_PERIOD } from "../services/times";
import type { World } from "../services/world";
import type { Handlers } from "./handlers";
import { type DataQuery, dataQueriesOf, requireOnly, validationError } from "./metricDataQueries";

/** CloudWatch's name in the header that says which operation is meant. */
const PREFIX = "GraniteServiceVersion20100801";

/** A time of the call, in seconds of virtual time. */
interface Range {
  from: number;
  to: number;
}

/**
 * GetMetricData: docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html. Statistics are those that
 * {@link Metrics.statistic} knows, and periods are a minute and its multiples; an expression needs one period for all metrics.
 */
export function cloudwatchHandlers(world: World, metrics: Metrics): Handlers {
  return {
    [`${PREFIX}.GetMetricData`]: (caller, input) => {
      const fields = fieldsOf(input);
      requireAllowed(world.account, caller, { action: "cloudwatch:GetMetricData", resource: "*" });
      requireOnly(fields, ["EndTime", "MetricDataQueries", "ScanBy", "StartTime"], "a call");
      const queries = dataQueriesOf(fields);
      const range = rangeOf(fields);
      const isAscending = scansUp(text(fields, "ScanBy"));
      const read = new Reading(world.simulation.now, metrics, queries, range);
      const results = queries.flatMap((query) => (query.returnsData ? [read.result(query, isAscending)] : []));
      return { MetricDataResults: results, Messages: [] };
    },
  };
}

/** What one call reads. */
class Reading {
  /** Ids of the expressions that are being calculated. */
  private readonly pending = new Set<string>();

  constructor(
    private readonly now: number,
    private readonly metrics: Metrics,
    private readonly queries: readonly DataQuery[],
    private readonly range: Range,
  ) {}

  result(query: DataQuery, isAscending: boolean) {
    const period = this.periodOf(query);
    const { from } = this.span(period);
    const points = this.series(query).flatMap((value, i) => (value === undefined ? [] : [[from + i * period, value]]));
    if (!isAscending) points.reverse();
    return {
      Id: query.id,
      Label: query.label,
      Timestamps: points.map(([at = 0]) => EPOCH / 1000 + at),
      Values: points.map(([, value]) => value),
      StatusCode: "Complete",
    };
  }

  private series(query: DataQuery): Series {
    const { stat, expression = "", id } = query;
    const period = this.periodOf(query);
    const { from, to } = this.span(period);
    if (stat) return this.metrics.statistic(stat.metric, stat.statistic, period, from, to);
    if (this.pending.has(id)) throw validationError(`The expression ${id} depends on itself.`);
    this.pending.add(id);
    const measured = this.queries.filter((one) => one.stat);
    const value = calculate(expression, {
      id,
      period,
      periods: (to - from) / period,
      metrics: new Map(measured.map((one) => [one.id, this.series(one)])),
      expression: (other) => {
        const found = this.queries.find((one) => one.id === other);
        return found && this.series(found);
      },
    });
    this.pending.delete(id);
    return value;
  }

  /** That of a metric; an expression has that of all metrics, which must have the same: AWS resamples those that differ. */
  private periodOf({ id, stat, period: own }: DataQuery): number {
    if (stat) return stat.period;
    const periods = new Set([...this.queries.flatMap((query) => query.stat?.period ?? []), ...(own ? [own] : [])]);
    const [period = METRIC_PERIOD, ...others] = periods;
    if (others.length === 0) return period;
    throw new AwsError(
      "UnsupportedOperation",
      `The CloudWatch on this machine needs one period for all metrics of a call with the expression ${id}, got ` +
        `${[...periods].join(", ")}.`,
    );
  }

  /**
   * Whole periods from the start on, the last of which begins before the end. Those before the simulation began and those
   * that are still to come have no datapoints, and are left out.
   */
  private span(period: number): Range {
    const { from, to } = this.range;
    const begin = from + Math.max(0, Math.floor(-from / period)) * period;
    const end = Math.min(to, Math.max(this.now, begin));
    return { from: begin, to: begin + Math.max(0, Math.ceil((end - begin) / period)) * period };
  }
}

/** The start, rounded down to a whole minute as for all data of the last 15 days, and the end. */
function rangeOf(fields: Props): Range {
  const [start, end] = [timeOf(fields, "StartTime"), timeOf(fields, "EndTime")];
  if (start === end) throw validationError("The parameter StartTime must not equal parameter EndTime.");
  if (start > end) throw validationError("The parameter StartTime must be less than the parameter EndTime.");
  return { from: Math.floor(start / METRIC_PERIOD) * METRIC_PERIOD, to: end };
}

function timeOf(fields: Props, name: string): number {
  const value = fields[name];
  if (value === undefined || value === null) throw validationError(`The parameter ${name} is required.`);
  if (typeof value === "number") return value - EPOCH / 1000;
  throw new AwsError(
    "SerializationException",
    `Expected ${name} to be seconds since 1970, got ${JSON.stringify(value)}`,
  );
}

function scansUp(order = "TimestampDescending"): boolean {
  if (order === "TimestampAscending") return true;
  if (order === "TimestampDescending") return false;
  throw validationError(`The value ${order} for parameter ScanBy is not supported.`);
}

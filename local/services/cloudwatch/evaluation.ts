import type { AlarmState } from "../events";
import type { Series } from "./metrics";

/** How an alarm takes a period without a datapoint: API_PutMetricAlarm, TreatMissingData. */
export type MissingData = "breaching" | "ignore" | "missing" | "notBreaching";

/** What an alarm asks of its datapoints. */
export interface Condition {
  /** N, "Evaluation Periods". */
  evaluationPeriods: number;
  /** M, "Datapoints to Alarm". */
  datapointsToAlarm: number;
  missingData: MissingData;
  breaches: (value: number) => boolean;
}

/** A period with a value. */
export interface Point {
  value: number;
  isBreaching: boolean;
  /** How many periods ago: 1 is the newest. */
  age: number;
}

export interface Verdict {
  /** Undefined: the alarm keeps the state that it is in. */
  state: AlarmState | undefined;
  /** The datapoints that were evaluated, the newest first. */
  points: readonly Point[];
  /** How many more had to be filled in as `breaching` or `notBreaching` says. */
  filled: number;
}

/**
 * How many datapoints beyond the evaluation periods are fetched in case some are missing. The documentation's examples
 * fetch 5 for 3; AWS publishes no number, and says that it depends on the period.
 */
const EXTRA_DATAPOINTS = 2;

/** The evaluation range: how many periods, the newest last, an alarm looks at. */
export function evaluationRange(evaluationPeriods: number): number {
  return evaluationPeriods + EXTRA_DATAPOINTS;
}

/**
 * Which state the datapoints of the evaluation range put an alarm into:
 * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 *
 * With at least N datapoints the newest N count, and how missing ones are to be treated says nothing. With fewer, all of them
 * count, and the rest up to N is filled.
 *
 * @param range One value a period, the oldest first.
 */
export function evaluate(range: Series, condition: Condition): Verdict {
  const { evaluationPeriods, datapointsToAlarm, missingData } = condition;
  const points = pointsOf(range, condition.breaches).slice(0, evaluationPeriods);
  const missing = evaluationPeriods - points.length;
  const fills = missing > 0 && (missingData === "breaching" || missingData === "notBreaching");
  const breaching =
    points.filter(({ isBreaching }) => isBreaching).length + (missingData === "breaching" ? missing : 0);
  const verdict = (state: AlarmState | undefined): Verdict => ({ state, points, filled: fills ? missing : 0 });
  if (breaching >= datapointsToAlarm) return verdict("ALARM");
  if (missing === 0 || fills || points.some(({ isBreaching }) => !isBreaching)) return verdict("OK");
  if (missingData === "ignore") return verdict(undefined);
  return verdict(undecided(points, datapointsToAlarm));
}

/**
 * The state where data is `missing` and what there is breaches, but is less than M datapoints: no data at all is not enough; and
 * "alarms are designed to always go into ALARM state when the oldest available breaching datapoint … is at least as old as the
 * value of Datapoints to Alarm, and all other more recent data points are breaching or missing". Until then the alarm
 * "does not go immediately into ALARM state"; AWS does not say into which, and it keeps its own.
 */
function undecided(points: readonly Point[], datapointsToAlarm: number): AlarmState | undefined {
  const oldest = points.at(-1);
  if (!oldest) return "INSUFFICIENT_DATA";
  return oldest.age >= datapointsToAlarm ? "ALARM" : undefined;
}

function pointsOf(range: Series, breaches: (value: number) => boolean): Point[] {
  return range
    .flatMap((value, i) =>
      value === undefined ? [] : [{ value, isBreaching: breaches(value), age: range.length - i }],
    )
    .reverse();
}

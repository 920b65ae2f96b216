import type { AlarmState } from "../events";
import type { Point, Verdict } from "./evaluation";
import type { Watch } from "./watch";

const WORDS: Record<string, string> = {
  GreaterThanOrEqualToThreshold: "greater than or equal to",
  GreaterThanThreshold: "greater than",
  LessThanOrEqualToThreshold: "less than or equal to",
  LessThanThreshold: "less than",
};

/** From so many datapoints on, CloudWatch's sentence ends before it lists them, and lists that many. */
const MOST_IN_SENTENCE = 5;

/**
 * Why an alarm came into a state, in the words of CloudWatch's StateReason. AWS documents examples of them only, as in
 * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 *
 * @param timeOf The date at which a datapoint's period begins, from its age in periods.
 */
export function reasonOf(state: AlarmState, verdict: Verdict, watch: Watch, timeOf: (age: number) => Date): string {
  if (state === "INSUFFICIENT_DATA") {
    return `Insufficient Data: ${datapoints(watch.evaluationPeriods)} ${be(watch.evaluationPeriods)} unknown.`;
  }
  const isAlarm = state === "ALARM";
  const deciding = verdict.points.filter(({ isBreaching }) => isBreaching === isAlarm);
  const list = `[${deciding
    .slice(0, MOST_IN_SENTENCE)
    .map((point) => listed(point, timeOf))
    .join(", ")}]`;
  const comparison =
    `${be(deciding.length)} ${isAlarm ? "" : "not "}${WORDS[watch.comparisonOperator]} ` +
    `the threshold (${decimal(watch.threshold)})`;
  if (verdict.filled > 0)
    return `Threshold Crossed: ${filledReason(verdict, watch, deciding.length, list, comparison)}`;
  const share = `${deciding.length} out of the last ${watch.evaluationPeriods} datapoints`;
  const crossed =
    deciding.length < MOST_IN_SENTENCE
      ? `${share} ${list} ${comparison}`
      : `${share} ${comparison}. The most recent datapoints which crossed the threshold: ${list}`;
  return `Threshold Crossed: ${crossed} (${transition(isAlarm, watch)}).`;
}

function filledReason(verdict: Verdict, watch: Watch, deciding: number, list: string, comparison: string): string {
  const { points, filled } = verdict;
  const treated =
    `and ${filled} missing datapoint${filled === 1 ? "" : "s"} ${be(filled)} treated as ` +
    `[${watch.missingData === "breaching" ? "Breaching" : "NonBreaching"}].`;
  if (deciding > 0) return `${datapoints(deciding)} ${list} ${comparison} ${treated}`;
  const received = points.length === 0 ? "no datapoints" : datapoints(points.length);
  const periods = `${watch.evaluationPeriods} period${watch.evaluationPeriods === 1 ? "" : "s"}`;
  return `${received} ${points.length === 1 ? "was" : "were"} received for ${periods} ${treated}`;
}

/** To leave ALARM, so many must not breach that M can no longer be reached. */
function transition(isAlarm: boolean, { evaluationPeriods, datapointsToAlarm }: Watch): string {
  const least = isAlarm ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
  return `minimum ${datapoints(least)} for ${isAlarm ? "OK -> ALARM" : "ALARM -> OK"} transition`;
}

function listed({ value, age }: Point, timeOf: (age: number) => Date): string {
  const [date = "", time = ""] = timeOf(age).toISOString().slice(0, 19).split("T");
  const [year = "", month, day] = date.split("-");
  return `${decimal(value)} (${day}/${month}/${year.slice(2)} ${time})`;
}

/** As Java writes a number. */
function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function datapoints(count: number): string {
  return `${count} datapoint${count === 1 ? "" : "s"}`;
}

function be(count: number): string {
  return count === 1 ? "was" : "were";
}

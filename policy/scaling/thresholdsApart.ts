import type { PolicyResource } from "@pulumi/policy";
import { dependenciesOf } from "../given";
import { stackRule } from "../rule";
import { autoscalingPolicy, metricAlarm, scalingPolicy } from "../types";
import { UNKNOWN } from "../values";
import { type Alarm, type Feed, feedsOf, isUnknownMath, sideOf, type Watched, watchedBy } from "./alarms";
import { directionOf } from "./steps";

type Fields = Readonly<Record<string, unknown>>;

/** What a property depends on, as one text. */
function madeOf(resource: PolicyResource, property: string): string {
  return [...new Set(dependenciesOf(resource, property))].sort().join(" ");
}

/** Whether two alarms watch the same metric of the same thing, as far as that can be told; false where it cannot. */
function sameDimensions(one: Alarm, first: Watched, other: Alarm, second: Watched): boolean {
  const [a, b] = [first.dimensions ?? {}, second.dimensions ?? {}];
  // What is not known is the same where it comes from the same resources.
  const sameOrigin = () => {
    const origin = madeOf(one.resource, first.top);
    return origin !== "" && origin === madeOf(other.resource, second.top);
  };
  if (a === UNKNOWN || b === UNKNOWN) return a === b && sameOrigin();
  if (typeof a !== "object" || typeof b !== "object") return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => {
    const [x, y] = [(a as Fields)[key], (b as Fields)[key]];
    return x === y && (x !== UNKNOWN || sameOrigin());
  });
}

function sameMetric(one: Alarm, other: Alarm): boolean {
  const [first, ...more] = watchedBy(one);
  const [second, ...others] = watchedBy(other);
  // What several metrics make together is not compared.
  if (!first || !second || more.length > 0 || others.length > 0) return false;
  const keys = ["namespace", "metricName", "statistic"] as const;
  if (keys.some((key) => first[key] === UNKNOWN || first[key] !== second[key])) return false;
  return sameDimensions(one, first, other, second);
}

/** Advises against a scale-in alarm that begins where the scale-out alarm ends, or before. */
export const scalingThresholdsApart = stackRule(
  {
    name: "scaling-thresholds-apart",
    area: "scaling",
    level: "advisory",
    description: "Checks that there is a gap between the thresholds at which something scales out and in.",
    why:
      "Without a gap there is no value at which nothing is done: what is added lowers the metric below the threshold, is " +
      "taken away again, and so on for ever. Where both alarms fire at once the larger capacity wins.",
    severity: "low",
    remediationSteps:
      "Lower the threshold of the scale-in alarm well below that of the scale-out alarm, by more than one step changes " +
      "the metric.",
    settings: {},
  },
  [autoscalingPolicy, metricAlarm, scalingPolicy],
  (stack) => {
    const feeding = feedsOf(stack).feeds.filter(({ actions }) => actions === "alarmActions");
    const going = (direction: "out" | "in") =>
      feeding.filter(({ policy }) => directionOf(policy.scaling) === direction);

    const judge = (into: Feed, out: Feed) => {
      const [low, high] = [sideOf(into.alarm), sideOf(out.alarm)];
      if (low?.side !== "below" || high?.side !== "above") return;
      for (const { alarm } of [into, out]) {
        if (isUnknownMath(alarm)) stack.leaveOpen(alarm.resource, "metricQueries");
      }
      if (!sameMetric(into.alarm, out.alarm)) return;
      const [below, above] = [into.alarm.props.threshold, out.alarm.props.threshold];
      for (const { alarm } of [into, out]) {
        if (alarm.props.threshold === UNKNOWN) stack.leaveOpen(alarm.resource, "threshold");
      }
      if (typeof below !== "number" || typeof above !== "number" || below < above) return;
      const meet = low.inclusive && high.inclusive;
      const overlap = below > above ? `from ${above} to ${below}` : `at ${above}`;
      refuse(into.alarm.resource, below, above, below > above || meet ? `both alarms fire ${overlap}` : undefined);
    };
    const refuse = (resource: PolicyResource, below: number, above: number, both: string | undefined) =>
      stack.refuse(resource, {
        property: "threshold",
        given: String(below),
        so: both ? `so ${both}, and at no value nothing is scaled` : "so there is no value at which nothing is scaled",
        allowed: `less than ${above}, where the other alarm scales out, is advised`,
        fix: "Lower it well below, so that the metric can rest in between.",
      });

    for (const into of going("in")) {
      for (const out of going("out")) {
        if (into.policy.target !== undefined && into.policy.target === out.policy.target) judge(into, out);
      }
    }
  },
);

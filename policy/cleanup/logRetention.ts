import type { LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup";
import type { Unwrap } from "@pulumi/pulumi";
import { remedy } from "../remedy";
import { on, resourceRule } from "../rule";
import { text } from "../switches";
import { logGroup } from "../types";
import { isMissing, type SeenProps, UNKNOWN } from "../values";

/** Days that CloudWatch Logs takes: PutRetentionPolicy of its API. */
const TAKEN = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const settings = {
  maxDays: {
    type: "integer",
    description: "The longest that a log group may keep its events, in days.",
    default: 30,
    minimum: 1,
    maximum: 3653,
  },
  remedyDays: {
    type: "integer",
    description:
      "What remediation sets, in days: this, or the next lower number that CloudWatch Logs takes, and never above maxDays.",
    default: 7,
    minimum: 1,
    maximum: 3653,
  },
} as const;

type LogGroup = SeenProps<Unwrap<LogGroupArgs>>;

/** The largest number of days that CloudWatch Logs takes and that is within a limit. */
function takenWithin(limit: number): number {
  return TAKEN.findLast((days) => days <= limit) ?? TAKEN[0];
}

/** The days of a log group that keeps its events for longer than allowed; Infinity for ever. */
function tooLong(group: LogGroup, maxDays: number): number | undefined {
  const days = group.retentionInDays;
  // AWS sets the days of this class itself: two.
  if (days === UNKNOWN || group.logGroupClass === "DELIVERY" || group.logGroupClass === UNKNOWN) return undefined;
  const kept = isMissing(days) || Number(text(days)) === 0 ? Number.POSITIVE_INFINITY : Number(text(days));
  return kept > maxDays ? kept : undefined;
}

/** Refuses log groups that outlive what they tell about. */
export const cleanupLogRetention = resourceRule(
  {
    name: "cleanup-log-retention",
    area: "cleanup",
    description: "Checks that log groups keep their events for a limited time.",
    why:
      "CloudWatch Logs keeps events for ever unless told otherwise, at so much a month; a destroy that stops halfway, or " +
      "a service that logs once more after it, leaves them to an account in which nobody reads them.",
    severity: "low",
    remediationSteps:
      "Set `retentionInDays` to a number that CloudWatch Logs takes (1, 3, 5, 7, 14, 30, …) within the limit. At the " +
      "level `remediate` the rule sets `remedyDays` itself.",
    settings,
  },
  [
    on(logGroup, (group, { config, refuse }) => {
      const kept = tooLong(group, config.maxDays);
      if (kept === undefined) return;
      refuse({
        property: "retentionInDays",
        given: isMissing(group.retentionInDays) ? undefined : text(group.retentionInDays),
        so: kept === Number.POSITIVE_INFINITY ? "so events are kept for ever" : undefined,
        allowed: `at most ${config.maxDays} is allowed`,
        fix: `Set it to ${takenWithin(config.maxDays)} or less.`,
      });
    }),
  ],
  [
    remedy(logGroup, (group, { config: { maxDays, remedyDays } }) => {
      if (tooLong(group, maxDays) === undefined) return [];
      return [{ path: ["retentionInDays"], value: takenWithin(Math.min(maxDays, remedyDays)) }];
    }),
  ],
);

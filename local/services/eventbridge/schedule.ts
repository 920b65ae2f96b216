import { AwsError } from "../../account/model";

const SECONDS: Record<string, number> = { minute: 60, hour: 3600, day: 86400 };

/**
 * Seconds between two runs of a rule: docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 *
 * @param expression A rate, which the account has checked when the rule was made.
 * @throws AwsError `UnsupportedOperation` for cron, which is not modelled
 */
export function secondsBetween(rule: string, expression: string): number {
  const [, value, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const seconds = SECONDS[unit];
  if (value === undefined || seconds === undefined) {
    throw new AwsError(
      "UnsupportedOperation",
      `The rule ${rule} has the schedule ${expression}: the EventBridge on this machine runs rates alone, for example rate(2 minutes).`,
    );
  }
  return Number(value) * seconds;
}

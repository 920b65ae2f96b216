import { type StackContext, stackRule } from "../rule";
import { autoscalingPolicy, metricAlarm, scalingPolicy } from "../types";
import { UNKNOWN } from "../values";
import { type Feed, feedsOf, sideOf, watchedBy } from "./alarms";
import { directionOf } from "./steps";

/** Metrics that rise with load: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html and others' */
const LOAD = new Set([
  ...["CPUUtilization", "MemoryUtilization", "CPUReservation", "MemoryReservation", "GPUReservation"],
  ...["RequestCount", "RequestCountPerTarget", "ActiveConnectionCount", "NewConnectionCount", "TargetResponseTime"],
  ...["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "NumberOfMessagesSent"],
  ...["NetworkIn", "NetworkOut", "DiskReadOps", "DiskWriteOps"],
]);

/** Says that an alarm starts a policy that has no step on the alarm's side of the threshold. */
function judgeSide({ alarm, policy }: Feed, { refuse }: Pick<StackContext<unknown>, "refuse">): boolean {
  const side = sideOf(alarm)?.side;
  const steps = policy.scaling.steps;
  if (!side || !steps || steps.length === 0) return true;
  const answers = steps.some(({ lower, upper }) => (side === "above" ? upper > 0 : lower < 0));
  if (answers) return true;
  const [fires, covers] = side === "above" ? ["above", "below"] : ["below", "above"];
  refuse(alarm.resource, {
    property: "comparisonOperator",
    given: String(alarm.props.comparisonOperator),
    so: `so it fires ${fires} its threshold, and all steps of ${policy.resource.name} are ${covers} it`,
    allowed: "a policy must have steps where its alarm fires",
    fix: "Turn the operator round, or name the other policy.",
  });
  return false;
}

/** Says that an alarm about too much load takes capacity away, or the reverse. */
function judgeDirection({ alarm, policy }: Feed, { refuse }: Pick<StackContext<unknown>, "refuse">): void {
  const side = sideOf(alarm)?.side;
  const direction = directionOf(policy.scaling);
  const watched = watchedBy(alarm);
  // Whether it is good or bad that other metrics rise is not told.
  const isLoad = watched.length === 1 && watched.every(({ metricName }) => LOAD.has(String(metricName)));
  if (!side || !direction || !isLoad || (side === "above") === (direction === "out")) return;
  refuse(alarm.resource, {
    property: "alarmActions",
    given: policy.resource.name,
    so: direction === "in" ? "which takes capacity away under load" : "which adds capacity where there is no load",
    allowed: `an alarm ${side} its threshold must scale ${direction === "in" ? "out" : "in"}`,
    fix: "Name the other policy, or turn the operator round.",
  });
}

/** Refuses step scaling policies that nothing starts, or that the wrong alarm starts. */
export const scalingAlarmFeedsPolicy = stackRule(
  {
    name: "scaling-alarm-feeds-policy",
    area: "scaling",
    description: "Checks that each step scaling policy is started by an alarm, and by one of the right direction.",
    why:
      "A step scaling policy does nothing by itself. Where its alarm names another policy, or none, nothing scales, and " +
      "nothing says so.",
    severity: "medium",
    remediationSteps:
      "Name the policy's ARN in `alarmActions` of an alarm: one above a threshold for a policy that adds, one below for " +
      "one that removes.",
    settings: {},
  },
  [autoscalingPolicy, metricAlarm, scalingPolicy],
  (stack) => {
    const { policies, feeds, open } = feedsOf(stack);
    for (const policy of policies) {
      const own = feeds.filter((feed) => feed.policy === policy);
      const idle = own.filter(({ alarm }) => alarm.props.actionsEnabled === false);
      if (own.length === 0) {
        for (const { alarm, actions } of open) stack.leaveOpen(alarm.resource, actions);
        if (open.length > 0) continue;
        stack.refuse(policy.resource, {
          property: "arn",
          given: "in the actions of no alarm",
          so: "so nothing ever starts the policy",
          allowed: "an alarm of this stack must name a step scaling policy",
          fix: "Add it to alarmActions of an alarm.",
        });
      } else if (idle.length === own.length) {
        for (const { alarm } of idle) {
          stack.refuse(alarm.resource, {
            property: "actionsEnabled",
            given: "false",
            so: `so the alarm does not start ${policy.resource.name}`,
            allowed: "actions must be enabled for a policy that no other alarm starts",
            fix: "Leave it out.",
          });
        }
      }
    }
    for (const feed of feeds) {
      if (feed.actions !== "alarmActions") continue;
      if (feed.alarm.props.comparisonOperator === UNKNOWN) stack.leaveOpen(feed.alarm.resource, "comparisonOperator");
      if (judgeSide(feed, stack)) judgeDirection(feed, stack);
    }
  },
);

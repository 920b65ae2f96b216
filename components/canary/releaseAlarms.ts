import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { physicalName } from "../names";

export interface ReleaseAlarmsArgs {
  stack: string;
  release: { arn: pulumi.Input<string> };
  guard: { arn: pulumi.Input<string> };
  deadLetters: { name: pulumi.Input<string> };
  topicArn: pulumi.Input<string>;
}

const PERIOD_SECONDS = 60;

/** How an execution of a state machine may end that does not succeed. */
const ENDS = ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"];

/** Says so when a release fails, when the guard fails, and when an event was given up. Returns the alarms' ARNs. */
export function releaseAlarms(name: string, args: ReleaseAlarmsArgs, parent: pulumi.Resource): pulumi.Output<string>[] {
  const { stack, release, guard, deadLetters, topicArn } = args;
  const common = {
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
    alarmActions: [topicArn],
  };
  const alarm = (what: string, more: Omit<aws.cloudwatch.MetricAlarmArgs, keyof typeof common>) =>
    new aws.cloudwatch.MetricAlarm(`${name}-${what}`, { ...common, ...more }, { parent }).arn;
  return [
    alarm("release-failed", {
      name: physicalName(stack, "ReleaseFailed", 255),
      alarmDescription: "A release did not succeed: visitors are back where they were.",
      metricQueries: badEnds(release.arn),
    }),
    alarm("guard-failed", {
      name: physicalName(stack, "ReleaseGuardFailed", 255),
      alarmDescription: "Nobody could bring visitors back after a release that broke off: look at the weights by hand.",
      metricQueries: badEnds(guard.arn),
    }),
    alarm("events-lost", {
      name: physicalName(stack, "ReleaseEventsLost", 255),
      alarmDescription:
        "An event could not be acted on: a release may not have been started, or not have been guarded.",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: deadLetters.name },
      statistic: "Maximum",
      period: PERIOD_SECONDS,
    }),
  ];
}

/** How many executions of a state machine did not succeed in a minute. */
function badEnds(StateMachineArn: pulumi.Input<string>): aws.types.input.cloudwatch.MetricAlarmMetricQuery[] {
  const metrics = ENDS.map((metricName, index) => ({
    id: `m${index + 1}`,
    metric: {
      namespace: "AWS/States",
      metricName,
      dimensions: { StateMachineArn },
      stat: "Sum",
      period: PERIOD_SECONDS,
    },
    returnData: false,
  }));
  const expression = metrics.map(({ id }) => `FILL(${id}, 0)`).join(" + ");
  return [...metrics, { id: "ended", expression, label: "executions that did not succeed", returnData: true }];
}

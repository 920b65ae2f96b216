import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import {
  DEFAULT_COOLDOWN_SECONDS,
  type MetricSteps,
  type NoTraffic,
  type StepAdjustment,
  stepAdjustments,
} from "./stepScaling";

/** The alarms judge minutes, as the workshop's do, and fire after two in a row. */
const PERIOD_SECONDS = 60;
const PERIODS = 2;

/** The CloudWatch metric that capacity follows. */
export interface ScalingMetric {
  namespace: string;
  name: string;
  statistic: "Maximum" | "Sum";
  dimensions: Record<string, pulumi.Input<string>>;
  /** The highest value that it can take. @default no limit */
  highest?: number;
}

export interface StepScalingPoliciesArgs {
  /** What is scaled. */
  target: aws.appautoscaling.Target;
  metric: ScalingMetric;
  scaling: MetricSteps;
  /** What a minute without a datapoint means where `scaling.in.noTraffic` does not say. */
  noTraffic: NoTraffic;
  /** Physical names. */
  names: { outPolicy: string; outAlarm: string; inPolicy: string; inAlarm: string };
}

/**
 * Makes an alarm and a step scaling policy for each direction, named `NAME-scale-out` and `NAME-scale-in`. Only the
 * alarms cost something, $0.10 a month each.
 */
export function stepScalingPolicies(name: string, args: StepScalingPoliciesArgs, parent: pulumi.Resource): void {
  const { metric, names, scaling } = args;
  const adjustments = stepAdjustments(scaling, { highest: metric.highest });

  const out = policy(`${name}-scale-out`, names.outPolicy, args, adjustments.out, scaling.outCooldown, parent);
  new aws.cloudwatch.MetricAlarm(
    `${name}-scale-out`,
    {
      name: names.outAlarm,
      alarmDescription: `${metric.name} is ${scaling.out.threshold} or more: time to scale out.`,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: scaling.out.threshold,
      evaluationPeriods: PERIODS,
      ...plainMetric(metric),
      // Silence is no reason to grow.
      treatMissingData: "notBreaching",
      alarmActions: [out.arn],
    },
    { parent },
  );

  const into = policy(`${name}-scale-in`, names.inPolicy, args, adjustments.in, scaling.inCooldown, parent);
  new aws.cloudwatch.MetricAlarm(
    `${name}-scale-in`,
    {
      name: names.inAlarm,
      alarmDescription: `${metric.name} is ${scaling.in.threshold} or less: time to scale in.`,
      comparisonOperator: "LessThanOrEqualToThreshold",
      threshold: scaling.in.threshold,
      evaluationPeriods: PERIODS,
      ...((scaling.in.noTraffic ?? args.noTraffic) === "zero" ? zeroFilledMetric(metric) : plainMetric(metric)),
      alarmActions: [into.arn],
    },
    { parent },
  );
}

function policy(
  name: string,
  physicalName: string,
  { target }: StepScalingPoliciesArgs,
  steps: StepAdjustment[],
  cooldown: number | undefined,
  parent: pulumi.Resource,
): aws.appautoscaling.Policy {
  return new aws.appautoscaling.Policy(
    name,
    {
      name: physicalName,
      policyType: "StepScaling",
      // Taken from the target, not from what it scales, so that the policy goes before the target does.
      resourceId: target.resourceId,
      scalableDimension: target.scalableDimension,
      serviceNamespace: target.serviceNamespace,
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        metricAggregationType: "Maximum",
        cooldown: cooldown ?? DEFAULT_COOLDOWN_SECONDS,
        stepAdjustments: steps,
      },
    },
    { parent },
  );
}

function plainMetric({ namespace, name, statistic, dimensions }: ScalingMetric) {
  return { namespace, metricName: name, statistic, period: PERIOD_SECONDS, dimensions };
}

/** `treatMissingData: "breaching"` would fire as well, but give the policy no value to choose a step by. */
function zeroFilledMetric({ namespace, name, statistic, dimensions }: ScalingMetric) {
  return {
    metricQueries: [
      {
        id: "m1",
        metric: { namespace, metricName: name, stat: statistic, period: PERIOD_SECONDS, dimensions },
        returnData: false,
      },
      { id: "filled", expression: "FILL(m1, 0)", label: `${name}, 0 where there is none`, returnData: true },
    ],
  };
}

import { type Fixture, UNKNOWN } from "../harness";

type Props = Record<string, unknown>;

export const ARN = { out: "arn:policy:out", in: "arn:policy:in" };

const DIMENSIONS = { LoadBalancer: "app/site/1", TargetGroup: "targetgroup/cats/1" };

/** A fixture of another with some properties changed; `undefined` removes one. */
export function changed(
  { type, props, dependsOn }: Fixture,
  changes: Props,
  dependencies?: Fixture["dependsOn"],
): Fixture {
  const all = Object.entries({ ...props, ...changes }).filter(([, value]) => value !== undefined);
  return { type, props: Object.fromEntries(all), dependsOn: { ...dependsOn, ...dependencies } };
}

const policy = (direction: "out" | "in"): Fixture => {
  const isOut = direction === "out";
  const bound = { [isOut ? "metricIntervalLowerBound" : "metricIntervalUpperBound"]: "0" };
  return {
    type: "aws:appautoscaling/policy:Policy",
    props: {
      id: direction,
      arn: ARN[direction],
      policyType: "StepScaling",
      resourceId: "service/ws/cats",
      scalableDimension: "ecs:service:DesiredCount",
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        stepAdjustments: [{ ...bound, scalingAdjustment: isOut ? 10 : -10 }],
      },
    },
  };
};

/** A service that scales out at 1000 requests a minute and in at 500, where silence counts as 0. */
export const scaled = {
  out: policy("out"),
  in: policy("in"),
  high: {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    props: {
      id: "high",
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1000,
      namespace: "AWS/ApplicationELB",
      metricName: "RequestCount",
      statistic: "Sum",
      dimensions: DIMENSIONS,
      treatMissingData: "notBreaching",
      actionsEnabled: true,
      alarmActions: [ARN.out],
    },
  } as Fixture,
  low: {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    props: {
      id: "low",
      comparisonOperator: "LessThanOrEqualToThreshold",
      threshold: 500,
      metricQueries: [
        {
          id: "m1",
          returnData: false,
          metric: { namespace: "AWS/ApplicationELB", metricName: "RequestCount", stat: "Sum", dimensions: DIMENSIONS },
        },
        { id: "filled", expression: "FILL(m1, 0)", returnData: true },
      ],
      actionsEnabled: true,
      alarmActions: [ARN.in],
    },
  } as Fixture,
};

/** The low alarm without metric math. */
export const plainLow = changed(scaled.low, {
  metricQueries: undefined,
  namespace: "AWS/ApplicationELB",
  metricName: "RequestCount",
  statistic: "Sum",
  dimensions: DIMENSIONS,
});

/** The same as a first preview has it: ARNs and what they are made of are not known. */
export const previewed = {
  ...scaled,
  target: { type: "aws:appautoscaling/target:Target", props: {} } as Fixture,
  out: changed(scaled.out, { id: UNKNOWN, arn: UNKNOWN, resourceId: UNKNOWN }, { resourceId: ["target"] }),
  in: changed(scaled.in, { id: UNKNOWN, arn: UNKNOWN, resourceId: UNKNOWN }, { resourceId: ["target"] }),
  high: changed(scaled.high, { id: UNKNOWN, alarmActions: [UNKNOWN] }, { alarmActions: ["out"] }),
  low: changed(scaled.low, { id: UNKNOWN, alarmActions: [UNKNOWN] }, { alarmActions: ["in"] }),
};

/** The same for an Auto Scaling group and its processor. */
export const scaledGroup = {
  out: {
    type: "aws:autoscaling/policy:Policy",
    props: {
      id: "out",
      arn: ARN.out,
      policyType: "StepScaling",
      autoscalingGroupName: "web",
      adjustmentType: "ChangeInCapacity",
      stepAdjustments: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
    },
  } as Fixture,
  in: {
    type: "aws:autoscaling/policy:Policy",
    props: {
      id: "in",
      arn: ARN.in,
      policyType: "StepScaling",
      autoscalingGroupName: "web",
      adjustmentType: "ChangeInCapacity",
      stepAdjustments: [{ metricIntervalUpperBound: "0", scalingAdjustment: -1 }],
    },
  } as Fixture,
  high: changed(scaled.high, { namespace: "AWS/EC2", metricName: "CPUUtilization", threshold: 70 }),
  low: changed(plainLow, { namespace: "AWS/EC2", metricName: "CPUUtilization", threshold: 30 }),
};

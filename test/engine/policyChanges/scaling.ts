import type { ProgramChange } from "./change";

/** Changes that the rules about scaling find; each about a target of its own, for they are made together. */
export const scalingChanges: ProgramChange[] = [
  {
    rule: "scaling-steps-cover",
    file: "components/stepScalingPolicies.ts",
    line: "stepAdjustments: steps,",
    becomes: 'stepAdjustments: name.startsWith("cluster") ? steps.slice(1) : steps,',
    says: [
      "scaling-steps-cover cluster-fleet-scale-in: stepScalingPolicyConfiguration.stepAdjustments[0].metricIntervalUpperBound is -10, so the policy does nothing from the threshold to 10 under it; the first step must begin at the threshold. Set it to 0.",
      "scaling-steps-cover cluster-fleet-scale-out: stepScalingPolicyConfiguration.stepAdjustments[0].metricIntervalLowerBound is 30, so the policy does nothing from the threshold to 30 over it; the first step must begin at the threshold. Set it to 0.",
    ],
  },
  {
    rule: "scaling-thresholds-apart",
    file: "components/stepScalingPolicies.ts",
    line: "threshold: scaling.in.threshold,",
    becomes: 'threshold: scaling.in.threshold + (name.startsWith("cluster") ? 10 : 0),',
    says: [
      "scaling-thresholds-apart cluster-fleet-scale-in: threshold is 30, so both alarms fire from 20 to 30, and at no value nothing is scaled; less than 20, where the other alarm scales out, is advised. Lower it well below, so that the metric can rest in between.",
    ],
  },
  {
    rule: "scaling-alarm-feeds-policy",
    file: "components/stepScalingPolicies.ts",
    line: "alarmActions: [into.arn],",
    becomes: 'alarmActions: [name === "cats-green" ? out.arn : into.arn],',
    says: [
      "scaling-alarm-feeds-policy cats-green-scale-in: arn is in the actions of no alarm, so nothing ever starts the policy; an alarm of this stack must name a step scaling policy. Add it to alarmActions of an alarm.",
      "scaling-alarm-feeds-policy cats-green-scale-in: comparisonOperator is LessThanOrEqualToThreshold, so it fires below its threshold, and all steps of cats-green-scale-out are above it; a policy must have steps where its alarm fires. Turn the operator round, or name the other policy.",
    ],
  },
  {
    rule: "scaling-zero-traffic",
    file: "components/scalingWebService.ts",
    line: 'noTraffic: "zero",',
    becomes: 'noTraffic: name === "dogs" ? "ignore" : "zero",',
    says: [
      'scaling-zero-traffic dogs-scale-in: treatMissingData is missing, and RequestCount has no datapoint while nothing happens, so dogs-scale-in never takes the last capacity away; a scale-in alarm on RequestCount must count silence as 0. Watch FILL(m1, 0) by metricQueries, where m1 is RequestCount, or set treatMissingData to "breaching".',
    ],
  },
  {
    rule: "scaling-bounds",
    file: "components/scalingWebService.ts",
    line: "maxCapacity: scaling.max,",
    becomes: 'maxCapacity: name === "cats" ? 1000 : scaling.max,',
    says: [
      "scaling-bounds cats: maxCapacity is 1000, so scaling that does not stop makes 1000 tasks; at most 100 tasks are allowed. Lower it.",
    ],
  },
];

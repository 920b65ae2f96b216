import type { ProgramChange } from "./change";

/** Changes that the rules about scaling find; each about a target of its own, for they are made together. */
export const scalingChanges: ProgramChange[] = [
  {
    rule: "scaling-steps-cover",
    file: "components/stepScalingPolicies.ts",
    line: "stepAdjustments: steps,",
    becomes: 'stepAdjustments: name.startsWith("cluster") ? steps.slice(1) : steps,',
    says: [],
  },
  {
    rule: "scaling-thresholds-apart",
    file: "components/stepScalingPolicies.ts",
    line: "threshold: scaling.in.threshold,",
    becomes: 'threshold: scaling.in.threshold + (name.startsWith("cluster") ? 10 : 0),',
    says: [],
  },
  {
    rule: "scaling-alarm-feeds-policy",
    file: "components/stepScalingPolicies.ts",
    line: "alarmActions: [into.arn],",
    becomes: 'alarmActions: [name === "cats-green" ? out.arn : into.arn],',
    says: [],
  },
  {
    rule: "scaling-zero-traffic",
    file: "components/scalingWebService.ts",
    line: 'noTraffic: "zero",',
    becomes: 'noTraffic: name === "dogs" ? "ignore" : "zero",',
    says: [],
  },
  {
    rule: "scaling-bounds",
    file: "components/scalingWebService.ts",
    line: "maxCapacity: scaling.max,",
    becomes: 'maxCapacity: name === "cats" ? 1000 : scaling.max,',
    says: [],
  },
];

import type { Rule } from "../rule";
import { scalingAlarmFeedsPolicy } from "./alarmFeedsPolicy";
import { scalingBounds } from "./bounds";
import { scalingStepsCover } from "./stepsCover";
import { scalingThresholdsApart } from "./thresholdsApart";
import { scalingZeroTraffic } from "./zeroTraffic";

/** The rules about alarms and scaling policies. */
export const scalingRules: readonly Rule[] = [
  scalingStepsCover,
  scalingThresholdsApart,
  scalingAlarmFeedsPolicy,
  scalingZeroTraffic,
  scalingBounds,
];

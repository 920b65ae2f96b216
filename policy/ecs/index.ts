import type { Rule } from "../rule";
import { ecsCircuitBreaker } from "./circuitBreaker";
import { ecsLogGroupOwned } from "./logGroupOwned";
import { ecsMemoryLimits } from "./memoryLimits";
import { ecsPlacementSatisfiable } from "./placementSatisfiable";
import { ecsRollingUpdateBounds } from "./rollingUpdateBounds";

/** The rules about tasks and services. */
export const ecsRules: readonly Rule[] = [
  ecsMemoryLimits,
  ecsRollingUpdateBounds,
  ecsCircuitBreaker,
  ecsLogGroupOwned,
  ecsPlacementSatisfiable,
];

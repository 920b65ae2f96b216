import type { Rule } from "../rule";
import { canaryFailsBack } from "./failsBack";
import { canaryWeightsSum } from "./weightsSum";

/** The rules about canary releases. */
export const canaryRules: readonly Rule[] = [canaryFailsBack, canaryWeightsSum];

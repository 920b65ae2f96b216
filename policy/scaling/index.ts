import type { Rule } from "../rule";

/** The rules about alarms and scaling policies. */
export const scalingRules: readonly Rule[] = [];

import type { Rule } from "../rule";

/** The rules about events and the functions that they start. */
export const eventRules: readonly Rule[] = [];

import type { Rule } from "../rule";

/** The rules about what a stack costs. */
export const costRules: readonly Rule[] = [];

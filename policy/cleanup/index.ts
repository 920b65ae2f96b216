import type { Rule } from "../rule";

/** The rules about what stays behind when a stack is destroyed. */
export const cleanupRules: readonly Rule[] = [];

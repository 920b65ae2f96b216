import type { Rule } from "../rule";

/** The rules about canary releases. */
export const canaryRules: readonly Rule[] = [];

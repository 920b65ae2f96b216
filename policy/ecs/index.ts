import type { Rule } from "../rule";

/** The rules about tasks and services. */
export const ecsRules: readonly Rule[] = [];

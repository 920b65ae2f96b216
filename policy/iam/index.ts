import type { Rule } from "../rule";

/** The rules about who may do what. */
export const iamRules: readonly Rule[] = [];

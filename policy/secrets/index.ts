import type { Rule } from "../rule";

/** The rules about secrets. */
export const secretRules: readonly Rule[] = [];

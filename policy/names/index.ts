import type { Rule } from "../rule";

/** The rules about names. */
export const nameRules: readonly Rule[] = [];

import type { Rule } from "../rule";

/** The rules about buckets and repositories. */
export const storageRules: readonly Rule[] = [];

import type { Rule } from "../rule";
import { requiredTags } from "./requiredTags";

/** The rules about tags. */
export const tagRules: readonly Rule[] = [requiredTags];

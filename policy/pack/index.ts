import type { Rule } from "../rule";
import { exemptionReview } from "./exemptionReview";
import { notYetDecided } from "./notYetDecided";

/** The rules about the pack's own work; they stand last, for they tell what the others have done. */
export const packRules: readonly Rule[] = [exemptionReview, notYetDecided];

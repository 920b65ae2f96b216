import type { Rule } from "../rule";
import { eventsDeadLetter } from "./deadLetter";
import { eventsExecutionBounded } from "./executionBounded";
import { eventsFunctionBounded } from "./functionBounded";
import { eventsRuleNarrow } from "./ruleNarrow";

/** The rules about events and the functions that they start. */
export const eventRules: readonly Rule[] = [
  eventsRuleNarrow,
  eventsDeadLetter,
  eventsFunctionBounded,
  eventsExecutionBounded,
];

import type { Rule } from "../rule";
import { imdsv2Required } from "./imdsv2";

/** The rules about instances. */
export const computeRules: readonly Rule[] = [imdsv2Required];

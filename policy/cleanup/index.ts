import type { Rule } from "../rule";
import { cleanupForceDestroy } from "./forceDestroy";
import { cleanupKeyDeletionWindow } from "./keyDeletionWindow";
import { cleanupLogRetention } from "./logRetention";
import { cleanupNoDeletionProtection } from "./noDeletionProtection";

/** The rules about what stays behind when a stack is destroyed. */
export const cleanupRules: readonly Rule[] = [
  cleanupForceDestroy,
  cleanupNoDeletionProtection,
  cleanupLogRetention,
  cleanupKeyDeletionWindow,
];

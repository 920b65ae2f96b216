import { onEach, resourceRule } from "../rule";
import { text } from "../switches";
import { externalKey, kmsKey, replicaExternalKey, replicaKey } from "../types";
import { isMissing, UNKNOWN } from "../values";

const settings = {
  maxDays: {
    type: "integer",
    description: "The longest that a deleted key may wait for its end, in days. KMS takes 7 to 30.",
    default: 7,
    minimum: 7,
    maximum: 30,
  },
} as const;

/** What KMS takes where nothing is given: ScheduleKeyDeletion of its API. */
const DEFAULT_DAYS = 30;

/** Refuses keys that stay for longer than they have to. */
export const cleanupKeyDeletionWindow = resourceRule(
  {
    name: "cleanup-key-deletion-window",
    area: "cleanup",
    description: "Checks that KMS keys are gone soon after destroy.",
    why:
      "A deleted key waits before it is gone, by default for 30 days. It costs nothing meanwhile, but it is listed and " +
      "counts towards the account's quota: the one trace of a stack, among those of everybody else's.",
    severity: "low",
    remediationSteps: "Set `deletionWindowInDays` to 7, the least that KMS takes.",
    settings,
  },
  onEach(
    [kmsKey, externalKey, replicaKey, replicaExternalKey],
    ({ deletionWindowInDays: days }, { config, refuse }) => {
      if (days === UNKNOWN) return;
      const waits = isMissing(days) ? DEFAULT_DAYS : Number(text(days));
      if (waits <= config.maxDays) return;
      refuse({
        property: "deletionWindowInDays",
        given: isMissing(days) ? undefined : text(days),
        so: isMissing(days) ? `so a deleted key waits for ${DEFAULT_DAYS} days` : undefined,
        allowed: `at most ${config.maxDays} is allowed`,
        fix: `Set it to ${config.maxDays}${config.maxDays > 7 ? " or less" : ""}.`,
      });
    },
  ),
);

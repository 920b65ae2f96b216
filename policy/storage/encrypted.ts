import { resourceRule } from "../rule";
import { checksOf } from "../switches";
import { bestPractice } from "./control";
import { UNENCRYPTED } from "./unencrypted";

/** Refuses stores whose encryption is off. */
export const storageEncrypted = resourceRule(
  {
    name: "storage-encrypted",
    area: "storage",
    description: "Checks that what keeps data encrypts it, wherever that can be switched off.",
    why:
      "Encryption with AWS's own keys costs nothing and nobody notices it, yet several services do without unless they " +
      "are asked, and most cannot change that later: the store has to be made again.",
    severity: "medium",
    remediationSteps:
      "Set `storageEncrypted`, `encrypted`, `sqsManagedSseEnabled` or what the message names. Most stores are replaced " +
      "by that: copy their data first.",
    framework: bestPractice("SQS.1, RDS.3, EFS.1", "Queues, databases and file systems should be encrypted at rest"),
    settings: {},
  },
  checksOf(UNENCRYPTED),
);

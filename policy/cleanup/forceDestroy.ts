import { resourceRule } from "../rule";
import { checksOf } from "../switches";
import { LEFTOVERS } from "./leftovers";

/** Refuses what a destroy stops at because there is something in it, and what leaves a copy of itself. */
export const cleanupForceDestroy = resourceRule(
  {
    name: "cleanup-force-destroy",
    area: "cleanup",
    description: "Checks that destroy deletes what holds data together with its contents, and leaves no copy.",
    why:
      "A workshop fills its buckets, repositories and zones with things that Pulumi does not know. Destroy then stops " +
      "halfway, and what is left goes on costing money in the shared account.",
    severity: "medium",
    remediationSteps:
      "Set `forceDestroy`, `forceDelete`, `skipFinalSnapshot` or `skipFinalBackup` to true, and a secret's " +
      "`recoveryWindowInDays` to 0. Deploy once before the destroy: the provider reads these settings from the state. " +
      "Exempt what must outlive the workshop.",
    settings: {},
  },
  checksOf(LEFTOVERS),
);

import { onEvery, resourceRule } from "../rule";
import { checksOf } from "../switches";
import { PROTECTIONS } from "./leftovers";

/** Refuses what keeps a destroy from deleting a resource. */
export const cleanupNoDeletionProtection = resourceRule(
  {
    name: "cleanup-no-deletion-protection",
    area: "cleanup",
    description: "Checks that nothing of the stack is protected from being deleted, or left out of it.",
    why:
      "A protected resource stops destroy halfway, and one that is skipped is forgotten. In an account of many stacks " +
      "nobody knows later whether it may go.",
    severity: "medium",
    remediationSteps:
      "Switch the protection off, leave out `skipDestroy` and Pulumi's option `protect`. Exempt what must outlive the " +
      "workshop.",
    settings: {},
  },
  [
    ...checksOf(PROTECTIONS),
    onEvery(
      "Pulumi's option `protect` of every resource",
      () => true,
      (_, { isProtected, refuse }) => {
        if (!isProtected) return;
        refuse({
          property: "the option protect",
          given: "true",
          so: "so destroy fails",
          allowed: "only false is allowed",
          fix: "Leave it out, and deploy once before the destroy.",
        });
      },
    ),
  ],
);

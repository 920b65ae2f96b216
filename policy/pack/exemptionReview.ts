import type { PolicyResource } from "@pulumi/policy";
import { isAbout, isExpired } from "../exemptions";
import type { ExemptionUse } from "../journal";
import { packRule } from "./packRule";

type Report = (message: string, urn?: string) => void;

function review(
  use: ExemptionUse,
  isOpen: (urn: string) => boolean,
  resources: readonly PolicyResource[],
  report: Report,
) {
  const { rule, exemption, judged, exempted } = use;
  const { resource, reason, expires } = exemption;
  const what = `the exemption of ${resource} from ${rule}`;
  if (isExpired(exemption, Date.now())) {
    report(
      `${what} expired on ${expires}; an exemption that is over does nothing. Mend what it covered, or decide anew. It was given because: ${reason}`,
    );
    return;
  }
  if (exempted.size > 0) {
    for (const [urn, messages] of exempted) {
      const known = resources.some((one) => one.urn === urn);
      for (const message of messages) {
        report(
          `exempt from ${rule} until ${expires}, because: ${reason} Without it: ${message}`,
          known ? urn : undefined,
        );
      }
    }
    return;
  }
  const named = resources.filter(({ urn }) => isAbout(exemption, urn));
  if (named.length === 0) {
    report(`${what} is unused: the stack has no such resource. Remove it, or correct its name.`);
  } else if (judged.size > 0 && ![...judged].some(isOpen)) {
    report(`${what} is unused: the rule finds nothing wrong there. Remove it.`);
  } else if (judged.size === 0) {
    report(`${what} is unused: the rule does not look at ${named.map(({ type }) => type).join(", ")}. Remove it.`);
  }
}

/** Shows every exemption in force, and reports those that are over or of no use. */
export const exemptionReview = packRule(
  {
    name: "exemption-review",
    area: "pack",
    description: "Checks that every exemption is in force and needed, and shows each.",
    why:
      "An exemption nobody sees becomes the rule: it outlives its reason, and covers the next mistake in the same " +
      "resource.",
    severity: "low",
    level: "advisory",
    remediationSteps:
      "Remove an exemption that is over or unused from the rule's `exemptions` in the policy config file, or give it a new " +
      "day and reason. Those in force are shown for information.",
    settings: {},
  },
  "the `exemptions` of all other rules",
  (journal, resources, report) => {
    for (const use of journal.exemptions) {
      const open = journal.undecided.get(use.rule);
      review(use, (urn) => open?.has(urn) ?? false, resources, report);
    }
  },
);

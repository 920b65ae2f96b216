import type { PolicyResource } from "@pulumi/policy";
import type { About, Settings } from "../about";
import { type Journal, journalOf } from "../journal";
import { facts, type Rule } from "../rule";

/**
 * A rule about the pack's own work in a stack, which the journal tells. It runs after all others and cannot be exempted.
 *
 * @param looksAt what it reads, in words
 */
export function packRule(
  about: About<Settings>,
  looksAt: string,
  check: (
    journal: Journal,
    resources: readonly PolicyResource[],
    report: (message: string, urn?: string) => void,
  ) => void,
): Rule {
  return {
    ...facts(about, []),
    configSchema: { properties: {} },
    looksAtEvery: looksAt,
    remedies: false,
    validateStack({ resources }, report) {
      const [first] = resources;
      if (first) check(journalOf(first.urn), resources, report);
    },
  };
}

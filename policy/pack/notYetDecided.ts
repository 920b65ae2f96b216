import { parseUrn } from "../urn";
import { packRule } from "./packRule";

/** `policy of role-a, role-b; name of role-a`: names by path, of paths by resource. */
function inWords(resources: ReadonlyMap<string, ReadonlySet<string>>): string {
  const byPath = new Map<string, Set<string>>();
  for (const [urn, paths] of resources) {
    for (const path of paths) byPath.set(path, (byPath.get(path) ?? new Set()).add(parseUrn(urn).name));
  }
  return [...byPath].map(([path, names]) => `${path} of ${[...names].join(", ")}`).join("; ");
}

/** Lists what rules have not decided, so that nobody takes a preview's silence for a pass. */
export const notYetDecided = packRule(
  {
    name: "not-yet-decided",
    area: "pack",
    description: "Checks whether rules had to leave something open because a preview does not know it.",
    why:
      "A rule says nothing about a value that is not known before something else is made. Who reads a preview has to know " +
      "which of its silences are no passes.",
    severity: "low",
    level: "advisory",
    remediationSteps:
      "Nothing is wrong: `pulumi up` judges again, with the real values, before it makes each resource. Set the level to " +
      "`disabled` to hide the list.",
    settings: {},
  },
  "what all other rules have read",
  (journal, _resources, report) => {
    const rules = [...journal.undecided].map(([rule, resources]) => `  ${rule}: ${inWords(resources)}`);
    if (rules.length === 0) return;
    report(["not known before `pulumi up`, which judges again:", ...rules.sort()].join("\n"));
  },
);

import { resourceRule } from "../rule";
import { adminGrant, everyResource } from "./admin";
import { limitsResources } from "./conditions";
import { coversAction, listed, type Place } from "./document";
import { onIdentityPolicies } from "./identityPolicies";
import { WITHOUT_RESOURCE } from "./withoutResource";

const settings = {
  allowedActions: {
    type: "array",
    description: "Actions that may be allowed on every resource although they write, with `*` and `?` as in a policy.",
    default: [] as readonly string[],
    items: { type: "string", pattern: "^[\\w-]+:[\\w*?]+$" },
    uniqueItems: true,
  },
} as const;

/** What the names of actions begin with that change nothing; AWS names them with care. */
const READS =
  /^(get|list|describe|batch(get|check|describe)|query|scan|search|lookup|view|check|test|simulate|head|validate|preview|filter|read|estimate|detect|count|select|discover)/i;

/** True where a pattern covers actions that write, and that could be held to some resources. */
function writes({ text }: Place, allowed: readonly string[]): boolean {
  const [service = "", action = ""] = text.split(":");
  // Passing roles has a rule of its own.
  if (READS.test(action) || /^iam:pass/i.test(text)) return false;
  const isWithout = WITHOUT_RESOURCE[service.toLowerCase()];
  if (isWithout?.some((one) => coversAction(one, action))) return false;
  return !allowed.some((one) => coversAction(one, text));
}

/** Refuses actions that write on every resource there is. */
export const iamNoStarWrite = resourceRule(
  {
    name: "iam-no-star-write",
    area: "iam",
    description: "Checks that actions that change something are allowed on named resources alone.",
    why:
      "In a shared account `*` is everybody's resources. A function with a mistake in it stops the neighbour's service " +
      "as readily as its own.",
    severity: "high",
    remediationSteps:
      "Name the resources by ARN, or tie the statement to tags or to a service's own key such as `ecs:cluster` by a " +
      "condition. Put actions that only read into a statement of their own.",
    settings,
  },
  onIdentityPolicies((statement, { config, refuse }) => {
    const every = everyResource(statement);
    // Administrators are another rule's matter.
    if (!every || limitsResources(statement) || adminGrant(statement)) return;
    const found = statement.action.places.filter((place) => writes(place, config.allowedActions));
    if (found.length === 0) return;
    refuse({
      property: every.property,
      given: every.text,
      so: `so ${listed(found.map(({ text }) => text))} may change what belongs to others`,
      allowed: "only named resources are allowed for actions that write",
      fix: "Name them by ARN, or add a condition on their tags.",
    });
  }),
);

import { resourceRule } from "../rule";
import { adminGrant } from "./admin";
import { tiesKey } from "./conditions";
import { coversAction, type Statement, shown } from "./document";
import { onIdentityPolicies } from "./identityPolicies";

const settings = {
  requirePassedToService: {
    type: "boolean",
    description: "Whether a condition has to name the services that roles may be passed to.",
    default: true,
  },
} as const;

/** True for an ARN that any role of an account matches, and for `*`. */
const EVERY_ROLE = /^(\*+|arn:[^:]*:(iam|\*):[^:]*:[^:]*:(role\/?)?\*+|arn:[^:]*:\*+)$/;

/** True for an ARN that a role may have. */
function maybeRole(arn: string): boolean {
  return (
    /^(\*|arn:\*|arn:[^:]*:(iam|[^:]*\*[^:]*)(:|$))/.test(arn) && !/:(user|group|policy|instance-profile)\//.test(arn)
  );
}

/** The property that lets roles be passed; undefined where nothing does. */
function passes({ property, action, notAction }: Statement): { property: string; text: string } | undefined {
  const named = action.places.find(({ text }) => coversAction(text, "iam:PassRole"));
  if (named || !notAction.given || notAction.partial) return named;
  const leftOut = notAction.places.some(({ text }) => coversAction(text, "iam:PassRole"));
  return leftOut ? undefined : { property: `${property}.NotAction`, text: shown(notAction) };
}

/** IAM leaves the key out where a service takes the role without naming itself, for which `IfExists` is made. */
function namesService(statement: Statement): boolean {
  const conditions = statement.conditions.map((one) => ({ ...one, ifExists: false }));
  const keys = ["iam:passedtoservice", "iam:associatedresourcearn"];
  return tiesKey({ ...statement, conditions }, (key) => keys.includes(key));
}

/** Refuses the passing of any role to any service. */
export const iamPassRoleScoped = resourceRule(
  {
    name: "iam-pass-role-scoped",
    area: "iam",
    description: "Checks that iam:PassRole names the roles, and the services that they may be passed to.",
    why:
      "Whoever may pass any role may start an instance, a task or a function with an administrator's role, and so is " +
      "one. A role passed to another service than was meant does there what nobody thought of.",
    severity: "critical",
    remediationSteps:
      "Name the roles by ARN in a statement of their own, with a condition `StringEquals` on `iam:PassedToService`, for " +
      "example `ecs-tasks.amazonaws.com`.",
    settings,
  },
  onIdentityPolicies((statement, { config, refuse }) => {
    const passing = passes(statement);
    // Administrators are another rule's matter.
    if (!passing || adminGrant(statement)) return;
    const { resource, notResource } = statement;
    // Actions on everything may cover this one too, and then be about no roles at all.
    if (!notResource.given && !resource.places.some(({ text }) => maybeRole(text))) return;
    const every = resource.places.find(({ text }) => EVERY_ROLE.test(text));
    if (every || (notResource.given && !notResource.partial)) {
      refuse({
        property: every?.property ?? `${statement.property}.NotResource`,
        given: every?.text ?? (shown(notResource) || "[]"),
        so: `so ${passing.text} lets any role be passed, an administrator's too`,
        allowed: "only the roles that are needed are allowed",
        fix: "Name them by ARN.",
      });
    }
    if (config.requirePassedToService && !namesService(statement)) {
      refuse({
        property: `${statement.property}.Condition: iam:PassedToService`,
        so: `so ${passing.text} lets roles be passed to any service`,
        allowed: "the services that take them are required",
        fix: 'Name them, for example StringEquals iam:PassedToService "ecs-tasks.amazonaws.com".',
      });
    }
  }),
);

import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { role } from "../types";
import { deniesOthers, limitsCaller, tiesKey } from "./conditions";
import { allowsOf, isEverybody, listed, type Principal, type Statement, statementsOf } from "./document";

const settings = {
  trustedAccounts: {
    type: "array",
    description:
      "Ids of the accounts that roles may trust without an external id. Where there are none, every account may be named.",
    default: [] as readonly string[],
    items: { type: "string", pattern: "^\\d{12}$" },
    uniqueItems: true,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;

/** The account that a principal belongs to, whether it is named by its id or by an ARN. */
const ACCOUNT = /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/;

/** The issuer in the ARN of an OpenID Connect provider, which is also what its condition keys begin with. */
const ISSUER = /^arn:[^:]*:iam::[^:]*:oidc-provider\/(.+)$/;

/**
 * True for a subject that strangers can have too: a wildcard where it names the owner, as in `repo:*` or in `repo:octo*`,
 * which also fits `octopus`.
 */
function isAnySubject(value: string): boolean {
  return /^(\w+:)?[^/:]*[*?]/.test(value);
}

function judgeEverybody({ property, text }: Principal, statement: Statement, { refuse }: Context): void {
  if (limitsCaller(statement)) return;
  refuse({
    property,
    given: text,
    so: "so anybody with an AWS account may take the role",
    allowed: "named principals, or a condition such as aws:PrincipalOrgID, are required",
    fix: "Name who takes it. An external id is no secret, and no limit by itself.",
  });
}

function judgeAccount({ property, text }: Principal, statement: Statement, { config, refuse }: Context): void {
  const [, account] = ACCOUNT.exec(text) ?? [];
  if (account === undefined || config.trustedAccounts.length === 0 || config.trustedAccounts.includes(account)) return;
  if (limitsCaller(statement) || tiesKey(statement, (key) => key === "sts:externalid")) return;
  refuse({
    property,
    given: text,
    so: "which is of an account that is not trusted",
    allowed: `accounts ${listed(config.trustedAccounts)}, or a condition on sts:ExternalId, are allowed`,
    fix: "Name one of them, or add the condition.",
  });
}

function judgeIssuer({ text }: Principal, statement: Statement, { refuse }: Context): void {
  const [, issuer] = ISSUER.exec(text) ?? [];
  if (issuer === undefined || statement.conditionsPartial) return;
  const key = `${issuer}:sub`.toLowerCase();
  const subjects = statement.conditions.filter((one) => one.key === key && /^string(equals|like)/.test(one.operator));
  // Several conditions must all hold, so one that names somebody is enough.
  const named = subjects.some(({ values, partial, ifExists, quantifier }) => {
    const always = ifExists || quantifier === "forallvalues";
    return !always && (partial || (values.length > 0 && !values.some(isAnySubject)));
  });
  if (named) return;
  const values = subjects.flatMap((one) => one.values);
  refuse({
    property: `${statement.property}.Condition: ${issuer}:sub`,
    given: values.length > 0 ? listed(values) : undefined,
    so: `so others who sign in with ${issuer} may take the role too`,
    allowed: "the subjects that may take it are required",
    fix: 'Name them, for example StringLike "repo:OWNER/REPOSITORY:*" for GitHub.',
  });
}

/** Refuses roles that strangers can take. */
export const iamTrustNotOpen = resourceRule(
  {
    name: "iam-trust-not-open",
    area: "iam",
    description: "Checks that the trust policy of a role names who may take it.",
    why:
      "A role that trusts everybody is an open door with the role's permissions behind it: its ARN can be guessed, and " +
      "every sign-in of GitHub's carries a token of the same issuer.",
    severity: "critical",
    remediationSteps:
      "Name services, roles or accounts as principals. For OpenID Connect, add a condition on the issuer's `sub` that " +
      "names the repository or the service account.",
    settings,
  },
  [
    on(role, ({ assumeRolePolicy }, context) => {
      const denied = deniesOthers(statementsOf("assumeRolePolicy", assumeRolePolicy));
      for (const statement of allowsOf("assumeRolePolicy", assumeRolePolicy)) {
        const { property, notPrincipal, principals } = statement;
        if (notPrincipal && !denied) {
          judgeEverybody({ property: `${property}.NotPrincipal`, kind: "AWS", text: "given" }, statement, context);
        }
        for (const principal of principals) {
          if (isEverybody(principal)) {
            if (!denied) judgeEverybody(principal, statement, context);
          } else if (principal.kind === "AWS") judgeAccount(principal, statement, context);
          else if (principal.kind === "Federated") judgeIssuer(principal, statement, context);
        }
      }
    }),
  ],
);

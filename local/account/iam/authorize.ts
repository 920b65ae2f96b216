import type { Account } from "../account";
import type { Props } from "../model";
import type { ContextEntries } from "./context";
import { boundaryOf, policiesOf, policyDocument } from "./policies";
import { type Principal, principalIn, principalOf } from "./principal";
import { requestContext } from "./requestContext";
import { type Asked, statementsFor } from "./statement";

export interface AuthorizationRequest {
  /** ARN of a role, of a role's session, or of the account's root user. */
  principal: string;
  /** As `ssm:GetParameter`. */
  action: string;
  /** An ARN, or "*" for an action without a resource. */
  resource: string;
  /** Condition keys that the service that is called puts in. Default: none. */
  context?: ContextEntries;
  /** The document of the resource's own policy. Default: it has none. */
  resourcePolicy?: string | undefined;
}

export interface Decision {
  allowed: boolean;
  reason: "allowed" | "explicit-deny" | "implicit-deny";
  /** In AWS's words, docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html; empty where it is allowed. */
  message: string;
}

/**
 * Decides about a request within the account, as
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html says: a Deny anywhere wins; otherwise an
 * Allow of the role's policies or of the resource's policy is enough, within the role's permissions boundary. A KMS key
 * is another matter: see {@link keyAllows}. There are no organizations here, and no session policies.
 *
 * @throws AwsError `UnrecognizedClientException` for a role that does not exist
 * @throws Error for what cannot be decided: a policy of AWS's whose document is not known, an operator that is not, …
 */
export function authorize(account: Account, request: AuthorizationRequest): Decision {
  const principal = principalOf(account, account.state.accountId, request.principal);
  const { action, resource } = request;
  const context = requestContext(account, principal, request, request.context ?? {});
  const asked: Asked = { action, resource, context };
  const identity = effects(principal.role ? policiesOf(account, principal.role) : [], asked);
  const boundary = principal.role && boundaryOf(account, principal.role);
  const limit = boundary && effects([boundary], asked);
  const own = resourceEffects(request, principal, asked);

  const refuse = (reason: Decision["reason"], why: string): Decision => ({
    allowed: false,
    reason,
    message: `User: ${principal.caller} is not authorized to perform: ${action} on resource: ${resource} ${why}`,
  });
  if (identity.denied) return refuse("explicit-deny", "with an explicit deny in an identity-based policy");
  if (own.denied) return refuse("explicit-deny", "with an explicit deny in a resource-based policy");
  if (limit?.denied) return refuse("explicit-deny", "with an explicit deny in a permissions boundary");

  const identityAllows = identity.allowed || !principal.role;
  const failing = isKey(request)
    ? keyAllows(own, identityAllows)
    : own.allowed || identityAllows
      ? undefined
      : "no identity-based policy";
  if (failing) return refuse("implicit-deny", `because ${failing} allows the ${action} action`);
  if (limit && !limit.allowed) {
    return refuse("implicit-deny", `because no permissions boundary allows the ${action} action`);
  }
  return { allowed: true, reason: "allowed", message: "" };
}

interface Effects {
  allowed: boolean;
  denied: boolean;
}

function effects(policies: readonly Props[], asked: Asked): Effects {
  const statements = policies.flatMap((policy) => statementsFor(policy, asked));
  return {
    allowed: statements.some(({ Effect }) => Effect === "Allow"),
    denied: statements.some(({ Effect }) => Effect === "Deny"),
  };
}

/** What a resource's policy says about the caller. To deny something to the account denies it to everybody in it. */
function resourceEffects(
  { resourcePolicy }: AuthorizationRequest,
  principal: Principal,
  asked: Asked,
): Effects & { delegated: boolean } {
  const statements = resourcePolicy === undefined ? [] : statementsFor(policyDocument(resourcePolicy), asked);
  const are = (effect: string, to: "named" | "account"): boolean =>
    statements.some((statement) => principalIn(statement, principal) === to && statement.Effect === effect);
  return {
    allowed: are("Allow", "named"),
    delegated: are("Allow", "account"),
    denied: are("Deny", "named") || are("Deny", "account"),
  };
}

function isKey({ action, resource, resourcePolicy }: AuthorizationRequest): boolean {
  const key = action.startsWith("kms:") && /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource);
  if (key && resourcePolicy === undefined) {
    throw new Error(`A KMS key always has a policy; give that of ${resource} as resourcePolicy.`);
  }
  return key;
}

/**
 * Nobody has access to a key unless its own policy says so: for the caller, or for the account, and then the caller's
 * policies decide. docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 *
 * @returns What does not allow it, or undefined
 */
function keyAllows(own: Effects & { delegated: boolean }, identityAllows: boolean): string | undefined {
  if (own.allowed || (own.delegated && identityAllows)) return undefined;
  return own.delegated ? "no identity-based policy" : "no resource-based policy";
}

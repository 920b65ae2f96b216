import { type AccountRecord, AwsError, type Props, type Records, type Value } from "../model";
import { stringsOf } from "../types/iam/policyDocument";
import { text } from "../types/read";
import { isObject } from "../values";

export const ROLE = "aws:iam/role:Role";

/** Who makes a request. */
export interface Principal {
  accountId: string;
  /** What `aws:PrincipalArn` is: the role's ARN, also for a session, or the root user's. */
  arn: string;
  /** What AWS calls it in its messages: a role's session, or the root user. */
  caller: string;
  /** Undefined for the root user, whom no identity-based policy limits. */
  role?: AccountRecord;
  /** Name of the role's session. */
  session?: string;
}

/**
 * Who an ARN stands for: `arn:aws:iam::ACCOUNT:root`, a role, or a session of a role
 * (`arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`). A role alone stands for a session of the name "session".
 *
 * @throws AwsError `UnrecognizedClientException` where there is no such role, as there are no credentials of it then
 */
export function principalOf(records: Records, accountId: string, arn: string): Principal {
  const root = rootOf(accountId);
  if (arn === root) return { accountId, arn, caller: arn };
  const [, roleName, session = "session"] = /^arn:aws:sts::\d{12}:assumed-role\/([^/]+)\/([^/]+)$/.exec(arn) ?? [];
  const role = records
    .records(ROLE)
    .find(({ id, outputs }) => (roleName === undefined ? outputs.arn === arn : id === roleName));
  if (!role || !arn.includes(`::${accountId}:`)) {
    throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.");
  }
  // The path of a role is part of its ARN, and not of a session's.
  const caller = `arn:aws:sts::${accountId}:assumed-role/${role.id}/${session}`;
  return { accountId, arn: text(role.outputs, "arn") ?? arn, caller, role, session };
}

/** The ARN of an account's root user, which as a principal also stands for the account. */
export function rootOf(accountId: string): string {
  return `arn:aws:iam::${accountId}:root`;
}

/**
 * What the `Principal` of a resource-based policy's statement is to a caller: "named", alone or by "*"; "account" where
 * it names the account, which leaves the rest to identity-based policies; or undefined.
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 *
 * @throws Error for `NotPrincipal`, which is not modelled
 */
export function principalIn(statement: Props, principal: Principal): "named" | "account" | undefined {
  if (statement.NotPrincipal !== undefined) {
    throw new Error(
      "NotPrincipal is not modelled. Write the statement with Principal and a condition on aws:PrincipalArn.",
    );
  }
  const names = namesOf(statement.Principal, "AWS");
  if (["*", principal.arn, principal.caller].some((name) => names.includes(name))) return "named";
  const isAccount = names.includes(principal.accountId) || names.includes(rootOf(principal.accountId));
  if (!isAccount) return undefined;
  return principal.role ? "account" : "named";
}

/** The principals of a kind that a statement names; "*" is one of every kind. */
export function namesOf(principal: Value | undefined, kind: "AWS" | "Service"): string[] {
  return isObject(principal) ? stringsOf(principal[kind]) : stringsOf(principal);
}

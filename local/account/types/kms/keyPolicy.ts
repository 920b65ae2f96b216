import { isServicePrincipal } from "../../data/servicePrincipals";
import { matches } from "../../iam/pattern";
import { AwsError, type Context, type Props, type Value } from "../../model";
import { isObject, show } from "../../values";
import { statementsOf, stringsOf } from "../iam/policyDocument";
import { parseJson, text } from "../read";

/** The key policy of a key that was made without one: IAM decides. docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
export function defaultKeyPolicy(accountId: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}

/**
 * Refuses a key policy that is incomplete, that names who does not exist, and, unless that is asked for, one after which nobody
 * could change it any more: docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 *
 * @throws AwsError `MalformedPolicyDocumentException`
 */
export function requireUsableKeyPolicy({ inputs, accountId, account }: Context): void {
  const document = text(inputs, "policy");
  if (document === undefined) return;
  const policy = parseJson(document);
  const statements = isObject(policy) ? statementsOf(policy) : [];
  if (statements.length === 0) throw malformed("Policy contains no statement.");
  for (const statement of statements) requireComplete(statement);
  const roles = account.records("aws:iam/role:Role").map(({ outputs }) => String(outputs.arn));
  for (const { Principal } of statements) {
    const services = isObject(Principal) ? stringsOf(Principal.Service) : [];
    const isKnown = awsPrincipals(Principal).every((one) => exists(one, accountId, roles));
    if (!isKnown || !services.every(isServicePrincipal)) {
      throw malformed("Policy contains a statement with one or more invalid principals.");
    }
  }
  if (inputs.bypassPolicyLockoutSafetyCheck === true || statements.some((one) => letsChange(one, accountId))) return;
  throw malformed("The new key policy will not allow you to update the key policy in the future.");
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocumentException", message);
}

/** The elements that a statement of a key policy must have: docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
function requireComplete(statement: Props): void {
  if (statement.Effect !== "Allow" && statement.Effect !== "Deny") {
    throw malformed(
      `Policy contains a statement with an invalid effect: expected Allow or Deny, got ${show(statement.Effect)}.`,
    );
  }
  for (const [name, element] of [
    ["principal", statement.Principal ?? statement.NotPrincipal],
    ["action", statement.Action ?? statement.NotAction],
    ["resource", statement.Resource ?? statement.NotResource],
  ] as const) {
    if (element === undefined) throw malformed(`Policy contains a statement with no ${name}.`);
  }
}

/** The AWS principals that a statement names. */
function awsPrincipals(principal: Value | undefined): string[] {
  return isObject(principal) ? stringsOf(principal.AWS) : stringsOf(principal);
}

/** KMS looks up the roles that a policy names; of another account it knows the account only. Users are not modelled. */
function exists(principal: string, accountId: string, roles: readonly string[]): boolean {
  if (principal === "*" || /^\d{12}$/.test(principal)) return true;
  if (principal.startsWith(`arn:aws:iam::${accountId}:role/`)) return roles.includes(principal);
  return /^arn:aws:(iam|sts)::\d{12}:(root|user\/.+|role\/.+|assumed-role\/.+)$/.test(principal);
}

/** Whether a statement lets somebody of the account change the policy. Conditions count as met. */
function letsChange({ Effect, Action, NotAction, Principal }: Props, accountId: string): boolean {
  const includes = (actions: Value | undefined) =>
    stringsOf(actions).some((action) => matches(action.toLowerCase(), "kms:putkeypolicy", undefined));
  const isAllowed = NotAction === undefined ? includes(Action) : !includes(NotAction);
  const isSomebody = awsPrincipals(Principal).some((one) => one === "*" || one.includes(accountId));
  return Effect === "Allow" && isAllowed && isSomebody;
}

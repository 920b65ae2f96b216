import { AwsError, type Context, type Props } from "../../model";
import { isObject } from "../../values";
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
 * Refuses a key policy that names who does not exist, and, unless that is asked for, one after which nobody could change it any
 * more: docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export function requireUsableKeyPolicy({ inputs, accountId, account }: Context): void {
  const document = text(inputs, "policy");
  if (document === undefined) return;
  const policy = parseJson(document);
  const statements = isObject(policy) ? statementsOf(policy) : [];
  if (statements.length === 0 || statements.some((one) => one.Principal === undefined)) {
    throw malformed("Policy contains a statement with no principal.");
  }
  const known = new Set([
    `arn:aws:iam::${accountId}:root`,
    accountId,
    ...account.records("aws:iam/role:Role").map(({ outputs }) => String(outputs.arn)),
  ]);
  for (const principal of statements.flatMap(principalsOf)) {
    const isOurs = principal === accountId || principal.startsWith(`arn:aws:iam::${accountId}:`);
    const isUser = principal.startsWith(`arn:aws:iam::${accountId}:user/`);
    if (isOurs && !isUser && !known.has(principal)) {
      throw malformed("Policy contains a statement with one or more invalid principals.");
    }
  }
  if (inputs.bypassPolicyLockoutSafetyCheck === true || statements.some((one) => letsChange(one, accountId))) return;
  throw malformed("The new key policy will not allow you to update the key policy in the future.");
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocumentException", message);
}

/** The AWS principals that a statement names. */
function principalsOf({ Principal }: Props): string[] {
  if (Principal === "*") return ["*"];
  return isObject(Principal) ? stringsOf(Principal.AWS) : [];
}

/** Whether a statement lets somebody of the account change the policy. Conditions count as met: KMS's check does not look at them. */
function letsChange(statement: Props, accountId: string): boolean {
  const actions = stringsOf(statement.Action).map((action) => action.toLowerCase());
  const isAllowed = actions.some((action) => ["*", "kms:*", "kms:put*", "kms:putkeypolicy"].includes(action));
  const isSomebody = principalsOf(statement).some((one) => one === "*" || one.includes(accountId));
  return statement.Effect === "Allow" && isAllowed && isSomebody;
}

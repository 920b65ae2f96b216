import { Account } from "../../../local/account/account";
import { type AuthorizationRequest, authorize } from "../../../local/account/iam/authorize";
import type { Props } from "../../../local/account/model";
import { ACCOUNT_ID, make } from "../support";

export const ROLE_ARN = `arn:aws:iam::${ACCOUNT_ID}:role/cats-task`;
export const ROOT = `arn:aws:iam::${ACCOUNT_ID}:root`;
export const CALLER = `arn:aws:sts::${ACCOUNT_ID}:assumed-role/cats-task/session`;
export const PARAMETER = `arn:aws:ssm:us-west-2:${ACCOUNT_ID}:parameter/alice/UnicornLocation`;

/** A policy of the given statements, as text. */
export const policy = (...Statement: Props[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

/** A statement that allows reading parameters, with some of it changed. */
export const read = (by: Props = {}): Props => ({
  Effect: "Allow",
  Action: "ssm:GetParameter",
  Resource: "*",
  ...by,
});

/** An account with the role cats-task, which has the statements as an inline policy. */
export function accountWithRole(statements: Props[] = [], by: Props = {}): Account {
  const account = new Account();
  const assumeRolePolicy = policy({
    Effect: "Allow",
    Principal: { Service: "ecs-tasks.amazonaws.com" },
    Action: "sts:AssumeRole",
  });
  make(account, "aws:iam/role:Role", { name: "cats-task", assumeRolePolicy, ...by });
  if (statements.length > 0) {
    make(account, "aws:iam/rolePolicy:RolePolicy", { role: "cats-task", name: "own", policy: policy(...statements) });
  }
  return account;
}

/** What becomes of the role's request to read the parameter, with some of it changed. */
export const decide = (account: Account, by: Partial<AuthorizationRequest> = {}) =>
  authorize(account, { principal: ROLE_ARN, action: "ssm:GetParameter", resource: PARAMETER, ...by });

/** The reason alone. */
export const reason = (account: Account, by: Partial<AuthorizationRequest> = {}): string => decide(account, by).reason;

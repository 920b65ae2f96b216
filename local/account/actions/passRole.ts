import type { Account } from "../account";
import { type Caller, requireAllowed } from "./caller";

/**
 * Throws where a caller may not hand a role to a service:
 * docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 *
 * @param service As `ecs-tasks.amazonaws.com`.
 * @throws AwsError `AccessDeniedException`
 */
export function requirePassRole(account: Account, caller: Caller, roleArn: string, service: string): void {
  requireAllowed(account, caller, {
    action: "iam:PassRole",
    resource: roleArn,
    context: { "iam:PassedToService": service },
  });
}

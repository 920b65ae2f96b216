import type { Account } from "../account";
import { text } from "../types/read";
import { type ContextEntries, RequestContext } from "./context";
import { policyDocument } from "./policies";
import { namesOf, ROLE } from "./principal";
import { statementsFor } from "./statement";

/**
 * Whether a role's trust policy lets a service assume it. A role that does not exist trusts nobody.
 *
 * @param service As `ecs-tasks.amazonaws.com`.
 * @param given What the service says about whom it works for, `aws:SourceAccount` and `aws:SourceArn`. Default: nothing.
 */
export function mayAssume(account: Account, roleArn: string, service: string, given: ContextEntries = {}): boolean {
  const role = account.records(ROLE).find(({ outputs }) => outputs.arn === roleArn);
  const document = role && text(role.inputs, "assumeRolePolicy");
  if (document === undefined) return false;
  const context = new RequestContext(
    { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": service, "aws:SecureTransport": "true" },
    given,
  );
  const statements = statementsFor(policyDocument(document), { action: "sts:AssumeRole", resource: roleArn, context });
  const effects = statements.flatMap((statement) => {
    if (statement.NotPrincipal !== undefined) throw new Error(`NotPrincipal is not modelled; ${roleArn} has it.`);
    const names = namesOf(statement.Principal, "Service");
    return names.includes(service) || names.includes("*") ? [statement.Effect] : [];
  });
  return effects.includes("Allow") && !effects.includes("Deny");
}

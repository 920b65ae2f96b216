import { isServicePrincipal } from "../../data/servicePrincipals";
import type { Context, Props, Value } from "../../model";
import { isObject, show } from "../../values";
import { parseJson } from "../read";
import { policyFailure, statementsOf, stringsOf } from "./policyDocument";

/** Why a service does not take the policy of one of its resources. */
export interface ResourcePolicyFailure {
  /** What the matter is about; services have an error message for each. */
  about: "syntax" | "principal" | "action" | "resource";
  /** What is wrong, what was given. */
  reason: string;
}

/**
 * What is wrong with the policy of a resource, or undefined: its grammar, principals that are not there, actions that are not
 * the service's, another resource than its own.
 *
 * @param arn Of the resource that has the policy.
 * @param allowsAction Whether the service takes an action, given in lower case.
 */
export function resourcePolicyFailure(
  { account, accountId }: Pick<Context, "account" | "accountId">,
  document: string,
  arn: string,
  allowsAction: (action: string) => boolean,
): ResourcePolicyFailure | undefined {
  const syntax = policyFailure(document, "resource");
  if (syntax !== undefined) return { about: "syntax", reason: syntax };
  const policy = parseJson(document);
  const statements = isObject(policy) ? statementsOf(policy) : [];
  const roles = account.records("aws:iam/role:Role").map(({ outputs }) => String(outputs.arn));
  for (const [i, statement] of statements.entries()) {
    const place = `(Statement[${i}])`;
    const nobody = unknownPrincipal(statement.Principal ?? statement.NotPrincipal, accountId, roles);
    if (nobody !== undefined) return { about: "principal", reason: `There is no ${show(nobody)} ${place}` };
    const other = actionsOf(statement).find((action) => !allowsAction(action.toLowerCase()));
    if (other !== undefined) return { about: "action", reason: `Got ${show(other)} ${place}` };
    const elsewhere = stringsOf(statement.Resource ?? statement.NotResource).find((one) => one !== "*" && one !== arn);
    if (elsewhere !== undefined) {
      return { about: "resource", reason: `Resource is ${arn} or "*", got ${show(elsewhere)} ${place}` };
    }
  }
  return undefined;
}

function actionsOf(statement: Props): string[] {
  return stringsOf(statement.Action ?? statement.NotAction);
}

/** The first principal of a statement that does not exist. Of other accounts, and of users, that cannot be known here. */
function unknownPrincipal(
  principal: Value | undefined,
  accountId: string,
  roles: readonly string[],
): string | undefined {
  const names = isObject(principal) ? stringsOf(principal.AWS) : stringsOf(principal);
  const services = isObject(principal) ? stringsOf(principal.Service) : [];
  const exists = (name: string): boolean => {
    if (name === "*" || /^\d{12}$/.test(name)) return true;
    if (name.startsWith(`arn:aws:iam::${accountId}:role/`)) return roles.includes(name);
    return /^arn:aws:(iam|sts)::\d{12}:(root|user\/.+|role\/.+|assumed-role\/.+)$/.test(name);
  };
  return names.find((name) => !exists(name)) ?? services.find((name) => !isServicePrincipal(name));
}

import type { Props } from "../model";
import { statementsOf, stringsOf } from "../types/iam/policyDocument";
import { conditionsHold } from "./conditions";
import type { RequestContext } from "./context";
import { matches, resourceMatches, type Variables } from "./pattern";

/** What is asked for. */
export interface Asked {
  /** As `ssm:GetParameter`. */
  action: string;
  /** An ARN, or "*" for an action that has no resource. */
  resource: string;
  context: RequestContext;
}

/**
 * The statements of a policy that are about a request: action, resource and conditions match. Whom they are for, if they
 * name principals, is not looked at.
 */
export function statementsFor(policy: Props, asked: Asked): Props[] {
  // The first version of the language knows no variables.
  const variables: Variables | undefined =
    policy.Version === "2012-10-17" ? (key) => asked.context.variable(key) : undefined;
  return statementsOf(policy).filter(
    (statement) =>
      actionMatches(statement, asked.action) &&
      resourceIsMeant(statement, asked.resource, variables) &&
      conditionsHold(statement.Condition, asked.context, variables),
  );
}

/** Whether a statement is about an action; letter case says nothing. */
function actionMatches(statement: Props, action: string): boolean {
  const is = (pattern: string): boolean => matches(pattern.toLowerCase(), action.toLowerCase(), undefined);
  return statement.NotAction === undefined
    ? stringsOf(statement.Action).some(is)
    : !stringsOf(statement.NotAction).some(is);
}

/** A statement without resources is about what its policy belongs to, as in a trust policy. */
function resourceIsMeant(statement: Props, resource: string, variables: Variables | undefined): boolean {
  const is = (pattern: string): boolean => resourceMatches(pattern, resource, variables);
  if (statement.NotResource !== undefined) return !stringsOf(statement.NotResource).some(is);
  return statement.Resource === undefined || stringsOf(statement.Resource).some(is);
}

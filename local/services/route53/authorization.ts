import type { Account } from "../../account/account";
import { type Caller, requireAllowed } from "../../account/actions/caller";
import type { ContextEntries } from "../../account/iam/context";
import { AwsError } from "../../account/model";
import type { Change } from "./changeInput";
import { withoutDot } from "./names";

/** Route 53 is in no region; what signs its requests, and the condition keys, name this one: docs.aws.amazon.com/general/latest/gr/r53.html */
export const ROUTE53_REGION = "us-east-1";

/**
 * Throws where a caller may not do something with Route 53, which has a code of its own for that.
 *
 * @param action As `GetChange`.
 * @param resource As `change/C…`.
 * @throws AwsError `AccessDenied`
 */
export function requireRoute53(
  account: Account,
  caller: Caller,
  action: string,
  resource: string,
  context: ContextEntries = {},
): void {
  const request = { action: `route53:${action}`, resource: `arn:aws:route53:::${resource}`, context };
  try {
    requireAllowed(account, { ...caller, region: ROUTE53_REGION }, request);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "AccessDeniedException") throw error;
    throw new AwsError("AccessDenied", error.message);
  }
}

/**
 * What policies can ask for about a batch of changes, each value once:
 * docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
 */
export function contextOf(changes: readonly Change[]): ContextEntries {
  const each = (of: (change: Change) => string): string[] => [...new Set(changes.map(of))];
  return {
    "route53:ChangeResourceRecordSetsNormalizedRecordNames": each(({ set }) => withoutDot(set.Name)),
    "route53:ChangeResourceRecordSetsRecordTypes": each(({ set }) => set.Type),
    "route53:ChangeResourceRecordSetsActions": each(({ action }) => action),
  };
}

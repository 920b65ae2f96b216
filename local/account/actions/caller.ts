import type { Account } from "../account";
import { type AuthorizationRequest, authorize } from "../iam/authorize";
import { AwsError } from "../model";

/** Who calls, and where. */
export interface Caller {
  /** ARN of a role, of a role's session, or of the account's root user. */
  principal: string;
  /** Region whose endpoint is called. */
  region: string;
  /** The service that calls on behalf of the principal, as a host: `ssm.us-west-2.amazonaws.com`. Default: nobody. */
  via?: string;
}

/**
 * Throws where a caller may not do something.
 *
 * @throws AwsError `AccessDeniedException`, in AWS's words
 */
export function requireAllowed(
  account: Account,
  { principal, region, via }: Caller,
  request: Omit<AuthorizationRequest, "principal">,
): void {
  const context = {
    "aws:RequestedRegion": region,
    ...(via && { "aws:ViaAWSService": "true" }),
    ...(via && request.action.startsWith("kms:") && { "kms:ViaService": via }),
    ...request.context,
  };
  const { allowed, message } = authorize(account, { ...request, principal, context });
  if (!allowed) throw new AwsError("AccessDeniedException", message);
}

import type { Account } from "../account/account";
import type { Caller } from "../account/actions/caller";
import { getParameter, getParameters } from "../account/actions/ssm";

/**
 * Answers one operation. What it throws reaches the caller: an `AwsError` under its own code, anything else as
 * `InternalFailure`.
 */
export type Handler = (caller: Caller, input: unknown) => Promise<unknown> | unknown;

/** Operations by the value of the header `X-Amz-Target`: the service's prefix, a dot, the operation. */
export type Handlers = Readonly<Record<string, Handler>>;

/** Parameter Store. */
export function ssmHandlers(account: Account): Handlers {
  return {
    "AmazonSSM.GetParameter": (caller, input) => getParameter(account, caller, input),
    "AmazonSSM.GetParameters": (caller, input) => getParameters(account, caller, input),
  };
}

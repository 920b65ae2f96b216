import { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { FUNCTION } from "../../local/account/types/lambda/references";
import type { Made } from "./fixtures";
import { policy } from "./iam/fixture";
import { ACCOUNT_ID, make } from "./support";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

export const ROLE = "aws:iam/role:Role";
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT_ID}:role/greeter`;
export const FUNCTION_ARN = `arn:aws:lambda:us-west-2:${ACCOUNT_ID}:function:greeter`;
export const CODE = 'exports.handler = async () => "hello";';

/** The trust policy of a role that a service becomes. */
export const trusting = (Service: string): string =>
  policy({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" });

/** An archive of files as it crosses the wire. */
export function archive(files: Record<string, string>): Props {
  const assets = Object.entries(files).map(([name, text]) => [
    name,
    { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text },
  ]);
  return { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", assets: Object.fromEntries(assets) };
}

/** A function with as little said as Lambda takes. */
export const greeter: Props = {
  name: "greeter",
  role: ROLE_ARN,
  runtime: "nodejs22.x",
  handler: "index.handler",
  code: archive({ "index.js": CODE }),
};

/** An account with the function's role, which may do what the statements say. */
export function withRole(...statements: Props[]): Account {
  const account = new Account();
  make(account, ROLE, { name: "greeter", assumeRolePolicy: trusting("lambda.amazonaws.com") });
  if (statements.length > 0) {
    make(account, "aws:iam/rolePolicy:RolePolicy", { name: "own", role: "greeter", policy: policy(...statements) });
  }
  return account;
}

/** An account with the function. */
export function withGreeter(...statements: Props[]): { account: Account; made: Made } {
  const account = withRole(...statements);
  return { account, made: make(account, FUNCTION, greeter) };
}

import type { CallDefinition } from "../model";

/** Who is calling: one IAM user of the account, always the same. */
export const getCallerIdentity: CallDefinition = {
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  args: { id: "string" },
  call: (_args, { accountId }) => ({
    id: accountId,
    accountId,
    arn: `arn:aws:iam::${accountId}:user/attendee`,
    userId: "AIDAEXAMPLEATTENDEE00",
  }),
};

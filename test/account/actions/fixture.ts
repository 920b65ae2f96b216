import type { Account } from "../../../local/account/account";
import type { Caller } from "../../../local/account/actions/caller";
import type { AccountRecord, Props } from "../../../local/account/model";
import { defaultKeyPolicy } from "../../../local/account/types/kms/keyPolicy";
import { accountWithRole, PARAMETER, ROLE_ARN } from "../iam/fixture";
import { ACCOUNT_ID, accountWith } from "../support";

export const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
export const KEY_ARN = `arn:aws:kms:us-west-2:${ACCOUNT_ID}:key/${KEY_ID}`;

/** A task of the cats. */
export const cats: Caller = { principal: ROLE_ARN, region: "us-west-2" };

export const readParameter: Props = {
  Effect: "Allow",
  Action: ["ssm:GetParameter", "ssm:GetParameters"],
  Resource: `arn:aws:ssm:us-west-2:${ACCOUNT_ID}:parameter/alice/*`,
  Condition: { StringEquals: { "ssm:resourceTag/Classification": "Mythical" } },
};

export const useKey: Props = {
  Effect: "Allow",
  Action: "kms:Decrypt",
  Resource: KEY_ARN,
  Condition: { StringEquals: { "kms:ViaService": "ssm.us-west-2.amazonaws.com" } },
};

export const parameter: Partial<AccountRecord> = {
  type: "aws:ssm/parameter:Parameter",
  id: "/alice/UnicornLocation",
  inputs: { name: "/alice/UnicornLocation", type: "SecureString", value: "unicorns.example.com", keyId: KEY_ID },
  outputs: { arn: PARAMETER, value: "unicorns.example.com", version: 2, tags: { Classification: "Mythical" } },
};

const key: Partial<AccountRecord> = {
  type: "aws:kms/key:Key",
  id: KEY_ID,
  outputs: { arn: KEY_ARN, keyId: KEY_ID, policy: defaultKeyPolicy(ACCOUNT_ID) },
};

const alias: Partial<AccountRecord> = {
  type: "aws:kms/alias:Alias",
  id: "alias/unicorns",
  outputs: { name: "alias/unicorns", targetKeyId: KEY_ID },
};

/**
 * An account with the secret parameter, its key under KMS's own policy, and the role of the cats.
 *
 * @param statements What the role may do. Default: read the parameter, and decrypt it.
 * @param by Changes to the records' inputs, or records besides.
 */
export function unicorns(
  statements: Props[] = [readParameter, useKey],
  by: { parameter?: Props; key?: Props; keyPolicy?: string; others?: Partial<AccountRecord>[] } = {},
): Account {
  const keyOutputs = { ...key.outputs, ...(by.keyPolicy && { policy: by.keyPolicy }) };
  return accountWith(
    ...accountWithRole(statements).records(),
    { ...key, inputs: { ...by.key }, outputs: keyOutputs },
    alias,
    { ...parameter, inputs: { ...parameter.inputs, ...by.parameter } },
    ...(by.others ?? []),
  );
}

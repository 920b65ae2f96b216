import { createHash } from "node:crypto";
import type { Account } from "../account";
import { AwsError } from "../model";
import { noKey } from "../types/kms/key";
import { uuid } from "../types/uuid";
import { type Caller, requireAllowed } from "./caller";

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";

/** A key as a service sees it that encrypts with it. */
export interface EncryptionKey {
  arn: string;
  /** The document of the key's policy. */
  policy: string;
  /** Names that stand for the key, for example `alias/aws/ssm`. */
  aliases: string[];
}

/**
 * The key under an id, an ARN, or the name or ARN of an alias, in a region.
 *
 * @throws AwsError `NotFoundException`, and `DisabledException` for a key that is switched off
 */
export function keyUnder(account: Account, region: string, keyId: string): EncryptionKey {
  const name = keyId.slice(keyId.startsWith("arn:") ? keyId.split(":", 5).join(":").length + 1 : 0);
  if (name === "alias/aws/ssm") return managedKey(account, region, "ssm");
  const here = (type: string) => account.records(type).filter((record) => record.region === region);
  const alias = here(ALIAS).find(({ id }) => id === name);
  if (!alias && name.startsWith("alias/")) throw new AwsError("NotFoundException", `Alias ${name} is not found.`);
  const id = alias ? alias.outputs.targetKeyId : name.replace(/^key\//, "");
  const key = here(KEY).find((record) => record.id === id);
  if (!key) throw noKey(keyId);
  const arn = String(key.outputs.arn);
  if (key.inputs.isEnabled === false) throw new AwsError("DisabledException", `${arn} is disabled.`);
  return {
    arn,
    policy: String(key.outputs.policy),
    aliases: here(ALIAS).flatMap(({ id: aliasName, outputs }) => (outputs.targetKeyId === id ? [aliasName] : [])),
  };
}

/**
 * Throws where a caller may not decrypt with a key.
 *
 * @param encryptionContext What was bound to the ciphertext; the same has to be given to decrypt it.
 * @throws AwsError `AccessDeniedException`
 */
export function requireDecrypt(
  account: Account,
  caller: Caller,
  key: EncryptionKey,
  encryptionContext: Record<string, string>,
): void {
  const entries = Object.entries(encryptionContext).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]);
  requireAllowed(account, caller, {
    action: "kms:Decrypt",
    resource: key.arn,
    resourcePolicy: key.policy,
    context: {
      ...Object.fromEntries(entries),
      "kms:EncryptionContextKeys": Object.keys(encryptionContext),
      "kms:ResourceAliases": key.aliases,
    },
  });
}

/**
 * A key that AWS makes when a service first needs one, `alias/aws/SERVICE`. Its policy lets in everybody in the account who
 * comes through the service, whatever their own policies say:
 * docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
 */
function managedKey(account: Account, region: string, service: string): EncryptionKey {
  const { accountId } = account.state;
  const name = `alias/aws/${service}`;
  const digits = createHash("sha256").update(`${accountId}|${region}|${name}`).digest("hex");
  const id = uuid((count) => digits.slice(0, count));
  return {
    arn: `arn:aws:kms:${region}:${accountId}:key/${id}`,
    aliases: [name],
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
          Resource: "*",
          Condition: {
            StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com`, "kms:CallerAccount": accountId },
          },
        },
      ],
    }),
  };
}

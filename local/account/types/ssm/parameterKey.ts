import { type AccountRecord, AwsError, type Context } from "../../model";
import { text } from "../read";

/** The key that AWS makes for Parameter Store, which every account has: no record stands for it. */
export const MANAGED_KEY = "alias/aws/ssm";

/**
 * Refuses a key that Parameter Store cannot encrypt with: it has to exist, be enabled, and be a symmetric one for encryption.
 * docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 *
 * @throws AwsError `InvalidKeyId`, with what KMS says behind it
 */
export function requireKey({ account, inputs, region, accountId }: Context): void {
  const named = text(inputs, "keyId");
  const owner = `arn:aws:kms:${region}:${accountId}:`;
  const name = named?.startsWith(owner) ? named.slice(owner.length) : named;
  if (named === undefined || name === MANAGED_KEY) return;
  const here = (type: string) => account.records(type).filter((record) => record.region === region);
  const alias = here("aws:kms/alias:Alias").find(({ id }) => id === name);
  if (name?.startsWith("alias/") && !alias) {
    throw invalid(`Alias ${owner}${name} is not found.`, "NotFoundException");
  }
  const keyId = alias ? text(alias.outputs, "targetKeyId") : name?.replace(/^key\//, "");
  const key = here("aws:kms/key:Key").find(({ id }) => id === keyId);
  if (!key) throw invalid(`Key '${named}' does not exist`, "NotFoundException");
  requireUsable(key);
}

function requireUsable({ inputs, outputs }: AccountRecord): void {
  const { arn } = outputs;
  if (inputs.isEnabled === false) throw invalid(`${arn} is disabled.`, "DisabledException");
  const { keyUsage = "ENCRYPT_DECRYPT", customerMasterKeySpec = "SYMMETRIC_DEFAULT" } = inputs;
  if (keyUsage === "ENCRYPT_DECRYPT" && customerMasterKeySpec === "SYMMETRIC_DEFAULT") return;
  const problem = `${arn} is a ${customerMasterKeySpec} key for ${keyUsage}; expected SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT.`;
  throw invalid(problem, "InvalidKeyUsageException");
}

/** Parameter Store passes on what KMS says; AWS adds the id of the request to KMS. */
function invalid(problem: string, code: string): AwsError {
  return new AwsError("InvalidKeyId", `${problem} (Service: AWSKMS; Status Code: 400; Error Code: ${code})`);
}

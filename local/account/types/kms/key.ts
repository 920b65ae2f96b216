import { AwsError, type CheckFailure, type Context, type Props, type Rule, type TypeDefinition } from "../../model";
import { samePolicy } from "../iam/policyDocument";
import { given, text, undecided } from "../read";
import { uuid } from "../uuid";
import { defaultKeyPolicy, requireUsableKeyPolicy } from "./keyPolicy";

/** docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html: what each usage can be made of. */
const SPECS: Record<string, readonly string[]> = {
  ENCRYPT_DECRYPT: ["SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "SM2"],
  SIGN_VERIFY: [
    ...["RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1"],
    ...["ECC_NIST_EDWARDS25519", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87", "SM2"],
  ],
  GENERATE_VERIFY_MAC: ["HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"],
  KEY_AGREEMENT: ["ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "SM2"],
};

const spec: Rule = { oneOf: [...new Set(Object.values(SPECS).flat())] };

/**
 * A KMS key. Deleted, it waits for its window, free of charge, and then is gone; as nothing can be done with it meanwhile but
 * to call that off, the account forgets it at once.
 */
export const key: TypeDefinition = {
  type: "aws:kms/key:Key",
  noun: "KMS key",
  rules: {
    customerMasterKeySpec: spec,
    deletionWindowInDays: { range: [7, 30] },
    description: { length: [0, 8192] },
    keyUsage: { oneOf: Object.keys(SPECS) },
    // "Key policy document size" is 32 KB: docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
    policy: { all: [{ json: true }, { length: [1, 32_768] }] },
    rotationPeriodInDays: { range: [90, 2560] },
    customKeyStoreId: { length: [1, 22] },
    xksKeyId: { length: [1, 128] },
  },
  check: keyFailures,
  defaults: {
    bypassPolicyLockoutSafetyCheck: false,
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    enableKeyRotation: false,
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
  },
  replaces: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
  computed: ["description", "multiRegion", "policy", "rotationPeriodInDays"],
  equal: { policy: samePolicy },
  // docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html
  quotas: [{ code: "L-C2F1777E", name: "KMS keys", default: 100_000, error: "LimitExceededException" }],
  verify: (context) => {
    requireUsableKeyPolicy(context);
    const store = text(context.inputs, "customKeyStoreId");
    if (store === undefined) return;
    throw new AwsError("CustomKeyStoreNotFoundException", `Custom key store ${store} does not exist.`);
  },
  id: keyId,
  outputs: ({ id, inputs, accountId, arn }) => ({
    arn: arn("kms", `key/${id}`),
    keyId: id,
    description: inputs.description ?? "",
    multiRegion: inputs.multiRegion ?? false,
    policy: inputs.policy ?? defaultKeyPolicy(accountId),
    rotationPeriodInDays: inputs.rotationPeriodInDays ?? (inputs.enableKeyRotation === true ? 365 : 0),
  }),
};

/** A key of several regions has an id that says so: docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html */
function keyId({ hex, inputs }: Context): string {
  return inputs.multiRegion === true ? `mrk-${hex(32, "id")}` : uuid(hex);
}

function keyFailures(inputs: Props): CheckFailure[] {
  return [...kindFailures(inputs), ...rotationFailures(inputs), ...storeFailures(inputs)];
}

function kindFailures(inputs: Props): CheckFailure[] {
  const usage = text(inputs, "keyUsage");
  const kind = text(inputs, "customerMasterKeySpec");
  const allowed = usage === undefined ? undefined : SPECS[usage];
  if (kind === undefined || !allowed || allowed.includes(kind)) return [];
  const reason = `expected one of ${allowed.join(", ")} for keyUsage ${usage}, got ${kind}`;
  return [{ property: "customerMasterKeySpec", reason }];
}

/** docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html */
function rotationFailures(inputs: Props): CheckFailure[] {
  if (undecided(inputs, "enableKeyRotation")) return [];
  const kind = text(inputs, "customerMasterKeySpec");
  if (inputs.enableKeyRotation === true && kind !== undefined && kind !== "SYMMETRIC_DEFAULT") {
    return [{ property: "enableKeyRotation", reason: `only keys of SYMMETRIC_DEFAULT rotate, got ${kind}` }];
  }
  if (!given(inputs, "rotationPeriodInDays") || inputs.enableKeyRotation === true) return [];
  return [{ property: "rotationPeriodInDays", reason: "needs enableKeyRotation to be true" }];
}

function storeFailures(inputs: Props): CheckFailure[] {
  if (!given(inputs, "xksKeyId") || given(inputs, "customKeyStoreId")) return [];
  return [{ property: "xksKeyId", reason: "needs a customKeyStoreId" }];
}

/** What KMS says of a key that is not there. */
export function noKey(name: string): AwsError {
  return new AwsError("NotFoundException", `Key '${name}' does not exist`);
}

import { AwsError, type CheckFailure, type Context, type Props, type TypeDefinition } from "../../model";
import { given, objects, text, texts } from "../read";
import { BUCKET_ENCRYPTION, companionId, ofBucket, oneOfBucket, requireOwner } from "./references";

/**
 * How a bucket encrypts what is written to it: docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
 */
export const bucketEncryption: TypeDefinition = {
  type: BUCKET_ENCRYPTION,
  noun: "bucket encryption",
  rules: {
    // S3 knows one rule for a bucket, and calls a second one MalformedXML.
    rules: { items: [1, 1] },
    "rules[*].applyServerSideEncryptionByDefault.sseAlgorithm": { oneOf: ["AES256", "aws:kms", "aws:kms:dsse"] },
    "rules[*].applyServerSideEncryptionByDefault.kmsMasterKeyId": { length: [1, 2048] },
    "rules[*].blockedEncryptionTypes": { items: [1, 1] },
    "rules[*].blockedEncryptionTypes[*]": { oneOf: ["NONE", "SSE-C"] },
  },
  check: (inputs) => objects(inputs, "rules").flatMap(ruleFailures),
  replaces: ["bucket", "expectedBucketOwner"],
  // A bucket has one, and deleting the old one after the new one was made would set the default again.
  deleteBeforeReplace: true,
  computed: ["expectedBucketOwner", "rules[0].blockedEncryptionTypes"],
  references: [ofBucket],
  unique: [oneOfBucket("server-side encryption configuration")],
  verify: (context) => {
    requireOwner(context);
    for (const key of texts(context.inputs, "rules[*].applyServerSideEncryptionByDefault.kmsMasterKeyId")) {
      requireKey(context, key);
    }
  },
  id: companionId,
};

function ruleFailures(rule: Props, i: number): CheckFailure[] {
  const path = "applyServerSideEncryptionByDefault";
  const algorithm = text(rule, `${path}.sseAlgorithm`);
  const failures: CheckFailure[] = [];
  if (algorithm === "AES256" && given(rule, `${path}.kmsMasterKeyId`)) {
    failures.push({
      property: `rules[${i}].${path}.kmsMasterKeyId`,
      reason: "works with sseAlgorithm aws:kms or aws:kms:dsse only, got AES256",
    });
  }
  // docs.aws.amazon.com/AmazonS3/latest/userguide/UsingDSSEncryption.html
  if (algorithm === "aws:kms:dsse" && rule.bucketKeyEnabled === true) {
    failures.push({ property: `rules[${i}].bucketKeyEnabled`, reason: "does not work with sseAlgorithm aws:kms:dsse" });
  }
  return failures;
}

/**
 * S3 takes any key here and then fails every upload, with this code. It is refused at once, as that bucket is of no use.
 *
 * @throws AwsError `KMS.NotFoundException`
 */
function requireKey({ account, region }: Context, given: string): void {
  const name = given.replace(/^arn:aws:kms:[^:]*:\d{12}:/, "").replace(/^key\//, "");
  if (name === "alias/aws/s3") return;
  const type = name.startsWith("alias/") ? "aws:kms/alias:Alias" : "aws:kms/key:Key";
  const isThere = account
    .records(type)
    .filter((record) => record.region === region)
    .some(({ id, outputs }) => (given.startsWith("arn:") ? outputs.arn === given : id === name));
  if (!isThere) throw new AwsError("KMS.NotFoundException", `Key '${given}' does not exist`);
}

import { AwsError, type Context, type TypeDefinition } from "../../model";
import { samePolicy } from "../iam/policyDocument";
import { text } from "../read";
import { bucketPolicyFailure, isPublic } from "./bucketPolicyDocument";
import { BUCKET_POLICY, BUCKET_PUBLIC_ACCESS_BLOCK, companionId, ofBucket, oneOfBucket } from "./references";

/** Who may do what with a bucket: docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html */
export const bucketPolicy: TypeDefinition = {
  type: BUCKET_POLICY,
  noun: "bucket policy",
  // "Bucket policies are limited to 20 KB in size": docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
  rules: { policy: { all: [{ json: true }, { length: [1, 20_480] }] } },
  replaces: ["bucket"],
  // A bucket has one, and deleting the old one after the new one was made would take that away.
  deleteBeforeReplace: true,
  equal: { policy: samePolicy },
  references: [ofBucket],
  unique: [oneOfBucket("policy")],
  verify: (context) => {
    requireWellFormed(context);
    requireNotPublic(context);
  },
  id: companionId,
};

function requireWellFormed({ inputs, account, accountId }: Context): void {
  const roles = account.records("aws:iam/role:Role").map(({ outputs }) => String(outputs.arn));
  const failure = bucketPolicyFailure(text(inputs, "policy") ?? "", {
    bucket: String(inputs.bucket),
    accountId,
    roles,
  });
  if (failure) throw new AwsError("MalformedPolicy", failure);
}

/** The setting of a new bucket, which nobody changed, blocks public policies as well. */
function requireNotPublic({ inputs, account }: Context): void {
  const block = account.records(BUCKET_PUBLIC_ACCESS_BLOCK).find((one) => one.inputs.bucket === inputs.bucket);
  const isBlocked = block === undefined || block.inputs.blockPublicPolicy === true;
  if (!isBlocked || !isPublic(text(inputs, "policy") ?? "")) return;
  throw new AwsError(
    "AccessDenied",
    `The bucket policy of '${inputs.bucket}' cannot be set because public policies are blocked by the BlockPublicPolicy ` +
      "setting in S3 Block Public Access. Name who may do what, or turn blockPublicPolicy off.",
  );
}

import { AwsError, type Context, type Reference, type Uniqueness } from "../../model";

export const BUCKET = "aws:s3/bucket:Bucket";
export const BUCKET_VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
export const BUCKET_PUBLIC_ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
export const BUCKET_ENCRYPTION =
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
export const BUCKET_LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
export const BUCKET_NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";
export const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";

/** What S3 says of a bucket that is not there. */
export function noBucket(name: string): AwsError {
  return new AwsError("NoSuchBucket", `The specified bucket does not exist: ${name}`);
}

/** The bucket that a companion of it names. It does not hold the bucket in being: it goes when the bucket goes. */
export const ofBucket: Reference = { path: "bucket", to: BUCKET, missing: noBucket };

/**
 * One of a kind for a bucket. S3 would overwrite what is there; two resources would take turns at it.
 *
 * @param what As "versioning configuration".
 */
export function oneOfBucket(what: string): Uniqueness {
  return {
    key: ({ bucket }) => String(bucket),
    taken: ({ bucket }) =>
      new AwsError(
        "OperationAborted",
        `The bucket '${bucket}' has a ${what} already. Say everything in the one resource that it has.`,
      ),
  };
}

/** The id of a companion: the bucket's name, followed by a comma and the owner where the program names one. */
export function companionId({ inputs: { bucket, expectedBucketOwner } }: Pick<Context, "inputs">): string {
  return typeof expectedBucketOwner === "string" && expectedBucketOwner
    ? `${bucket},${expectedBucketOwner}`
    : String(bucket);
}

/**
 * Refuses another owner than the one of the bucket.
 *
 * @throws AwsError `AccessDenied`
 */
export function requireOwner({ inputs: { expectedBucketOwner }, accountId }: Context): void {
  if ([undefined, "", accountId].includes(expectedBucketOwner as string | undefined)) return;
  throw new AwsError(
    "AccessDenied",
    `Access Denied. expectedBucketOwner is ${expectedBucketOwner}, and the bucket belongs to ${accountId}.`,
  );
}

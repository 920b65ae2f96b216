import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Days that a version stays after another one has come: long enough to look at what was released before. */
const NONCURRENT_DAYS = 30;

export interface CodeBucketArgs {
  /** Physical name; nobody else in AWS may have it. */
  bucket: pulumi.Input<string>;
  /** Tells EventBridge of every upload. @default false */
  notifies?: boolean;
}

/**
 * A bucket for code: private, encrypted, with versions, of which old ones expire; it goes with the stack, whatever is in it.
 *
 * @returns its name and ARN, known once it is as it should be
 */
export function codeBucket(
  name: string,
  args: CodeBucketArgs,
  parent: pulumi.Resource,
): { name: pulumi.Output<string>; arn: pulumi.Output<string> } {
  const bucket = new aws.s3.Bucket(name, { bucket: args.bucket, forceDestroy: true }, { parent });
  const of = { bucket: bucket.bucket };
  const settings: pulumi.CustomResource[] = [
    new aws.s3.BucketPublicAccessBlock(
      name,
      { ...of, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      { parent },
    ),
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      { ...of, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
      { parent },
    ),
  ];
  // CodePipeline takes a source from a bucket with versions only.
  const versioning = new aws.s3.BucketVersioning(
    name,
    { ...of, versioningConfiguration: { status: "Enabled" } },
    { parent },
  );
  settings.push(
    versioning,
    new aws.s3.BucketLifecycleConfiguration(
      name,
      {
        ...of,
        rules: [
          {
            id: "old-versions",
            status: "Enabled",
            filter: {},
            noncurrentVersionExpiration: { noncurrentDays: NONCURRENT_DAYS },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
          },
        ],
      },
      { parent, dependsOn: versioning },
    ),
  );
  if (args.notifies) {
    settings.push(new aws.s3.BucketNotification(name, { ...of, eventbridge: true }, { parent }));
  }
  const known = pulumi.all([bucket.bucket, bucket.arn, ...settings.map(({ id }) => id)]);
  return { name: known.apply(([first]) => String(first)), arn: known.apply(([, second]) => String(second)) };
}

import { bucketZone } from "../../data/bucketZones";
import {
  type AccountRecord,
  AwsError,
  type CheckFailure,
  type Context,
  type Props,
  type TypeDefinition,
} from "../../model";
import { NULL_VERSION, versionsOf } from "../../s3/objects";
import { removeAll } from "../ec2/cascade";
import { given, text, undecided } from "../read";
import { bucketNameFailure, bucketPrefixFailure, SUFFIX } from "./bucketName";
import {
  BUCKET,
  BUCKET_ENCRYPTION,
  BUCKET_LIFECYCLE,
  BUCKET_NOTIFICATION,
  BUCKET_POLICY,
  BUCKET_PUBLIC_ACCESS_BLOCK,
  BUCKET_VERSIONING,
} from "./references";

/**
 * Inputs that the provider deprecates, each with the resource that took its place. They are not modelled: what one of them
 * says, and a companion as well, would be set in turns.
 */
const DEPRECATED: Record<string, string> = {
  accelerationStatus: "BucketAccelerateConfiguration",
  acl: "BucketAcl",
  corsRules: "BucketCorsConfiguration",
  grants: "BucketAcl",
  lifecycleRules: "BucketLifecycleConfiguration",
  logging: "BucketLogging",
  objectLockConfiguration: "BucketObjectLockConfiguration",
  policy: "BucketPolicy",
  replicationConfiguration: "BucketReplicationConfig",
  requestPayer: "BucketRequestPaymentConfiguration",
  serverSideEncryptionConfiguration: "BucketServerSideEncryptionConfiguration",
  versioning: "BucketVersioning",
  website: "BucketWebsiteConfiguration",
};

const COMPANIONS = [
  ...[BUCKET_ENCRYPTION, BUCKET_LIFECYCLE, BUCKET_NOTIFICATION, BUCKET_POLICY, BUCKET_PUBLIC_ACCESS_BLOCK],
  BUCKET_VERSIONING,
];

/**
 * A general purpose bucket. As AWS makes it: private, encrypted with S3's own keys, without versions. Its objects are in
 * `local/account/s3/objects.ts`. docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
export const bucket: TypeDefinition = {
  type: BUCKET,
  noun: "bucket",
  rules: {
    bucket: { test: (value) => bucketNameFailure(String(value)) },
    bucketPrefix: { test: (value) => bucketPrefixFailure(String(value)) },
    bucketNamespace: { oneOf: ["account-regional", "global"] },
  },
  conflicts: [["bucket", "bucketPrefix"]],
  check: (inputs) => [...deprecatedFailures(inputs), ...lockFailures(inputs), ...namespaceFailures(inputs)],
  autoName: { property: "bucket", maxLength: 63 },
  defaults: { forceDestroy: false },
  replaces: ["bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled"],
  computed: ["bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled"],
  unique: [{ within: "account", key: (inputs) => text(inputs, "bucket"), taken }],
  // docs.aws.amazon.com/general/latest/gr/s3.html. AWS counts those of all regions together, the account those of each.
  quotas: [{ code: "L-DC2B2D3D", name: "General purpose buckets", default: 10_000, error: "TooManyBuckets" }],
  verify: ({ inputs, accountId, region }) => {
    const ending = `-${accountId}-${region}-an`;
    const name = text(inputs, "bucket") ?? "";
    if (inputs.bucketNamespace !== "account-regional" || name.endsWith(ending)) return;
    throw new AwsError(
      "InvalidBucketName",
      `The name of a bucket in the account regional namespace ends with ${ending}, got '${name}'.`,
    );
  },
  id: ({ inputs, digits }) => text(inputs, "bucket") ?? `${inputs.bucketPrefix ?? ""}${digits(SUFFIX, "name")}`,
  outputs: ({ id, inputs, region }) => ({
    arn: `arn:aws:s3:::${id}`,
    bucket: id,
    bucketDomainName: `${id}.s3.amazonaws.com`,
    bucketNamespace: inputs.bucketNamespace ?? "global",
    bucketPrefix: inputs.bucketPrefix ?? "",
    bucketRegion: region,
    bucketRegionalDomainName: `${id}.s3.${region}.amazonaws.com`,
    hostedZoneId: bucketZone(region),
    objectLockEnabled: false,
  }),
  verifyDelete: requireEmpty,
  // Whatever is configured of a bucket goes with it.
  deleted: (context) => {
    for (const type of COMPANIONS) removeAll(context, type, ({ inputs }) => inputs.bucket === context.id);
  },
};

/** In us-east-1 S3 answers that it made the bucket; the provider looks first, and gives the other code. */
function taken(_inputs: Props, { region }: AccountRecord): AwsError {
  return region === "us-east-1"
    ? new AwsError(
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. " +
          "Please select a different name and try again.",
      )
    : new AwsError(
        "BucketAlreadyOwnedByYou",
        "Your previous request to create the named bucket succeeded and you already own it.",
      );
}

function requireEmpty({ inputs, before }: Context): void {
  const versions = before ? versionsOf(before) : [];
  if (inputs.forceDestroy === true || versions.length === 0) return;
  const isVersioned = versions.some(({ versionId }) => versionId !== NULL_VERSION);
  const more = isVersioned ? " You must delete all versions in the bucket." : "";
  throw new AwsError("BucketNotEmpty", `The bucket you tried to delete is not empty.${more}`);
}

function deprecatedFailures(inputs: Props): CheckFailure[] {
  return Object.entries(DEPRECATED)
    .filter(([property]) => given(inputs, property))
    .map(([property, successor]) => ({
      property,
      reason: `deprecated by the provider, and not modelled on this machine; use the resource aws.s3.${successor}`,
    }));
}

function lockFailures(inputs: Props): CheckFailure[] {
  if (inputs.objectLockEnabled !== true) return [];
  return [{ property: "objectLockEnabled", reason: "object lock is not modelled on this machine; leave it out" }];
}

function namespaceFailures(inputs: Props): CheckFailure[] {
  const name = text(inputs, "bucket");
  if (name === undefined || undecided(inputs, "bucketNamespace")) return [];
  if (!name.endsWith("-an") || text(inputs, "bucketNamespace") === "account-regional") return [];
  const reason = `a name that ends with -an needs bucketNamespace to be account-regional, got "${name}"`;
  return [{ property: "bucket", reason }];
}

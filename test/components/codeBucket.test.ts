import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type CodeBucketArgs, codeBucket } from "../../components/codeBucket";
import { label, record } from "./recorder";

const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const PUBLIC_ACCESS = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";

const PARENT = label("test:index:Parent", "parent");
const READER = label("test:index:Reader", "reader");

function recordBucket(more: Partial<CodeBucketArgs> = {}) {
  return record(
    () => {
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent", {}, {}, false);
      const bucket = codeBucket("code", { bucket: "workshop-code", ...more }, parent);
      // Stands for what uses the bucket.
      new pulumi.ComponentResource("test:index:Reader", "reader", { bucket: bucket.name }, {}, false);
      return bucket;
    },
    { outputs: (type, _, { bucket }) => (type === BUCKET ? { arn: `arn:aws:s3:::${bucket}` } : undefined) },
  );
}

describe("codeBucket", () => {
  let recorded: Awaited<ReturnType<typeof recordBucket>>;

  before(async () => {
    recorded = await recordBucket();
  });

  it("goes with the stack, whatever is in it", () => {
    assert.deepEqual(recorded.one(BUCKET).inputs, { bucket: "workshop-code", forceDestroy: true });
  });

  it("is private, in all four ways", () => {
    assert.deepEqual(recorded.one(PUBLIC_ACCESS).inputs, {
      bucket: "workshop-code",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it("is encrypted with S3's own key, which costs nothing", () => {
    assert.deepEqual(recorded.one(ENCRYPTION).inputs, {
      bucket: "workshop-code",
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
  });

  it("keeps versions, as CodePipeline wants", () => {
    assert.deepEqual(recorded.one(VERSIONING).inputs, {
      bucket: "workshop-code",
      versioningConfiguration: { status: "Enabled" },
    });
  });

  it("keeps old versions for 30 days, and an upload that was never finished for one", () => {
    assert.deepEqual(recorded.one(LIFECYCLE).inputs, {
      bucket: "workshop-code",
      rules: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: {},
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    });
  });

  it("speaks of old versions once there are versions", () => {
    assert.ok(recorded.waitsFor(label(LIFECYCLE, "code"), label(VERSIONING, "code")));
  });

  it("tells nobody of uploads, unless that is asked for", async () => {
    assert.deepEqual(recorded.all(NOTIFICATION), []);
    assert.deepEqual((await recordBucket({ notifies: false })).all(NOTIFICATION), []);
    const notifies = await recordBucket({ notifies: true });
    assert.deepEqual(notifies.one(NOTIFICATION).inputs, { bucket: "workshop-code", eventbridge: true });
  });

  it("makes whoever uses it wait until it is as it should be", async () => {
    const notifies = await recordBucket({ notifies: true });
    for (const type of [BUCKET, PUBLIC_ACCESS, ENCRYPTION, VERSIONING, LIFECYCLE, NOTIFICATION]) {
      assert.ok(notifies.waitsFor(READER, label(type, "code")), type);
    }
  });

  it("has all of it under the parent", () => {
    const parents = recorded.resources.filter(({ type }) => type.startsWith("aws:")).map(({ parent }) => parent);
    assert.deepEqual(parents, Array(5).fill(PARENT));
  });

  it("gives out its name and its ARN", () => {
    assert.deepEqual(recorded.result, { name: "workshop-code", arn: "arn:aws:s3:::workshop-code" });
  });
});

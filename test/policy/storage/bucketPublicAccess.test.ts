import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const access = rule("storage-bucket-public-access");

const bucket: Fixture = { type: "aws:s3/bucket:Bucket", props: { id: "code", bucket: "code" } };
const block: Fixture = {
  type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  props: { id: "code", bucket: "code", blockPublicAcls: true },
};
const account: Fixture = { type: "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", props: { id: "1234" } };

const MISSING =
  "the bucket's public access block is missing; a BucketPublicAccessBlock is required for each bucket. " +
  "Add one with all four settings true.";

describe("storage-bucket-public-access", () => {
  it("accepts a bucket with a block, by its name", async () => {
    assert.deepEqual(await stackViolations(access, { bucket, block }), []);
  });

  it("refuses a bucket without one, of either type", async () => {
    assert.deepEqual(await stackViolations(access, { bucket }), [`bucket: ${MISSING}`]);
    const old = { ...bucket, type: "aws:s3/bucketV2:BucketV2" };
    assert.deepEqual(await stackViolations(access, { old }), [`old: ${MISSING}`]);
  });

  it("takes the block of another bucket for none", async () => {
    const other = { ...block, props: { bucket: "elsewhere" } };
    assert.deepEqual(await stackViolations(access, { bucket, other }), [`bucket: ${MISSING}`]);
  });

  it("accepts all buckets of an account with a block", async () => {
    assert.deepEqual(await stackViolations(access, { bucket, account }), []);
  });

  it("follows a name that is not known by what it depends on", async () => {
    const made = { ...bucket, props: { id: UNKNOWN, bucket: UNKNOWN } };
    const second = { ...bucket, props: { id: UNKNOWN, bucket: UNKNOWN } };
    const its = { ...block, props: { bucket: UNKNOWN }, dependsOn: { bucket: ["made"] } };
    assert.deepEqual(await stackViolations(access, { made, its }), []);
    assert.deepEqual(await stackViolations(access, { made, second, its }), [`second: ${MISSING}`]);
  });

  it("says nothing where a block may be anybody's", async () => {
    const stack = { bucket, open: { ...block, props: { bucket: UNKNOWN } } };
    assert.deepEqual(await stackViolations(access, stack), []);
    assert.deepEqual(await stackLeftOpen(access, stack), ["open: bucket"]);
  });
});

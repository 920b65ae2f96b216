import assert from "node:assert/strict";
import { type Fixture, mutated, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const versioned = rule("storage-source-versioned");

const source: Fixture = { type: "aws:s3/bucket:Bucket", props: { id: "code", bucket: "code" } };
const versioning: Fixture = {
  type: "aws:s3/bucketVersioning:BucketVersioning",
  props: { bucket: "code", versioningConfiguration: { status: "Enabled" } },
};
const action = {
  name: "Source",
  category: "Source",
  owner: "AWS",
  provider: "S3",
  configuration: { S3Bucket: "code", S3ObjectKey: "dogs.zip" },
};
const pipelineOf = (...actions: unknown[]): Fixture => ({
  type: "aws:codepipeline/pipeline:Pipeline",
  props: { stages: [{ name: "Source", actions }] },
});
const pipeline = pipelineOf(action);

const LINE =
  "so CodePipeline cannot read its source from the bucket; versions are required of a source bucket. " +
  'Add a BucketVersioning of status "Enabled", or set it so.';
const BARE = `source: versioning is missing, ${LINE}`;

const withProps = (fixture: Fixture, props: Record<string, unknown>): Fixture => ({
  ...fixture,
  props: { ...fixture.props, ...props },
});

describe("storage-source-versioned", () => {
  it("accepts a source bucket with versions", async () => {
    assert.deepEqual(await stackViolations(versioned, { source, versioning, pipeline }), []);
  });

  it("refuses one without", async () => {
    assert.deepEqual(await stackViolations(versioned, { source, pipeline }), [BARE]);
  });

  it("refuses versions that are suspended, missing, or another bucket's", async () => {
    const suspended = {
      ...versioning,
      props: mutated(versioning.props, "versioningConfiguration.status", "Suspended"),
    };
    assert.deepEqual(await stackViolations(versioned, { source, versioning: suspended, pipeline }), [
      `versioning: versioningConfiguration.status is Suspended, ${LINE}`,
    ]);
    const empty = withProps(versioning, { versioningConfiguration: {} });
    assert.deepEqual(await stackViolations(versioned, { source, versioning: empty, pipeline }), [
      `versioning: versioningConfiguration.status is missing, ${LINE}`,
    ]);
    const others = withProps(versioning, { bucket: "others" });
    assert.deepEqual(await stackViolations(versioned, { source, versioning: others, pipeline }), [BARE]);
  });

  it("knows versions that the bucket has inline, as either type spells them", async () => {
    const inline = withProps(source, { versioning: { enabled: true } });
    assert.deepEqual(await stackViolations(versioned, { source: inline, pipeline }), []);
    const off = withProps(source, { versioning: { enabled: false } });
    assert.deepEqual(await stackViolations(versioned, { source: off, pipeline }), [BARE]);
    const old = { ...withProps(source, { versionings: [{ enabled: true }] }), type: "aws:s3/bucketV2:BucketV2" };
    assert.deepEqual(await stackViolations(versioned, { source: old, pipeline }), []);
  });

  it("asks it of sources from S3 alone", async () => {
    for (const [key, value] of [
      ["category", "Deploy"],
      ["provider", "CodeStarSourceConnection"],
      ["configuration", undefined],
    ] as const) {
      assert.deepEqual(
        await stackViolations(versioned, { source, pipeline: pipelineOf({ ...action, [key]: value }) }),
        [],
      );
    }
    assert.deepEqual(await stackViolations(versioned, { source }), []);
  });

  it("reports a bucket once, however many read it", async () => {
    assert.deepEqual(await stackViolations(versioned, { source, pipeline, another: pipelineOf(action, action) }), [
      BARE,
    ]);
  });

  describe("in a preview", () => {
    const made = withProps(source, { id: UNKNOWN, bucket: UNKNOWN });
    const reads = {
      ...pipelineOf({ ...action, configuration: { S3Bucket: UNKNOWN } }),
      dependsOn: { stages: ["source"] },
    };

    it("finds the bucket by what the stages depend on", async () => {
      assert.deepEqual(await stackViolations(versioned, { source: made, pipeline: reads }), [BARE]);
    });

    it("leaves open a name that may be anything", async () => {
      const stack = { source: made, pipeline: pipelineOf({ ...action, configuration: UNKNOWN }) };
      assert.deepEqual(await stackViolations(versioned, stack), []);
      assert.deepEqual(await stackLeftOpen(versioned, stack), ["pipeline: stages"]);
    });

    it("leaves open a status that is not known", async () => {
      const open = withProps(versioning, { versioningConfiguration: UNKNOWN });
      assert.deepEqual(await stackViolations(versioned, { source, pipeline, open }), []);
      assert.deepEqual(await stackLeftOpen(versioned, { source, pipeline, open }), [
        "open: versioningConfiguration.status",
      ]);
    });

    it("leaves open versions that may be any bucket's", async () => {
      const open = withProps(versioning, { bucket: UNKNOWN });
      assert.deepEqual(await stackViolations(versioned, { source, pipeline, open }), []);
      assert.deepEqual(await stackLeftOpen(versioned, { source, pipeline, open }), ["open: bucket"]);
    });

    it("tells inline versions that AWS decides from such as depend on something", async () => {
      const computed = withProps(source, { versioning: UNKNOWN });
      assert.deepEqual(await stackViolations(versioned, { source: computed, pipeline }), [BARE]);
      const given = { ...computed, dependsOn: { versioning: ["pipeline"] } };
      assert.deepEqual(await stackViolations(versioned, { source: given, pipeline }), []);
      assert.deepEqual(await stackLeftOpen(versioned, { source: given, pipeline }), ["source: versioning"]);
    });
  });
});

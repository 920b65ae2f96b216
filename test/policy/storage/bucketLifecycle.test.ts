import assert from "node:assert/strict";
import { type Fixture, mutated, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";

const lifecycle = rule("storage-bucket-lifecycle");

const code: Fixture = { type: "aws:s3/bucket:Bucket", props: { id: "code", bucket: "code" } };
const versioning: Fixture = {
  type: "aws:s3/bucketVersioning:BucketVersioning",
  props: { bucket: "code", versioningConfiguration: { status: "Enabled" } },
};
const rules: Fixture = {
  type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  props: {
    bucket: "code",
    rules: [
      {
        id: "old-versions",
        status: "Enabled",
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
    ],
  },
};
const stack = { code, versioning, rules };

const old = (name: string, property: string) =>
  `${name}: ${property}[].noncurrentVersionExpiration is missing, so old versions stay for ever; ` +
  "it is required with versions. Add noncurrentVersionExpiration to a rule that is enabled.";
const parts = (name: string, property: string) =>
  `${name}: ${property}[].abortIncompleteMultipartUpload is missing, so parts of uploads that failed stay for ever, ` +
  "where nobody sees them; it is required with versions. Add abortIncompleteMultipartUpload to a rule that is enabled.";

const changed = (path: string, value: unknown) => ({
  ...stack,
  rules: { ...rules, props: mutated(rules.props, path, value) },
});

describe("storage-bucket-lifecycle", () => {
  it("accepts a bucket that ends old versions and uploads that never finish", async () => {
    assert.deepEqual(await stackViolations(lifecycle, stack), []);
  });

  it("refuses a bucket that keeps old versions", async () => {
    for (const nothing of [undefined, []]) {
      assert.deepEqual(await stackViolations(lifecycle, changed("rules.0.noncurrentVersionExpiration", nothing)), [
        old("rules", "rules"),
      ]);
    }
  });

  it("refuses a bucket that keeps parts of uploads", async () => {
    assert.deepEqual(await stackViolations(lifecycle, changed("rules.0.abortIncompleteMultipartUpload", undefined)), [
      parts("rules", "rules"),
    ]);
  });

  it("refuses rules that are switched off, and none at all", async () => {
    for (const stack of [changed("rules.0.status", "Disabled"), changed("rules", [])]) {
      assert.deepEqual(await stackViolations(lifecycle, stack), [old("rules", "rules"), parts("rules", "rules")]);
    }
    assert.deepEqual(await stackViolations(lifecycle, { code, versioning }), [
      old("code", "lifecycleRules"),
      parts("code", "lifecycleRules"),
    ]);
  });

  it("knows rules that the bucket has inline", async () => {
    const rule = { enabled: true, noncurrentVersionExpiration: { days: 30 }, abortIncompleteMultipartUploadDays: 1 };
    const inline = (lifecycleRules: unknown) => ({
      code: { ...code, props: { ...code.props, versioning: { enabled: true }, lifecycleRules } },
    });
    assert.deepEqual(await stackViolations(lifecycle, inline([rule])), []);
    assert.deepEqual(await stackViolations(lifecycle, inline([{ ...rule, abortIncompleteMultipartUploadDays: 0 }])), [
      parts("code", "lifecycleRules"),
    ]);
    assert.deepEqual(await stackViolations(lifecycle, inline([{ ...rule, enabled: false }])), [
      old("code", "lifecycleRules"),
      parts("code", "lifecycleRules"),
    ]);
  });

  it("asks nothing of a bucket without versions", async () => {
    assert.deepEqual(await stackViolations(lifecycle, { code }), []);
    const suspended = mutated(versioning.props, "versioningConfiguration.status", "Suspended");
    assert.deepEqual(await stackViolations(lifecycle, { code, versioning: { ...versioning, props: suspended } }), []);
  });

  it("leaves open what is not known", async () => {
    const BOTH = ["rules: rules[].noncurrentVersionExpiration", "rules: rules[].abortIncompleteMultipartUpload"];
    for (const [path, open] of [
      ["rules", BOTH],
      ["rules.0", BOTH],
      ["rules.0.status", BOTH],
      ["rules.0.noncurrentVersionExpiration", BOTH.slice(0, 1)],
      ["bucket", ["rules: bucket"]],
    ] as const) {
      assert.deepEqual(await stackViolations(lifecycle, changed(path, UNKNOWN)), [], path);
      assert.deepEqual(await stackLeftOpen(lifecycle, changed(path, UNKNOWN)), open, path);
    }
    const open = { ...versioning, props: mutated(versioning.props, "versioningConfiguration.status", UNKNOWN) };
    assert.deepEqual(await stackViolations(lifecycle, { code, versioning: open }), []);
    assert.deepEqual(await stackLeftOpen(lifecycle, { code, versioning: open }), [
      "versioning: versioningConfiguration.status",
    ]);
  });

  it("takes rules of a new bucket that AWS decides for none", async () => {
    const computed = { ...code, props: { ...code.props, lifecycleRules: UNKNOWN } };
    assert.deepEqual(await stackViolations(lifecycle, { code: computed, versioning }), [
      old("code", "lifecycleRules"),
      parts("code", "lifecycleRules"),
    ]);
  });
});

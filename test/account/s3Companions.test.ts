import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import {
  BUCKET,
  BUCKET_ENCRYPTION,
  BUCKET_LIFECYCLE,
  BUCKET_NOTIFICATION,
  BUCKET_POLICY,
  BUCKET_PUBLIC_ACCESS_BLOCK,
  BUCKET_VERSIONING,
} from "../../local/account/types/s3/references";
import { KEY_ARN, KEY_ID } from "./actions/fixture";
import { ACCOUNT_ID, accountWith, change, failures, make, options, refusal, replaces, without } from "./support";

const bucket = "dogs";
const versioning = (status: string, by: Props = {}): Props => ({ bucket, versioningConfiguration: { status }, ...by });
const encryption = (sse: Props, rule: Props = {}): Props => ({
  bucket,
  rules: [{ applyServerSideEncryptionByDefault: sse, ...rule }],
});
const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::dogs", "arn:aws:s3:::dogs/*"],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});

/** One of each. */
const COMPANIONS: [type: string, inputs: Props, what: string][] = [
  [BUCKET_VERSIONING, versioning("Enabled"), "versioning configuration"],
  [BUCKET_PUBLIC_ACCESS_BLOCK, { bucket, blockPublicAcls: true }, "public access block"],
  [BUCKET_ENCRYPTION, encryption({ sseAlgorithm: "AES256" }), "server-side encryption configuration"],
  [
    BUCKET_LIFECYCLE,
    { bucket, rules: [{ id: "old", status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 7 } }] },
    "lifecycle configuration",
  ],
  [BUCKET_NOTIFICATION, { bucket, eventbridge: true }, "notification configuration"],
  [BUCKET_POLICY, { bucket, policy: document }, "policy"],
];

function dogs(): Account {
  const account = new Account();
  make(account, BUCKET, { bucket });
  return account;
}

describe("account: what is configured of an S3 bucket", () => {
  for (const [type, inputs, what] of COMPANIONS) {
    it(`has a ${what} under the bucket's name, which is what imports it`, () => {
      const account = dogs();
      assert.equal(make(account, type, inputs).id, bucket);
      assert.equal(account.readImported(type, bucket, options).inputs.bucket, bucket);
      account.delete(type, bucket, options);
      account.delete(BUCKET, bucket, options);
      assert.equal(account.isEmpty, true);
    });

    it(`refuses a ${what} of a bucket that does not exist`, () => {
      assert.equal(
        refusal(() => make(new Account(), type, inputs)),
        "NoSuchBucket: The specified bucket does not exist: dogs",
      );
    });

    it(`refuses a second ${what}`, () => {
      const account = dogs();
      make(account, type, inputs);
      assert.equal(
        refusal(() => make(account, type, inputs)),
        `OperationAborted: The bucket 'dogs' has a ${what} already. Say everything in the one resource that it has.`,
      );
    });

    it(`makes a ${what} anew for another bucket`, () => {
      assert.deepEqual(replaces(type, inputs, { bucket: "cats" }), ["bucket"]);
    });
  }

  it("names the owner in the id where the program does, and refuses another one", () => {
    const owned = (expectedBucketOwner: string) => versioning("Enabled", { expectedBucketOwner });
    assert.equal(make(dogs(), BUCKET_VERSIONING, owned(ACCOUNT_ID)).id, `dogs,${ACCOUNT_ID}`);
    assert.equal(
      refusal(() => make(dogs(), BUCKET_VERSIONING, owned("999999999999"))),
      `AccessDenied: Access Denied. expectedBucketOwner is 999999999999, and the bucket belongs to ${ACCOUNT_ID}.`,
    );
  });
});

describe("account: S3 versioning", () => {
  it("refuses a status that S3 does not know", () => {
    assert.deepEqual(failures(BUCKET_VERSIONING, versioning("On")), [
      'versioningConfiguration.status: expected one of Enabled, Suspended, Disabled, got "On"',
    ]);
  });

  it("is suspended, but not undone", () => {
    const account = dogs();
    const made = make(account, BUCKET_VERSIONING, versioning("Enabled"));
    assert.equal(
      refusal(() => change(account, BUCKET_VERSIONING, made, versioning("Disabled"))),
      "IllegalVersioningConfigurationException: versioning_configuration.status cannot be updated from 'Enabled' to " +
        "'Disabled'. Suspend versioning instead.",
    );
    const { versioningConfiguration } = change(account, BUCKET_VERSIONING, made, versioning("Suspended"));
    assert.deepEqual(versioningConfiguration, { status: "Suspended" });
  });
});

describe("account: S3 public access block", () => {
  it("blocks what it is told to, and nothing else", () => {
    const { outputs } = make(dogs(), BUCKET_PUBLIC_ACCESS_BLOCK, { bucket, blockPublicPolicy: true });
    assert.deepEqual(without(outputs, "region"), {
      bucket,
      blockPublicAcls: false,
      blockPublicPolicy: true,
      ignorePublicAcls: false,
      restrictPublicBuckets: false,
    });
  });
});

describe("account: S3 encryption", () => {
  const kms = (kmsMasterKeyId: string, sseAlgorithm = "aws:kms") => encryption({ sseAlgorithm, kmsMasterKeyId });
  const path = "rules[0].applyServerSideEncryptionByDefault";

  it("refuses an algorithm that S3 does not know, and a second rule", () => {
    assert.deepEqual(failures(BUCKET_ENCRYPTION, encryption({ sseAlgorithm: "AES" })), [
      `${path}.sseAlgorithm: expected one of AES256, aws:kms, aws:kms:dsse, got "AES"`,
    ]);
    const rule = { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
    assert.match(
      failures(BUCKET_ENCRYPTION, { bucket, rules: [rule, rule] }).join(),
      /^rules: expected exactly 1 elements/,
    );
  });

  it("refuses a key for S3's own encryption", () => {
    assert.deepEqual(failures(BUCKET_ENCRYPTION, kms(KEY_ID, "AES256")), [
      `${path}.kmsMasterKeyId: works with sseAlgorithm aws:kms or aws:kms:dsse only, got AES256`,
    ]);
  });

  it("has no bucket key for two layers of encryption", () => {
    const withKey = (sseAlgorithm: string) => encryption({ sseAlgorithm }, { bucketKeyEnabled: true });
    assert.deepEqual(failures(BUCKET_ENCRYPTION, withKey("aws:kms")), []);
    assert.deepEqual(failures(BUCKET_ENCRYPTION, withKey("aws:kms:dsse")), [
      "rules[0].bucketKeyEnabled: does not work with sseAlgorithm aws:kms:dsse",
    ]);
  });

  it("takes a key by its id, ARN or alias, and none that does not exist", () => {
    const arn = KEY_ARN.replace(/key\/.*/, "alias/dogs");
    const others = [
      { type: BUCKET, id: bucket },
      { type: "aws:kms/key:Key", id: KEY_ID, outputs: { arn: KEY_ARN } },
      { type: "aws:kms/alias:Alias", id: "alias/dogs", outputs: { arn } },
    ];
    for (const key of [KEY_ID, KEY_ARN, "alias/dogs", arn, "alias/aws/s3"]) {
      assert.equal(make(accountWith(...others), BUCKET_ENCRYPTION, kms(key)).id, bucket);
    }
    for (const key of [KEY_ID.replace("1", "2"), KEY_ARN.replace("us-west-2", "eu-west-1"), "alias/cats"]) {
      assert.equal(
        refusal(() => make(accountWith(...others), BUCKET_ENCRYPTION, kms(key))),
        `KMS.NotFoundException: Key '${key}' does not exist`,
      );
    }
  });
});

describe("account: S3 notifications", () => {
  it("does not report to EventBridge unless it is asked to", () => {
    assert.equal(make(dogs(), BUCKET_NOTIFICATION, { bucket }).outputs.eventbridge, false);
  });

  it("holds other targets to their form", () => {
    const topic = (topicArn: string, event: string): Props => ({ bucket, topics: [{ topicArn, events: [event] }] });
    const arn = `arn:aws:sns:us-west-2:${ACCOUNT_ID}:dogs`;
    assert.deepEqual(failures(BUCKET_NOTIFICATION, topic(arn, "s3:ObjectCreated:*")), []);
    assert.deepEqual(failures(BUCKET_NOTIFICATION, topic(arn.replace("sns", "sqs"), "ObjectCreated")), [
      `topics[0].topicArn: expected an ARN that begins with arn:aws:sns:, got "${arn.replace("sns", "sqs")}"`,
      'topics[0].events[0]: expected the name of an event such as s3:ObjectCreated:*, got "ObjectCreated"',
    ]);
  });
});

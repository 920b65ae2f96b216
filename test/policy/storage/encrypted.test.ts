import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const encrypted = rule("storage-encrypted");

const PLAIN = "so its data lies unencrypted; true is required. Set it to true.";
const QUEUE = "aws:sqs/queue:Queue";
const STREAM = "aws:kinesis/stream:Stream";
const REPLICATION = "aws:elasticache/replicationGroup:ReplicationGroup";

/** What is not encrypted unless it is asked for: its property, and what makes it a copy of something else. */
const ASKED: [type: string, property: string, copies: string[]][] = [
  [
    "aws:rds/instance:Instance",
    "storageEncrypted",
    ["replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime"],
  ],
  [
    "aws:rds/cluster:Cluster",
    "storageEncrypted",
    ["snapshotIdentifier", "replicationSourceIdentifier", "restoreToPointInTime", "globalClusterIdentifier"],
  ],
  ["aws:docdb/cluster:Cluster", "storageEncrypted", ["snapshotIdentifier", "globalClusterIdentifier"]],
  ["aws:neptune/cluster:Cluster", "storageEncrypted", ["snapshotIdentifier", "replicationSourceIdentifier"]],
  ["aws:rds/globalCluster:GlobalCluster", "storageEncrypted", ["sourceDbClusterIdentifier"]],
  ["aws:docdb/globalCluster:GlobalCluster", "storageEncrypted", ["sourceDbClusterIdentifier"]],
  ["aws:neptune/globalCluster:GlobalCluster", "storageEncrypted", ["sourceDbClusterIdentifier"]],
  ["aws:efs/fileSystem:FileSystem", "encrypted", []],
  [REPLICATION, "atRestEncryptionEnabled", ["globalReplicationGroupId"]],
];

describe("storage-encrypted", () => {
  for (const [type, property, copies] of ASKED) {
    it(`judges ${type}`, async () => {
      assert.deepEqual(await violations(encrypted, type, { [property]: true }), []);
      assert.deepEqual(await violations(encrypted, type, { [property]: false }), [`${property} is false, ${PLAIN}`]);
      assert.deepEqual(await violations(encrypted, type, {}), [`${property} is missing, ${PLAIN}`]);
      assert.deepEqual(await violations(encrypted, type, { [property]: UNKNOWN }), []);
      assert.deepEqual(await leftOpen(encrypted, type, { [property]: UNKNOWN }), [property]);
    });

    for (const copy of copies) {
      it(`leaves ${type} to the original that ${copy} names`, async () => {
        assert.deepEqual(await violations(encrypted, type, { [copy]: "another" }), []);
        assert.deepEqual(await violations(encrypted, type, { [copy]: UNKNOWN }), []);
        assert.deepEqual(await leftOpen(encrypted, type, { [copy]: UNKNOWN }), [copy]);
      });
    }
  }

  for (const [type, block] of [
    ["aws:dax/cluster:Cluster", "serverSideEncryption"],
    ["aws:opensearch/domain:Domain", "encryptAtRest"],
    ["aws:elasticsearch/domain:Domain", "encryptAtRest"],
  ] as const) {
    it(`judges ${type} by ${block}`, async () => {
      const props = { [block]: { enabled: true } };
      assert.deepEqual(await violations(encrypted, type, props), []);
      assert.deepEqual(await violations(encrypted, type, mutated(props, `${block}.enabled`, false)), [
        `${block}.enabled is false, ${PLAIN}`,
      ]);
      assert.deepEqual(await violations(encrypted, type, {}), [`${block}.enabled is missing, ${PLAIN}`]);
      assert.deepEqual(await violations(encrypted, type, { [block]: UNKNOWN }), []);
    });
  }

  it("judges queues, which AWS encrypts unless told otherwise", async () => {
    assert.deepEqual(await violations(encrypted, QUEUE, { sqsManagedSseEnabled: true }), []);
    assert.deepEqual(await violations(encrypted, QUEUE, {}), []);
    assert.deepEqual(await violations(encrypted, QUEUE, { sqsManagedSseEnabled: false }), [
      "sqsManagedSseEnabled is false, so its messages lie unencrypted; true is required. Set it to true.",
    ]);
    const byKey = { sqsManagedSseEnabled: false, kmsMasterKeyId: "alias/aws/sqs" };
    assert.deepEqual(await violations(encrypted, QUEUE, byKey), []);
    assert.deepEqual(await violations(encrypted, QUEUE, mutated(byKey, "kmsMasterKeyId", "")), [
      "sqsManagedSseEnabled is false, so its messages lie unencrypted; true is required. Set it to true.",
    ]);
  });

  it("judges streams by the type of their encryption", async () => {
    const said = (given: string) => [
      `encryptionType is ${given}, so its records lie unencrypted; KMS is required. Set it to KMS.`,
    ];
    assert.deepEqual(await violations(encrypted, STREAM, { encryptionType: "KMS" }), []);
    assert.deepEqual(await violations(encrypted, STREAM, { encryptionType: "NONE" }), said("NONE"));
    assert.deepEqual(await violations(encrypted, STREAM, {}), said("missing"));
  });

  it("judges Redshift, which is encrypted unless told otherwise", async () => {
    const type = "aws:redshift/cluster:Cluster";
    assert.deepEqual(await violations(encrypted, type, {}), []);
    assert.deepEqual(await violations(encrypted, type, { encrypted: "true" }), []);
    assert.deepEqual(await violations(encrypted, type, { encrypted: "false" }), [`encrypted is false, ${PLAIN}`]);
    for (const copy of ["snapshotIdentifier", "snapshotArn"]) {
      assert.deepEqual(await violations(encrypted, type, { encrypted: "false", [copy]: "another" }), []);
    }
  });

  it("knows what is encrypted by its kind", async () => {
    assert.deepEqual(await violations(encrypted, "aws:rds/cluster:Cluster", { engineMode: "serverless" }), []);
    assert.deepEqual(await violations(encrypted, REPLICATION, { engine: "valkey" }), []);
    assert.deepEqual(await violations(encrypted, REPLICATION, { engine: "redis" }), [
      `atRestEncryptionEnabled is missing, ${PLAIN}`,
    ]);
    assert.deepEqual(await violations(encrypted, REPLICATION, { engine: "valkey", atRestEncryptionEnabled: false }), [
      `atRestEncryptionEnabled is false, ${PLAIN}`,
    ]);
  });

  it("asks nothing of what has no off switch", async () => {
    for (const type of ["aws:s3/bucket:Bucket", "aws:dynamodb/table:Table", "aws:ecr/repository:Repository"]) {
      assert.deepEqual(await violations(encrypted, type, {}), []);
    }
  });
});

import { has, type Loose, type Switch } from "../switches";
import { isMissing } from "../values";

const PLAIN = "so its data lies unencrypted";

/**
 * Where encryption has an off switch. S3, ECR, DynamoDB and FSx have none any more; volumes of instances are the business
 * of `encrypted-volumes`. A copy of something is as encrypted as the original, which cannot be seen.
 */
export const UNENCRYPTED: readonly Switch[] = [
  {
    // On by default since October 2022.
    token: "aws:sqs/queue:Queue",
    property: "sqsManagedSseEnabled",
    so: "so its messages lie unencrypted",
    wanted: true,
    byDefault: true,
    unless: has("kmsMasterKeyId"),
  },
  {
    token: "aws:rds/instance:Instance",
    property: "storageEncrypted",
    so: PLAIN,
    wanted: true,
    unless: has("replicateSourceDb", "snapshotIdentifier", "restoreToPointInTime"),
  },
  {
    token: "aws:rds/cluster:Cluster",
    property: "storageEncrypted",
    so: PLAIN,
    wanted: true,
    unless: (cluster) => cluster.engineMode === "serverless" || isCopy(cluster),
  },
  globalCluster("rds"),
  globalCluster("docdb"),
  globalCluster("neptune"),
  { token: "aws:docdb/cluster:Cluster", property: "storageEncrypted", so: PLAIN, wanted: true, unless: isCopy },
  { token: "aws:neptune/cluster:Cluster", property: "storageEncrypted", so: PLAIN, wanted: true, unless: isCopy },
  { token: "aws:efs/fileSystem:FileSystem", property: "encrypted", so: PLAIN, wanted: true },
  {
    token: "aws:redshift/cluster:Cluster",
    property: "encrypted",
    so: PLAIN,
    wanted: true,
    byDefault: true,
    unless: has("snapshotIdentifier", "snapshotArn"),
  },
  {
    token: "aws:kinesis/stream:Stream",
    property: "encryptionType",
    so: "so its records lie unencrypted",
    wanted: "KMS",
  },
  {
    token: "aws:elasticache/replicationGroup:ReplicationGroup",
    property: "atRestEncryptionEnabled",
    so: PLAIN,
    wanted: true,
    // Valkey encrypts by default; a secondary group is as encrypted as the global one that it belongs to.
    unless: (group) =>
      has("globalReplicationGroupId")(group) ||
      (isMissing(group.atRestEncryptionEnabled) && !isMissing(group.engine) && group.engine !== "redis"),
  },
  { token: "aws:dax/cluster:Cluster", property: "serverSideEncryption.enabled", so: PLAIN, wanted: true },
  { token: "aws:opensearch/domain:Domain", property: "encryptAtRest.enabled", so: PLAIN, wanted: true },
  { token: "aws:elasticsearch/domain:Domain", property: "encryptAtRest.enabled", so: PLAIN, wanted: true },
];

function isCopy(cluster: Loose): boolean {
  return has(
    "snapshotIdentifier",
    "replicationSourceIdentifier",
    "restoreToPointInTime",
    "globalClusterIdentifier",
  )(cluster);
}

function globalCluster(service: string): Switch {
  return {
    token: `aws:${service}/globalCluster:GlobalCluster`,
    property: "storageEncrypted",
    so: PLAIN,
    wanted: true,
    unless: has("sourceDbClusterIdentifier"),
  };
}

import { has, type Switch } from "../switches";

const OBJECTS = "so destroy fails while anything is in it";
const SNAPSHOT = "so destroy fails, or leaves a snapshot that costs money";
const BACKUP = "so destroy leaves a backup that costs money";

/** What makes a destroy stop at something that is not empty. */
const NOT_EMPTY: readonly Switch[] = [
  { token: "aws:s3/bucket:Bucket", property: "forceDestroy", so: OBJECTS, wanted: true },
  { token: "aws:s3/directoryBucket:DirectoryBucket", property: "forceDestroy", so: OBJECTS, wanted: true },
  { token: "aws:s3/vectorsVectorBucket:VectorsVectorBucket", property: "forceDestroy", so: OBJECTS, wanted: true },
  { token: "aws:s3tables/tableBucket:TableBucket", property: "forceDestroy", so: OBJECTS, wanted: true },
  { token: "aws:lightsail/bucket:Bucket", property: "forceDelete", so: OBJECTS, wanted: true },
  { token: "aws:ecr/repository:Repository", property: "forceDelete", so: OBJECTS, wanted: true },
  { token: "aws:ecrpublic/repository:Repository", property: "forceDestroy", so: OBJECTS, wanted: true },
  { token: "aws:backup/vault:Vault", property: "forceDestroy", so: OBJECTS, wanted: true },
  { token: "aws:athena/database:Database", property: "forceDestroy", so: OBJECTS, wanted: true },
  { token: "aws:athena/workgroup:Workgroup", property: "forceDestroy", so: OBJECTS, wanted: true },
  {
    token: "aws:route53/zone:Zone",
    property: "forceDestroy",
    so: "so destroy fails while it has records that the program did not make",
    wanted: true,
  },
  {
    token: "aws:servicediscovery/service:Service",
    property: "forceDestroy",
    so: "so destroy fails while instances are registered with it",
    wanted: true,
  },
  {
    token: "aws:iam/user:User",
    property: "forceDestroy",
    so: "so destroy fails once the user has a password, key or device that the program did not make",
    wanted: true,
  },
];

/** What AWS keeps of something after it is deleted. */
const KEPT: readonly Switch[] = [
  { token: "aws:rds/instance:Instance", property: "skipFinalSnapshot", so: SNAPSHOT, wanted: true },
  { token: "aws:rds/cluster:Cluster", property: "skipFinalSnapshot", so: SNAPSHOT, wanted: true },
  { token: "aws:docdb/cluster:Cluster", property: "skipFinalSnapshot", so: SNAPSHOT, wanted: true },
  { token: "aws:neptune/cluster:Cluster", property: "skipFinalSnapshot", so: SNAPSHOT, wanted: true },
  { token: "aws:redshift/cluster:Cluster", property: "skipFinalSnapshot", so: SNAPSHOT, wanted: true },
  { token: "aws:lightsail/database:Database", property: "skipFinalSnapshot", so: SNAPSHOT, wanted: true },
  { token: "aws:ebs/volume:Volume", property: "finalSnapshot", so: SNAPSHOT, wanted: false, byDefault: false },
  { token: "aws:fsx/windowsFileSystem:WindowsFileSystem", property: "skipFinalBackup", so: BACKUP, wanted: true },
  { token: "aws:fsx/openZfsFileSystem:OpenZfsFileSystem", property: "skipFinalBackup", so: BACKUP, wanted: true },
  { token: "aws:fsx/ontapVolume:OntapVolume", property: "skipFinalBackup", so: BACKUP, wanted: true },
  {
    token: "aws:fsx/lustreFileSystem:LustreFileSystem",
    property: "skipFinalBackup",
    so: BACKUP,
    wanted: true,
    byDefault: true,
  },
  {
    token: "aws:rds/instance:Instance",
    property: "deleteAutomatedBackups",
    so: BACKUP,
    wanted: true,
    byDefault: true,
  },
  { token: "aws:rds/cluster:Cluster", property: "deleteAutomatedBackups", so: BACKUP, wanted: true, byDefault: true },
  {
    // 7 to 30 days, by default 30, or 0: the provider's documentation.
    token: "aws:secretsmanager/secret:Secret",
    property: "recoveryWindowInDays",
    so: "so the secret keeps its name for days after destroy, and the stack cannot be made again",
    wanted: 0,
  },
];

/** What a destroy stops at, or leaves, unless the program says otherwise beforehand. */
export const LEFTOVERS: readonly Switch[] = [...NOT_EMPTY, ...KEPT];

const PROTECTED = "so destroy fails";
const SKIPPED = "so destroy leaves it behind";

function off(token: string, property: string, so: string): Switch {
  return { token, property, so, wanted: false, byDefault: false };
}

/** What keeps a destroy from deleting something at all. */
export const PROTECTIONS: readonly Switch[] = [
  off("aws:lb/loadBalancer:LoadBalancer", "enableDeletionProtection", PROTECTED),
  off("aws:dynamodb/table:Table", "deletionProtectionEnabled", PROTECTED),
  off("aws:dynamodb/tableReplica:TableReplica", "deletionProtectionEnabled", PROTECTED),
  off("aws:rds/instance:Instance", "deletionProtection", PROTECTED),
  off("aws:rds/cluster:Cluster", "deletionProtection", PROTECTED),
  off("aws:rds/globalCluster:GlobalCluster", "deletionProtection", PROTECTED),
  off("aws:docdb/cluster:Cluster", "deletionProtection", PROTECTED),
  off("aws:docdb/globalCluster:GlobalCluster", "deletionProtection", PROTECTED),
  off("aws:neptune/cluster:Cluster", "deletionProtection", PROTECTED),
  off("aws:neptune/globalCluster:GlobalCluster", "deletionProtection", PROTECTED),
  off("aws:neptunegraph/graph:Graph", "deletionProtection", PROTECTED),
  off("aws:eks/cluster:Cluster", "deletionProtection", PROTECTED),
  off("aws:networkfirewall/firewall:Firewall", "deleteProtection", PROTECTED),
  off("aws:emr/cluster:Cluster", "terminationProtection", PROTECTED),
  off("aws:cloudwatch/logGroup:LogGroup", "deletionProtectionEnabled", PROTECTED),
  // Both forces override the protection.
  { ...off("aws:dsql/cluster:Cluster", "deletionProtectionEnabled", PROTECTED), unless: isForced("forceDestroy") },
  { ...off("aws:ec2/instance:Instance", "disableApiTermination", PROTECTED), unless: isForced("forceDestroy") },
  {
    ...off("aws:ec2/spotInstanceRequest:SpotInstanceRequest", "disableApiTermination", PROTECTED),
    unless: isForced("forceDestroy"),
  },
  off("aws:ec2/launchTemplate:LaunchTemplate", "disableApiTermination", "so its instances cannot be terminated"),
  {
    ...off("aws:autoscaling/group:Group", "protectFromScaleIn", "so destroy waits for its instances in vain"),
    unless: isForced("forceDelete"),
  },
  // AWS protects event data stores by default.
  {
    token: "aws:cloudtrail/eventDataStore:EventDataStore",
    property: "terminationProtectionEnabled",
    so: PROTECTED,
    wanted: false,
  },
  {
    token: "aws:cognito/userPool:UserPool",
    property: "deletionProtection",
    so: PROTECTED,
    wanted: "INACTIVE",
    byDefault: "INACTIVE",
  },
  {
    token: "aws:verifiedpermissions/policyStore:PolicyStore",
    property: "deletionProtection",
    so: PROTECTED,
    wanted: "DISABLED",
    byDefault: "DISABLED",
  },
  off("aws:cloudwatch/logGroup:LogGroup", "skipDestroy", SKIPPED),
  off("aws:ecs/taskDefinition:TaskDefinition", "skipDestroy", SKIPPED),
  off("aws:lambda/function:Function", "skipDestroy", SKIPPED),
  off("aws:lambda/layerVersion:LayerVersion", "skipDestroy", SKIPPED),
  off("aws:rds/parameterGroup:ParameterGroup", "skipDestroy", SKIPPED),
  off("aws:rds/optionGroup:OptionGroup", "skipDestroy", SKIPPED),
  off("aws:cloudfront/distribution:Distribution", "retainOnDelete", SKIPPED),
];

/** True where the program forces the deletion, or where that is not known. */
function isForced(property: string): Switch["unless"] {
  return (props) => has(property)(props) && props[property] !== false;
}

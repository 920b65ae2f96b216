import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const forceDestroy = rule("cleanup-force-destroy");

const NOT_EMPTY = "so destroy fails while anything is in it";
const SNAPSHOT = "so destroy fails, or leaves a snapshot that costs money";
const BACKUP = "so destroy leaves a backup that costs money";

/** By type: the property, its value in a stack that goes without a trace, and what follows from another. */
const WANTED: [type: string, property: string, wanted: boolean | number, so: string][] = [
  ["aws:s3/bucket:Bucket", "forceDestroy", true, NOT_EMPTY],
  ["aws:s3/bucketV2:BucketV2", "forceDestroy", true, NOT_EMPTY],
  ["aws:s3/directoryBucket:DirectoryBucket", "forceDestroy", true, NOT_EMPTY],
  ["aws:s3/vectorsVectorBucket:VectorsVectorBucket", "forceDestroy", true, NOT_EMPTY],
  ["aws:s3tables/tableBucket:TableBucket", "forceDestroy", true, NOT_EMPTY],
  ["aws:lightsail/bucket:Bucket", "forceDelete", true, NOT_EMPTY],
  ["aws:ecr/repository:Repository", "forceDelete", true, NOT_EMPTY],
  ["aws:ecrpublic/repository:Repository", "forceDestroy", true, NOT_EMPTY],
  ["aws:backup/vault:Vault", "forceDestroy", true, NOT_EMPTY],
  ["aws:athena/database:Database", "forceDestroy", true, NOT_EMPTY],
  ["aws:athena/workgroup:Workgroup", "forceDestroy", true, NOT_EMPTY],
  [
    "aws:route53/zone:Zone",
    "forceDestroy",
    true,
    "so destroy fails while it has records that the program did not make",
  ],
  [
    "aws:servicediscovery/service:Service",
    "forceDestroy",
    true,
    "so destroy fails while instances are registered with it",
  ],
  [
    "aws:iam/user:User",
    "forceDestroy",
    true,
    "so destroy fails once the user has a password, key or device that the program did not make",
  ],
  ["aws:docdb/cluster:Cluster", "skipFinalSnapshot", true, SNAPSHOT],
  ["aws:neptune/cluster:Cluster", "skipFinalSnapshot", true, SNAPSHOT],
  ["aws:redshift/cluster:Cluster", "skipFinalSnapshot", true, SNAPSHOT],
  ["aws:lightsail/database:Database", "skipFinalSnapshot", true, SNAPSHOT],
  ["aws:rds/instance:Instance", "skipFinalSnapshot", true, SNAPSHOT],
  ["aws:rds/cluster:Cluster", "skipFinalSnapshot", true, SNAPSHOT],
  ["aws:fsx/windowsFileSystem:WindowsFileSystem", "skipFinalBackup", true, BACKUP],
  ["aws:fsx/openZfsFileSystem:OpenZfsFileSystem", "skipFinalBackup", true, BACKUP],
  ["aws:fsx/ontapVolume:OntapVolume", "skipFinalBackup", true, BACKUP],
  [
    "aws:secretsmanager/secret:Secret",
    "recoveryWindowInDays",
    0,
    "so the secret keeps its name for days after destroy, and the stack cannot be made again",
  ],
];

/** What is right unless the program says otherwise. */
const RIGHT_BY_DEFAULT: [
  type: string,
  property: string,
  wanted: boolean,
  so: string,
  rest?: Record<string, unknown>,
][] = [
  ["aws:ebs/volume:Volume", "finalSnapshot", false, SNAPSHOT],
  ["aws:fsx/lustreFileSystem:LustreFileSystem", "skipFinalBackup", true, BACKUP],
  ["aws:rds/instance:Instance", "deleteAutomatedBackups", true, BACKUP, { skipFinalSnapshot: true }],
  ["aws:rds/cluster:Cluster", "deleteAutomatedBackups", true, BACKUP, { skipFinalSnapshot: true }],
];

describe("cleanup-force-destroy", () => {
  for (const [type, property, wanted, so] of WANTED) {
    it(`wants ${property} of ${type}`, async () => {
      const other = wanted === 0 ? 7 : false;
      const rest = `${so}; ${wanted} is required. Set it to ${wanted}.`;
      assert.deepEqual(await violations(forceDestroy, type, { [property]: wanted }), []);
      assert.deepEqual(await violations(forceDestroy, type, { [property]: other }), [
        `${property} is ${other}, ${rest}`,
      ]);
      assert.deepEqual(await violations(forceDestroy, type, {}), [`${property} is missing, ${rest}`]);
      assert.deepEqual(await violations(forceDestroy, type, { [property]: UNKNOWN }), []);
      assert.deepEqual(await leftOpen(forceDestroy, type, { [property]: UNKNOWN }), [property]);
    });
  }

  for (const [type, property, wanted, so, rest = {}] of RIGHT_BY_DEFAULT) {
    it(`takes ${property} of ${type} as ${wanted} where it is missing`, async () => {
      assert.deepEqual(await violations(forceDestroy, type, rest), []);
      assert.deepEqual(await violations(forceDestroy, type, { ...rest, [property]: wanted }), []);
      assert.deepEqual(await violations(forceDestroy, type, { ...rest, [property]: !wanted }), [
        `${property} is ${!wanted}, ${so}; ${wanted} is required. Set it to ${wanted}.`,
      ]);
    });
  }

  it("asks nothing of what destroy drains by itself", async () => {
    assert.deepEqual(await violations(forceDestroy, "aws:ecs/service:Service", { forceDelete: false }), []);
    assert.deepEqual(await violations(forceDestroy, "aws:autoscaling/group:Group", { forceDelete: false }), []);
  });
});

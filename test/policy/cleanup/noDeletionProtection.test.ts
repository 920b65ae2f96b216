import assert from "node:assert/strict";
import { leftOpen, protectedViolations, rule, UNKNOWN, violations } from "../harness";

const protection = rule("cleanup-no-deletion-protection");

const FAILS = "so destroy fails";
const LEFT = "so destroy leaves it behind";
const INSTANCE = "aws:ec2/instance:Instance";
const GROUP = "aws:autoscaling/group:Group";
const VAIN = "so destroy waits for its instances in vain";

/** By type: what protects it, and what follows. */
const OFF: [type: string, property: string, so: string][] = [
  ["aws:lb/loadBalancer:LoadBalancer", "enableDeletionProtection", FAILS],
  ["aws:alb/loadBalancer:LoadBalancer", "enableDeletionProtection", FAILS],
  ["aws:dynamodb/table:Table", "deletionProtectionEnabled", FAILS],
  ["aws:dynamodb/tableReplica:TableReplica", "deletionProtectionEnabled", FAILS],
  ["aws:rds/instance:Instance", "deletionProtection", FAILS],
  ["aws:rds/cluster:Cluster", "deletionProtection", FAILS],
  ["aws:rds/globalCluster:GlobalCluster", "deletionProtection", FAILS],
  ["aws:docdb/cluster:Cluster", "deletionProtection", FAILS],
  ["aws:docdb/globalCluster:GlobalCluster", "deletionProtection", FAILS],
  ["aws:neptune/cluster:Cluster", "deletionProtection", FAILS],
  ["aws:neptune/globalCluster:GlobalCluster", "deletionProtection", FAILS],
  ["aws:neptunegraph/graph:Graph", "deletionProtection", FAILS],
  ["aws:eks/cluster:Cluster", "deletionProtection", FAILS],
  ["aws:networkfirewall/firewall:Firewall", "deleteProtection", FAILS],
  ["aws:emr/cluster:Cluster", "terminationProtection", FAILS],
  ["aws:cloudwatch/logGroup:LogGroup", "deletionProtectionEnabled", FAILS],
  ["aws:dsql/cluster:Cluster", "deletionProtectionEnabled", FAILS],
  [INSTANCE, "disableApiTermination", FAILS],
  ["aws:ec2/spotInstanceRequest:SpotInstanceRequest", "disableApiTermination", FAILS],
  ["aws:ec2/launchTemplate:LaunchTemplate", "disableApiTermination", "so its instances cannot be terminated"],
  [GROUP, "protectFromScaleIn", VAIN],
  ["aws:cloudwatch/logGroup:LogGroup", "skipDestroy", LEFT],
  ["aws:ecs/taskDefinition:TaskDefinition", "skipDestroy", LEFT],
  ["aws:lambda/function:Function", "skipDestroy", LEFT],
  ["aws:lambda/layerVersion:LayerVersion", "skipDestroy", LEFT],
  ["aws:rds/parameterGroup:ParameterGroup", "skipDestroy", LEFT],
  ["aws:rds/optionGroup:OptionGroup", "skipDestroy", LEFT],
  ["aws:cloudfront/distribution:Distribution", "retainOnDelete", LEFT],
];

describe("cleanup-no-deletion-protection", () => {
  for (const [type, property, so] of OFF) {
    it(`wants ${property} of ${type} off`, async () => {
      assert.deepEqual(await violations(protection, type, {}), []);
      assert.deepEqual(await violations(protection, type, { [property]: false }), []);
      assert.deepEqual(await violations(protection, type, { [property]: true }), [
        `${property} is true, ${so}; false is required. Set it to false.`,
      ]);
      assert.deepEqual(await violations(protection, type, { [property]: UNKNOWN }), []);
      assert.deepEqual(await leftOpen(protection, type, { [property]: UNKNOWN }), [property]);
    });
  }

  it("lets a force override a protection", async () => {
    for (const type of [INSTANCE, "aws:ec2/spotInstanceRequest:SpotInstanceRequest"]) {
      const machine = { disableApiTermination: true };
      assert.deepEqual(await violations(protection, type, { ...machine, forceDestroy: true }), []);
      assert.deepEqual(await violations(protection, type, { ...machine, forceDestroy: UNKNOWN }), []);
      assert.equal((await violations(protection, type, { ...machine, forceDestroy: false })).length, 1);
    }
    assert.deepEqual(await violations(protection, GROUP, { protectFromScaleIn: true, forceDelete: true }), []);
    assert.deepEqual(await violations(protection, GROUP, { protectFromScaleIn: true, forceDelete: false }), [
      `protectFromScaleIn is true, ${VAIN}; false is required. Set it to false.`,
    ]);
  });

  it("knows what AWS protects by default", async () => {
    const type = "aws:cloudtrail/eventDataStore:EventDataStore";
    assert.deepEqual(await violations(protection, type, { terminationProtectionEnabled: false }), []);
    assert.deepEqual(await violations(protection, type, {}), [
      `terminationProtectionEnabled is missing, ${FAILS}; false is required. Set it to false.`,
    ]);
  });

  for (const [type, off, on] of [
    ["aws:cognito/userPool:UserPool", "INACTIVE", "ACTIVE"],
    ["aws:verifiedpermissions/policyStore:PolicyStore", "DISABLED", "ENABLED"],
  ] as const) {
    it(`reads the words of ${type}`, async () => {
      assert.deepEqual(await violations(protection, type, {}), []);
      assert.deepEqual(await violations(protection, type, { deletionProtection: off }), []);
      assert.deepEqual(await violations(protection, type, { deletionProtection: on }), [
        `deletionProtection is ${on}, ${FAILS}; ${off} is required. Set it to ${off}.`,
      ]);
    });
  }

  it("refuses Pulumi's option protect on any resource", async () => {
    for (const type of ["aws:sns/topic:Topic", "my:index:Component"]) {
      assert.deepEqual(await violations(protection, type, {}), []);
      assert.deepEqual(await protectedViolations(protection, type, {}), [
        "the option protect is true, so destroy fails; only false is allowed. Leave it out, and deploy once before the destroy.",
      ]);
    }
  });
});

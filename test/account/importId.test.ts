import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { importIdOf } from "../../local/account/importId";
import type { AccountRecord } from "../../local/account/model";
import { types } from "../../local/account/types";
import { accountWith, make, options, refusal } from "./support";

const CLUSTER = "aws:ecs/cluster:Cluster";
const LOGS = "aws:cloudwatch/logGroup:LogGroup";
const NOTIFICATION = "aws:autoscaling/notification:Notification";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const VPC = "aws:ec2/vpc:Vpc";

/** What scaling a service takes. */
const SCALED = {
  serviceNamespace: "ecs",
  resourceId: "service/site/cats",
  scalableDimension: "ecs:service:DesiredCount",
};

/** Examples from the provider's documentation of each type, "Import", with what it keeps as the id. */
const CASES: [type: string, record: Partial<AccountRecord>, importId: string][] = [
  [
    "aws:appautoscaling/target:Target",
    { id: "service/site/cats", inputs: SCALED },
    "ecs/service/site/cats/ecs:service:DesiredCount",
  ],
  [
    "aws:appautoscaling/policy:Policy",
    { id: "scale-out", inputs: { ...SCALED, name: "scale-out" } },
    "ecs/service/site/cats/ecs:service:DesiredCount/scale-out",
  ],
  [
    "aws:ec2/route:Route",
    { id: "r-rtb-11080289494", inputs: { routeTableId: "rtb-1", destinationCidrBlock: "10.42.0.0/16" } },
    "rtb-1_10.42.0.0/16",
  ],
  [
    "aws:ec2/route:Route",
    { id: "r-rtb-12750132062", inputs: { routeTableId: "rtb-1", destinationIpv6CidrBlock: "::/0" } },
    "rtb-1_::/0",
  ],
  [
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    { id: "rtbassoc-1", inputs: { routeTableId: "rtb-1", subnetId: "subnet-1" } },
    "subnet-1/rtb-1",
  ],
  [
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    { id: "rtbassoc-2", inputs: { routeTableId: "rtb-1", gatewayId: "igw-1" } },
    "igw-1/rtb-1",
  ],
  [
    "aws:codebuild/project:Project",
    { id: "arn:aws:codebuild:us-west-2:123456789012:project/dogs", inputs: { name: "dogs" } },
    "dogs",
  ],
  [CLUSTER, { id: "arn:aws:ecs:us-west-2:123456789012:cluster/site", inputs: { name: "site" } }, "site"],
  [
    "aws:ecs/service:Service",
    {
      id: "arn:aws:ecs:us-west-2:123456789012:service/site/cats",
      inputs: { name: "cats", cluster: "arn:aws:ecs:us-west-2:123456789012:cluster/site" },
    },
    "site/cats",
  ],
  [
    "aws:cloudwatch/eventTarget:EventTarget",
    { id: "rule-target", inputs: { rule: "rule", targetId: "target" } },
    "rule/target",
  ],
  [
    "aws:lambda/permission:Permission",
    { id: "events", inputs: { function: "herd", statementId: "events" } },
    "herd/events",
  ],
  [
    TASK,
    { id: "cats", outputs: { arn: "arn:aws:ecs:us-west-2:123456789012:task-definition/cats:7" } },
    "arn:aws:ecs:us-west-2:123456789012:task-definition/cats:7",
  ],
];

describe("ids for import", () => {
  for (const [type, record, importId] of CASES) {
    it(`name a ${type.split(":").pop()} ${importId}`, () => {
      const account = accountWith({ type, ...record });
      assert.equal(account.readImported(type, importId, options).id, record.id);
      assert.match(
        refusal(() => account.readImported(type, record.id ?? "", options)),
        /^ResourceNotFoundException: The .* does not exist in us-west-2\. For import, the provider names it /,
      );
    });
  }

  it("are the id itself for all other types, but for one that the provider does not import", () => {
    const special = new Set([...CASES.map(([type]) => type), NOTIFICATION]);
    const record: AccountRecord = { ...accountWith({ id: "x-1" }).records()[0] } as AccountRecord;
    for (const definition of types) {
      if (!special.has(definition.type)) assert.equal(importIdOf(definition, record), "x-1", definition.type);
    }
    const account = accountWith({ type: NOTIFICATION, id: "arn:aws:sns:us-west-2:123456789012:fleet" });
    assert.equal(
      refusal(() => account.readImported(NOTIFICATION, "arn:aws:sns:us-west-2:123456789012:fleet", options)),
      `UnsupportedOperation: The provider cannot import or look up ${NOTIFICATION}. Delete what exists, and let the ` +
        "program make it.",
    );
  });

  it("look in the provider's region, or in the one that they name", () => {
    const account = accountWith(
      { type: LOGS, id: "/cats", region: "us-west-2", inputs: { name: "/cats", retentionInDays: 1 } },
      { type: LOGS, id: "/cats", region: "eu-west-1", inputs: { name: "/cats", retentionInDays: 2 } },
      { type: VPC, id: "vpc-1", region: "eu-west-1" },
    );
    assert.deepEqual(account.readImported(LOGS, "/cats", options).inputs, { name: "/cats", retentionInDays: 1 });
    assert.deepEqual(account.readImported(LOGS, "/cats@eu-west-1", options).inputs, {
      name: "/cats",
      retentionInDays: 2,
      region: "eu-west-1",
    });
    assert.equal(account.readImported(LOGS, "/cats@eu-west-1", options).id, "/cats");
    assert.equal(
      refusal(() => account.readImported(VPC, "vpc-1", options)),
      "ResourceNotFoundException: The VPC 'vpc-1' does not exist in us-west-2.",
    );
  });

  it("say nothing of regions where there are none", () => {
    const account = accountWith({ type: "aws:iam/role:Role", id: "cats", region: "global", inputs: { name: "cats" } });
    assert.deepEqual(account.readImported("aws:iam/role:Role", "cats", options).inputs, { name: "cats" });
    assert.equal(
      refusal(() => account.readImported("aws:iam/role:Role", "dogs", options)),
      "ResourceNotFoundException: The IAM role 'dogs' does not exist.",
    );
  });
});

describe("what shares an id", () => {
  const definition = {
    family: "cats",
    containerDefinitions: JSON.stringify([{ name: "web", image: "nginx:1.27", memory: 128 }]),
  };

  it("is told apart by the ARN that the caller has noted", () => {
    const account = new Account();
    const [first, second] = [make(account, TASK, definition), make(account, TASK, { ...definition, cpu: "256" })];
    assert.deepEqual([first.id, second.id], ["cats", "cats"]);
    const of = (known: typeof second) => account.read(TASK, "cats", { ...options, known: known.outputs });
    assert.deepEqual([of(first)?.outputs.revision, of(second)?.outputs.revision], [1, 2]);

    const tagged = { ...second.inputs, tags: { Owner: "ann" } };
    account.update(TASK, "cats", second.inputs, tagged, { ...options, known: second.outputs });
    assert.deepEqual([of(first)?.outputs.tags, of(second)?.outputs.tags], [undefined, { Owner: "ann" }]);

    account.delete(TASK, "cats", { ...options, known: second.outputs });
    assert.deepEqual([of(first)?.outputs.revision, of(second)], [1, undefined]);
  });
});

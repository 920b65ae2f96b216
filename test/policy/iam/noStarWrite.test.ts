import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const noStarWrite = rule("iam-no-star-write");

const TYPE = "aws:iam/rolePolicy:RolePolicy";

const statement = {
  Effect: "Allow",
  Action: ["ecs:DescribeServices", "ecs:UpdateService"],
  Resource: "arn:aws:ecs:us-west-2:123456789012:service/alice/cats",
};

const said = (changes: object, config = {}) =>
  violations(noStarWrite, TYPE, { policy: JSON.stringify({ Statement: [{ ...statement, ...changes }] }) }, config);

const refused = (actions: string, property = "Resource", given = "*") =>
  `policy.Statement[0].${property} is ${given}, so ${actions} may change what belongs to others; ` +
  "only named resources are allowed for actions that write. Name them by ARN, or add a condition on their tags.";

describe("iam-no-star-write", () => {
  it("accepts actions that write on what is named, and actions that read on everything", async () => {
    assert.deepEqual(await said({}), []);
    for (const Action of [
      ["ecs:DescribeServices", "s3:ListAllMyBuckets", "cloudwatch:GetMetricData", "ecr:BatchGetImage"],
      ["ecr:BatchCheckLayerAvailability", "dynamodb:Query", "dynamodb:Scan", "cloudtrail:LookupEvents"],
      [
        "ec2:Describe*",
        "logs:FilterLogEvents",
        "route53:TestDNSAnswer",
        "iam:SimulatePrincipalPolicy",
        "ECS:describe*",
      ],
    ]) {
      assert.deepEqual(await said({ Action, Resource: "*" }), [], Action.join());
    }
  });

  it("refuses actions that write on everything, and names them", async () => {
    assert.deepEqual(await said({ Resource: "*" }), [refused("ecs:UpdateService")]);
    assert.deepEqual(await said({ Resource: [statement.Resource, "*"] }), [
      refused("ecs:UpdateService", "Resource[1]"),
    ]);
    assert.deepEqual(await said({ Action: ["s3:*", "ec2:*Instances", "kms:Decrypt"], Resource: "arn:aws:*" }), [
      refused("s3:*, ec2:*Instances, kms:Decrypt", "Resource", "arn:aws:*"),
    ]);
    const NotResource = "arn:aws:s3:::audit";
    assert.deepEqual(await said({ Resource: undefined, NotResource }), [
      refused("ecs:UpdateService", "NotResource", NotResource),
    ]);
    const many = ["a:PutA", "a:PutB", "a:PutC", "a:PutD", "a:PutE", "a:PutF"];
    assert.deepEqual(await said({ Action: many, Resource: "*" }), [
      refused("a:PutA, a:PutB, a:PutC, a:PutD, a:PutE and 1 more"),
    ]);
  });

  it("accepts actions that AWS cannot hold to a resource", async () => {
    const Action = [
      "ecs:RegisterTaskDefinition",
      "ecs:deregistertaskdefinition",
      "cloudwatch:PutMetricData",
      "xray:PutTraceSegments",
      "ssmmessages:OpenDataChannel",
      "logs:CreateLogDelivery",
      "codepipeline:PutJobSuccessResult",
    ];
    assert.deepEqual(await said({ Action, Resource: "*" }), []);
    // A pattern covers others too.
    assert.deepEqual(await said({ Action: ["xray:Put*"], Resource: "*" }), [refused("xray:Put*")]);
  });

  it("accepts what conditions narrow to tags or by a service's own key", async () => {
    for (const Condition of [
      { StringEquals: { "aws:ResourceTag/Stack": "alice" } },
      { ArnEquals: { "ecs:cluster": "arn:aws:ecs:us-west-2:123456789012:cluster/alice" } },
    ]) {
      assert.deepEqual(await said({ Resource: "*", Condition }), []);
    }
    const region = { StringEquals: { "aws:RequestedRegion": "us-west-2" } };
    assert.deepEqual(await said({ Resource: "*", Condition: region }), [refused("ecs:UpdateService")]);
  });

  it("leaves administrators and the passing of roles to others", async () => {
    assert.deepEqual(await said({ Action: "*", Resource: "*" }), []);
    assert.deepEqual(await said({ Action: undefined, NotAction: "iam:*", Resource: "*" }), []);
    assert.deepEqual(await said({ Action: "iam:PassRole", Resource: "*" }), []);
    assert.deepEqual(await said({ Effect: "Deny", Resource: "*" }), []);
  });

  it("takes further actions from the policy config", async () => {
    const config = { allowedActions: ["ecs:Update*"] };
    assert.deepEqual(await said({ Resource: "*" }, config), []);
    assert.deepEqual(await said({ Action: ["ecs:UpdateService", "ecs:StopTask"], Resource: "*" }, config), [
      refused("ecs:StopTask"),
    ]);
  });

  it("says nothing about what is not known yet, and notes it", async () => {
    assert.deepEqual(await violations(noStarWrite, TYPE, { policy: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(noStarWrite, TYPE, { policy: UNKNOWN }), ["policy"]);
    const inlinePolicies = [{ policy: { Statement: [{ ...statement, Resource: UNKNOWN }] } }];
    assert.deepEqual(await violations(noStarWrite, "aws:iam/role:Role", { inlinePolicies }), []);
    assert.deepEqual(await leftOpen(noStarWrite, "aws:iam/role:Role", { inlinePolicies }), [
      "inlinePolicies[0].policy.Statement[0].Resource",
    ]);
    const condition = { policy: { Statement: { ...statement, Resource: "*", Condition: UNKNOWN } } };
    assert.deepEqual(await violations(noStarWrite, TYPE, condition), []);
  });
});

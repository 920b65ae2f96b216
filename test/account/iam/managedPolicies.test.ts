import assert from "node:assert/strict";
import { managedPolicyDocument } from "../../../local/account/data/managedPolicyDocuments";
import { policyFailure } from "../../../local/account/types/iam/policyDocument";
import { ACCOUNT_ID } from "../support";
import { accountWithRole, reason } from "./fixture";

const arnOf = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

/** What a role may do that has one of AWS's policies and no other. */
const decides = (name: string, action: string, resource = "*", context = {}): string =>
  reason(accountWithRole([], { managedPolicyArns: [arnOf(name)] }), { action, resource, context });

const TASK = `arn:aws:ecs:us-west-2:${ACCOUNT_ID}:task/alice-cluster/1`;
const SERVICE = `arn:aws:ecs:us-west-2:${ACCOUNT_ID}:service/alice-cluster/cats`;
const BALANCER = `arn:aws:elasticloadbalancing:us-west-2:${ACCOUNT_ID}:targetgroup/cats/1`;

describe("account: AWS's own policies", () => {
  const allowed: [name: string, action: string, resource?: string, context?: Record<string, string>][] = [
    ["AmazonSSMManagedInstanceCore", "ssmmessages:OpenDataChannel"],
    ["AmazonSSMReadOnlyAccess", "ssm:DescribeParameters"],
    ["service-role/AWSLambdaBasicExecutionRole", "logs:CreateLogGroup"],
    ["service-role/AmazonEC2ContainerServiceEventsRole", "ecs:TagResource", TASK, { "ecs:CreateAction": "RunTask" }],
    ["service-role/AmazonEC2ContainerServiceforEC2Role", "ecs:SubmitTaskStateChange"],
    ["service-role/AmazonEC2ContainerServiceforEC2Role", "ecs:ListTagsForResource", TASK],
    ["service-role/AmazonEC2SpotFleetTaggingRole", "elasticloadbalancing:RegisterTargets", BALANCER],
    ["service-role/AmazonECSTaskExecutionRolePolicy", "ecr:GetAuthorizationToken"],
  ];
  for (const [name, action, resource, context] of allowed) {
    it(`${name} is a document that IAM takes, and allows ${action}`, () => {
      assert.equal(policyFailure(JSON.stringify(managedPolicyDocument(arnOf(name))), "identity"), undefined);
      assert.equal(decides(name, action, resource, context), "allowed");
      assert.equal(decides(name, "iam:CreateUser"), "implicit-deny");
    });
  }

  it("allow no more than their resources and conditions say", () => {
    const [agent, events] = ["forEC2Role", "EventsRole"].map((end) => `service-role/AmazonEC2ContainerService${end}`);
    assert.equal(decides(String(agent), "ecs:ListTagsForResource", SERVICE), "implicit-deny");
    assert.equal(
      decides(String(events), "ecs:TagResource", TASK, { "ecs:CreateAction": "CreateCluster" }),
      "implicit-deny",
    );
  });

  it("are unknown where nobody wrote them down", () => {
    assert.equal(managedPolicyDocument(arnOf("PowerUserAccess")), undefined);
    assert.equal(managedPolicyDocument(`arn:aws:iam::${ACCOUNT_ID}:policy/AmazonSSMReadOnlyAccess`), undefined);
  });
});

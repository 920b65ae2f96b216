import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { passRolesToTasks, type ScopedRoleArgs, scopedRole } from "../../components/scopedRole";
import { label, record } from "./recorder";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/rolePolicy:RolePolicy";

function recordRole(more: Partial<ScopedRoleArgs> = {}) {
  return record(() => {
    const parent = new pulumi.ComponentResource("test:index:Parent", "parent", {}, {}, false);
    const role = scopedRole(
      "builder",
      {
        name: "workshop-builder",
        service: "codebuild.amazonaws.com",
        accountId: "123456789012",
        policyName: "build",
        allows: [{ Action: "s3:GetObject", Resource: "arn:aws:s3:::code/*" }],
        ...more,
      },
      parent,
    );
    // Stands for what takes the role.
    new pulumi.ComponentResource("test:index:Taker", "taker", { roleArn: role.arn }, {}, false);
    return role;
  });
}

describe("scopedRole", () => {
  let recorded: Awaited<ReturnType<typeof recordRole>>;

  before(async () => {
    recorded = await recordRole();
  });

  it("lets a service take it on anybody's behalf, where the service does not say on whose", async () => {
    const { inputs } = (await recordRole({ accountId: undefined, service: "lambda.amazonaws.com" })).one(ROLE);
    const [statement] = JSON.parse(inputs.assumeRolePolicy).Statement;
    assert.deepEqual(statement.Principal, { Service: "lambda.amazonaws.com" });
    assert.equal("Condition" in statement, false);
  });

  it("lets one service take it, on behalf of one account", () => {
    const { assumeRolePolicy, ...inputs } = recorded.one(ROLE).inputs;
    assert.deepEqual(inputs, { name: "workshop-builder" });
    assert.deepEqual(JSON.parse(assumeRolePolicy), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "codebuild.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
  });

  it("may do what it is given, and nothing else", () => {
    const { policy, ...inputs } = recorded.one(POLICY).inputs;
    assert.deepEqual(inputs, { name: "build", role: "workshop-builder" });
    assert.deepEqual(JSON.parse(policy), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::code/*" }],
    });
  });

  it("takes ARNs that are not known yet, in resources and in conditions, and an account that is not", async () => {
    const cluster = pulumi.output("arn:aws:ecs:us-west-2:123456789012:cluster/site");
    const later = await recordRole({
      accountId: pulumi.output("210987654321"),
      allows: [
        { Action: "ecs:ListTasks", Resource: "*", Condition: { ArnEquals: { "ecs:cluster": cluster } } },
        { Action: ["ecs:DescribeClusters"], Resource: [cluster] },
      ],
    });
    assert.deepEqual(JSON.parse(later.one(POLICY).inputs.policy).Statement, [
      {
        Effect: "Allow",
        Action: "ecs:ListTasks",
        Resource: "*",
        Condition: { ArnEquals: { "ecs:cluster": "arn:aws:ecs:us-west-2:123456789012:cluster/site" } },
      },
      {
        Effect: "Allow",
        Action: ["ecs:DescribeClusters"],
        Resource: ["arn:aws:ecs:us-west-2:123456789012:cluster/site"],
      },
    ]);
    const [{ Condition }] = JSON.parse(later.one(ROLE).inputs.assumeRolePolicy).Statement;
    assert.deepEqual(Condition, { StringEquals: { "aws:SourceAccount": "210987654321" } });
  });

  it("makes whoever takes it wait for what it may do", () => {
    assert.ok(recorded.waitsFor(label("test:index:Taker", "taker"), label(POLICY, "builder")));
  });

  it("is under the parent, and gives out its ARN", () => {
    const parent = label("test:index:Parent", "parent");
    assert.deepEqual([recorded.one(ROLE).parent, recorded.one(POLICY).parent], [parent, parent]);
    assert.deepEqual(recorded.result, { arn: "arn:aws:mock:::builder" });
  });
});

describe("passRolesToTasks", () => {
  it("lets roles be handed to tasks, and to nothing else", () => {
    assert.deepEqual(passRolesToTasks(["arn:aws:iam::123456789012:role/dogs"]), [
      {
        Action: "iam:PassRole",
        Resource: ["arn:aws:iam::123456789012:role/dogs"],
        Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
    ]);
  });

  it("allows nothing where there is no role: IAM refuses a statement without resources", () => {
    assert.deepEqual(passRolesToTasks([]), []);
  });
});

import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const passRole = rule("iam-pass-role-scoped");

const TYPE = "aws:iam/rolePolicy:RolePolicy";

const statement = {
  Effect: "Allow",
  Action: "iam:PassRole",
  Resource: ["arn:aws:iam::123456789012:role/alice-task", "arn:aws:iam::123456789012:role/alice-execution"],
  Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
};

const said = (changes: object, config = {}) =>
  violations(passRole, TYPE, { policy: JSON.stringify({ Statement: [{ ...statement, ...changes }] }) }, config);

const anyRole = (property: string, given: string, action = "iam:PassRole") =>
  `policy.Statement[0].${property} is ${given}, so ${action} lets any role be passed, an administrator's too; ` +
  "only the roles that are needed are allowed. Name them by ARN.";

const anyService = (action = "iam:PassRole") =>
  `policy.Statement[0].Condition: iam:PassedToService is missing, so ${action} lets roles be passed to any service; ` +
  "the services that take them are required. " +
  'Name them, for example StringEquals iam:PassedToService "ecs-tasks.amazonaws.com".';

describe("iam-pass-role-scoped", () => {
  it("accepts named roles for a named service", async () => {
    assert.deepEqual(await said({}), []);
    assert.deepEqual(await said({ Resource: "arn:aws:iam::123456789012:role/service-role/alice-*" }), []);
  });

  it("refuses any role", async () => {
    for (const Resource of ["*", "arn:aws:iam::123456789012:role/*", "arn:aws:iam::*:role/*", "arn:aws-cn:iam::1:*"]) {
      assert.deepEqual(await said({ Resource }), [anyRole("Resource", Resource)]);
    }
    const among = [...statement.Resource, "*"];
    assert.deepEqual(await said({ Resource: among }), [anyRole("Resource[2]", "*")]);
    const NotResource = "arn:aws:iam::123456789012:role/admin";
    assert.deepEqual(await said({ Resource: undefined, NotResource }), [anyRole("NotResource", NotResource)]);
  });

  it("refuses roles for any service", async () => {
    for (const Condition of [
      undefined,
      { StringEquals: { "aws:RequestedRegion": "us-west-2" } },
      { StringLike: { "iam:PassedToService": "*" } },
      { StringNotEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    ]) {
      assert.deepEqual(await said({ Condition }), [anyService()]);
    }
  });

  it("accepts every way to name the service", async () => {
    for (const Condition of [
      { StringLike: { "iam:PassedToService": ["ecs*.amazonaws.com"] } },
      { StringEqualsIfExists: { "iam:passedtoservice": "ecs-tasks.amazonaws.com" } },
      { "ForAnyValue:StringEquals": { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      { ArnLike: { "iam:AssociatedResourceArn": "arn:aws:ec2:us-west-2:123456789012:instance/*" } },
    ]) {
      assert.deepEqual(await said({ Condition }), [], JSON.stringify(Condition));
    }
  });

  it("finds the action in every pattern that covers it, and says both", async () => {
    for (const Action of ["iam:*", "IAM:Pass*", "iam:PassRol?"]) {
      assert.deepEqual(await said({ Action: ["s3:GetObject", Action], Resource: "*", Condition: undefined }), [
        anyRole("Resource", "*", Action),
        anyService(Action),
      ]);
    }
    assert.deepEqual(await said({ Action: ["iam:GetRole", "ecs:*"], Resource: "*", Condition: undefined }), []);
    const left = { Action: undefined, NotAction: "s3:*", Resource: "arn:aws:iam::1:role/*", Condition: undefined };
    assert.deepEqual(await said(left), [anyRole("Resource", "arn:aws:iam::1:role/*", "s3:*"), anyService("s3:*")]);
    assert.deepEqual(await said({ ...left, NotAction: "iam:*" }), []);
  });

  it("leaves administrators, and everything on what is no role, to others", async () => {
    assert.deepEqual(await said({ Action: "*", Resource: "*", Condition: undefined }), []);
    assert.deepEqual(await said({ Action: "*", Resource: "arn:aws:s3:::bucket/*", Condition: undefined }), []);
    assert.deepEqual(await said({ Action: "iam:*", Resource: "arn:aws:iam::1:user/bob", Condition: undefined }), []);
    assert.deepEqual(await said({ Effect: "Deny", Resource: "*", Condition: undefined }), []);
  });

  it("lets the policy config do without the service", async () => {
    const config = { requirePassedToService: false };
    assert.deepEqual(await said({ Condition: undefined }, config), []);
    assert.deepEqual(await said({ Condition: undefined, Resource: "*" }, config), [anyRole("Resource", "*")]);
  });

  it("judges the inline policies of a role", async () => {
    const inlinePolicies = [{ policy: { Statement: { ...statement, Resource: "*" } } }];
    assert.deepEqual(await violations(passRole, "aws:iam/role:Role", { inlinePolicies }), [
      "inlinePolicies[0].policy.Statement.Resource is *, so iam:PassRole lets any role be passed, an administrator's too; " +
        "only the roles that are needed are allowed. Name them by ARN.",
    ]);
  });

  it("says nothing about what is not known yet, and notes it", async () => {
    assert.deepEqual(await violations(passRole, TYPE, { policy: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(passRole, TYPE, { policy: UNKNOWN }), ["policy"]);
    for (const [element, path] of [
      ["Resource", "policy.Statement.Resource"],
      ["Condition", "policy.Statement.Condition"],
    ] as const) {
      const props = { policy: { Statement: { ...statement, [element]: UNKNOWN } } };
      assert.deepEqual(await violations(passRole, TYPE, props), []);
      assert.deepEqual(await leftOpen(passRole, TYPE, props), [path]);
    }
  });
});

import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const noAdmin = rule("iam-no-admin");

const ROLE = "aws:iam/role:Role";
const WITH_POLICY = ["rolePolicy:RolePolicy", "policy:Policy", "userPolicy:UserPolicy", "groupPolicy:GroupPolicy"].map(
  (type) => `aws:iam/${type}`,
);
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

const statement = { Effect: "Allow", Action: ["s3:GetObject", "s3:*"], Resource: "arn:aws:s3:::bucket/*" };
const document = { Version: "2012-10-17", Statement: [statement, { ...statement, Action: "sts:GetCallerIdentity" }] };
const policy = (Statement: unknown) => ({ policy: JSON.stringify({ Version: "2012-10-17", Statement }) });

const refused = (property: string, action: string, resource: string) =>
  `${property} is ${action}, and ${resource}, which makes an administrator of whoever has it; ` +
  "only named actions, or named resources, are allowed. Name what is needed.";

const attached = (property: string, arn: string) =>
  `${property} is ${arn}, which lets whoever has it do nearly everything in the account; managed policies other than ` +
  "AdministratorAccess, PowerUserAccess, IAMFullAccess are allowed. " +
  "Attach one for the services that are needed, or write a policy that names them.";

const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

describe("iam-no-admin", () => {
  for (const type of WITH_POLICY) {
    it(`judges ${type}, with its policy as JSON or as an object`, async () => {
      assert.deepEqual(await violations(noAdmin, type, { policy: document }), []);
      const admin = mutated(mutated(document, "Statement.1.Action", "*"), "Statement.1.Resource", "*");
      const expected = [refused("policy.Statement[1].Action", "*", "Resource is *")];
      assert.deepEqual(await violations(noAdmin, type, { policy: admin }), expected);
      assert.deepEqual(await violations(noAdmin, type, { policy: JSON.stringify(admin) }), expected);
    });
  }

  it("judges the inline policies of a role", async () => {
    const admin = policy({ Effect: "Allow", Action: "*", Resource: "*" });
    const role = {
      inlinePolicies: [
        { name: "fine", ...policy(statement) },
        { name: "bad", ...admin },
      ],
    };
    assert.deepEqual(await violations(noAdmin, ROLE, role), [
      refused("inlinePolicies[1].policy.Statement.Action", "*", "Resource is *"),
    ]);
  });

  it("finds every action and every resource among others, and ways to write them", async () => {
    const found = { Effect: "Allow", Action: ["s3:*", "*:*"], Resource: ["arn:aws:s3:::b", "arn:aws:*"] };
    assert.deepEqual(await violations(noAdmin, ROLE_POLICY, policy([found])), [
      refused("policy.Statement[0].Action[1]", "*:*", "Resource[1] is arn:aws:*"),
    ]);
  });

  it("takes everything but something for everything", async () => {
    const notAction = { Effect: "Allow", NotAction: ["iam:*", "organizations:*"], Resource: "*" };
    assert.deepEqual(await violations(noAdmin, ROLE_POLICY, policy([notAction])), [
      refused("policy.Statement[0].NotAction", "iam:*, organizations:*", "Resource is *"),
    ]);
    const notResource = { Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::audit" };
    assert.deepEqual(await violations(noAdmin, ROLE_POLICY, policy(notResource)), [
      refused("policy.Statement.Action", "*", "NotResource is arn:aws:s3:::audit"),
    ]);
    const nothing = { Effect: "Allow", NotAction: "*", Resource: "*" };
    assert.deepEqual(await violations(noAdmin, ROLE_POLICY, policy(nothing)), []);
  });

  it("accepts what is denied, what is of one resource, and what is tied to tags", async () => {
    for (const accepted of [
      { Effect: "Deny", Action: "*", Resource: "*" },
      {
        Effect: "Deny",
        NotAction: "iam:*",
        Resource: "*",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
      },
      { Effect: "Allow", Action: "*", Resource: "arn:aws:s3:::bucket/*" },
      { Effect: "Allow", Action: "s3:*", Resource: "*" },
      {
        Effect: "Allow",
        Action: "*",
        Resource: "*",
        Condition: { StringEquals: { "aws:ResourceTag/Stack": "alice" } },
      },
    ]) {
      assert.deepEqual(await violations(noAdmin, ROLE_POLICY, policy(accepted)), [], JSON.stringify(accepted));
    }
    const elsewhere = { StringEquals: { "aws:RequestedRegion": "us-west-2" } };
    const anywhere = { Effect: "Allow", Action: "*", Resource: "*", Condition: elsewhere };
    assert.deepEqual(await violations(noAdmin, ROLE_POLICY, policy(anywhere)), [
      refused("policy.Statement.Action", "*", "Resource is *"),
    ]);
  });

  it("refuses AWS's own policies for administrators, wherever they are attached", async () => {
    for (const type of ["rolePolicy", "userPolicy", "groupPolicy", "policy"]) {
      const attachment = `aws:iam/${type}Attachment:${type[0]?.toUpperCase()}${type.slice(1)}Attachment`;
      const good = { policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" };
      assert.deepEqual(await violations(noAdmin, attachment, good), []);
      assert.deepEqual(await violations(noAdmin, attachment, { policyArn: ADMIN }), [attached("policyArn", ADMIN)]);
    }
    for (const type of ["role", "user", "group"]) {
      const name = `${type}PolicyAttachmentsExclusive`;
      const exclusive = `aws:iam/${name}:${name[0]?.toUpperCase()}${name.slice(1)}`;
      const arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/PowerUserAccess"];
      assert.deepEqual(await violations(noAdmin, exclusive, { policyArns: arns }), [
        attached("policyArns[1]", "arn:aws:iam::aws:policy/PowerUserAccess"),
      ]);
    }
    const china = "arn:aws-cn:iam::aws:policy/IAMFullAccess";
    assert.deepEqual(await violations(noAdmin, ROLE, { managedPolicyArns: [china] }), [
      attached("managedPolicyArns[0]", china),
    ]);
  });

  it("accepts policies of other names and of one's own", async () => {
    for (const arn of [
      "arn:aws:iam::aws:policy/AdministratorAccess-Amplify",
      "arn:aws:iam::123456789012:policy/AdministratorAccess",
      "",
    ]) {
      assert.deepEqual(await violations(noAdmin, ROLE, { managedPolicyArns: [arn] }), []);
    }
  });

  it("takes the names of AWS's policies from the policy config", async () => {
    const config = { adminPolicies: ["SystemAdministrator"] };
    const arn = "arn:aws:iam::aws:policy/job-function/SystemAdministrator";
    assert.deepEqual(await violations(noAdmin, ROLE, { managedPolicyArns: [ADMIN, arn] }, config), [
      `managedPolicyArns[1] is ${arn}, which lets whoever has it do nearly everything in the account; managed policies ` +
        "other than SystemAdministrator are allowed. " +
        "Attach one for the services that are needed, or write a policy that names them.",
    ]);
  });

  it("says nothing about what is not known yet, and notes it", async () => {
    assert.deepEqual(await violations(noAdmin, ROLE_POLICY, { policy: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(noAdmin, ROLE_POLICY, { policy: UNKNOWN }), ["policy"]);
    assert.deepEqual(await leftOpen(noAdmin, ROLE, { managedPolicyArns: [UNKNOWN, ADMIN] }), ["managedPolicyArns[0]"]);
    const partly = { policy: { Statement: { Effect: "Allow", Action: "*", Resource: UNKNOWN } } };
    assert.deepEqual(await violations(noAdmin, ROLE_POLICY, partly), []);
    assert.deepEqual(await leftOpen(noAdmin, ROLE_POLICY, partly), ["policy.Statement.Resource"]);
    const left = { policy: { Statement: { Effect: "Allow", NotAction: [UNKNOWN], Resource: "*" } } };
    assert.deepEqual(await violations(noAdmin, ROLE_POLICY, left), []);
    const condition = { policy: { Statement: { Effect: "Allow", Action: "*", Resource: "*", Condition: UNKNOWN } } };
    assert.deepEqual(await violations(noAdmin, ROLE_POLICY, condition), []);
  });
});

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how policy variables are written
import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { ACCOUNT_ID, accountWith, make, refusal } from "../support";
import { accountWithRole, CALLER, decide, PARAMETER, policy, ROLE_ARN, ROOT, read, reason } from "./fixture";

const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const READ_ONLY = "arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess";

describe("account: IAM decisions by a role's policies", () => {
  it("allows what an inline policy allows, and says in AWS's words what it does not", () => {
    const account = accountWithRole([read()]);
    assert.deepEqual(decide(account), { allowed: true, reason: "allowed", message: "" });
    assert.deepEqual(decide(account, { action: "ssm:PutParameter" }), {
      allowed: false,
      reason: "implicit-deny",
      message:
        `User: ${CALLER} is not authorized to perform: ssm:PutParameter on resource: ${PARAMETER} ` +
        "because no identity-based policy allows the ssm:PutParameter action",
    });
  });

  it("lets a Deny win over an Allow", () => {
    const account = accountWithRole([read(), read({ Effect: "Deny", Action: "ssm:*" })]);
    assert.deepEqual(decide(account), {
      allowed: false,
      reason: "explicit-deny",
      message:
        `User: ${CALLER} is not authorized to perform: ssm:GetParameter on resource: ${PARAMETER} ` +
        "with an explicit deny in an identity-based policy",
    });
  });

  // reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html
  it("decides AWS's example of allowed, implicitly and explicitly denied actions", () => {
    const account = accountWithRole([
      { Sid: "AllowGetList", Effect: "Allow", Action: ["iam:Get*", "iam:List*"], Resource: "*" },
      { Sid: "DenyReports", Effect: "Deny", Action: "iam:*Report", Resource: "*" },
    ]);
    const of = (action: string): string => reason(account, { action, resource: "*" });
    assert.equal(of("iam:GetUser"), "allowed");
    assert.equal(of("iam:CreatePolicy"), "implicit-deny");
    assert.equal(of("iam:GetOrganizationsAccessReport"), "explicit-deny");
    assert.equal(of("iam:GenerateCredentialReport"), "explicit-deny");
  });

  it("takes actions without regard to case, and NotAction as all others", () => {
    assert.equal(reason(accountWithRole([read({ Action: "ssm:getparam*" })])), "allowed");
    const others = accountWithRole([{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }]);
    assert.equal(reason(others), "allowed");
    assert.equal(reason(others, { action: "iam:GetRole", resource: ROLE_ARN }), "implicit-deny");
  });

  it("takes resources as patterns, and NotResource as all others", () => {
    const within = (resource: string): Props => read({ Resource: `arn:aws:ssm:us-west-2:${ACCOUNT_ID}:${resource}` });
    assert.equal(reason(accountWithRole([within("parameter/alice/*")])), "allowed");
    assert.equal(reason(accountWithRole([within("parameter/bob/*")])), "implicit-deny");
    const not = { Effect: "Allow", Action: "ssm:*", NotResource: "arn:aws:ssm:*:*:parameter/bob/*" };
    assert.equal(reason(accountWithRole([not])), "allowed");
    assert.equal(reason(accountWithRole([{ ...not, NotResource: PARAMETER }])), "implicit-deny");
  });

  it("puts the role's tags and its account into variables", () => {
    const tagged = read({ Resource: "arn:aws:ssm:*:*:parameter/${aws:PrincipalTag/stack}/*" });
    assert.equal(reason(accountWithRole([tagged], { tags: { stack: "alice" } })), "allowed");
    assert.equal(reason(accountWithRole([tagged], { tags: { stack: "bob" } })), "implicit-deny");
    assert.equal(reason(accountWithRole([tagged])), "implicit-deny");
    const own = read({ Condition: { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } } });
    assert.equal(reason(accountWithRole([own])), "allowed");
    const foreign = PARAMETER.replace(ACCOUNT_ID, "111122223333");
    assert.equal(reason(accountWithRole([own]), { resource: foreign }), "implicit-deny");
  });

  it("has no user name for a role", () => {
    const home = read({ Resource: "arn:aws:ssm:*:*:parameter/${aws:username}" });
    assert.equal(reason(accountWithRole([home])), "implicit-deny");
  });

  it("knows a resource's tags, under AWS's key and the service's", () => {
    const type = "aws:ssm/parameter:Parameter";
    for (const key of ["aws:ResourceTag/Classification", "ssm:resourceTag/Classification"]) {
      const account = accountWithRole([read({ Condition: { StringEquals: { [key]: "Mythical" } } })]);
      const records = account.records().map((record) => ({ ...record }));
      const tags = { Classification: "Mythical" };
      const parameter = { type, outputs: { arn: PARAMETER, tags } };
      assert.equal(reason(accountWith(...records, parameter)), "allowed");
      const plain = { type, outputs: { arn: PARAMETER, tags: { Classification: "Plain" } } };
      assert.equal(reason(accountWith(...records, plain)), "implicit-deny");
      assert.equal(reason(accountWith(...records)), "implicit-deny");
    }
  });

  it("lets what a service says about a request win over what is filled in", () => {
    const account = accountWithRole([read({ Condition: { Bool: { "aws:ViaAWSService": "true" } } })]);
    assert.equal(reason(account), "implicit-deny");
    assert.equal(reason(account, { context: { "AWS:viaAWSService": "true" } }), "allowed");
  });

  it("takes policies of AWS's that are attached, by a resource or by the role", () => {
    assert.equal(reason(accountWithRole()), "implicit-deny");
    assert.equal(reason(accountWithRole([], { managedPolicyArns: [READ_ONLY] })), "allowed");
    const account = accountWithRole();
    make(account, ATTACHMENT, { role: "cats-task", policyArn: READ_ONLY });
    assert.equal(reason(account), "allowed");
    assert.equal(reason(account, { action: "ssm:PutParameter" }), "implicit-deny");
  });

  it("takes the role's own inline policies, and the account's own managed ones", () => {
    const inlinePolicies = [{ name: "own", policy: policy(read()) }];
    assert.equal(reason(accountWithRole([], { inlinePolicies })), "allowed");
    const arn = `arn:aws:iam::${ACCOUNT_ID}:policy/own`;
    const records = accountWithRole()
      .records()
      .map((record) => ({ ...record, inputs: { ...record.inputs, managedPolicyArns: [arn] } }));
    const own = { type: "aws:iam/policy:Policy", inputs: { policy: policy(read()) }, outputs: { arn } };
    assert.equal(reason(accountWith(...records, own)), "allowed");
  });

  it("does not decide about a policy of AWS's that it does not know", () => {
    const account = accountWithRole([read()], { managedPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"] });
    assert.throws(() => decide(account), {
      message:
        "What the policy arn:aws:iam::aws:policy/PowerUserAccess allows is not known here, so nothing can be decided " +
        "about a role that has it. Add its document to local/account/data/managedPolicyDocuments.ts, or take it off the role.",
    });
  });

  it("gives a policy of another role to nobody else", () => {
    const account = accountWithRole([read()]);
    const { inputs } = account.records("aws:iam/role:Role")[0] ?? {};
    make(account, "aws:iam/role:Role", { ...inputs, name: "dogs-task" });
    const principal = ROLE_ARN.replace("cats", "dogs");
    assert.equal(reason(account, { principal }), "implicit-deny");
  });
});

describe("account: IAM principals and boundaries", () => {
  it("names a session in its messages, by the role's name without its path", () => {
    const account = accountWithRole([], { path: "/service/" });
    const { message } = decide(account, { principal: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/cats-task/i-0abc` });
    assert.match(message, /^User: arn:aws:sts::123456789012:assumed-role\/cats-task\/i-0abc is not authorized/);
    const byArn = decide(account, { principal: `arn:aws:iam::${ACCOUNT_ID}:role/service/cats-task` });
    assert.match(byArn.message, /^User: arn:aws:sts::123456789012:assumed-role\/cats-task\/session is not authorized/);
  });

  it("allows the root user everything", () => {
    assert.equal(reason(accountWithRole(), { principal: ROOT, action: "iam:DeleteRole" }), "allowed");
  });

  it("knows no credentials of a role that is not there, or of another account's", () => {
    const text = "UnrecognizedClientException: The security token included in the request is invalid.";
    for (const principal of [`${ROLE_ARN}s`, ROLE_ARN.replace(ACCOUNT_ID, "111122223333"), "cats-task"]) {
      assert.equal(
        refusal(() => decide(accountWithRole(), { principal })),
        text,
      );
    }
  });

  it("allows within a permissions boundary only", () => {
    const within = (...allowed: string[]) =>
      accountWithRole([read({ Action: allowed })], { permissionsBoundary: READ_ONLY });
    assert.equal(reason(within("ssm:*")), "allowed");
    const { message } = decide(within("ssm:*"), { action: "ssm:PutParameter" });
    assert.match(message, / because no permissions boundary allows the ssm:PutParameter action$/);
    assert.equal(reason(within("iam:GetRole")), "implicit-deny");
  });

  it("denies what a permissions boundary denies, whatever else allows it", () => {
    const arn = `arn:aws:iam::${ACCOUNT_ID}:policy/limit`;
    const limited = (...statements: Props[]) => {
      const records = accountWithRole([read()]).records();
      const limit = { type: "aws:iam/policy:Policy", inputs: { policy: policy(...statements) }, outputs: { arn } };
      const bounded = records.map((record) => ({ ...record, inputs: { ...record.inputs, permissionsBoundary: arn } }));
      return accountWith(...bounded, limit);
    };
    assert.equal(reason(limited(read())), "allowed");
    const denied = decide(limited(read(), read({ Effect: "Deny" })));
    assert.equal(denied.reason, "explicit-deny");
    assert.match(denied.message, / with an explicit deny in a permissions boundary$/);
  });
});

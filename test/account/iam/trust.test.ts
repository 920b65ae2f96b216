import assert from "node:assert/strict";
import type { ContextEntries } from "../../../local/account/iam/context";
import { mayAssume } from "../../../local/account/iam/trust";
import type { Props } from "../../../local/account/model";
import { ACCOUNT_ID } from "../support";
import { accountWithRole, policy, ROLE_ARN, ROOT } from "./fixture";

const TASKS = "ecs-tasks.amazonaws.com";

const trust: Props = { Effect: "Allow", Principal: { Service: TASKS }, Action: "sts:AssumeRole" };

/** Whether ECS's tasks may assume a role whose trust policy has the statements. */
const trusts = (statements: Props[], given?: ContextEntries, service = TASKS): boolean =>
  mayAssume(accountWithRole([], { assumeRolePolicy: policy(...statements) }), ROLE_ARN, service, given);

describe("account: who may assume a role", () => {
  it("is the service that the trust policy names, alone or among others", () => {
    assert.equal(trusts([trust]), true);
    assert.equal(trusts([{ ...trust, Principal: { Service: ["ec2.amazonaws.com", TASKS] } }]), true);
    assert.equal(trusts([{ ...trust, Principal: "*" }]), true);
    assert.equal(trusts([trust], {}, "ec2.amazonaws.com"), false);
    assert.equal(trusts([{ ...trust, Principal: { AWS: ROOT } }]), false);
  });

  it("is nobody by a policy about another action", () => {
    assert.equal(trusts([{ ...trust, Action: "sts:TagSession" }]), false);
    assert.equal(trusts([{ ...trust, Action: ["sts:TagSession", "sts:Assume*"] }]), true);
  });

  it("depends on whom the service works for", () => {
    const arn = "arn:aws:ecs:us-west-2:123456789012:*";
    const condition = { StringEquals: { "aws:SourceAccount": ACCOUNT_ID }, ArnLike: { "aws:SourceArn": arn } };
    const guarded = [{ ...trust, Condition: condition }];
    const given = {
      "aws:SourceAccount": ACCOUNT_ID,
      "aws:SourceArn": "arn:aws:ecs:us-west-2:123456789012:task/workshop/1",
    };
    assert.equal(trusts(guarded, given), true);
    assert.equal(trusts(guarded, { ...given, "aws:SourceAccount": "111122223333" }), false);
    assert.equal(trusts(guarded, { ...given, "aws:SourceArn": "arn:aws:ecs:eu-west-1:123456789012:task/a/1" }), false);
    assert.equal(trusts(guarded), false);
  });

  it("is not whom a Deny names", () => {
    const deny = { ...trust, Effect: "Deny", Condition: { StringNotEquals: { "aws:SourceAccount": ACCOUNT_ID } } };
    assert.equal(trusts([trust, deny], { "aws:SourceAccount": ACCOUNT_ID }), true);
    assert.equal(trusts([trust, deny]), false);
  });

  it("is nobody where there is no role", () => {
    assert.equal(mayAssume(accountWithRole(), `${ROLE_ARN}s`, TASKS), false);
  });
});

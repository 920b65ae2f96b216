import assert from "node:assert/strict";
import { lets } from "../../local/account/iam/service";
import type { Props } from "../../local/account/model";
import { policy } from "./iam/fixture";
import { ACCOUNT_ID } from "./support";

const QUEUE = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:lost`;
const RULE = `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/started`;
const request = {
  service: "events.amazonaws.com",
  action: "sqs:SendMessage",
  resource: QUEUE,
  accountId: ACCOUNT_ID,
  sourceArn: RULE,
};
const allow: Props = {
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: QUEUE,
};

/** Whether a policy of statements, each with something changed, lets EventBridge in. */
const letsBy = (...changes: Props[]): boolean => lets(policy(...changes.map((by) => ({ ...allow, ...by }))), request);
const condition = (operator: string, key: string, value: string): Props => ({
  Condition: { [operator]: { [key]: value } },
});

describe("account: what a resource's policy says to services", () => {
  it("lets nobody in where there is none", () => {
    assert.deepEqual([lets(undefined, request), lets("", request), lets(policy(), request)], [false, false, false]);
  });

  it("lets in the service that it names, alone, among others or with everybody", () => {
    for (const Principal of [
      { Service: "events.amazonaws.com" },
      { Service: ["sns.amazonaws.com", "events.amazonaws.com"] },
      "*",
      { AWS: "*" },
    ] as Props[string][]) {
      assert.equal(letsBy({ Principal }), true, JSON.stringify(Principal));
    }
  });

  const others: [what: string, by: Props][] = [
    ["another service", { Principal: { Service: "sns.amazonaws.com" } }],
    ["the account, which is no service", { Principal: { AWS: `arn:aws:iam::${ACCOUNT_ID}:root` } }],
    ["another action", { Action: "sqs:ReceiveMessage" }],
    ["another resource", { Resource: `${QUEUE}-2` }],
    ["another source", condition("ArnEquals", "aws:SourceArn", `${RULE}-2`)],
    ["another account", condition("StringEquals", "aws:SourceAccount", "111122223333")],
    ["roles and no services", condition("Bool", "aws:PrincipalIsAWSService", "false")],
    ["an organization, of which nothing is known", condition("StringEquals", "aws:PrincipalOrgID", "o-1")],
  ];
  for (const [what, by] of others) {
    it(`lets nobody in who is not meant: ${what}`, () => assert.equal(letsBy(by), false));
  }

  const same: [what: string, by: Props][] = [
    ["its source", condition("ArnLike", "aws:SourceArn", `arn:aws:events:*:${ACCOUNT_ID}:rule/*`)],
    ["its account", condition("StringEquals", "aws:SourceAccount", ACCOUNT_ID)],
    ["its being a service", condition("Bool", "aws:PrincipalIsAWSService", "true")],
    ["its name", condition("StringEquals", "aws:PrincipalServiceName", "events.amazonaws.com")],
    ["TLS", condition("Bool", "aws:SecureTransport", "true")],
  ];
  for (const [what, by] of same) {
    it(`lets a service in on the condition of ${what}`, () => assert.equal(letsBy(by), true));
  }

  it("lets nobody in whom one of its statements denies, and only those", () => {
    assert.equal(letsBy({}, { Effect: "Deny" }), false);
    assert.equal(letsBy({ Effect: "Deny", Principal: "*" }, {}), false);
    assert.equal(letsBy({}, { Effect: "Deny", Principal: { Service: "sns.amazonaws.com" } }), true);
    assert.equal(letsBy({}, { Effect: "Deny", ...condition("Bool", "aws:SecureTransport", "false") }), true);
  });

  it("is not guessed at where it says whom it does not mean", () => {
    assert.throws(() => lets(policy({ Effect: "Deny", NotPrincipal: "*", Action: "*", Resource: "*" }), request), {
      message: "NotPrincipal is not modelled. Write the statement with Principal and a condition.",
    });
  });
});

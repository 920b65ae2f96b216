import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { TOPIC, TOPIC_POLICY } from "../../local/account/types/sns/references";
import { accountWithRole, policy, ROLE_ARN } from "./iam/fixture";
import { ACCOUNT_ID, change, make, options, refusal } from "./support";

const ARN = `arn:aws:sns:us-west-2:${ACCOUNT_ID}:releases`;

function withTopic(): Account {
  const account = accountWithRole();
  make(account, TOPIC, { name: "releases" });
  return account;
}

describe("account: SNS topic policies", () => {
  const events: Props = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sns:Publish",
    Resource: ARN,
  };
  const put = (by: Props, account = withTopic()) =>
    make(account, TOPIC_POLICY, { arn: ARN, policy: policy({ ...events, ...by }) });
  const shown = (account: Account) => account.read(TOPIC, ARN, options)?.outputs.policy;

  it("are what their topic reports, through changes of the topic too, until SNS's own is back", () => {
    const account = withTopic();
    const own = shown(account);
    const { id, inputs, outputs } = put({}, account);
    assert.deepEqual([id, outputs.owner], [ARN, ACCOUNT_ID]);
    assert.equal(shown(account), outputs.policy);
    const document = policy({ ...events, Action: ["SNS:Publish", "SNS:Subscribe"] });
    change(account, TOPIC_POLICY, { id, inputs }, { policy: document });
    change(account, TOPIC, { id: ARN, inputs: account.records(TOPIC)[0]?.inputs ?? {} }, { displayName: "Releases" });
    assert.equal(shown(account), document);
    account.delete(TOPIC_POLICY, id, options);
    assert.equal(shown(account), own);
    assert.match(String(own), /__default_policy_ID/);
  });

  it("need their topic, which has one, and go with it", () => {
    assert.equal(
      refusal(() => put({}, new Account())),
      "NotFound: Topic does not exist",
    );
    const account = withTopic();
    put({}, account);
    assert.equal(
      refusal(() => put({}, account)),
      `ResourceAlreadyExistsException: The topic ${ARN} has a policy already.`,
    );
    account.delete(TOPIC, ARN, options);
    assert.deepEqual(account.records(TOPIC_POLICY), []);
  });

  const other = "arn:aws:iam::123456789012:role/nobody";
  const wrong: [what: string, by: Props, expected: string][] = [
    ["no principal", { Principal: null }, "Policy Error: null Missing required field Principal (Statement[0])"],
    [
      "a role that is not there",
      { Principal: { AWS: other } },
      `Policy Error: PrincipalNotFound There is no "${other}" (Statement[0])`,
    ],
    ["all actions", { Action: "sns:*" }, 'Policy statement action out of service scope! Got "sns:*" (Statement[0])'],
    [
      "an action for subscriptions",
      { Action: "sns:SetSubscriptionAttributes" },
      'Policy statement action out of service scope! Got "sns:SetSubscriptionAttributes" (Statement[0])',
    ],
    [
      "another topic",
      { Resource: `${ARN}-2` },
      `Policy Error: null Resource is ${ARN} or "*", got "${ARN}-2" (Statement[0])`,
    ],
  ];
  for (const [what, by, expected] of wrong) {
    it(`refuse ${what}`, () => {
      assert.equal(
        refusal(() => put(by)),
        `InvalidParameter: Invalid parameter: ${expected}`,
      );
    });
  }

  it("take roles, and read the same in another order", () => {
    assert.ok(put({ Principal: { AWS: ROLE_ARN } }).id);
    const of = (Action: string[]) => ({ arn: ARN, policy: policy({ ...events, Action }) });
    const [one, other] = [of(["sns:Publish", "sns:Subscribe"]), of(["sns:Subscribe", "sns:Publish"])];
    assert.equal(new Account().diff(TOPIC_POLICY, one, other).changes, false);
    assert.deepEqual(new Account().diff(TOPIC_POLICY, one, { ...one, arn: `${ARN}-2` }).replaces, ["arn"]);
  });
});

import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { QUEUE, QUEUE_POLICY } from "../../local/account/types/sqs/references";
import { accountWithRole, policy, ROLE_ARN } from "./iam/fixture";
import { ACCOUNT_ID, change, make, options, refusal } from "./support";

const URL = `https://sqs.us-west-2.amazonaws.com/${ACCOUNT_ID}/dead-letters`;
const ARN = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:dead-letters`;
const queue: Props = { name: "dead-letters" };

describe("account: SQS queue policies", () => {
  const statement: Props = {
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: ARN,
    Condition: { ArnEquals: { "aws:SourceArn": `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/cats` } },
  };
  const withQueue = () => {
    const account = accountWithRole();
    make(account, QUEUE, queue);
    return account;
  };
  const put = (by: Props, account = withQueue()) =>
    make(account, QUEUE_POLICY, { queueUrl: URL, policy: policy({ ...statement, ...by }) });
  const shown = (account: Account) => account.read(QUEUE, URL, options)?.outputs.policy;

  it("are what their queue reports, through changes of the queue too, until they go", () => {
    const account = withQueue();
    const { id, inputs, outputs } = put({}, account);
    assert.equal(id, URL);
    assert.equal(shown(account), outputs.policy);
    const document = policy({ ...statement, Action: "SQS:*" });
    change(account, QUEUE_POLICY, { id, inputs }, { policy: document });
    change(account, QUEUE, { id: URL, inputs: account.records(QUEUE)[0]?.inputs ?? {} }, { delaySeconds: 1 });
    assert.equal(shown(account), document);
    account.delete(QUEUE_POLICY, id, options);
    assert.equal(shown(account), "");
  });

  it("go with their queue", () => {
    const account = withQueue();
    put({}, account);
    account.delete(QUEUE, URL, options);
    assert.deepEqual([account.records(QUEUE), account.records(QUEUE_POLICY)], [[], []]);
  });

  it("need their queue, which has one", () => {
    assert.equal(
      refusal(() => put({}, new Account())),
      "AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.",
    );
    const account = withQueue();
    put({}, account);
    assert.equal(
      refusal(() => put({}, account)),
      `ResourceAlreadyExistsException: The queue ${URL} has a policy already.`,
    );
  });

  const other = "arn:aws:iam::123456789012:role/nobody";
  const wrong: [what: string, by: Props, reason: string][] = [
    ["no principal", { Principal: null }, "Missing required field Principal (Statement[0])"],
    ["no resource", { Resource: null }, "Missing required field Resource (Statement[0])"],
    ["a role that is not there", { Principal: { AWS: other } }, `There is no "${other}" (Statement[0])`],
    [
      "a service that is none",
      { Principal: { Service: "cats.amazonaws.com" } },
      'There is no "cats.amazonaws.com" (Statement[0])',
    ],
    [
      "an action of another service",
      { Action: ["sqs:SendMessage", "sns:Publish"] },
      'Got "sns:Publish" (Statement[0])',
    ],
    ["another queue", { Resource: `${ARN}-2` }, `Resource is ${ARN} or "*", got "${ARN}-2" (Statement[0])`],
    [
      "an unknown operator",
      { Condition: { ArnIs: { "aws:SourceArn": "*" } } },
      "Syntax errors in policy. Statement[0]: unknown condition operator ArnIs.",
    ],
  ];
  for (const [what, by, reason] of wrong) {
    it(`refuse ${what}`, () => {
      const expected = `InvalidAttributeValue: Invalid value for the parameter Policy. ${reason}`;
      assert.equal(
        refusal(() => put(by)),
        expected,
      );
      const document = policy({ ...statement, ...by });
      assert.equal(
        refusal(() => make(accountWithRole(), QUEUE, { ...queue, policy: document })),
        expected,
      );
    });
  }

  it("take roles and everybody, and read the same in another order", () => {
    for (const Principal of [{ AWS: ROLE_ARN }, "*"]) assert.ok(put({ Principal }).id);
    const before = {
      queueUrl: URL,
      policy: policy({ ...statement, Action: ["sqs:SendMessage", "sqs:ReceiveMessage"] }),
    };
    const after = {
      queueUrl: URL,
      policy: policy({ ...statement, Action: ["sqs:ReceiveMessage", "sqs:SendMessage"] }),
    };
    assert.equal(new Account().diff(QUEUE_POLICY, before, after).changes, false);
    assert.deepEqual(new Account().diff(QUEUE_POLICY, before, { ...before, queueUrl: `${URL}2` }).replaces, [
      "queueUrl",
    ]);
  });
});

import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { TOPIC, TOPIC_SUBSCRIPTION } from "../../local/account/types/sns/references";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces } from "./support";

const ARN = `arn:aws:sns:us-west-2:${ACCOUNT_ID}:releases`;
const QUEUE_ARN = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:releases`;

function withTopic(): Account {
  const account = new Account();
  make(account, TOPIC, { name: "releases" });
  return account;
}

describe("account: SNS topic subscriptions", () => {
  const email: Props = { topic: ARN, protocol: "email", endpoint: "jane@example.com" };
  const toQueue: Props = { topic: ARN, protocol: "sqs", endpoint: QUEUE_ARN };
  const subscribe = (by: Props, account = withTopic()) => make(account, TOPIC_SUBSCRIPTION, { ...toQueue, ...by });

  it("have the topic's ARN and a UUID for an id", () => {
    const { id, outputs } = subscribe({});
    assert.match(id, new RegExp(`^${ARN}:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$`));
    assert.deepEqual([outputs.arn, outputs.ownerId], [id, ACCOUNT_ID]);
    const { rawMessageDelivery, endpointAutoConfirms, confirmationTimeoutInMinutes, filterPolicyScope } = outputs;
    assert.deepEqual(
      [rawMessageDelivery, endpointAutoConfirms, confirmationTimeoutInMinutes, filterPolicyScope],
      [false, false, 1, ""],
    );
  });

  it("wait for a person, and for no queue", () => {
    const pending = (by: Props) => {
      const { pendingConfirmation, confirmationWasAuthenticated } = subscribe(by).outputs;
      return [pendingConfirmation, confirmationWasAuthenticated];
    };
    assert.deepEqual(pending({}), [false, true]);
    assert.deepEqual(pending(email), [true, false]);
    assert.deepEqual(pending({ protocol: "https", endpoint: "https://cats.lol/sns" }), [true, false]);
    assert.deepEqual(pending({ protocol: "https", endpoint: "https://cats.lol/sns", endpointAutoConfirms: true }), [
      false,
      true,
    ]);
  });

  it("can be deleted while they are pending", () => {
    const account = withTopic();
    const { id } = subscribe(email, account);
    account.delete(TOPIC_SUBSCRIPTION, id, options);
    assert.deepEqual(account.records(TOPIC_SUBSCRIPTION), []);
  });

  it("filter by attributes where nothing else is said", () => {
    const filterPolicy = JSON.stringify({ outcome: ["FAILED", { prefix: "ABORT" }] });
    assert.equal(subscribe({ filterPolicy }).outputs.filterPolicyScope, "MessageAttributes");
    const nested = JSON.stringify({ detail: { outcome: ["FAILED"] } });
    assert.equal(
      subscribe({ filterPolicy: nested, filterPolicyScope: "MessageBody" }).outputs.filterPolicyScope,
      "MessageBody",
    );
  });

  it("need their topic, and go with it", () => {
    assert.equal(
      refusal(() => subscribe({}, new Account())),
      "NotFound: Topic does not exist",
    );
    const account = withTopic();
    subscribe(email, account);
    account.delete(TOPIC, ARN, options);
    assert.deepEqual([account.records(TOPIC), account.records(TOPIC_SUBSCRIPTION)], [[], []]);
  });

  const protocols = "application, email, email-json, firehose, http, https, lambda, sms, sqs";
  const wrong: [what: string, by: Props, expected: string][] = [
    ["an unknown protocol", { protocol: "fax" }, `protocol: expected one of ${protocols}, got "fax"`],
    [
      "a stream without a role",
      { protocol: "firehose" },
      "subscriptionRoleArn: missing; the protocol firehose needs it",
    ],
    ["a filter that is no JSON", { filterPolicy: "all" }, 'filterPolicy: expected a string that holds JSON, got "all"'],
    ["a scope of no filter", { filterPolicyScope: "MessageBody" }, "filterPolicy: missing; filterPolicyScope needs it"],
  ];
  for (const [what, by, expected] of wrong) {
    it(`refuse ${what}`, () => assert.deepEqual(failures(TOPIC_SUBSCRIPTION, { ...toQueue, ...by }), [expected]));
  }

  it("accept what a preview does not know", () => {
    assert.deepEqual(
      failures(TOPIC_SUBSCRIPTION, { topic: UNKNOWN, protocol: UNKNOWN, endpoint: UNKNOWN, filterPolicy: UNKNOWN }),
      [],
    );
  });

  const lambda = `arn:aws:lambda:us-west-2:${ACCOUNT_ID}:function:cats`;
  const refused: [what: string, by: Props, expected: string][] = [
    [
      "an email address without a host",
      { protocol: "email", endpoint: "jane" },
      'Invalid parameter: Email address: expected an email address, got "jane"',
    ],
    [
      "a queue's name",
      { endpoint: "releases" },
      'Invalid parameter: SQS endpoint ARN: expected the ARN of an SQS queue, got "releases"',
    ],
    [
      "a function for a queue",
      { endpoint: lambda },
      `Invalid parameter: SQS endpoint ARN: expected the ARN of an SQS queue, got "${lambda}"`,
    ],
    [
      "a queue for a function",
      { protocol: "lambda" },
      `Invalid parameter: Lambda endpoint ARN: expected the ARN of a Lambda function, got "${QUEUE_ARN}"`,
    ],
    [
      "http for https",
      { protocol: "https", endpoint: "http://cats.lol" },
      "Invalid parameter: Endpoint must match the specified protocol: expected a URL that begins with https://, got " +
        '"http://cats.lol"',
    ],
    [
      "raw delivery to a function",
      { protocol: "lambda", endpoint: lambda, rawMessageDelivery: true },
      "Invalid parameter: Delivery protocol [lambda] does not support raw message delivery.",
    ],
    [
      "a filter for one value",
      { filterPolicy: '{"outcome":"FAILED"}' },
      'Invalid parameter: FilterPolicy: "outcome" must be an object or an array',
    ],
    [
      "a filter for nothing",
      { filterPolicy: '{"outcome":[]}' },
      "Invalid parameter: FilterPolicy: Empty arrays are not allowed",
    ],
    [
      "an unknown operator",
      { filterPolicy: '{"outcome":[{"like":"F"}]}' },
      "Invalid parameter: FilterPolicy: Unrecognized match type like",
    ],
    [
      "a nested filter of attributes",
      { filterPolicy: '{"detail":{"outcome":["FAILED"]}}' },
      "Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy",
    ],
    [
      "a filter of six keys",
      { filterPolicy: JSON.stringify(Object.fromEntries([..."abcdef"].map((key) => [key, ["x"]]))) },
      "Invalid parameter: FilterPolicy: Filter policy can not have more than 5 keys",
    ],
    [
      "a redrive policy without a queue",
      { redrivePolicy: '{"deadLetterTargetArn":"releases"}' },
      "Invalid parameter: RedrivePolicy: deadLetterTargetArn is an invalid arn",
    ],
    [
      "a FIFO queue for a standard topic",
      { endpoint: `${QUEUE_ARN}.fifo` },
      "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    ],
  ];
  for (const [what, by, expected] of refused) {
    it(`refuse ${what}`, () => {
      assert.equal(
        refusal(() => subscribe(by)),
        `InvalidParameter: ${expected}`,
      );
    });
  }

  it("reach nobody but queues from a FIFO topic", () => {
    const account = new Account();
    const topic = make(account, TOPIC, { name: "releases.fifo", fifoTopic: true });
    assert.equal(
      refusal(() => subscribe({ ...email, topic: topic.id }, account)),
      "InvalidParameter: Invalid parameter: Invalid parameter: Endpoint Reason: Please use an SQS queue as the endpoint of a " +
        "FIFO topic",
    );
    assert.ok(subscribe({ topic: topic.id }, account).id);
  });

  it("are one for a topic and an endpoint", () => {
    const account = withTopic();
    const { id } = subscribe({}, account);
    assert.equal(
      refusal(() => subscribe({ rawMessageDelivery: true }, account)),
      "InvalidParameter: Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
    );
    assert.equal(
      refusal(() => subscribe({}, account)),
      `InvalidParameter: The subscription ${id} exists already. Another resource would share it without a word.`,
    );
    assert.ok(subscribe({ endpoint: `${QUEUE_ARN}-2` }, account).id);
  });

  it("are replaced for another topic, protocol or endpoint, and changed in place otherwise", () => {
    assert.deepEqual(replaces(TOPIC_SUBSCRIPTION, email, { endpoint: "joe@example.com" }), ["endpoint"]);
    assert.deepEqual(replaces(TOPIC_SUBSCRIPTION, email, { protocol: "email-json" }), ["protocol"]);
    assert.deepEqual(replaces(TOPIC_SUBSCRIPTION, email, { topic: `${ARN}-2` }), ["topic"]);
    const account = withTopic();
    const made = subscribe({}, account);
    assert.equal(change(account, TOPIC_SUBSCRIPTION, made, { rawMessageDelivery: true }).arn, made.id);
  });
});

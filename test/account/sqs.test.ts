import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { QUEUE } from "../../local/account/types/sqs/references";
import { ACCOUNT_ID, change, failures, make, refusal, replaces } from "./support";

const URL = `https://sqs.us-west-2.amazonaws.com/${ACCOUNT_ID}/dead-letters`;
const ARN = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:dead-letters`;
const queue: Props = { name: "dead-letters" };

describe("account: SQS queues", () => {
  it("have their URL for an id, and SQS's own values where nothing is said", () => {
    const { id, outputs } = make(new Account(), QUEUE, queue);
    assert.deepEqual([id, outputs.url, outputs.arn, outputs.name], [URL, URL, ARN, "dead-letters"]);
    const { delaySeconds, maxMessageSize, messageRetentionSeconds, receiveWaitTimeSeconds, visibilityTimeoutSeconds } =
      outputs;
    assert.deepEqual(
      [delaySeconds, maxMessageSize, messageRetentionSeconds, receiveWaitTimeSeconds, visibilityTimeoutSeconds],
      [0, 262_144, 345_600, 0, 30],
    );
    assert.deepEqual(
      [outputs.sqsManagedSseEnabled, outputs.fifoQueue, outputs.policy, outputs.redrivePolicy],
      [true, false, "", ""],
    );
    assert.deepEqual([outputs.deduplicationScope, outputs.fifoThroughputLimit], ["", ""]);
  });

  it("are encrypted with one key: SQS's own where none is named", () => {
    const { outputs } = make(new Account(), QUEUE, { ...queue, kmsMasterKeyId: "alias/aws/sqs" });
    assert.deepEqual(
      [outputs.kmsMasterKeyId, outputs.sqsManagedSseEnabled, outputs.kmsDataKeyReusePeriodSeconds],
      ["alias/aws/sqs", false, 300],
    );
    assert.equal(
      make(new Account(), QUEUE, { ...queue, sqsManagedSseEnabled: false }).outputs.sqsManagedSseEnabled,
      false,
    );
  });

  it("are FIFO queues by their name", () => {
    const { outputs } = make(new Account(), QUEUE, { name: "orders.fifo", fifoQueue: true });
    assert.deepEqual(
      [outputs.name, outputs.deduplicationScope, outputs.fifoThroughputLimit],
      ["orders.fifo", "queue", "perQueue"],
    );
  });

  const characters = "letters, digits, hyphens and underscores";
  const wrong: [what: string, by: Props, expected: string][] = [
    [
      "a name of 81 characters",
      { name: "x".repeat(81) },
      `name: expected 1 to 80 ${characters}, got "${"x".repeat(81)}"`,
    ],
    ["a name with a dot", { name: "dead.letters" }, `name: expected 1 to 80 ${characters}, got "dead.letters"`],
    ["a FIFO name of a standard queue", { name: "a.fifo" }, `name: expected 1 to 80 ${characters}, got "a.fifo"`],
    [
      "a standard name of a FIFO queue",
      { fifoQueue: true },
      `name: expected 1 to 75 ${characters}, and .fifo, got "dead-letters"`,
    ],
    [
      "a minute's retention less a second",
      { messageRetentionSeconds: 59 },
      "messageRetentionSeconds: expected a number between 60 and 1209600, got 59",
    ],
    [
      "retention of more than 14 days",
      { messageRetentionSeconds: 1_209_601 },
      "messageRetentionSeconds: expected a number between 60 and 1209600, got 1209601",
    ],
    [
      "a visibility timeout of more than 12 hours",
      { visibilityTimeoutSeconds: 43_201 },
      "visibilityTimeoutSeconds: expected a number between 0 and 43200, got 43201",
    ],
    [
      "content-based deduplication of a standard queue",
      { contentBasedDeduplication: true },
      "contentBasedDeduplication: can only be set for FIFO queues",
    ],
    [
      "a deduplication scope of a standard queue",
      { deduplicationScope: "queue" },
      "deduplicationScope: can only be set for FIFO queues",
    ],
    [
      "throughput by group without deduplication by group",
      { name: "a.fifo", fifoQueue: true, fifoThroughputLimit: "perMessageGroupId" },
      "fifoThroughputLimit: perMessageGroupId needs the deduplicationScope messageGroup",
    ],
    [
      "two keys",
      { kmsMasterKeyId: "alias/aws/sqs", sqsManagedSseEnabled: true },
      'sqsManagedSseEnabled: at most one of "kmsMasterKeyId", "sqsManagedSseEnabled" may be given, got "kmsMasterKeyId", ' +
        '"sqsManagedSseEnabled"',
    ],
    [
      "a redrive policy that is no JSON",
      { redrivePolicy: "yes" },
      'redrivePolicy: expected a string that holds JSON, got "yes"',
    ],
    [
      "a redrive allow policy",
      { redriveAllowPolicy: "{}" },
      "redriveAllowPolicy: not modelled on this machine; leave it out",
    ],
  ];
  for (const [what, by, expected] of wrong) {
    it(`refuse ${what}`, () => assert.deepEqual(failures(QUEUE, { ...queue, ...by }), [expected]));
  }

  it("accept names of 1 and 80 characters, the longest retention, and what a preview does not know", () => {
    assert.deepEqual(failures(QUEUE, { name: "x" }), []);
    assert.deepEqual(failures(QUEUE, { name: "x".repeat(80), messageRetentionSeconds: 1_209_600 }), []);
    assert.deepEqual(failures(QUEUE, { name: UNKNOWN, fifoQueue: UNKNOWN, redrivePolicy: UNKNOWN }), []);
  });

  it("have their name alone in a region", () => {
    const account = new Account();
    make(account, QUEUE, queue);
    assert.equal(
      refusal(() => make(account, QUEUE, { ...queue, visibilityTimeoutSeconds: 60 })),
      "QueueAlreadyExists: A queue already exists with the same name and a different value for attribute VisibilityTimeout",
    );
    assert.equal(
      refusal(() => make(account, QUEUE, queue)),
      `QueueAlreadyExists: The queue ${URL} exists already. Another resource would share it without a word.`,
    );
    assert.match(make(account, QUEUE, { ...queue, region: "eu-west-1" }).id, /^https:\/\/sqs\.eu-west-1\./);
  });

  it("are replaced under another name, and changed in place otherwise", () => {
    assert.deepEqual(replaces(QUEUE, queue, { name: "other" }), ["name"]);
    const account = new Account();
    const made = make(account, QUEUE, queue);
    const record = account.records(QUEUE)[0];
    assert.ok(record);
    record.hidden = { messages: ["event"] };
    assert.equal(change(account, QUEUE, made, { visibilityTimeoutSeconds: 60 }).visibilityTimeoutSeconds, 60);
    assert.deepEqual(account.records(QUEUE)[0]?.hidden, { messages: ["event"] });
  });

  const redrive = (by: Props, account = withDead()) => {
    const redrivePolicy = JSON.stringify({ deadLetterTargetArn: ARN, maxReceiveCount: 5, ...by });
    return make(account, QUEUE, { name: "events", redrivePolicy });
  };
  const withDead = () => {
    const account = new Account();
    make(account, QUEUE, queue);
    return account;
  };
  const reason = (by: Props, account = withDead()) => {
    const [, before, why] =
      /^(InvalidParameterValue: Value .* for parameter RedrivePolicy is invalid\. Reason: )(.*)$/.exec(
        refusal(() => redrive(by, account)),
      ) ?? [];
    assert.ok(before);
    return why;
  };

  it("pass messages on to a queue that is there, of their own kind", () => {
    assert.equal(
      redrive({ maxReceiveCount: 1000 }).outputs.redrivePolicy,
      JSON.stringify({ deadLetterTargetArn: ARN, maxReceiveCount: 1000 }),
    );
    assert.equal(reason({}, new Account()), "Dead letter target does not exist.");
    assert.equal(
      reason({ maxReceiveCount: null }),
      "Redrive policy does not contain mandatory attribute: maxReceiveCount.",
    );
    assert.equal(
      reason({ deadLetterTargetArn: null }),
      "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.",
    );
    for (const maxReceiveCount of [0, 1001]) {
      assert.equal(
        reason({ maxReceiveCount }),
        `Invalid value for maxReceiveCount: ${maxReceiveCount}, valid values are from 1 to 1000 both inclusive.`,
      );
    }
    const account = withDead();
    make(account, QUEUE, { name: "dead.fifo", fifoQueue: true });
    assert.equal(
      reason({ deadLetterTargetArn: `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:dead.fifo` }, account),
      "Dead-letter queue must be same type of queue as the source.",
    );
  });
});

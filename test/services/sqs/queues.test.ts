import assert from "node:assert/strict";
import type { Account } from "../../../local/account/account";
import type { Props } from "../../../local/account/model";
import { QUEUE, QUEUE_POLICY } from "../../../local/account/types/sqs/references";
import type { Metric, StatisticSet } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { Queues } from "../../../local/services/sqs/queues";
import { World } from "../../../local/services/world";
import { accountWithRole, policy, ROLE_ARN } from "../../account/iam/fixture";
import { ACCOUNT_ID, make, options } from "../../account/support";

const ARN = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:lost`;
const URL = `https://sqs.us-west-2.amazonaws.com/${ACCOUNT_ID}/lost`;
const RULE = `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/started`;
const DENIED = `Access to the resource ${ARN} is denied.`;

const send: Props = { Effect: "Allow", Action: "sqs:SendMessage", Resource: ARN };
/** What EventBridge needs: docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
const fromRule: Props = {
  ...send,
  Principal: { Service: "events.amazonaws.com" },
  Condition: { ArnEquals: { "aws:SourceArn": RULE } },
};
const events = { service: "events.amazonaws.com", sourceArn: RULE };
const role = { role: ROLE_ARN };

/** Queues of an account in which the role cats-task may do what the statements say, one of them "lost" and empty. */
function queues({ statements = [], by = {}, own }: { statements?: Props[]; by?: Props; own?: Props } = {}) {
  const account: Account = accountWithRole(statements);
  make(account, QUEUE, { name: "lost", ...by });
  if (own) make(account, QUEUE_POLICY, { queueUrl: URL, policy: policy(own) });
  const simulation = new Simulation();
  const put: [at: number, metric: Metric, period: number, values: StatisticSet][] = [];
  const sink = {
    put: (metric: Metric, at: number, period: number, values: StatisticSet) => put.push([at, metric, period, values]),
  };
  return { account, simulation, put, queues: new Queues(new World(simulation, account, "us-west-2"), sink) };
}

describe("SQS queues", () => {
  it("keep what a role sends that may, in its order", () => {
    const { queues: sqs } = queues({ statements: [send] });
    assert.deepEqual(sqs.messages(ARN), []);
    assert.deepEqual([sqs.send(role, ARN, "one"), sqs.send(role, ARN, "two")], [undefined, undefined]);
    assert.deepEqual(sqs.messages(ARN), ["one", "two"]);
  });

  it("keep what a service sends for whom the queue's policy names", () => {
    const { queues: sqs } = queues({ own: fromRule });
    assert.equal(sqs.send(events, ARN, "one"), undefined);
    assert.deepEqual(sqs.messages(ARN), ["one"]);
  });

  it("let a role in by their own policy", () => {
    const own = { ...send, Principal: { AWS: ROLE_ARN } };
    assert.equal(queues({ own }).queues.send(role, ARN, "one"), undefined);
  });

  const denied: [what: string, given: Parameters<typeof queues>[0], by: Parameters<Queues["send"]>[0]][] = [
    ["a role that may send nowhere", {}, role],
    ["a role that may send to another queue", { statements: [{ ...send, Resource: `${ARN}-2` }] }, role],
    [
      "a role to which the queue's policy denies it",
      { statements: [send], own: { ...send, Effect: "Deny", Principal: "*" } },
      role,
    ],
    ["a role that is not there", { statements: [send] }, { role: `${ROLE_ARN}s` }],
    ["a service, where the queue has no policy", { statements: [send] }, events],
    ["a service on behalf of another rule", { own: fromRule }, { ...events, sourceArn: `${RULE}-2` }],
    ["another service", { own: fromRule }, { ...events, service: "sns.amazonaws.com" }],
    ["a service that may only receive", { own: { ...fromRule, Action: "sqs:ReceiveMessage" } }, events],
  ];
  for (const [what, given, by] of denied) {
    it(`take nothing from ${what}`, () => {
      const { queues: sqs } = queues(given);
      assert.equal(sqs.send(by, ARN, "one"), DENIED);
      assert.deepEqual(sqs.messages(ARN), []);
    });
  }

  it("have to be there", () => {
    const { queues: sqs } = queues({ statements: [{ ...send, Resource: "*" }] });
    assert.equal(sqs.send(role, `${ARN}-2`, "one"), `The specified queue does not exist: ${ARN}-2`);
    assert.deepEqual(sqs.messages(`${ARN}-2`), []);
  });

  it("take messages up to their own size, in bytes", () => {
    const { queues: sqs } = queues({ statements: [send], by: { maxMessageSize: 1024 } });
    assert.equal(sqs.send(role, ARN, "é".repeat(512)), undefined);
    assert.equal(
      sqs.send(role, ARN, `${"é".repeat(512)}.`),
      "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.",
    );
    assert.equal(sqs.messages(ARN).length, 1);
  });

  it("take nothing without a group where they are FIFO queues", () => {
    const arn = `${ARN}.fifo`;
    const { queues: sqs } = queues({
      statements: [{ ...send, Resource: arn }],
      by: { name: "lost.fifo", fifoQueue: true },
    });
    assert.equal(sqs.send(role, arn, "one"), "The request must contain the parameter MessageGroupId.");
  });

  it("are as full for whoever looks at them later, and gone with the queue", () => {
    const { account, simulation, queues: sqs } = queues({ statements: [send] });
    sqs.send(role, ARN, "one");
    assert.deepEqual(new Queues(new World(simulation, account, "us-west-2")).messages(ARN), ["one"]);
    account.delete(QUEUE, URL, options);
    assert.deepEqual(sqs.messages(ARN), []);
  });

  it("tell the number of their messages once a minute, from the first minute on", async () => {
    const { simulation, put, queues: sqs } = queues({ statements: [send] });
    await simulation.run(119);
    sqs.send(role, ARN, "one");
    sqs.send(role, ARN, "two");
    await simulation.run(130);
    const metric = {
      namespace: "AWS/SQS",
      name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "lost" },
    };
    assert.deepEqual(put, [
      [0, metric, 60, { sum: 0, count: 1, minimum: 0, maximum: 0 }],
      [60, metric, 60, { sum: 2, count: 1, minimum: 2, maximum: 2 }],
    ]);
  });
});

import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import type { ExecutionEvent } from "../../../local/services/events";
import { ACCOUNT_ID } from "../../account/support";
import { QUEUE_ARN, RULE_ARN, RuleStand, type StandOptions } from "./fixture";

const failed: ExecutionEvent = {
  executionArn: `arn:aws:states:us-west-2:${ACCOUNT_ID}:execution:release:release-green-1`,
  stateMachineArn: `arn:aws:states:us-west-2:${ACCOUNT_ID}:stateMachine:release`,
  name: "release-green-1",
  status: "FAILED",
  startedAt: 40,
  stoppedAt: 100,
  input: "{}",
};

/** What went to which queue for which rule, and the stand, after an execution has failed. */
async function lost(by: Partial<StandOptions> = {}) {
  const letters: [queue: string, rule: string, event: Props][] = [];
  const stand = new RuleStand({
    pattern: { source: ["aws.states"] },
    target: { deadLetterConfig: { arn: QUEUE_ARN } },
    failures: ["no"],
    deadLetter: (queue, rule, body) => letters.push([queue, rule, JSON.parse(body) as Props]),
    ...by,
  });
  await stand.publish("execution", failed);
  return { letters, stand };
}

describe("what EventBridge could not deliver", () => {
  it("goes to the target's queue, the whole event, once and for the rule", async () => {
    const { letters, stand } = await lost();
    assert.deepEqual(letters, [[QUEUE_ARN, RULE_ARN, stand.events[0]?.event]]);
    assert.equal(stand.events.length, 1);
  });

  it("is counted and told as a failure all the same", async () => {
    const { stand } = await lost();
    assert.deepEqual(stand.counted, ["TriggeredRules", "Invocations", "FailedInvocations"]);
    assert.deepEqual(stand.told, [{ rule: "started", targetId: "one", failures: ["no"] }]);
  });

  it("goes to the queue too when the target is of a service that cannot be invoked", async () => {
    const arn = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:other`;
    const { letters, stand } = await lost({ target: { arn, deadLetterConfig: { arn: QUEUE_ARN } } });
    assert.deepEqual(stand.told[0]?.failures, ["targets of sqs are not modelled"]);
    assert.deepEqual(
      letters.map(([queue]) => queue),
      [QUEUE_ARN],
    );
  });

  it("is lost where the target has no queue", async () => {
    const { letters, stand } = await lost({ target: {} });
    assert.deepEqual(letters, []);
    assert.equal(stand.counted.at(-1), "FailedInvocations");
  });

  it("is nothing where the target was invoked", async () => {
    assert.deepEqual((await lost({ failures: [] })).letters, []);
  });
});

import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { executionStatusChange } from "../../../local/services/eventbridge/executionEvents";
import type { ExecutionEvent } from "../../../local/services/events";
import { ACCOUNT_ID } from "../../account/support";
import { RuleStand, type StandOptions } from "./fixture";

const MACHINE = `arn:aws:states:us-west-2:${ACCOUNT_ID}:stateMachine:release`;
const EXECUTION = `arn:aws:states:us-west-2:${ACCOUNT_ID}:execution:release:release-green-1`;
const running: ExecutionEvent = {
  executionArn: EXECUTION,
  stateMachineArn: MACHINE,
  name: "release-green-1",
  status: "RUNNING",
  startedAt: 40,
  input: '{"kind":"release"}',
};
const failed: ExecutionEvent = {
  ...running,
  status: "FAILED",
  stoppedAt: 99.5,
  error: "Unhealthy",
  cause: "half of it",
};

/** As the guard's rule has it. */
const pattern: Props = {
  source: ["aws.states"],
  "detail-type": ["Step Functions Execution Status Change"],
  detail: { stateMachineArn: [MACHINE], status: ["FAILED", "TIMED_OUT", "ABORTED"] },
};
const stand = (by: Partial<StandOptions> = {}) => new RuleStand({ pattern, ...by });

/** What the event of an execution has in common with all of it. */
const common = {
  executionArn: EXECUTION,
  stateMachineArn: MACHINE,
  name: "release-green-1",
  startDate: Date.parse("2026-01-01T00:00:40Z"),
  input: '{"kind":"release"}',
  inputDetails: { included: true },
};

describe("rules for executions of state machines", () => {
  it("get the event of an execution that has failed, with all of its fields, a second later and once", async () => {
    const one = stand();
    await one.publish("execution", running, failed);
    assert.equal(one.events.length, 1);
    const [{ at, event } = { at: 0, event: {} as Props }] = one.events;
    const { id, ...rest } = event;
    assert.equal(at, 101);
    assert.match(String(id), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.deepEqual(rest, {
      version: "0",
      account: ACCOUNT_ID,
      time: "2026-01-01T00:01:40Z",
      region: "us-west-2",
      source: "aws.states",
      "detail-type": "Step Functions Execution Status Change",
      resources: [EXECUTION],
      detail: {
        ...common,
        status: "FAILED",
        stopDate: Date.parse("2026-01-01T00:01:39.500Z"),
        output: null,
        outputDetails: null,
        error: "Unhealthy",
        cause: "half of it",
      },
    });
  });

  const others: [what: string, by: Partial<ExecutionEvent>][] = [
    ["has succeeded", { status: "SUCCEEDED", output: "{}" }],
    ["is another machine's", { stateMachineArn: `${MACHINE}-2` }],
  ];
  for (const [what, by] of others) {
    it(`are not invoked for an execution that ${what}`, async () => {
      const one = stand();
      await one.publish("execution", { ...failed, ...by });
      assert.deepEqual([one.events, one.counted], [[], []]);
    });
  }

  for (const status of ["FAILED", "TIMED_OUT", "ABORTED"] as const) {
    it(`are invoked for an execution that is ${status}`, async () => {
      const one = stand();
      await one.publish("execution", { ...failed, status });
      assert.equal(one.events.length, 1);
    });
  }

  it("are not invoked while they are disabled", async () => {
    const one = stand({ rule: { state: "DISABLED" } });
    await one.publish("execution", failed);
    assert.deepEqual(one.events, []);
  });

  it("are not delivered as ECS's events are", async () => {
    const one = stand({ taskDeliveries: () => [1, 2] });
    await one.publish("execution", failed);
    assert.equal(one.events.length, 1);
  });
});

describe("events of executions", () => {
  it("have null for what there is not", () => {
    const none = { stopDate: null, output: null, outputDetails: null, error: null, cause: null };
    assert.deepEqual(executionStatusChange(running).detail, { ...common, status: "RUNNING", ...none });
  });

  it("have the output of an execution that has succeeded", () => {
    const detail = executionStatusChange({ ...running, status: "SUCCEEDED", stoppedAt: 60, output: '"well"' }).detail;
    assert.deepEqual(detail, {
      ...common,
      status: "SUCCEEDED",
      stopDate: Date.parse("2026-01-01T00:01:00Z"),
      output: '"well"',
      outputDetails: { included: true },
      error: null,
      cause: null,
    });
  });
});

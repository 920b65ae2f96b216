import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import { LogStreams } from "../../local/services/logs/logStreams";
import { logsHandlers } from "../../local/site/logsHandlers";
import { accountWithRole, ROLE_ARN, ROOT } from "../account/iam/fixture";
import { make, refusal } from "../account/support";

const GROUP = "/workshop/dogs-pipeline";
const ARN = `arn:aws:logs:us-west-2:123456789012:log-group:${GROUP}:log-stream:b-1`;
/** 2026-01-01T00:00:00Z in milliseconds, when virtual time begins. */
const BEGIN = 1_767_225_600_000;

describe("what CloudWatch Logs answers on this machine", () => {
  let account: Account;
  let logs: LogStreams;

  beforeEach(() => {
    account = accountWithRole([{ Effect: "Allow", Action: "logs:GetLogEvents", Resource: ARN }]);
    make(account, "aws:cloudwatch/logGroup:LogGroup", { name: GROUP });
    logs = new LogStreams();
    logs.write(GROUP, "b-1", 7, ["one", "two", "three"]);
  });

  function call(input: object = {}, principal = ROOT) {
    const handler = logsHandlers(account, logs)["Logs_20140328.GetLogEvents"];
    assert.ok(handler);
    const answer = handler({ principal, region: "us-west-2" }, { logGroupName: GROUP, logStreamName: "b-1", ...input });
    return (answer as { events: { message: string; timestamp: number }[] }).events;
  }
  const messages = (input: object = {}) => call(input).map(({ message }) => message);

  it("has all lines, with their time", () => {
    assert.deepEqual(messages(), ["one", "two", "three"]);
    assert.deepEqual(call()[0], { message: "one", timestamp: BEGIN + 7000, ingestionTime: BEGIN + 7000 });
  });

  it("has the newest lines, or from the head the oldest", () => {
    assert.deepEqual(messages({ limit: 2 }), ["two", "three"]);
    assert.deepEqual(messages({ limit: 2, startFromHead: true }), ["one", "two"]);
  });

  for (const [input, message] of [
    [{ logGroupName: "/other" }, "ResourceNotFoundException: The specified log group does not exist."],
    [{ logStreamName: "b-2" }, "ResourceNotFoundException: The specified log stream does not exist."],
    [{ limit: 0 }, "InvalidParameterException: limit is 0; it must be a whole number from 1 to 10000."],
  ] as const) {
    it(`refuses ${JSON.stringify(input)}`, () => {
      assert.equal(
        refusal(() => call(input)),
        message,
      );
    });
  }

  it("lets a role read the stream that it may read, and no other", () => {
    assert.equal(call({}, ROLE_ARN).length, 3);
    assert.match(
      refusal(() => call({ logStreamName: "b-2" }, ROLE_ARN)),
      /^AccessDeniedException: .* is not authorized to perform: logs:GetLogEvents on resource: \S+:log-stream:b-2 /,
    );
  });
});

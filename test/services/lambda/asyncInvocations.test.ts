import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { FUNCTION, INVOKE_CONFIG, PERMISSION } from "../../../local/account/types/lambda/references";
import { QUEUE } from "../../../local/account/types/sqs/references";
import { FUNCTION_ARN } from "../../account/lambdaFixture";
import { ACCOUNT_ID, make } from "../../account/support";
import { type Lab, type LabOptions, labs } from "./fixture";

const RULE = `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/started`;
const LOST = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:lost`;
const send: Props = { Effect: "Allow", Action: "sqs:SendMessage", Resource: LOST };
const permission: Props = {
  function: "greeter",
  action: "lambda:InvokeFunction",
  principal: "events.amazonaws.com",
  statementId: "rule",
  sourceArn: RULE,
};

describe("events for functions", () => {
  const lab = labs();

  /** When each attempt was, in the lab made last. */
  let attempts: number[] = [];

  /** A function that fails so many times, with a queue for what is lost; what it writes is nowhere. */
  function failing(
    times: number,
    { config = {}, by = {}, ...options }: LabOptions & { config?: Props; by?: Props } = {},
  ): Lab {
    const handler = `async ({ id }) => {
      globalThis.count = (globalThis.count ?? 0) + 1;
      if (globalThis.count <= ${times}) throw new RangeError("no " + id + " at " + globalThis.count);
    }`;
    attempts = [];
    const made: Lab = lab(handler, {
      statements: [send],
      before: () => void attempts.push(made.simulation.now),
      ...options,
    });
    make(made.account, QUEUE, { name: "lost" });
    make(made.account, PERMISSION, { ...permission, ...by });
    const destinationConfig = { onFailure: { destination: LOST } };
    make(made.account, INVOKE_CONFIG, { functionName: "greeter", destinationConfig, ...config });
    return made;
  }

  /** Hands over an event at second 100. @returns Why not, if not */
  async function take(
    { simulation, events }: Lab,
    sourceArn = RULE,
    service = "events.amazonaws.com",
  ): Promise<string[]> {
    await simulation.run(100);
    const refused = events.take(FUNCTION_ARN, { id: "e1" }, { service, sourceArn });
    await simulation.run(1000);
    return refused;
  }

  /** The messages that were lost. */
  const lost = ({ queues }: Lab): Props[] => queues.messages(LOST).map((body) => JSON.parse(body) as Props);

  it("are taken at once, and run once where that goes well", async () => {
    const lab = failing(0);
    assert.deepEqual(await take(lab), []);
    assert.deepEqual([attempts, lost(lab)], [[100], []]);
  });

  it("are tried again after one minute and after two more, and then are in the queue with all about it", async () => {
    const lab = failing(9);
    assert.deepEqual(await take(lab), []);
    assert.deepEqual(attempts, [100, 160, 280]);
    const [message = {}, ...others] = lost(lab);
    const { requestId } = message.requestContext as Props;
    const { trace, ...responsePayload } = message.responsePayload as Props;
    assert.match(String(requestId), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.match(String((trace as string[])[1]), /\/var\/task\/index\.js/);
    assert.deepEqual(others, []);
    assert.deepEqual(
      { ...message, responsePayload },
      {
        version: "1.0",
        timestamp: "2026-01-01T00:04:40.000Z",
        requestContext: {
          requestId,
          functionArn: `${FUNCTION_ARN}:$LATEST`,
          condition: "RetriesExhausted",
          approximateInvokeCount: 3,
        },
        requestPayload: { id: "e1" },
        responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
        responsePayload: { errorType: "RangeError", errorMessage: "no e1 at 3" },
      },
    );
  });

  it("are done when an attempt goes well after one that has not", async () => {
    const lab = failing(1);
    await take(lab);
    assert.deepEqual([attempts, lost(lab)], [[100, 160], []]);
    assert.deepEqual(lab.counted, [
      "60 AsyncEventsReceived greeter",
      "60 Invocations greeter",
      "60 Errors greeter",
      "120 Invocations greeter",
    ]);
  });

  it("are counted as dropped, wherever they are kept", async () => {
    const lab = failing(9, { config: { maximumRetryAttempts: 0 } });
    await take(lab);
    assert.deepEqual(lab.counted.slice(-2), ["60 Errors greeter", "60 AsyncEventsDropped greeter"]);
    assert.equal(lost(lab).length, 1);
  });

  it("are not tried, and dropped at once, while no execution is reserved for their function", async () => {
    const lab = failing(0, { inputs: { reservedConcurrentExecutions: 0 } });
    assert.deepEqual(await take(lab), []);
    assert.deepEqual(lab.counted, ["60 AsyncEventsReceived greeter", "60 AsyncEventsDropped greeter"]);
    const [{ requestContext, ...message } = {} as Props] = lost(lab);
    const { condition, approximateInvokeCount } = requestContext as Props;
    assert.deepEqual([condition, approximateInvokeCount], ["ZeroReservedConcurrency", 0]);
    assert.deepEqual(message, { version: "1.0", timestamp: "2026-01-01T00:01:40.000Z", requestPayload: { id: "e1" } });
  });

  it("are not tried again once no execution is reserved for their function; its last failure is told", async () => {
    const lab = failing(9);
    lab.simulation.at(150, () => lab.change({ reservedConcurrentExecutions: 0 }));
    await take(lab);
    assert.deepEqual(attempts, [100]);
    const [{ timestamp, requestContext, responsePayload } = {} as Props] = lost(lab);
    const { condition, approximateInvokeCount } = requestContext as Props;
    assert.deepEqual(
      [timestamp, condition, approximateInvokeCount, (responsePayload as Props).errorMessage],
      ["2026-01-01T00:02:40.000Z", "ZeroReservedConcurrency", 1, "no e1 at 1"],
    );
  });

  it("keep their request id from attempt to attempt", async () => {
    const group = "/workshop/greeter";
    const lab = failing(9, {
      statements: [send, { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: "*" }],
      inputs: { loggingConfig: { logFormat: "Text", logGroup: group } },
      before: () => {},
      groups: [group],
    });
    await take(lab);
    const starts = lab.functions.logs.all(group).filter((line) => line.startsWith("START"));
    const [{ requestContext } = { requestContext: {} }] = lost(lab);
    const line = `START RequestId: ${(requestContext as Props).requestId} Version: $LATEST`;
    assert.deepEqual(starts, [line, line, line]);
  });

  it("are tried as often as the function's configuration says", async () => {
    for (const [retries, seconds] of [
      [0, [100]],
      [1, [100, 160]],
    ] as const) {
      const lab = failing(9, { config: { maximumRetryAttempts: retries } });
      await take(lab);
      assert.deepEqual(attempts, seconds);
      const [{ requestContext } = { requestContext: {} }] = lost(lab);
      const { condition, approximateInvokeCount } = requestContext as Props;
      assert.deepEqual([condition, approximateInvokeCount], ["RetriesExhausted", retries + 1]);
    }
  });

  it("are not tried when they are too old", async () => {
    const lab = failing(9, { config: { maximumEventAgeInSeconds: 179 } });
    await take(lab);
    assert.deepEqual(attempts, [100, 160]);
    const [{ timestamp, requestContext, responsePayload } = {} as Props] = lost(lab);
    const { condition, approximateInvokeCount } = requestContext as Props;
    assert.deepEqual(
      [timestamp, condition, approximateInvokeCount, (responsePayload as Props).errorMessage],
      ["2026-01-01T00:04:40.000Z", "EventAgeExceeded", 2, "no e1 at 2"],
    );
    const younger = failing(9, { config: { maximumEventAgeInSeconds: 180 } });
    await take(younger);
    assert.deepEqual(attempts, [100, 160, 280]);
  });

  it("go with the function that they wait for", async () => {
    const lab = failing(9);
    lab.simulation.at(150, () => lab.delete(FUNCTION, "greeter"));
    await take(lab);
    assert.deepEqual([attempts, lost(lab)], [[100], []]);
  });

  it("are in the dead-letter queue as they are", async () => {
    const lab = failing(9, { config: { maximumRetryAttempts: 0, destinationConfig: null } });
    lab.change({ deadLetterConfig: { targetArn: LOST } });
    await take(lab);
    assert.deepEqual(lost(lab), [{ id: "e1" }]);
  });

  it("are lost, and counted, where the role may no longer send to the queue", async () => {
    const lab = failing(9, { config: { maximumRetryAttempts: 0 } });
    lab.delete("aws:iam/rolePolicy:RolePolicy", "greeter:own");
    await take(lab);
    assert.deepEqual(lost(lab), []);
    assert.equal(lab.counted.at(-1), "60 DestinationDeliveryFailures greeter");
  });

  const refused = [
    `events.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${FUNCTION_ARN}`,
  ];
  const others: [what: string, by: Props][] = [
    ["another rule", { sourceArn: `${RULE}-2` }],
    ["another service", { principal: "s3.amazonaws.com" }],
    ["another action", { action: "lambda:GetFunction" }],
    ["another account", { sourceAccount: "111122223333" }],
    ["a version or an alias", { qualifier: "live" }],
    ["an organization", { principalOrgId: "o-1234567890" }],
  ];
  for (const [what, by] of others) {
    it(`are not taken where the permission is for ${what}`, async () => {
      assert.deepEqual(await take(failing(0, { by })), refused);
      assert.deepEqual(attempts, []);
    });
  }

  const allowed: [what: string, by: Props][] = [
    ["any rule", { sourceArn: null }],
    ["rules of this kind", { sourceArn: `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/*` }],
    ["this account", { sourceAccount: ACCOUNT_ID }],
    ["the function's ARN", { function: FUNCTION_ARN }],
    ["everybody", { principal: "*" }],
  ];
  for (const [what, by] of allowed) {
    it(`are taken where the permission is for ${what}`, async () => {
      assert.deepEqual(await take(failing(0, { by })), []);
      assert.deepEqual(attempts, [100]);
    });
  }

  it("are not taken where there is no permission, and of no function that is not there", async () => {
    const lab = failing(0);
    lab.delete(PERMISSION, "rule");
    assert.deepEqual(await take(lab), refused);
    const by = { service: "events.amazonaws.com", sourceArn: RULE };
    assert.deepEqual(lab.events.take(`${FUNCTION_ARN}s`, {}, by), [`Function not found: ${FUNCTION_ARN}s`]);
  });
});

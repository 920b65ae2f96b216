import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { INVOKE_CONFIG } from "../../local/account/types/lambda/references";
import { FUNCTION_ARN, withGreeter } from "./lambdaFixture";
import { ACCOUNT_ID, change, failures, make, refusal, replaces } from "./support";

const QUEUE = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:failures`;
const config: Props = { functionName: "greeter", maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 };
const failing = (destination: Props[string]): Props => ({
  ...config,
  destinationConfig: { onFailure: { destination } },
});
const send: Props = { Effect: "Allow", Action: "sqs:SendMessage", Resource: QUEUE };

describe("account: how Lambda treats events for a function", () => {
  it("has the function's name for an id, and changes in place", () => {
    const { account } = withGreeter();
    const made = make(account, INVOKE_CONFIG, config);
    assert.equal(made.id, "greeter");
    assert.equal(change(account, INVOKE_CONFIG, made, { maximumRetryAttempts: 1 }).maximumRetryAttempts, 1);
    assert.deepEqual(replaces(INVOKE_CONFIG, config, { functionName: "other" }), ["functionName"]);
  });

  it("is two retries where nothing is said", () => {
    const { outputs } = make(withGreeter().account, INVOKE_CONFIG, { functionName: "greeter" });
    assert.equal(outputs.maximumRetryAttempts, 2);
  });

  it("needs a function that exists, and is one for each", () => {
    assert.equal(
      refusal(() => make(new Account(), INVOKE_CONFIG, config)),
      `ResourceNotFoundException: Function not found: ${FUNCTION_ARN}`,
    );
    const { account } = withGreeter();
    make(account, INVOKE_CONFIG, config);
    assert.equal(
      refusal(() => make(account, INVOKE_CONFIG, { ...config, functionName: FUNCTION_ARN })),
      `ResourceConflictException: The function ${FUNCTION_ARN} has an event invoke config already.`,
    );
  });

  it("sends what fails to a queue that exists and that the function's role may send to", () => {
    const queue = (account: Account) => make(account, "aws:sqs/queue:Queue", { name: "failures" });
    const { account } = withGreeter(send);
    assert.equal(
      refusal(() => make(account, INVOKE_CONFIG, failing(QUEUE))),
      `InvalidParameterValueException: The destination ARN ${QUEUE} is invalid.`,
    );
    queue(account);
    const { destinationConfig } = make(account, INVOKE_CONFIG, failing(QUEUE)).outputs;
    assert.deepEqual(destinationConfig, { onFailure: { destination: QUEUE } });

    const denied =
      "InvalidParameterValueException: The function's execution role does not have permissions to call SendMessage on " +
      QUEUE;
    for (const statements of [[], [{ ...send, Resource: `${QUEUE}-2` }], [{ ...send, Action: "sqs:ReceiveMessage" }]]) {
      const without = withGreeter(...statements).account;
      queue(without);
      assert.equal(
        refusal(() => make(without, INVOKE_CONFIG, failing(QUEUE))),
        denied,
      );
    }
  });

  const wrong: [what: string, by: Props, expected: string][] = [
    [
      "an age of 59 seconds",
      { maximumEventAgeInSeconds: 59 },
      "maximumEventAgeInSeconds: expected a number between 60 and 21600, got 59",
    ],
    [
      "an age of more than six hours",
      { maximumEventAgeInSeconds: 21_601 },
      "maximumEventAgeInSeconds: expected a number between 60 and 21600, got 21601",
    ],
    ["three retries", { maximumRetryAttempts: 3 }, "maximumRetryAttempts: expected a number between 0 and 2, got 3"],
    [
      "a destination that is no queue",
      failing("arn:aws:s3:::failures"),
      'destinationConfig.onFailure.destination: expected a queue\'s ARN, got "arn:aws:s3:::failures"',
    ],
    [
      "a destination of what went well",
      { destinationConfig: { onSuccess: { destination: QUEUE } } },
      "destinationConfig.onSuccess.destination: not modelled on this machine; leave it out",
    ],
  ];
  for (const [what, by, expected] of wrong) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(INVOKE_CONFIG, { ...config, ...by }), [expected]));
  }

  it("accepts six hours, and what a preview does not know", () => {
    assert.deepEqual(failures(INVOKE_CONFIG, { ...config, maximumEventAgeInSeconds: 21_600 }), []);
    assert.deepEqual(failures(INVOKE_CONFIG, { ...failing(UNKNOWN), functionName: UNKNOWN }), []);
  });
});

import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { STATE_MACHINE } from "../../local/account/types/sfn/stateMachine";
import { FUNCTION_ARN, ROLE, trusting, withGreeter, withRole } from "./lambdaFixture";
import { ACCOUNT_ID, change, make, refusal, without } from "./support";

const TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const QUEUE = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:failures`;
const MACHINE = `arn:aws:states:us-west-2:${ACCOUNT_ID}:stateMachine:release`;
const role = (name: string): string => `arn:aws:iam::${ACCOUNT_ID}:role/${name}`;
const toFunction: Props = { rule: "tasks", targetId: "function", arn: FUNCTION_ARN };
const toMachine: Props = { rule: "tasks", targetId: "machine", arn: MACHINE, roleArn: role("start") };

/** The account with a rule, and the role as which its targets are started. */
function withRule(account: Account): Account {
  make(account, "aws:cloudwatch/eventRule:EventRule", { name: "tasks", scheduleExpression: "rate(1 minute)" });
  make(account, ROLE, { name: "start", assumeRolePolicy: trusting("events.amazonaws.com") });
  return account;
}

function makeMachine(account: Account): void {
  make(account, ROLE, { name: "release", assumeRolePolicy: trusting("states.amazonaws.com") });
  make(account, STATE_MACHINE, {
    name: "release",
    roleArn: role("release"),
    definition: JSON.stringify({ QueryLanguage: "JSONata", StartAt: "End", States: { End: { Type: "Succeed" } } }),
  });
}

describe("account: EventBridge targets that are functions and state machines", () => {
  it("need the function", () => {
    assert.equal(
      refusal(() => make(withRule(withRole()), TARGET, toFunction)),
      `ResourceNotFoundException: Function not found: ${FUNCTION_ARN}`,
    );
    assert.equal(make(withRule(withGreeter().account), TARGET, toFunction).id, "tasks-function");
  });

  it("need the state machine", () => {
    const account = withRule(withRole());
    assert.equal(
      refusal(() => make(account, TARGET, toMachine)),
      `StateMachineDoesNotExist: State Machine Does Not Exist: '${MACHINE}'`,
    );
    makeMachine(account);
    assert.equal(make(account, TARGET, toMachine).id, "tasks-machine");
  });

  it("need a role to start the state machine, and none to invoke the function", () => {
    const account = withRule(withGreeter().account);
    makeMachine(account);
    assert.equal(
      refusal(() => make(account, TARGET, without(toMachine, "roleArn"))),
      `ValidationException: RoleArn is required for target ${MACHINE}.`,
    );
    assert.equal(make(account, TARGET, toFunction).outputs.roleArn, undefined);
  });

  it("take a function that does not let EventBridge in: its permission may come after the target", () => {
    const account = withRule(withGreeter().account);
    make(account, TARGET, toFunction);
    const permission = { function: "greeter", statementId: "events", action: "lambda:InvokeFunction" };
    const made = make(account, "aws:lambda/permission:Permission", {
      ...permission,
      principal: "events.amazonaws.com",
    });
    assert.equal(made.id, "events");
  });

  it("need the queue for what cannot be delivered, with a change too", () => {
    const account = withRule(withGreeter().account);
    const dead = { deadLetterConfig: { arn: QUEUE } };
    const missing = `AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist. (${QUEUE})`;
    assert.equal(
      refusal(() => make(account, TARGET, { ...toFunction, ...dead })),
      missing,
    );
    const made = make(account, TARGET, toFunction);
    assert.equal(
      refusal(() => change(account, TARGET, made, dead)),
      missing,
    );
    make(account, "aws:sqs/queue:Queue", { name: "failures" });
    assert.deepEqual(change(account, TARGET, made, dead).deadLetterConfig, dead.deadLetterConfig);
  });
});

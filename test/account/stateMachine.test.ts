import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { STATE_MACHINE } from "../../local/account/types/sfn/stateMachine";
import { ROLE, trusting } from "./lambdaFixture";
import { ACCOUNT_ID, change, failures, make, refusal, replaces } from "./support";

const ARN = `arn:aws:states:us-west-2:${ACCOUNT_ID}:stateMachine:release`;
const NOT_ASSUMED =
  "AccessDeniedException: Neither the global service principal states.amazonaws.com, nor the regional one is authorized to " +
  "assume the provided role.";
const states = { Start: { Type: "Pass", Next: "End" }, End: { Type: "Succeed" } };
const definition = (by: Props = {}): string =>
  JSON.stringify({ QueryLanguage: "JSONata", StartAt: "Start", States: states, ...by });
const machine: Props = {
  name: "release",
  roleArn: `arn:aws:iam::${ACCOUNT_ID}:role/release`,
  definition: definition(),
};

/** A definition's states: one task, with some of it changed. */
const task = (by: Props): Props => ({
  States: { Start: { Type: "Task", Resource: "arn:aws:states:::sns:publish", End: true, ...by } },
});

function withRole(account = new Account()): Account {
  make(account, ROLE, { name: "release", assumeRolePolicy: trusting("states.amazonaws.com") });
  return account;
}

describe("account: Step Functions state machines", () => {
  it("have their ARN for an id, and Step Functions' own values where nothing is said", () => {
    const { id, outputs } = make(withRole(), STATE_MACHINE, machine);
    assert.deepEqual([id, outputs.arn, outputs.type, outputs.status], [ARN, ARN, "STANDARD", "ACTIVE"]);
    assert.deepEqual(outputs.loggingConfiguration, { level: "OFF", includeExecutionData: false });
    assert.deepEqual([outputs.tracingConfiguration, outputs.description], [{ enabled: false }, ""]);
  });

  it("get another revision with another definition, in place", () => {
    let seconds = 10;
    const account = withRole(new Account({ now: () => `2026-01-01T00:00:${seconds++}Z` }));
    const made = make(account, STATE_MACHINE, machine);
    const changed = change(account, STATE_MACHINE, made, { definition: definition({ Comment: "another" }) });
    assert.notEqual(changed.revisionId, made.outputs.revisionId);
    assert.equal(changed.creationDate, made.outputs.creationDate);
  });

  it("are replaced under another name and by another type, and not by other white space", () => {
    assert.deepEqual(replaces(STATE_MACHINE, machine, { name: "other", type: "EXPRESS" }), ["name", "type"]);
    const spaced = { ...machine, definition: JSON.stringify(JSON.parse(definition()), null, 2) };
    assert.equal(new Account().diff(STATE_MACHINE, machine, spaced).changes, false);
  });

  it("need a role that exists and that Step Functions may become", () => {
    assert.equal(
      refusal(() => make(new Account(), STATE_MACHINE, machine)),
      NOT_ASSUMED,
    );
    const account = new Account();
    make(account, ROLE, { name: "release", assumeRolePolicy: trusting("lambda.amazonaws.com") });
    assert.equal(
      refusal(() => make(account, STATE_MACHINE, machine)),
      NOT_ASSUMED,
    );
  });

  it("have their name alone in a region", () => {
    const account = withRole();
    make(account, STATE_MACHINE, machine);
    assert.equal(
      refusal(() => make(account, STATE_MACHINE, machine)),
      `StateMachineAlreadyExists: State Machine Already Exists: '${ARN}'`,
    );
    assert.equal(
      make(account, STATE_MACHINE, { ...machine, region: "eu-west-1" }).id,
      ARN.replace("us-west-2", "eu-west-1"),
    );
  });

  const invalid: [what: string, by: Props, problem: RegExp][] = [
    ["begins with a state that is not there", { StartAt: "Begin" }, /Begin/],
    ["goes on to a state that is not there", { States: { Start: { Type: "Pass", Next: "Away" } } }, /Away/],
    ["has a state that nothing leads to", { States: { ...states, Alone: { Type: "Succeed" } } }, /Alone/],
    ["does not end", { States: { Start: { Type: "Pass" } } }, /\/States\/Start/],
    ["has an expression that does not parse", task({ Arguments: "{% $sum( %}" }), /INVALID_JSONATA_EXPRESSION: /],
    ["has a field of JSONPath", task({ ResultPath: "$.a" }), /ResultPath/],
    ["has a catcher that leads nowhere", task({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "Away" }] }), /Away/],
    [
      "has a task of something that is no resource",
      task({ Resource: "updateRoute53" }),
      /SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at \/States\/Start\/Resource/,
    ],
  ];
  for (const [what, by, problem] of invalid) {
    it(`refuse a definition that ${what}`, () => {
      const refused = refusal(() => make(withRole(), STATE_MACHINE, { ...machine, definition: definition(by) }));
      assert.match(refused, /^InvalidDefinition: Invalid State Machine Definition: '.*'$/);
      assert.match(refused, problem);
    });
  }

  it("refuse a task that this machine cannot do when they are made, not when they run", () => {
    const of = (Resource: string) => () =>
      make(withRole(), STATE_MACHINE, { ...machine, definition: definition(task({ Resource })) });
    for (const arn of ["arn:aws:states:::sqs:sendMessage", "arn:aws:states:::lambda:invoke.waitForTaskToken"]) {
      assert.equal(refusal(of(arn)), `UnsupportedOperation: Tasks of ${arn} are not modelled.`);
    }
    assert.equal(of("arn:aws:states:::aws-sdk:route53:getChange")().id, ARN);
  });

  it("refuse a wrong definition with a change too, and stay as they are", () => {
    const account = withRole();
    const made = make(account, STATE_MACHINE, machine);
    assert.match(
      refusal(() => change(account, STATE_MACHINE, made, { definition: definition({ StartAt: "Begin" }) })),
      /^InvalidDefinition: /,
    );
    assert.equal(account.records(STATE_MACHINE)[0]?.inputs.definition, machine.definition);
  });

  const wrong: [what: string, by: Props, expected: string][] = [
    [
      "a name of 81 characters",
      { name: "x".repeat(81) },
      `name: expected 1 to 80 letters, digits, hyphens and underscores, got "${"x".repeat(81)}"`,
    ],
    ["another type", { type: "FAST" }, 'type: expected one of STANDARD, EXPRESS, got "FAST"'],
    [
      "a definition that is no JSON",
      { definition: "StartAt" },
      'definition: expected a string that holds JSON, got "StartAt"',
    ],
    [
      "another log level",
      { loggingConfiguration: { level: "SOME" } },
      'loggingConfiguration.level: expected one of ALL, ERROR, FATAL, OFF, got "SOME"',
    ],
    ["publishing", { publish: true }, "publish: not modelled on this machine; leave it out"],
  ];
  for (const [what, by, expected] of wrong) {
    it(`refuse ${what}`, () => assert.deepEqual(failures(STATE_MACHINE, { ...machine, ...by }), [expected]));
  }

  it("take a definition of 1 MiB, and no more", () => {
    const spaces = (length: number) => definition() + " ".repeat(length - definition().length);
    assert.deepEqual(failures(STATE_MACHINE, { ...machine, definition: spaces(1_048_576) }), []);
    const [failure = "", ...more] = failures(STATE_MACHINE, { ...machine, definition: spaces(1_048_577) });
    assert.match(failure, /^definition: expected a length between 1 and 1048576 characters, got /);
    assert.deepEqual(more, []);
  });

  it("accept what a preview does not know", () => {
    assert.deepEqual(failures(STATE_MACHINE, { ...machine, definition: UNKNOWN, roleArn: UNKNOWN }), []);
  });
});

import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { FUNCTION, PERMISSION } from "../../local/account/types/lambda/references";
import { FUNCTION_ARN, greeter, withGreeter } from "./lambdaFixture";
import { ACCOUNT_ID, failures, make, options, refusal, replaces, without } from "./support";

const permission: Props = {
  function: "greeter",
  statementId: "events",
  action: "lambda:InvokeFunction",
  principal: "events.amazonaws.com",
  sourceArn: `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/hello`,
};

describe("account: permissions to invoke Lambda functions", () => {
  it("have the statement's id for an id, and are imported by that and their function's name", () => {
    const { account } = withGreeter();
    const { id, outputs } = make(account, PERMISSION, permission);
    assert.deepEqual([id, outputs.statementIdPrefix, outputs.sourceArn], ["events", "", permission.sourceArn]);
    assert.equal(account.readImported(PERMISSION, "greeter/events", options).id, "events");
  });

  it("name their function by its name or its ARN", () => {
    const { account } = withGreeter();
    assert.equal(make(account, PERMISSION, { ...permission, function: FUNCTION_ARN }).outputs.function, FUNCTION_ARN);
  });

  it("need a function that exists in their region", () => {
    const make1 = (account: Account, by: Props) => () => make(account, PERMISSION, { ...permission, ...by });
    const missing = "ResourceNotFoundException: Function not found: ";
    assert.equal(refusal(make1(new Account(), {})), missing + FUNCTION_ARN);
    assert.equal(refusal(make1(new Account(), { function: FUNCTION_ARN })), missing + FUNCTION_ARN);
    const elsewhere = FUNCTION_ARN.replace("us-west-2", "eu-west-1");
    assert.equal(refusal(make1(withGreeter().account, { region: "eu-west-1" })), missing + elsewhere);
  });

  it("have their statement's id alone in a function, by whichever name that goes", () => {
    const { account } = withGreeter();
    make(account, FUNCTION, { ...greeter, name: "other" });
    make(account, PERMISSION, permission);
    assert.equal(
      refusal(() => make(account, PERMISSION, { ...permission, function: FUNCTION_ARN })),
      "ResourceConflictException: The statement id (events) provided already exists. Please provide a new statement id, or " +
        "remove the existing statement.",
    );
    assert.equal(make(account, PERMISSION, { ...permission, statementId: "more" }).id, "more");
    assert.equal(make(account, PERMISSION, { ...permission, function: "other" }).id, "events");
  });

  it("are told apart by their function where they have the same id", () => {
    const { account } = withGreeter();
    make(account, FUNCTION, { ...greeter, name: "other" });
    make(account, PERMISSION, permission);
    const { outputs } = make(account, PERMISSION, { ...permission, function: "other" });
    assert.equal(account.read(PERMISSION, "events", { ...options, known: outputs })?.outputs.function, "other");
    account.delete(PERMISSION, "events", { ...options, known: outputs });
    assert.deepEqual(
      account.records(PERMISSION).map(({ inputs }) => inputs.function),
      ["greeter"],
    );
  });

  it("are replaced by any change", () => {
    const changes = {
      ...{ action: "lambda:GetFunction", function: "other", principal: "sns.amazonaws.com" },
      ...{ sourceAccount: ACCOUNT_ID, sourceArn: "arn:aws:s3:::x", statementId: "other" },
    };
    for (const [property, value] of Object.entries(changes)) {
      assert.deepEqual(replaces(PERMISSION, permission, { [property]: value }), [property]);
    }
  });

  it("get an id where the program gives none", () => {
    const { id } = make(withGreeter().account, PERMISSION, without(permission, "statementId"));
    assert.match(id, /^permission-[0-9a-f]{7}$/);
  });

  const wrong: [what: string, by: Props, expected: string][] = [
    [
      "an action of another service",
      { action: "sns:Publish" },
      'action: expected an action of Lambda\'s, such as lambda:InvokeFunction, got "sns:Publish"',
    ],
    [
      "an account of 11 digits",
      { sourceAccount: "1".repeat(11) },
      'sourceAccount: expected twelve digits, got "11111111111"',
    ],
    [
      "a service that is none of AWS's",
      { principal: "events.amazonaws.org" },
      "principal: The provided principal was invalid. Please check the principal and try again. (events.amazonaws.org)",
    ],
    ["a name for a source", { sourceArn: "hello" }, 'sourceArn: expected an ARN, got "hello"'],
    [
      "a statement's id with a dot",
      { statementId: "a.b" },
      'statementId: expected 1 to 100 letters, digits, hyphens and underscores, got "a.b"',
    ],
  ];
  for (const [what, by, expected] of wrong) {
    it(`refuse ${what}`, () => assert.deepEqual(failures(PERMISSION, { ...permission, ...by }), [expected]));
  }

  it("accept a service, an account, a role and everybody", () => {
    const role = `arn:aws:iam::${ACCOUNT_ID}:role/greeter`;
    for (const principal of ["logs.us-west-2.amazonaws.com", ACCOUNT_ID, role, "*"]) {
      assert.deepEqual(failures(PERMISSION, { ...permission, principal }), []);
    }
  });

  it("accept what a preview does not know", () => {
    assert.deepEqual(failures(PERMISSION, { ...permission, function: UNKNOWN, sourceArn: UNKNOWN }), []);
  });
});

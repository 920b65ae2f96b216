import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { archiveFiles } from "../../local/account/archive";
import { type Props, UNKNOWN } from "../../local/account/model";
import { FUNCTION } from "../../local/account/types/lambda/references";
import { archive, CODE, FUNCTION_ARN, greeter, ROLE, ROLE_ARN, trusting, withGreeter, withRole } from "./lambdaFixture";
import { ACCOUNT_ID, change, failures, make, options, refusal, replaces, without } from "./support";

const TOPIC = `arn:aws:sns:us-west-2:${ACCOUNT_ID}:failures`;
const QUEUE = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:failures`;
const NOT_ASSUMED = "InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.";
const UNABLE =
  "environment.variables: Lambda was unable to configure your environment variables because the environment variables you " +
  "have provided contains reserved keys that are currently not supported for modification. ";

describe("account: Lambda functions", () => {
  it("have their name for an id, and Lambda's own values where nothing is said", () => {
    const { id, outputs } = withGreeter().made;
    const { memorySize, timeout, packageType, architectures, ephemeralStorage, loggingConfig, tracingConfig } = outputs;
    assert.deepEqual([id, memorySize, timeout, packageType], ["greeter", 128, 3, "Zip"]);
    assert.deepEqual([architectures, ephemeralStorage], [["x86_64"], { size: 512 }]);
    assert.deepEqual(loggingConfig, { logFormat: "Text", logGroup: "/aws/lambda/greeter" });
    assert.deepEqual(tracingConfig, { mode: "PassThrough" });
  });

  it("report their ARNs, their only version and the size of their code", () => {
    const { arn, qualifiedArn, invokeArn, qualifiedInvokeArn, version, sourceCodeSize } = withGreeter().made.outputs;
    const invoke = (of: string) => `arn:aws:apigateway:us-west-2:lambda:path/2015-03-31/functions/${of}/invocations`;
    assert.deepEqual([arn, qualifiedArn, version], [FUNCTION_ARN, `${FUNCTION_ARN}:$LATEST`, "$LATEST"]);
    assert.deepEqual([invokeArn, qualifiedInvokeArn], [invoke(FUNCTION_ARN), invoke(`${FUNCTION_ARN}:$LATEST`)]);
    assert.equal(sourceCodeSize, CODE.length);
  });

  it("keep the files of their archive, and hash them: the same for the same files in any order", () => {
    const { account, made } = withGreeter();
    assert.deepEqual(archiveFiles(account.records(FUNCTION)[0]?.inputs.code), { "index.js": CODE });
    const hashOf = (files: Record<string, string>) => make(withRole(), FUNCTION, { ...greeter, code: archive(files) });
    const [one, other] = [
      hashOf({ "index.js": CODE, "a.js": "" }).outputs.codeSha256,
      hashOf({ "a.js": "", "index.js": CODE }).outputs.codeSha256,
    ];
    assert.equal(one, other);
    assert.notEqual(one, made.outputs.codeSha256);
    assert.equal(made.outputs.sourceCodeHash, made.outputs.codeSha256);
  });

  it("change in place, but for their name", () => {
    assert.deepEqual(replaces(FUNCTION, greeter, { name: "other" }), ["name"]);
    const { account, made } = withGreeter();
    const after = change(account, FUNCTION, made, { timeout: 60, code: archive({ "index.js": "other" }) });
    assert.equal(after.timeout, 60);
    assert.notEqual(after.codeSha256, made.outputs.codeSha256);
  });

  it("do not change with an archive of the same files, whatever an engine adds to it", () => {
    const account = new Account();
    const code = { ...archive({ "index.js": CODE }), hash: "17b1f29991febeaff33afecd57823672" };
    assert.deepEqual(account.diff(FUNCTION, greeter, { ...greeter, code }).detailed, {});
    const other = archive({ "index.js": `${CODE} ` });
    assert.equal(account.diff(FUNCTION, greeter, { ...greeter, code: other }).changes, true);
    assert.equal(
      account.diff(FUNCTION, greeter, { ...greeter, code: archive({ "index.js": CODE, b: "" }) }).changes,
      true,
    );
  });

  it("need a role that exists and that Lambda may become", () => {
    assert.equal(
      refusal(() => make(new Account(), FUNCTION, greeter)),
      NOT_ASSUMED,
    );
    const account = new Account();
    const role = make(account, ROLE, { name: "greeter", assumeRolePolicy: trusting("ecs-tasks.amazonaws.com") });
    assert.equal(
      refusal(() => make(account, FUNCTION, greeter)),
      NOT_ASSUMED,
    );
    change(account, ROLE, role, { assumeRolePolicy: trusting("lambda.amazonaws.com") });
    assert.equal(make(account, FUNCTION, greeter).outputs.role, ROLE_ARN);
  });

  it("need the log group that they name", () => {
    const account = withRole();
    const logging = { ...greeter, loggingConfig: { logFormat: "JSON", logGroup: "/greeter" } };
    assert.equal(
      refusal(() => make(account, FUNCTION, logging)),
      "ResourceNotFoundException: The specified log group does not exist. (/greeter)",
    );
    make(account, "aws:cloudwatch/logGroup:LogGroup", { name: "/greeter" });
    assert.deepEqual(make(account, FUNCTION, logging).outputs.loggingConfig, logging.loggingConfig);
  });

  it("have their name alone in a region", () => {
    const { account } = withGreeter();
    const again = () => make(account, FUNCTION, { ...greeter, timeout: 5 });
    assert.equal(refusal(again), "ResourceConflictException: Function already exist: greeter");
    const elsewhere = make(account, FUNCTION, { ...greeter, region: "eu-west-1" }).outputs.arn;
    assert.equal(elsewhere, FUNCTION_ARN.replace("us-west-2", "eu-west-1"));
  });

  it("leave 100 of the region's 1000 concurrent executions to functions without a reservation", () => {
    const { account, made } = withGreeter();
    const reserving = (name: string, reservedConcurrentExecutions: number) => () =>
      make(account, FUNCTION, { ...greeter, name, reservedConcurrentExecutions });
    const refused =
      "InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's " +
      "UnreservedConcurrentExecution below its minimum value of [100].";
    assert.equal(refusal(reserving("large", 901)), refused);
    assert.equal(
      change(account, FUNCTION, made, { reservedConcurrentExecutions: 900 }).reservedConcurrentExecutions,
      900,
    );
    assert.equal(refusal(reserving("small", 1)), refused);
    for (const [name, none] of [["stopped", 0] as const, ["free", -1] as const]) {
      assert.equal(reserving(name, none)().outputs.reservedConcurrentExecutions, none);
    }
    // Its own 900 do not count against it.
    const { id, outputs } = account.records(FUNCTION)[0] ?? assert.fail();
    const before = { id, inputs: { ...greeter, reservedConcurrentExecutions: 900 }, outputs };
    assert.equal(change(account, FUNCTION, before, { timeout: 9 }).timeout, 9);
    const elsewhere = { ...greeter, region: "eu-west-1", reservedConcurrentExecutions: 900 };
    assert.equal(make(account, FUNCTION, elsewhere).outputs.reservedConcurrentExecutions, 900);
  });

  it("send what fails for good where their role may", () => {
    const refused = (call: string) =>
      `InvalidParameterValueException: The provided execution role does not have permissions to call ${call}`;
    const make1 = (targetArn: string, account: Account) =>
      make(account, FUNCTION, { ...greeter, deadLetterConfig: { targetArn } });
    const allowed = () =>
      withRole({ Effect: "Allow", Action: ["sqs:SendMessage", "sns:Publish"], Resource: [QUEUE, TOPIC] });
    const ready = (account: Account) => {
      make(account, "aws:sqs/queue:Queue", { name: "failures" });
      make(account, "aws:sns/topic:Topic", { name: "failures" });
      return account;
    };
    assert.equal(
      refusal(() => make1(QUEUE, ready(withRole()))),
      refused("SendMessage on SQS"),
    );
    assert.equal(
      refusal(() => make1(TOPIC, ready(withRole()))),
      refused("Publish on SNS"),
    );
    assert.equal(
      refusal(() => make1(QUEUE, allowed())),
      refused("SendMessage on SQS"),
    );
    for (const arn of [QUEUE, TOPIC]) {
      assert.deepEqual(make1(arn, ready(allowed())).outputs.deadLetterConfig, { targetArn: arn });
    }
  });

  it("take their permissions and their event invoke configuration with them, and no other's", () => {
    const { account } = withGreeter();
    make(account, FUNCTION, { ...greeter, name: "other" });
    for (const name of ["other", "greeter"]) {
      make(account, "aws:lambda/permission:Permission", {
        ...{ function: name, statementId: "events", action: "lambda:InvokeFunction" },
        principal: "events.amazonaws.com",
      });
      make(account, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", { functionName: name });
    }
    account.delete(FUNCTION, "greeter", options);
    assert.deepEqual(
      account
        .records()
        .map(({ type, inputs }) => [type.split(":").pop(), inputs.function ?? inputs.functionName ?? inputs.name]),
      [
        ["Role", "greeter"],
        ["Function", "other"],
        ["Permission", "other"],
        ["FunctionEventInvokeConfig", "other"],
      ],
    );
  });

  const variables = (by: Props): Props => ({ environment: { variables: by } });
  const wrong: [what: string, by: Props, ...expected: string[]][] = [
    [
      "a name with a dot",
      { name: "a.b" },
      'name: expected 1 to 64 letters, digits, hyphens and underscores, got "a.b"',
    ],
    ["127 MiB of memory", { memorySize: 127 }, "memorySize: expected a number between 128 and 10240, got 127"],
    ["10 241 MiB of memory", { memorySize: 10_241 }, "memorySize: expected a number between 128 and 10240, got 10241"],
    ["more than 15 minutes", { timeout: 901 }, "timeout: expected a number between 1 and 900, got 901"],
    [
      "a runtime that is no longer made",
      { runtime: "nodejs16.x" },
      "runtime: The runtime parameter of nodejs16.x is no longer supported for creating or updating AWS Lambda functions. " +
        "We recommend you use the new runtime (nodejs22.x) while creating or updating functions.",
    ],
    [
      "two architectures",
      { architectures: ["x86_64", "arm64"] },
      'architectures: expected exactly 1 elements, got ["x86_64","arm64"]',
    ],
    [
      "another architecture",
      { architectures: ["mips"] },
      'architectures[0]: expected one of x86_64, arm64, got "mips"',
    ],
    ["an image", { packageType: "Image" }, 'packageType: expected one of Zip, got "Image"'],
    [
      "511 MiB of storage",
      { ephemeralStorage: { size: 511 } },
      "ephemeralStorage.size: expected a number between 512 and 10240, got 511",
    ],
    [
      "another log format",
      { loggingConfig: { logFormat: "XML" } },
      'loggingConfig.logFormat: expected one of Text, JSON, got "XML"',
    ],
    [
      "a handler of a file that is not in the archive",
      { handler: "main.handler" },
      "handler: expected FILE.EXPORT of a file in the archive, which has index.js; got main.handler",
    ],
    [
      "a text for code",
      { code: CODE },
      `code: expected an archive of assets with their text, got the string ${JSON.stringify(CODE)}`,
    ],
    [
      "variables that Lambda sets",
      variables({ AWS_REGION: "x", OK: "y", _HANDLER: "z" }),
      `${UNABLE}Reserved keys used in this request: AWS_REGION, _HANDLER`,
    ],
    [
      "a variable of one letter",
      variables({ A: "x" }),
      "environment.variables.A: expected a name of two or more letters, digits and underscores, a letter first",
    ],
    [
      "4097 bytes of variables",
      variables({ AB: "x".repeat(4095) }),
      "environment.variables: expected at most 4096 bytes in all, names included, got 4097",
    ],
    [
      "layers",
      { layers: ["arn:aws:lambda:us-west-2:123456789012:layer:a:1"] },
      "layers: not modelled on this machine; leave it out",
    ],
  ];
  for (const [what, by, ...expected] of wrong) {
    it(`refuse ${what}`, () => assert.deepEqual(failures(FUNCTION, { ...greeter, ...by }), expected));
  }

  for (const property of ["code", "handler", "runtime"]) {
    it(`need ${property}`, () =>
      assert.deepEqual(failures(FUNCTION, without(greeter, property)), [
        `${property}: missing; a function of an archive needs one`,
      ]));
  }

  it("accept the largest, and what a preview does not know", () => {
    const most = { memorySize: 10_240, timeout: 900, name: "x".repeat(64), ...variables({ AB: "x".repeat(4094) }) };
    assert.deepEqual(failures(FUNCTION, { ...greeter, ...most }), []);
    const unknown = { name: UNKNOWN, role: UNKNOWN, code: UNKNOWN, environment: UNKNOWN, runtime: UNKNOWN };
    assert.deepEqual(failures(FUNCTION, { ...greeter, ...unknown }), []);
    assert.deepEqual(failures(FUNCTION, { ...greeter, ...variables({ TABLE: UNKNOWN }) }), []);
  });
});

import assert from "node:assert/strict";
import { putItem } from "../../../local/account/actions/dynamodb";
import type { Props } from "../../../local/account/model";
import { allow, Key, TABLE_ARN, TableName } from "../../account/actions/dynamodbFixture";
import { FUNCTION_ARN, ROLE_ARN } from "../../account/lambdaFixture";
import { ACCOUNT_ID } from "../../account/support";
import { ADMIN, type LabOptions, labs } from "./fixture";

const GROUP = "/workshop/greeter";
const GROUP_ARN = `arn:aws:logs:us-west-2:${ACCOUNT_ID}:log-group:${GROUP}`;
const loggingConfig: Props = { logFormat: "Text", logGroup: GROUP };
const writing = (by: Props = {}): Props => ({
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: `${GROUP_ARN}:*`,
  ...by,
});

describe("what surrounds a function", () => {
  const lab = labs();

  /** A function that writes into the log group GROUP; what was kept of it after an invocation. */
  async function written(handler: string, options: LabOptions = {}): Promise<string[]> {
    const writer = lab(handler, { statements: [writing()], inputs: { loggingConfig }, groups: [GROUP], ...options });
    await writer.invoke();
    return writer.functions.logs.all(GROUP);
  }

  it("is exactly Lambda's environment, its own variables, and AWS's endpoint on this machine", async () => {
    process.env.ONLY_OF_THIS_PROCESS = "1";
    const inputs = {
      memorySize: 256,
      environment: { variables: { TABLE: "cats", AWS_ENDPOINT_URL: "http://example.com" } },
    };
    const printer = lab("async () => ({ ...process.env })", { inputs });
    const { AWS_LAMBDA_LOG_STREAM_NAME, ...environment } = (await printer.invoke()).Payload as Props;
    delete process.env.ONLY_OF_THIS_PROCESS;
    const { accessKeyId, secretAccessKey, sessionToken } = printer.api.credentialsFor(ROLE_ARN);
    assert.match(String(AWS_LAMBDA_LOG_STREAM_NAME), /^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/);
    assert.deepEqual(environment, {
      TABLE: "cats",
      LANG: "en_US.UTF-8",
      TZ: ":UTC",
      _HANDLER: "index.handler",
      AWS_REGION: "us-west-2",
      AWS_DEFAULT_REGION: "us-west-2",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
      AWS_LAMBDA_FUNCTION_NAME: "greeter",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/greeter",
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      LAMBDA_TASK_ROOT: "/var/task",
      LAMBDA_RUNTIME_DIR: "/var/runtime",
      AWS_ENDPOINT_URL: printer.url,
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    });
  });

  it("is its own: what a function sets in it is not set here", async () => {
    await lab('async () => { process.env.SET_BY_A_FUNCTION = "1"; }').invoke();
    assert.equal(process.env.SET_BY_A_FUNCTION, undefined);
  });

  it("is what the second argument of a handler says", async () => {
    const handler =
      "async (event, { getRemainingTimeInMillis, ...context }) => ({ ...context, left: getRemainingTimeInMillis() })";
    const teller = lab(handler, { inputs: { timeout: 7 } });
    const { awsRequestId, logStreamName, ...context } = (await teller.invoke()).Payload as Props;
    assert.match(String(awsRequestId), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.match(String(logStreamName), /^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/);
    assert.deepEqual(context, {
      functionName: "greeter",
      functionVersion: "$LATEST",
      invokedFunctionArn: FUNCTION_ARN,
      memoryLimitInMB: "128",
      logGroupName: "/aws/lambda/greeter",
      callbackWaitsForEmptyEventLoop: true,
      left: 7000,
    });
  });

  const hello = 'async () => { console.log("hello %s", "tabby"); process.stdout.write("raw\\n"); }';

  it("is a log with what the function writes, in its order", async () => {
    const [start = "", ...lines] = await written(hello);
    const [, id] = /^START RequestId: ([0-9a-f-]{36}) Version: \$LATEST$/.exec(start) ?? [];
    assert.deepEqual(lines, [`2026-01-01T00:00:00.000Z\t${id}\tINFO\thello tabby`, "raw", `END RequestId: ${id}`]);
  });

  it("is a log with what the function fails with", async () => {
    const lines = await written('async () => { throw new TypeError("no"); }');
    assert.equal(lines.at(-2), 'ERROR Invoke Error {"errorType":"TypeError","errorMessage":"no"}');
  });

  it("is a log stream for each environment, under the name that the function is told", async () => {
    const handler = "async (event, { logStreamName }) => logStreamName";
    const writer = lab(handler, { statements: [writing()], inputs: { loggingConfig }, groups: [GROUP] });
    const streams = [(await writer.invoke()).Payload, (await writer.invoke()).Payload];
    writer.change({ timeout: 10 });
    streams.push((await writer.invoke()).Payload);
    const count = (stream: unknown) => writer.functions.logs.read(GROUP, String(stream))?.length;
    assert.equal(streams[0], streams[1]);
    assert.deepEqual([count(streams[0]), count(streams[2])], [4, 2]);
  });

  it("is no log where the role may not write into it", async () => {
    const statements: Props[] = [
      writing({ Action: "logs:CreateLogStream" }),
      writing({ Action: "logs:PutLogEvents" }),
      writing({ Resource: `${GROUP_ARN}-2:*` }),
      writing({ Resource: GROUP_ARN }),
    ];
    for (const statement of statements) {
      assert.deepEqual(await written(hello, { statements: [statement] }), [], JSON.stringify(statement));
    }
  });

  it("is no log where there is no log group", async () => {
    const silent = lab(hello, { statements: [writing({ Resource: "*" })] });
    await silent.invoke();
    assert.deepEqual(silent.functions.logs.all("/aws/lambda/greeter"), []);
  });

  const reader = `async () => {
    const { DynamoDBClient, GetItemCommand } = require("@aws-sdk/client-dynamodb");
    const { Item } = await new DynamoDBClient().send(new GetItemCommand(${JSON.stringify({ TableName, Key })}));
    return Item;
  }`;

  it("is AWS as the function's role may use it: the SDK reads an item", async () => {
    const reading = lab(reader, { statements: [allow("dynamodb:GetItem")] });
    reading.addTable();
    putItem(reading.account, ADMIN, { TableName, Item: { ...Key, lives: { N: "9" } } });
    assert.deepEqual((await reading.invoke()).Payload, { ...Key, lives: { N: "9" } });
  });

  it("is AWS as the function's role may use it: the SDK is refused", async () => {
    const reading = lab(reader, { statements: [allow("dynamodb:PutItem")] });
    reading.addTable();
    const { Payload } = await reading.invoke();
    const { errorType, errorMessage } = Payload as Props;
    assert.equal(errorType, "AccessDeniedException");
    assert.equal(
      errorMessage,
      "User: arn:aws:sts::123456789012:assumed-role/greeter/session is not authorized to perform: dynamodb:GetItem on " +
        `resource: ${TABLE_ARN} because no identity-based policy allows the dynamodb:GetItem action`,
    );
  });
});

import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { lambdaTask } from "../../../local/services/lambda/tasks";
import { type StateError, taskErrorOf } from "../../../local/services/stepfunctions/errors";
import { FUNCTION_ARN, ROLE_ARN } from "../../account/lambdaFixture";
import { ADMIN, Lab } from "./fixture";

const INVOKE = "arn:aws:states:::lambda:invoke";

describe("Step Functions' task for Lambda", () => {
  let lab: Lab;
  beforeEach(() => {
    lab = new Lab(`async ({ fails, stops }) => {
      if (fails) throw Object.assign(new Error("48 and 53 are not 100"), { name: "InvalidWeights" });
      if (stops) process.exit(1);
      return { weights: [90, 10] };
    }`);
  });
  afterEach(() => lab.close());

  const run = (args: Props, caller = ADMIN) => Promise.resolve(lambdaTask(lab.functions)(caller, args));

  /** The error that a state sees. */
  async function failure(args: Props, caller = ADMIN): Promise<StateError> {
    const thrown = await run(args, caller).then(
      () => undefined,
      (error: unknown) => error,
    );
    return taskErrorOf(thrown, INVOKE, "0");
  }

  it("has what the function returns as its result", async () => {
    assert.deepEqual(await run({ FunctionName: FUNCTION_ARN, Payload: { a: 1 } }), {
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      Payload: { weights: [90, 10] },
    });
  });

  it("fails under the name of what the function throws, with all of it as its cause", async () => {
    const { error, cause } = await failure({ FunctionName: FUNCTION_ARN, Payload: { fails: true } });
    const { errorType, errorMessage, trace } = JSON.parse(cause);
    assert.deepEqual([error, errorType, errorMessage], ["InvalidWeights", "InvalidWeights", "48 and 53 are not 100"]);
    assert.match(trace[1], /\/var\/task\/index\.js/);
  });

  it("fails under the runtime's name where that has ended", async () => {
    const { error } = await failure({ FunctionName: FUNCTION_ARN, Payload: { stops: true } });
    assert.equal(error, "Runtime.ExitError");
  });

  it("fails under Lambda's name where the function is not there, or may not be invoked", async () => {
    const missing = await failure({ FunctionName: `${FUNCTION_ARN}s` });
    assert.equal(missing.error, "Lambda.ResourceNotFoundException");
    assert.match(missing.cause, new RegExp(`^Function not found: ${FUNCTION_ARN}s \\(Service: Lambda, `));
    const denied = await failure({ FunctionName: FUNCTION_ARN }, { principal: ROLE_ARN, region: "us-west-2" });
    assert.equal(denied.error, "Lambda.AWSLambdaException");
    assert.match(denied.cause, /^User: .* is not authorized to perform: lambda:InvokeFunction on resource: /);
  });

  it("does not take fields that Step Functions does not pass on", async () => {
    const { error, cause } = await failure({ FunctionName: FUNCTION_ARN, LogType: "Tail" });
    assert.deepEqual([error, cause], ["States.Runtime", 'The field "LogType" is not supported by Step Functions.']);
  });
});

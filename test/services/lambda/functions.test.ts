import assert from "node:assert/strict";
import { AwsError, type Props } from "../../../local/account/model";
import { ROOT } from "../../account/iam/fixture";
import { FUNCTION_ARN, ROLE, ROLE_ARN } from "../../account/lambdaFixture";
import { ADMIN, bundle, failureOf, labs } from "./fixture";

const invoke: Props = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: FUNCTION_ARN };
const role = { principal: ROLE_ARN, region: "us-west-2" };

describe("Lambda's functions", () => {
  const lab = labs();

  /** How an invocation is refused. */
  async function refused(invocation: Promise<unknown>): Promise<string> {
    const error = await invocation.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof AwsError, `expected an AWS error, got ${error}`);
    return error.toString();
  }

  it("answer with what the handler returns, of the event", async () => {
    const answer = await lab('async ({ name }) => ({ greeting: "hello " + name })').invoke({ name: "tabby" });
    assert.deepEqual(answer, { StatusCode: 200, ExecutedVersion: "$LATEST", Payload: { greeting: "hello tabby" } });
  });

  it("get an empty object where no event is given", async () => {
    const { functions } = lab("async (event) => event");
    assert.deepEqual((await functions.invoke(ADMIN, { FunctionName: "greeter" })).Payload, {});
    assert.equal((await functions.invoke(ADMIN, { FunctionName: "greeter", Payload: null })).Payload, null);
  });

  it("answer with null where the handler returns nothing", async () => {
    assert.equal((await lab("async () => {}").invoke()).Payload, null);
  });

  it("answer by the callback of a handler that takes one", async () => {
    const both = lab(
      '(event, context, callback) => event.fail ? callback(new RangeError("no")) : callback(null, "yes")',
    );
    assert.equal((await both.invoke({})).Payload, "yes");
    assert.equal(failureOf(await both.invoke({ fail: true })), "RangeError: no");
  });

  it("stay warm from one invocation to the next", async () => {
    const counter = lab("async () => (globalThis.count = (globalThis.count ?? 0) + 1)");
    assert.deepEqual([(await counter.invoke()).Payload, (await counter.invoke()).Payload], [1, 2]);
  });

  for (const [what, by] of [
    ["their code", { code: bundle("async () => (globalThis.count = (globalThis.count ?? 10) + 1)") }],
    ["their environment", { environment: { variables: { STEP: "2" } } }],
    ["their memory", { memorySize: 256 }],
  ] as const) {
    it(`begin anew with a change of ${what}`, async () => {
      const counter = lab("async () => (globalThis.count = (globalThis.count ?? 0) + 1)");
      await counter.invoke();
      counter.change(by);
      assert.equal((await counter.invoke()).Payload, what === "their code" ? 11 : 1);
    });
  }

  it("do not begin anew with a change of their tags", async () => {
    const counter = lab("async () => (globalThis.count = (globalThis.count ?? 0) + 1)");
    await counter.invoke();
    counter.change({ tags: { Lab: "7" } });
    assert.equal((await counter.invoke()).Payload, 2);
  });

  it("take their turn when several are invoked at once", async () => {
    const counter = lab("async () => (globalThis.count = (globalThis.count ?? 0) + 1)");
    const answers = await Promise.all([counter.invoke(), counter.invoke(), counter.invoke()]);
    assert.deepEqual(
      answers.map(({ Payload }) => Payload),
      [1, 2, 3],
    );
  });

  it("fail with the name and the message of what they throw, and with where it was thrown", async () => {
    const answer = await lab(
      'async () => { throw Object.assign(new Error("no"), { name: "InvalidWeights" }); }',
    ).invoke();
    const { trace, ...payload } = answer.Payload as Props;
    assert.deepEqual(
      { ...answer, Payload: payload },
      {
        StatusCode: 200,
        ExecutedVersion: "$LATEST",
        FunctionError: "Unhandled",
        Payload: { errorType: "InvalidWeights", errorMessage: "no" },
      },
    );
    assert.match(String((trace as string[])[1]), /\/var\/task\/index\.js:1:/);
  });

  const failures: [what: string, handler: string, expected: string | RegExp][] = [
    ["throw a string", 'async () => { throw "no"; }', "string: no"],
    ["return what is no JSON", "async () => 1n", "Error: Unable to stringify response body"],
    [
      "leave a rejection to nobody",
      'async () => { Promise.reject(new Error("lost")); await new Promise(() => {}); }',
      "Runtime.UnhandledPromiseRejection: Error: lost",
    ],
    [
      "throw where nobody catches",
      'async () => { setImmediate(() => { throw new TypeError("late"); }); await new Promise(() => {}); }',
      "TypeError: late",
    ],
    [
      "end their process",
      "async () => process.exit(3)",
      /^Runtime\.ExitError: RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/,
    ],
  ];
  for (const [what, handler, expected] of failures) {
    it(`fail when they ${what}, and run the next time in a new environment or the same`, async () => {
      const broken = lab(`(event) => event.well ? "well" : (${handler})()`);
      const failure = failureOf(await broken.invoke());
      if (typeof expected === "string") assert.equal(failure, expected);
      else assert.match(failure, expected);
      assert.equal((await broken.invoke({ well: true })).Payload, "well");
    });
  }

  it("run in a new environment when the old one has ended between two invocations", async () => {
    const dying = lab(
      "async ({ last }) => { if (last) process.exit(0); return (globalThis.count = (globalThis.count ?? 0) + 1); }",
    );
    assert.equal((await dying.invoke()).Payload, 1);
    assert.match(failureOf(await dying.invoke({ last: true })), /Error: Runtime exited without providing a reason$/);
    assert.equal((await dying.invoke()).Payload, 1);
  });

  it("are ended when they never settle, in words of their own time-out, and work again after that", async () => {
    const stuck = lab('async ({ stuck }) => (stuck ? new Promise(() => {}) : "well")', {
      patience: 50,
      inputs: { timeout: 7 },
    });
    assert.match(
      failureOf(await stuck.invoke({ stuck: true })),
      /^Sandbox\.Timedout: RequestId: [0-9a-f-]{36} Error: Task timed out after 7\.00 seconds$/,
    );
    stuck.options.patience = 20_000;
    assert.equal((await stuck.invoke()).Payload, "well");
  });

  it("fail without being run where what is done before them throws", async () => {
    const seen: unknown[] = [];
    const before = (name: string, payload: unknown) => {
      seen.push([name, payload]);
      throw new RangeError("out of memory");
    };
    const { functions, counted } = lab("async () => 1", { before });
    const answer = await functions.invoke(ADMIN, { FunctionName: "greeter", Payload: { a: 1 } });
    assert.deepEqual(answer.Payload, { errorType: "RangeError", errorMessage: "out of memory" });
    assert.deepEqual(seen, [["greeter", { a: 1 }]]);
    assert.deepEqual(counted, ["0 Invocations greeter", "0 Errors greeter"]);
  });

  it("count an invocation in the minute in which it is, and an error only where there is one", async () => {
    const counting = lab("async () => 1");
    await counting.simulation.run(130);
    await counting.invoke();
    assert.deepEqual(counting.counted, ["120 Invocations greeter"]);
  });

  it("are invoked by whom IAM lets", async () => {
    const refusal =
      `AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/greeter/session is not authorized to perform: ` +
      `lambda:InvokeFunction on resource: ${FUNCTION_ARN} because no identity-based policy allows the lambda:InvokeFunction action`;
    assert.equal(await refused(lab("async () => 1").invoke({}, role)), refusal);
    const other = { ...invoke, Resource: `${FUNCTION_ARN}-2` };
    assert.equal(await refused(lab("async () => 1", { statements: [other] }).invoke({}, role)), refusal);
    assert.equal((await lab("async () => 1", { statements: [invoke] }).invoke({}, role)).Payload, 1);
  });

  it("are found by name and by ARN, and nothing else is", async () => {
    const { functions } = lab("async () => 1");
    const by = (FunctionName: string) => functions.invoke({ principal: ROOT, region: "us-west-2" }, { FunctionName });
    assert.equal((await by(FUNCTION_ARN)).Payload, 1);
    const missing = `ResourceNotFoundException: Function not found: ${FUNCTION_ARN}s`;
    assert.equal(await refused(by("greeters")), missing);
    assert.equal(await refused(by(`${FUNCTION_ARN}s`)), missing);
  });

  it("do not tell who may not invoke them whether they are there", async () => {
    const { functions } = lab("async () => 1", { statements: [invoke] });
    assert.match(await refused(functions.invoke(role, { FunctionName: "greeters" })), /^AccessDeniedException: /);
  });

  it("take no options that are not modelled", async () => {
    const { functions } = lab("async () => 1");
    const given = (by: Props) => functions.invoke(ADMIN, { FunctionName: "greeter", ...by });
    assert.equal((await given({ InvocationType: "RequestResponse" })).Payload, 1);
    for (const by of [{ InvocationType: "Event" }, { Qualifier: "live" }] as Props[]) {
      const [name] = Object.keys(by);
      const text = `InvalidParameterValueException: ${name} is not modelled on this machine; leave it out.`;
      assert.equal(await refused(given(by)), text);
    }
  });

  it("cannot run when their role is gone", async () => {
    const orphan = lab("async () => 1");
    orphan.delete(ROLE, "greeter");
    assert.equal(
      await refused(orphan.invoke()),
      "AccessDeniedException: The role defined for the function cannot be assumed by Lambda.",
    );
    assert.deepEqual(orphan.counted, []);
  });
});

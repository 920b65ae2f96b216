import assert from "node:assert/strict";
import { AwsError, type Props } from "../../../local/account/model";
import { handles, TaskError, taskErrorOf } from "../../../local/services/stepfunctions/errors";
import { definition, failing, INVOKE, run, task } from "./fixture";

describe("Step Functions: which handler is meant for an error", () => {
  for (const [names, error, expected] of [
    [["Boom"], "Boom", true],
    [["Boom"], "boom", false],
    [["States.ALL"], "Boom", true],
    [["States.ALL"], "States.Timeout", true],
    [["States.ALL"], "States.QueryEvaluationError", true],
    [["States.ALL"], "States.DataLimitExceeded", false],
    [["States.DataLimitExceeded"], "States.DataLimitExceeded", true],
    [["States.ALL"], "States.Runtime", false],
    [["States.Runtime"], "States.Runtime", false],
    [["States.TaskFailed"], "DynamoDB.ConditionalCheckFailedException", true],
    [["States.TaskFailed"], "States.Timeout", false],
    [["States.TaskFailed"], "States.HeartbeatTimeout", false],
    [["States.TaskFailed"], "States.DataLimitExceeded", false],
    [["States.Timeout"], "States.HeartbeatTimeout", true],
    [["States.HeartbeatTimeout"], "States.Timeout", false],
    [["Other", "Boom"], "Boom", true],
  ] as const) {
    it(`${names.join(", ")} ${expected ? "is" : "is not"} for ${error}`, () => {
      assert.equal(handles(names, error), expected);
    });
  }
});

describe("Step Functions: what a task's error is called", () => {
  for (const [resource, code, name, service] of [
    ["dynamodb:updateItem", "ConditionalCheckFailedException", "DynamoDB.ConditionalCheckFailedException", "DynamoDb"],
    ["sns:publish", "NotFound", "SNS.NotFoundException", "Sns"],
    ["aws-sdk:route53:getChange", "NoSuchChange", "Route53.NoSuchChangeException", "Route53"],
    ["lambda:invoke", "ResourceNotFoundException", "Lambda.ResourceNotFoundException", "Lambda"],
    ["lambda:invoke", "AccessDeniedException", "Lambda.AWSLambdaException", "Lambda"],
    ["dynamodb:getItem", "AccessDeniedException", "DynamoDB.AccessDeniedException", "DynamoDb"],
    ["glue:startJobRun", "Busy", "Glue.BusyException", "Glue"],
  ] as const) {
    it(`${resource}: ${code} is ${name}`, () => {
      const { error, cause } = taskErrorOf(new AwsError(code, "No."), `arn:aws:states:::${resource}`, "id-1");
      assert.deepEqual([error, cause], [name, `No. (Service: ${service}, Status Code: 400, Request ID: id-1)`]);
    });
  }

  it("a handler's own name and cause stay", () => {
    const own = new TaskError("CannotTell", "who knows");
    assert.equal(taskErrorOf(own, INVOKE, "id-1"), own);
  });

  it("a fault of the program is no task's error: nobody catches it", async () => {
    const machine = definition({
      T: task({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "E" }] }),
      E: { Type: "Succeed" },
    });
    const tasks = {
      [INVOKE]: () => {
        throw new Error("a fault");
      },
    };
    await assert.rejects(run(machine, {}, { tasks }), /^Error: a fault$/);
  });
});

describe("Step Functions: Catch", () => {
  const caught = (by: Props, tasks = failing("Boom").tasks, state: Props = {}) =>
    run(
      definition({
        T: task({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "E", ...by }], ...state }),
        E: { Type: "Pass", Output: ["{% $states.input %}", "{% $exists($x) ? $x : 'none' %}"], End: true },
      }),
      { a: 1 },
      { tasks },
    );

  it("goes on with the error where it has no Output", async () => {
    assert.deepEqual((await caught({})).output, [{ Error: "Boom", Cause: "cause of Boom" }, "none"]);
  });

  it("has the error and the state's input for its own Output and Assign", async () => {
    const { output } = await caught({
      Output: { was: "{% $states.input.a %}" },
      Assign: { x: "{% $states.errorOutput.Error %}" },
    });
    assert.deepEqual(output, [{ was: 1 }, "Boom"]);
  });

  it("leaves out what the state itself assigns", async () => {
    const { output } = await caught({ Output: 1 }, failing("Boom").tasks, { Assign: { x: "never" } });
    assert.deepEqual(output, [1, "none"]);
  });

  it("catches what Arguments fail with, and calls nobody", async () => {
    const { calls, tasks } = failing();
    const { output } = await caught({ Output: "{% $states.errorOutput %}" }, tasks, { Arguments: "{% $gone %}" });
    const Cause =
      "An error occurred while executing the state 'T' (entered at the event id #2). The JSONata expression '$gone' " +
      "specified for the field 'Arguments' returned nothing (undefined).";
    assert.deepEqual([output, calls], [[{ Error: "States.QueryEvaluationError", Cause }, "none"], []]);
  });

  it("does not catch what it fails with itself", async () => {
    const { error, cause } = await caught({ Output: { v: "{% $gone %}" } });
    assert.equal(error, "States.QueryEvaluationError");
    assert.match(cause ?? "", /specified for the field 'Catch\[0\]\/Output\/v' returned nothing/);
  });

  it("comes after the retries", async () => {
    const { calls, tasks } = failing("A", "A", "A", "A");
    const { output } = await caught({ Output: "caught" }, tasks, { Retry: [{ ErrorEquals: ["A"], MaxAttempts: 2 }] });
    assert.deepEqual([output, calls.length], [["caught", "none"], 3]);
  });
});

describe("Step Functions: what is too large", () => {
  const text = (bytes: number): string => "x".repeat(bytes - 2);

  it("takes a result of 256 KiB", async () => {
    const tasks = { [INVOKE]: () => text(262_144) };
    assert.equal((await run(definition({ T: task() }), {}, { tasks })).status, "SUCCEEDED");
  });

  it("fails for one byte more, and says whose result it is", async () => {
    const { error, cause } = await run(definition({ T: task() }), {}, { tasks: { [INVOKE]: () => text(262_145) } });
    assert.deepEqual(
      [error, cause],
      [
        "States.DataLimitExceeded",
        "An error occurred while executing the state 'T' (entered at the event id #2). The state/task " +
          `'${INVOKE}' returned a result with a size exceeding the maximum number of bytes service limit.`,
      ],
    );
  });

  it("fails for an Output that is too large, in bytes and not in characters", async () => {
    const output = (count: number) =>
      run(definition({ P: { Type: "Pass", Output: `{% $pad('', ${count}, 'é') %}`, End: true } }));
    assert.equal((await output(131_071)).status, "SUCCEEDED");
    assert.equal((await output(131_072)).error, "States.DataLimitExceeded");
  });

  const large = "{% $pad('', 262143, 'x') %}";
  const inner = { StartAt: "I", States: { I: { Type: "Pass", Output: 1, End: true } } };
  for (const [what, state, field] of [
    ["a task's Arguments", task({ Arguments: { a: large } }), "Arguments"],
    [
      "a Parallel state's Arguments",
      { Type: "Parallel", Arguments: [large], Branches: [inner], End: true },
      "Arguments",
    ],
    [
      "what is selected of an item",
      { Type: "Map", Items: [1], ItemSelector: [large], ItemProcessor: inner, End: true },
      "ItemSelector",
    ],
  ] as [string, Props, string][]) {
    it(`fails for ${what}`, async () => {
      const { calls, tasks } = failing();
      const { error, cause } = await run(definition({ S: state }), {}, { tasks });
      assert.deepEqual([error, calls], ["States.DataLimitExceeded", []]);
      assert.ok(
        cause?.endsWith(
          ` The ${field} of the state 'S' have a size exceeding the maximum number of bytes service limit.`,
        ),
      );
    });
  }

  it("fails for more than 10 MiB of variables", async () => {
    const names = Array.from({ length: 42 }, (_, i) => `x${i}`);
    const states = names.map((name, i): [string, Props] => [
      name,
      {
        Type: "Pass",
        Assign: { [name]: "{% $pad('', 255000, 'x') %}" },
        ...(i < 41 ? { Next: names[i + 1] ?? "" } : { End: true }),
      },
    ]);
    const { error, stage } = await run(definition(Object.fromEntries(states)));
    assert.deepEqual([error, stage.entered.length], ["States.DataLimitExceeded", 42]);
  });

  it("can be caught under its own name", async () => {
    const state = task({ Catch: [{ ErrorEquals: ["States.DataLimitExceeded"], Output: 1, Next: "E" }] });
    const machine = definition({ T: state, E: { Type: "Pass", End: true } });
    assert.equal((await run(machine, {}, { tasks: { [INVOKE]: () => text(262_145) } })).output, 1);
  });

  it("ends a loop that never waits with the 25,000th event", async () => {
    const machine = definition({
      C: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "E" }], Default: "C" },
      E: { Type: "Succeed" },
    });
    const { stage: staged, ...rest } = await run(machine);
    const cause = "The execution reached the maximum number of history events (25000).";
    assert.deepEqual(rest, { status: "FAILED", error: "States.Runtime", cause, seconds: 0 });
    // Two events for each coming to the state, between the first event and the last.
    assert.equal(staged.entered.length, 12_499);
  });
});

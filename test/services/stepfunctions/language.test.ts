import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { TaskError } from "../../../local/services/stepfunctions/errors";
import { definition, evaluated, INVOKE, outcome, run, stage } from "./fixture";

const task = (by: object = {}) => ({ Type: "Task", Resource: INVOKE, Arguments: { a: 1 }, End: true, ...by });

/** A handler that fails so often, and then answers. */
function failing(times: number, error = "Boom") {
  const at: number[] = [];
  return {
    at,
    tasks: (now: () => number) => ({
      [INVOKE]: () => {
        at.push(now());
        if (at.length <= times) throw new TaskError(error, "it went off");
        return { ok: true };
      },
    }),
  };
}

describe("Step Functions: expressions", () => {
  it("see input, context and functions, wherever a string is one", async () => {
    const input = { n: 2, list: [3, 4] };
    assert.deepEqual(
      await evaluated({ a: "{% $states.input.n + 1 %}", b: ["{% $sum($states.input.list) %}"] }, input),
      {
        a: 3,
        b: [7],
      },
    );
    assert.deepEqual(await evaluated("{% $states.context.Execution.Name %}"), "release-1");
    assert.deepEqual(await evaluated({ plain: "no {% 1 %} here" }), { plain: "no {% 1 %} here" });
  });

  it("have virtual time", async () => {
    assert.equal(await evaluated("{% $millis() %}"), Date.parse("2026-01-01T00:00:00Z"));
    assert.equal(await evaluated("{% $now() %}"), "2026-01-01T00:00:00.000Z");
  });

  it("fail where they have no value", async () => {
    const { status, error } = await run(
      definition({ A: { Type: "Pass", Output: "{% $states.input.gone %}", End: true } }),
    );
    assert.deepEqual([status, error], ["FAILED", "States.QueryEvaluationError"]);
  });
});

describe("Step Functions: variables", () => {
  it("are assigned with the values from before", async () => {
    const { output } = await run(
      definition({
        A: { Type: "Pass", Assign: { x: 1, y: 2 }, Next: "B" },
        B: { Type: "Pass", Assign: { x: "{% $y %}", y: "{% $x %}" }, Next: "C" },
        C: { Type: "Pass", Output: ["{% $x %}", "{% $y %}"], End: true },
      }),
    );
    assert.deepEqual(output, [2, 1]);
  });

  it("of the outside are seen inside a Map, and not changed by it", async () => {
    const { output } = await run(
      definition({
        A: { Type: "Pass", Assign: { factor: 10 }, Next: "M" },
        M: {
          Type: "Map",
          Items: [1, 2, 3],
          ItemProcessor: {
            StartAt: "I",
            States: {
              I: {
                Type: "Pass",
                Assign: { own: "{% $states.input %}" },
                Output: "{% $states.input * $factor %}",
                End: true,
              },
            },
          },
          Next: "E",
        },
        E: { Type: "Pass", Output: { all: "{% $states.input %}", factor: "{% $factor %}" }, End: true },
      }),
    );
    assert.deepEqual(output, { all: [10, 20, 30], factor: 10 });
  });
});

describe("Step Functions: states", () => {
  it("Choice takes the first rule that holds, with what it assigns, and else the default", async () => {
    const machine = definition({
      C: {
        Type: "Choice",
        Choices: [
          { Condition: "{% $states.input > 10 %}", Assign: { size: "large" }, Next: "E" },
          { Condition: "{% $states.input > 5 %}", Assign: { size: "middle" }, Next: "E" },
        ],
        Default: "S",
      },
      S: { Type: "Pass", Assign: { size: "small" }, Next: "E" },
      E: { Type: "Pass", Output: "{% $size %}", End: true },
    });
    const sizes = [];
    for (const input of [20, 7, 1]) sizes.push((await run(machine, input)).output);
    assert.deepEqual(sizes, ["large", "middle", "small"]);
  });

  it("Choice without a default fails where no rule holds", async () => {
    const { error } = await run(
      definition({
        C: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "E" }] },
        E: { Type: "Succeed" },
      }),
    );
    assert.equal(error, "States.NoChoiceMatched");
  });

  it("Wait waits so many seconds, or until a time", async () => {
    for (const [by, seconds] of [
      [{ Seconds: 60 }, 60],
      [{ Seconds: "{% $states.input.s %}" }, 7],
      [{ Timestamp: "2026-01-01T00:02:00Z" }, 120],
    ] as const) {
      const { seconds: took } = await run(definition({ W: { Type: "Wait", ...by, End: true } }), { s: 7 });
      assert.equal(took, seconds);
    }
  });

  it("Fail says why in expressions", async () => {
    const { status, error, cause } = await run(
      definition({ F: { Type: "Fail", Error: "{% 'E' & $states.input %}", Cause: "because" } }),
      1,
    );
    assert.deepEqual([status, error, cause], ["FAILED", "E1", "because"]);
  });

  it("Parallel has what its branches have, in their order", async () => {
    const branch = (seconds: number, value: number): Props => ({
      StartAt: `W${value}`,
      States: {
        [`W${value}`]: { Type: "Wait", Seconds: seconds, Next: `P${value}` },
        [`P${value}`]: { Type: "Pass", Output: value, End: true },
      },
    });
    const { output, seconds } = await run(
      definition({ P: { Type: "Parallel", Branches: [branch(30, 1), branch(10, 2)], End: true } }),
    );
    assert.deepEqual([output, seconds], [[1, 2], 30]);
  });

  it("Map works on so many items at a time", async () => {
    const map = (by: object) =>
      definition({
        M: {
          Type: "Map",
          Items: [1, 2, 3],
          ItemProcessor: { StartAt: "W", States: { W: { Type: "Wait", Seconds: 10, End: true } } },
          End: true,
          ...by,
        },
      });
    assert.equal((await run(map({}))).seconds, 10);
    assert.equal((await run(map({ MaxConcurrency: 1 }))).seconds, 30);
  });
});

describe("Step Functions: errors", () => {
  it("are tried again after the times that the retrier says", async () => {
    const fault = failing(3);
    const machine = definition({
      T: task({
        Retry: [{ ErrorEquals: ["Boom"], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 10 }],
      }),
    });
    let now = () => 0;
    const staged = stage(machine, { tasks: fault.tasks(() => now()) });
    now = () => staged.simulation.now;
    staged.start();
    await staged.simulation.run(1000);
    assert.deepEqual(fault.at, [0, 2, 8, 18]);
    assert.equal(outcome(staged).status, "SUCCEEDED");
  });

  it("are not tried again where another retrier comes first, and says so", async () => {
    const fault = failing(9);
    const { status, error } = await run(
      definition({
        T: task({
          Retry: [
            { ErrorEquals: ["Boom"], MaxAttempts: 0 },
            { ErrorEquals: ["States.ALL"], MaxAttempts: 5 },
          ],
        }),
      }),
      {},
      { tasks: fault.tasks(() => 0) },
    );
    assert.deepEqual([status, error, fault.at.length], ["FAILED", "Boom", 1]);
  });

  it("are caught by the first catcher that is meant for them, with what it assigns", async () => {
    const fault = failing(9);
    const { output } = await run(
      definition({
        T: task({
          Catch: [
            { ErrorEquals: ["Other"], Next: "O" },
            { ErrorEquals: ["States.ALL"], Assign: { why: "{% $states.errorOutput.Cause %}" }, Next: "E" },
          ],
        }),
        O: { Type: "Succeed" },
        E: { Type: "Pass", Output: "{% $why %}", End: true },
      }),
      {},
      { tasks: fault.tasks(() => 0) },
    );
    assert.equal(output, "it went off");
  });

  it("of the kind States.DataLimitExceeded are caught by nobody", async () => {
    const { status, error } = await run(
      definition({
        T: task({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "E" }] }),
        E: { Type: "Succeed" },
      }),
      {},
      { tasks: { [INVOKE]: () => "x".repeat(300_000) } },
    );
    assert.deepEqual([status, error], ["FAILED", "States.DataLimitExceeded"]);
  });

  it("come where a task takes too long", async () => {
    const machine = definition({ T: task({ TimeoutSeconds: 5 }) });
    let sleep = async (_: number) => {};
    const staged = stage(machine, {
      tasks: {
        [INVOKE]: async () => {
          await sleep(60);
          return {};
        },
      },
    });
    sleep = (seconds) => staged.simulation.sleep(seconds);
    staged.start();
    await staged.simulation.run(100);
    assert.deepEqual(outcome(staged), { status: "FAILED", error: "States.Timeout", seconds: 5 });
  });

  it("of a whole execution end it as TIMED_OUT", async () => {
    const { status, seconds } = await run(
      definition({ W: { Type: "Wait", Seconds: 60, End: true } }, { TimeoutSeconds: 30 }),
    );
    assert.deepEqual([status, seconds], ["TIMED_OUT", 30]);
  });
});

describe("Step Functions: executions", () => {
  const machine = definition({ W: { Type: "Wait", Seconds: 60, End: true } });

  it("are started once under a name, as long as they run, and not again afterwards", async () => {
    const staged = stage(machine);
    const first = staged.start({ a: 1 });
    assert.deepEqual(staged.start({ a: 1 }), first);
    const exists = /ExecutionAlreadyExists|Execution Already Exists/;
    assert.throws(() => staged.start({ a: 2 }), exists);
    await staged.simulation.run(100);
    assert.throws(() => staged.start({ a: 1 }), exists);
    assert.equal(staged.told.filter(({ status }) => status === "RUNNING").length, 1);
  });

  it("run what their machine was when they began", async () => {
    const staged = stage(machine);
    staged.start();
    staged.record.inputs.definition = JSON.stringify(definition({ F: { Type: "Fail", Error: "New" } }));
    await staged.simulation.run(100);
    assert.equal(outcome(staged).status, "SUCCEEDED");
  });

  it("tell which states they enter, and when", async () => {
    const staged = stage(definition({ A: { Type: "Wait", Seconds: 5, Next: "B" }, B: { Type: "Pass", End: true } }));
    staged.start();
    await staged.simulation.run(10);
    assert.deepEqual(staged.entered, [
      ["A", 0],
      ["B", 5],
    ]);
  });
});

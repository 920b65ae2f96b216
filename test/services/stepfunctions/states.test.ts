import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { definition, INVOKE, ROLE_ARN, run, UPDATE } from "./fixture";

const echo = { [INVOKE]: (_: unknown, args: unknown) => ({ got: args as never }) };

/** Runs one state, which is the last. */
const only = (state: Props, input: Props | number = {}, tasks = {}) =>
  run(definition({ S: { ...state, ...(!("Choices" in state) && { End: true }) } }), input, { tasks });

describe("Step Functions: Pass", () => {
  it("gives its input where it has no Output", async () => {
    assert.deepEqual((await only({ Type: "Pass" }, { a: 1 })).output, { a: 1 });
  });
});

describe("Step Functions: Task", () => {
  it("calls its resource with its Arguments as the machine's role, in the machine's region", async () => {
    const calls: unknown[] = [];
    const tasks = { [UPDATE]: (...call: unknown[]) => calls.push(call) };
    await only({ Type: "Task", Resource: UPDATE, Arguments: { n: "{% $states.input.a %}" } }, { a: 1 }, tasks);
    assert.deepEqual(calls, [[{ principal: ROLE_ARN, region: "us-west-2" }, { n: 1 }]]);
  });

  it("calls it with the input where there are no Arguments, and gives the result where there is no Output", async () => {
    assert.deepEqual((await only({ Type: "Task", Resource: INVOKE }, { a: 1 }, echo)).output, { got: { a: 1 } });
  });

  it("has the result as it was, whatever becomes of the handler's own object", async () => {
    const kept = { n: 1 };
    const tasks = {
      [INVOKE]: () => kept,
      [UPDATE]: () => {
        kept.n = 2;
        return {};
      },
    };
    const machine = definition({
      A: { Type: "Task", Resource: INVOKE, Next: "B" },
      B: { Type: "Task", Resource: UPDATE, Output: "{% $states.input %}", End: true },
    });
    assert.deepEqual((await run(machine, {}, { tasks })).output, { n: 1 });
  });

  it("has the result for Output and Assign, and its input still", async () => {
    const { output } = await run(
      definition({
        T: {
          Type: "Task",
          Resource: INVOKE,
          Arguments: 7,
          Output: "{% $states.input.a + $states.result.got %}",
          Assign: { got: "{% $states.result.got %}" },
          Next: "P",
        },
        P: { Type: "Pass", Output: ["{% $states.input %}", "{% $got %}"], End: true },
      }),
      { a: 1 },
      { tasks: echo },
    );
    assert.deepEqual(output, [8, 7]);
  });
});

describe("Step Functions: Choice", () => {
  const choice = (by: Props): Props =>
    definition({
      C: {
        Type: "Choice",
        Choices: [
          { Condition: "{% $states.input = 1 %}", Output: "one", Assign: { from: "first" }, Next: "E" },
          { Condition: "{% $states.input = 2 %}", Next: "E" },
        ],
        Default: "E",
        Output: "other",
        Assign: { from: "default" },
      },
      E: { Type: "Pass", Output: ["{% $states.input %}", "{% $exists($from) ? $from : 'nobody' %}"], End: true },
      ...by,
    });

  for (const [what, input, expected] of [
    ["has the rule's Output and Assign", 1, ["one", "first"]],
    ["passes its input on where the rule has neither", 2, [2, "nobody"]],
    ["has its own Output and Assign for the default", 3, ["other", "default"]],
  ] as const) {
    it(what, async () => assert.deepEqual((await run(choice({}), input)).output, expected));
  }

  it("fails for a condition that is neither true nor false, also where a later one would be true", async () => {
    const { error, cause } = await run(
      definition({
        C: {
          Type: "Choice",
          Choices: [
            { Condition: "{% $states.input %}", Next: "E" },
            { Condition: true, Next: "E" },
          ],
        },
        E: { Type: "Succeed" },
      }),
      "yes",
    );
    assert.equal(error, "States.QueryEvaluationError");
    assert.match(
      cause ?? "",
      /'\$states\.input' specified for the field 'Choices\[0\]\/Condition' returned an unexpected result type\. Expected 'boolean', but was 'string' for value: "yes"$/,
    );
  });

  it("takes a literal condition", async () => {
    const { output } = await run(
      definition({
        C: {
          Type: "Choice",
          Choices: [
            { Condition: false, Next: "A" },
            { Condition: true, Next: "B" },
          ],
        },
        A: { Type: "Pass", Output: "A", End: true },
        B: { Type: "Pass", Output: "B", End: true },
      }),
    );
    assert.equal(output, "B");
  });
});

describe("Step Functions: Wait", () => {
  for (const [by, seconds] of [
    [{ Seconds: 0 }, 0],
    [{ Timestamp: "2025-12-31T23:59:59Z" }, 0],
    [{ Timestamp: "2026-01-01T01:01:00+01:00" }, 60],
    [{ Timestamp: "{% $fromMillis($millis() + 1500) %}" }, 1.5],
  ] as const) {
    it(`${JSON.stringify(by)} takes ${seconds} s`, async () => {
      assert.equal((await only({ Type: "Wait", ...by })).seconds, seconds);
    });
  }

  for (const [by, message] of [
    [{ Seconds: "{% -1 %}" }, "Expected 'non-negative integer', but was 'number' for value: -1"],
    [{ Seconds: "{% 1.5 %}" }, "Expected 'non-negative integer', but was 'number' for value: 1.5"],
    [{ Seconds: "{% '5' %}" }, `Expected 'non-negative integer', but was 'string' for value: "5"`],
    [{ Timestamp: "{% 'tomorrow' %}" }, `Expected 'ISO-8601 timestamp', but was 'string' for value: "tomorrow"`],
  ] as const) {
    it(`${JSON.stringify(by)} fails`, async () => {
      const { error, cause } = await only({ Type: "Wait", ...by });
      assert.equal(error, "States.QueryEvaluationError");
      assert.ok(cause?.endsWith(`returned an unexpected result type. ${message}`), cause);
    });
  }
});

describe("Step Functions: Succeed and Fail", () => {
  it("Succeed ends the execution with its Output", async () => {
    const { status, output } = await run(definition({ S: { Type: "Succeed", Output: { a: "{% 1 %}" } } }));
    assert.deepEqual([status, output], ["SUCCEEDED", { a: 1 }]);
  });

  it("Fail without Error and Cause says neither", async () => {
    const { stage: _, ...rest } = await run(definition({ F: { Type: "Fail" } }));
    assert.deepEqual(rest, { status: "FAILED", seconds: 0 });
  });
});

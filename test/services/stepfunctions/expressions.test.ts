import assert from "node:assert/strict";
import { definition, EXECUTION_ARN, evaluated, MACHINE_ARN, ROLE_ARN, run, unevaluable } from "./fixture";

const failed = (expression: string, what: string, field = "Output") =>
  `States.QueryEvaluationError: The JSONata expression '${expression}' specified for the field '${field}' ${what}`;

describe("Step Functions: what is an expression", () => {
  for (const text of ["$states.input", "%}{%", "a {% 1 %} b"]) {
    it(`${JSON.stringify(text)} is none`, async () => assert.equal(await evaluated(text), text));
  }

  it("any string in a value, however deep", async () => {
    const output = await evaluated({ a: [{ b: "{%1+1%}" }, "x"], n: null, t: true }, {});
    assert.deepEqual(output, { a: [{ b: 2 }, "x"], n: null, t: true });
  });

  it("no key of an object", async () => {
    assert.deepEqual(await evaluated({ "{% 1 %}": 2 }), { "{% 1 %}": 2 });
  });
});

describe("Step Functions: what an expression fails with", () => {
  it("nothing, as a value of its own", async () => {
    assert.equal(
      await unevaluable("{% $states.input.gone %}"),
      failed("$states.input.gone", "returned nothing (undefined)."),
    );
  });

  it("nothing, named by the field's path", async () => {
    assert.equal(
      await unevaluable({ a: { list: [1, [2, "{% $states.input.gone %}"]] } }),
      failed("$states.input.gone", "returned nothing (undefined).", "Output/a/list[1][1]"),
    );
  });

  it("a wrong type, with JSONata's code", async () => {
    assert.equal(
      await unevaluable("{% 1 + 'a' %}"),
      failed(
        "1 + 'a'",
        'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number',
      ),
    );
  });

  for (const expression of ["function($x) { $x }", "{'f': $sum}", "[function($x) { $x }]"]) {
    it(`a function: ${expression}`, async () => {
      assert.equal(
        await unevaluable(`{% ${expression} %}`),
        failed(expression, "returned an unsupported result type."),
      );
    });
  }

  it("nothing: not inside an object that the expression makes, where the key is left out", async () => {
    assert.deepEqual(await evaluated("{% {'a': $states.input.gone, 'b': 1} %}"), { b: 1 });
  });

  it("is told with the state and the event that it was entered with", async () => {
    const { error, cause } = await run(
      definition({
        First: { Type: "Pass", Next: "Second" },
        Second: { Type: "Pass", Assign: { x: "{% $gone %}" }, End: true },
      }),
    );
    assert.equal(error, "States.QueryEvaluationError");
    assert.equal(
      cause,
      "An error occurred while executing the state 'Second' (entered at the event id #4). The JSONata expression '$gone' " +
        "specified for the field 'Assign/x' returned nothing (undefined).",
    );
  });
});

describe("Step Functions: what an expression sees", () => {
  it("the context", async () => {
    const { output } = await run(
      definition({
        W: { Type: "Wait", Seconds: 5, Next: "P" },
        P: { Type: "Pass", Output: "{% $states.context %}", End: true },
      }),
      { a: 1 },
    );
    assert.deepEqual(output, {
      Execution: {
        Id: EXECUTION_ARN,
        Input: { a: 1 },
        Name: "release-1",
        RoleArn: ROLE_ARN,
        StartTime: "2026-01-01T00:00:00.000Z",
        RedriveCount: 0,
      },
      StateMachine: { Id: MACHINE_ARN, Name: "canary" },
      State: { EnteredTime: "2026-01-01T00:00:05.000Z", Name: "P", RetryCount: 0 },
    });
  });

  for (const name of ["result", "errorOutput"]) {
    it(`no $states.${name} where there is none`, async () => {
      const output = `{% $exists($lookup($states, '${name}')) %}`;
      assert.equal(await evaluated(output), false);
    });
  }

  it("one element of a list as itself, and a list that it asks for as a list", async () => {
    const input = { list: [{ name: "a", n: 1 }] };
    assert.deepEqual(
      await evaluated({ one: "{% $states.input.list.n %}", list: "{% [$states.input.list.n] %}" }, input),
      { one: 1, list: [1] },
    );
  });
});

describe("Step Functions: variables that expressions see", () => {
  it("Output sees the values from before the state's own Assign", async () => {
    const { output } = await run(
      definition({
        A: { Type: "Pass", Assign: { x: 1 }, Next: "B" },
        B: { Type: "Pass", Assign: { x: 2 }, Output: { before: "{% $x %}" }, Next: "C" },
        C: { Type: "Pass", Output: ["{% $states.input.before %}", "{% $x %}"], End: true },
      }),
    );
    assert.deepEqual(output, [1, 2]);
  });

  it("a variable that was assigned in a branch is gone after it", async () => {
    const inner = { StartAt: "I", States: { I: { Type: "Pass", Assign: { own: 1 }, End: true } } };
    const { output } = await run(
      definition({
        P: { Type: "Parallel", Branches: [inner], Next: "E" },
        E: { Type: "Pass", Output: "{% $exists($own) %}", End: true },
      }),
    );
    assert.equal(output, false);
  });

  it("branches and iterations do not see each other's variables", async () => {
    const { output } = await run(
      definition({
        M: {
          Type: "Map",
          Items: [1, 2],
          MaxConcurrency: 1,
          ItemProcessor: {
            StartAt: "I",
            States: {
              I: { Type: "Pass", Output: "{% $exists($own) %}", Assign: { own: 1 }, End: true },
            },
          },
          End: true,
        },
      }),
    );
    assert.deepEqual(output, [false, false]);
  });

  it("a variable of more than 256 KiB is too large", async () => {
    const { error, cause } = await run(
      definition({ A: { Type: "Pass", Assign: { x: "{% $pad('', 262144, 'x') %}" }, Output: 1, End: true } }),
    );
    assert.equal(error, "States.DataLimitExceeded");
    assert.match(
      cause ?? "",
      /^An error occurred while executing the state 'A' .* The variables that the state assigns exceed the maximum number of bytes service limit\.$/,
    );
  });
});

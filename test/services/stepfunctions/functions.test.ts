import assert from "node:assert/strict";
import type { Json } from "../../../local/services/stepfunctions/asl";
import { definition, evaluated, run, unevaluable } from "./fixture";

const value = (expression: string, input: Json = {}, seed = 1) => evaluated(`{% ${expression} %}`, input, { seed });

describe("Step Functions: its own functions of JSONata", () => {
  // The examples of docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html and of the language's intrinsic functions.
  for (const [expression, expected] of [
    ["$partition([1,2,3,4,5,6,7,8,9], 4)", [[1, 2, 3, 4], [5, 6, 7, 8], [9]]],
    ["$partition([1,2], 2)", [[1, 2]]],
    ["$range(1, 9, 2)", [1, 3, 5, 7, 9]],
    ["$range(3, 1, -1)", [3, 2, 1]],
    ["$range(3, 1, 1)", []],
    ["$hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    ["$hash('abc', 'MD5')", "900150983cd24fb0d6963f7d28e17f72"],
    [`$parse('{"number": 20}')`, { number: 20 }],
  ] as const) {
    it(expression, async () => assert.deepEqual(await value(expression), expected));
  }

  for (const [expression, message] of [
    ["$partition([1], 0)", 'Argument 2 of function "partition" must be a positive integer, got 0'],
    ["$range(1, 9, 0)", 'The arguments of function "range" must be integers, and the third not 0'],
    ["$range(1, 1001, 1)", 'Function "range" makes at most 1000 elements, attempted 1001'],
    [
      "$hash('a', 'SHA-3')",
      'Argument 2 of function "hash" must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512, got "SHA-3"',
    ],
    ["$parse('{')", 'Argument 1 of function "parse" must be valid JSON'],
  ] as const) {
    it(`${expression} fails`, async () => {
      assert.equal(
        await unevaluable(`{% ${expression} %}`),
        `States.QueryEvaluationError: The JSONata expression '${expression}' specified for the field 'Output' ` +
          `threw an error during evaluation: ${message}`,
      );
    });
  }

  it("$range makes 1000 elements", async () => {
    assert.equal(await value("$count($range(1, 1000, 1))"), 1000);
  });

  it("$eval is not there", async () => {
    assert.match(await unevaluable("{% $eval('1 + 1') %}"), /T1006: Attempted to invoke a non-function$/);
  });

  it("$random and $uuid are the same again, and others with another seed", async () => {
    const drawn = "[$random(), $random(), $uuid(), $uuid()]";
    const [one, again, other] = [await value(drawn), await value(drawn), await value(drawn, {}, 2)];
    assert.deepEqual(one, again);
    const all = [...(one as Json[]), ...(other as Json[])];
    assert.equal(new Set(all).size, 8);
  });

  it("$random is from 0 up to 1", async () => {
    assert.equal(await value("$count($range(1, 500, 1)[$random() >= 0 and $random() < 1])"), 500);
  });

  it("$random with a seed gives the same number every time", async () => {
    assert.equal(await value("$random(42) = $random(42) and $random(42) != $random(43)"), true);
  });

  it("$uuid gives a UUID of version 4", async () => {
    assert.match(
      String(await value("$uuid()")),
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it("$shuffle gives the same order again, with every element", async () => {
    const [one, again] = [await value("$shuffle([1..20])"), await value("$shuffle([1..20])")];
    assert.deepEqual(one, again);
    assert.notDeepEqual(
      one,
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
    assert.deepEqual(
      (one as number[]).sort((a, b) => a - b),
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  });
});

describe("Step Functions: times in JSONata", () => {
  const later = (expression: string) =>
    run(
      definition({
        W: { Type: "Wait", Seconds: 90, Next: "P" },
        P: { Type: "Pass", Output: `{% ${expression} %}`, End: true },
      }),
    );

  for (const [expression, expected] of [
    ["$now()", "2026-01-01T00:01:30.000Z"],
    ["$now('[H01]:[m01]:[s01]')", "00:01:30"],
    ["$now('[H01]:[m01] [z]', '+0200')", "02:01 GMT+02:00"],
    ["$millis()", Date.parse("2026-01-01T00:01:30Z")],
    ["$millis() - $toMillis($states.context.State.EnteredTime)", 0],
    ["$toMillis('12:00', '[H]:[m]')", Date.parse("2026-01-01T12:00:00Z")],
    ["$toMillis('2026-02-01T00:00:00Z')", Date.parse("2026-02-01T00:00:00Z")],
  ] as const) {
    it(`are virtual: ${expression}`, async () => assert.deepEqual((await later(expression)).output, expected));
  }
});

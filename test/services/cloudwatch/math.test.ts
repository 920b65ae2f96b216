import assert from "node:assert/strict";
import fc from "fast-check";
import { calculate } from "../../../local/services/cloudwatch/math";
import type { Series } from "../../../local/services/cloudwatch/metrics";

const _ = undefined;

/** Calculates from metrics of five values at most; what is left out is missing. */
function math(source: string, metrics: Record<string, Series> = {}, periods = 5): Series {
  const padded = Object.entries(metrics).map(([id, values]) => {
    const all: Series = Array.from({ length: periods }, (__, i) => values[i]);
    return [id, all] as const;
  });
  const expression = (): undefined => undefined;
  return calculate(source, { id: "e1", periods, period: 60, metrics: new Map(padded), expression });
}

describe("metric math", () => {
  describe("the documentation's comparisons", () => {
    const metrics = { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] };
    for (const [source, expected] of [
      ["(metric1 < metric2)", [0, 0, 1, 0]],
      ["(metric1 >= 30)", [1, 0, 0, 0]],
      ["(metric1 > 15 AND metric2 > 15)", [1, 0, 0, 0]],
    ] as [string, number[]][]) {
      it(source, () => assert.deepEqual(math(source, metrics, 4), expected));
    }
  });

  describe("the documentation's tables of IF", () => {
    const metrics = { metric1: [1, 1, 0, 0, _], metric2: [30, _, 0, 0, 30], metric3: [0, 0, 20, _, 20] };
    for (const [source, expected] of [
      ["IF(metric1, metric2, metric3)", [30, 0, 20, _, _]],
      ["IF(metric1, 5, metric3)", [5, 5, 20, _, _]],
      ["IF(metric1, metric2, 5)", [30, 0, 5, 5, _]],
      ["IF(metric1, metric2)", [30, 0, _, _, _]],
      ["IF(1, metric2, metric3)", [30, _, 0, 0, 30]],
      ["IF(0, metric2, metric3)", [0, 0, 20, _, 20]],
      ["IF(0, metric2)", [_, _, _, _, _]],
      ["IF(metric2 > 10, metric2, -1)", [30, _, -1, -1, 30]],
    ] as [string, Series][]) {
      it(source, () => assert.deepEqual(math(source, metrics), expected));
    }
  });

  describe("the documentation's examples", () => {
    const metrics = { m1: [1, 2, 3, _, 5], m2: [2, 4, _, _, 10] };
    for (const [source, expected] of [
      ["m1/PERIOD(m1)", [1 / 60, 2 / 60, 3 / 60, _, 5 / 60]],
      ["5 * m1", [5, 10, 15, _, 25]],
      ["m1 - m2", [-1, -2, 3, _, -5]],
      ["SUM(100/[m1, m2])", [150, 75, 100 / 3, _, 30]],
      ["METRICS()*100", [100, 200, 300, _, 500]],
      ["-5*m1", [-5, -10, -15, _, -25]],
      ["-m1", [-1, -2, -3, _, -5]],
      ["SUM(-[m1, m2])", [-3, -6, -3, _, -15]],
      ["ABS(m1-m2)", [1, 2, 3, _, 5]],
      ["MIN(ABS([m1, m2]))", [1, 2, 3, _, 5]],
      ["SUM(METRICS())", [3, 6, 3, _, 15]],
      ["AVG(METRICS())", [1.5, 3, 1.5, _, 7.5]],
      ["MAX(METRICS())", [2, 4, 3, _, 10]],
      ["m1-MIN(m1)", [0, 1, 2, _, 4]],
      ["MAX(m1)/m1", [5, 2.5, 5 / 3, _, 1]],
      ["SUM([m1,m2])", [3, 6, 3, _, 15]],
      ["SUM(METRICS())/SUM(m1)", [3 / 11, 6 / 11, 3 / 11, _, 15 / 11]],
      ['SUM([METRICS("1"), METRICS("2")])', [3, 6, 3, _, 15]],
      ["FILL(m1,10)", [1, 2, 3, 10, 5]],
      ["FILL(m1, MIN(m1))", [1, 2, 3, 1, 5]],
      ["FILL(m1, REPEAT)", [1, 2, 3, 3, 5]],
      ["SUM(FILL(METRICS(), LINEAR))", [3, 6, 9, 12, 15]],
      ["SUM(FILL(METRICS(), m1))", [3, 6, 6, _, 15]],
      ["SUM(CEIL(METRICS()/2))", [2, 3, 2, _, 8]],
      ["FLOOR(m1/2)", [0, 1, 1, _, 2]],
      ["IF(m1<3, m1)", [1, 2, _, _, _]],
      ["IF(m1<3, 10, 2)", [10, 10, 2, _, 2]],
      ["TIME_SERIES(MAX(m1))", [5, 5, 5, 5, 5]],
      ["TIME_SERIES(5*AVG(m1))", [11, 11, 11, 11, 11]],
    ] as [string, Series][]) {
      it(source, () => {
        const used = source.startsWith("METRICS") ? { m1: metrics.m1 } : metrics;
        assert.deepEqual(
          math(source, used),
          expected.map((value) => (value === 0 ? 0 : value)),
        );
      });
    }
  });

  describe("FILL", () => {
    it("fills a range without any datapoint, of a metric that had some before or never", () =>
      assert.deepEqual(math("FILL(m1, 0)", { m1: [] }), [0, 0, 0, 0, 0]));
    it("has nothing to repeat before the first datapoint, and no line beyond the outer ones", () => {
      assert.deepEqual(math("FILL(m1, REPEAT)", { m1: [_, 2, _, _, 8] }), [_, 2, 2, 2, 8]);
      assert.deepEqual(math("FILL(m1, LINEAR)", { m1: [_, 2, _, _, 8] }), [_, 2, 4, 6, 8]);
      assert.deepEqual(math("FILL(m1, LINEAR)", { m1: [1, _, 3, _, _] }), [1, 2, 3, _, _]);
      assert.deepEqual(math("FILL(m1, REPEAT)", { m1: [] }), [_, _, _, _, _]);
    });
  });

  it("drops what would be divided by 0, also by a value that is missing", () =>
    assert.deepEqual(math("m1 / m2", { m1: [1, 1, 1, _, 0], m2: [2, 0, _, 1, 0] }), [0.5, _, _, 0, _]));

  it("binds as in arithmetic, from the left, powers from the right", () => {
    const value = (source: string) => math(`TIME_SERIES(${source})`, {}, 1)[0];
    assert.equal(value("1 + 2 * 3 ^ 2 - 8 / 4 / 2"), 18);
    assert.equal(value("(1 + 2) * 3"), 9);
    assert.equal(value("2 ^ 3 ^ 2"), 512);
    assert.equal(value("-2 ^ 2"), -4);
    assert.equal(value("10 - 4 - 3"), 3);
    assert.equal(value("1 < 2 && 0 || 1 == 1"), 1);
    assert.equal(value(".5 + 1.25"), 1.75);
  });

  it("calculates what JavaScript calculates", () => {
    const expressions = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.integer({ min: 0, max: 9 }).map(String),
        fc.constant("a"),
        fc
          .tuple(tie("node"), fc.constantFrom("+", "-", "*", "<=", "!="), tie("node"))
          .map(([left, operator, right]) => `${left} ${operator} ${right}`),
        tie("node").map((inner) => `(${inner})`),
      ),
    })).node;
    fc.assert(
      fc.property(expressions, fc.integer({ min: -9, max: 9 }), (source, a) => {
        // Several comparisons in a row bind by level in JavaScript, and in one level here.
        fc.pre(!/(<=|!=).*(<=|!=)/.test(source));
        const expected = Number(new Function("a", `return ${source};`)(a));
        assert.equal(math(`TIME_SERIES(${source})`.replaceAll(/\ba\b/g, "SUM(a)"), { a: [a] }, 1)[0], expected);
      }),
    );
  });

  it("has a value in each period once it is filled, and keeps those that are there", () =>
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer(), { nil: undefined }), { minLength: 1 }), fc.integer(), (m1, by) => {
        const result = math(`FILL(m1, ${by})`, { m1 }, m1.length);
        assert.deepEqual(
          result,
          m1.map((value) => value ?? by),
        );
      }),
    ));

  for (const [what, source, message] of [
    ["an unfinished expression", "SUM([m1, m1)", 'expected "]" at position 12, got ")"'],
    ["nothing", " ", "expected a number, an id, a function or a parenthesis at position 1, got the end"],
    ["something after the end", "m1 m1", 'expected an operator or the end at position 4, got "m1"'],
    ["a sign that means nothing", "m1 % 2", 'unexpected input at position 3: " % 2"'],
    ["an id that is none", "m1 + m2", '"m2" is the id of no metric query'],
    ["a scalar", "AVG(m1)", "the result must be a single time series, got a scalar number"],
    ["several time series", "[m1, m1]", "the result must be a single time series, got an array of time series"],
    [
      "a function that is not modelled",
      "RATE(m1)",
      "the CloudWatch on this machine does not know the function RATE; it knows ABS, AVG, CEIL, FILL, FLOOR, IF, MAX, " +
        "METRICS, MIN, PERIOD, SUM, TIME_SERIES",
    ],
    ["a function in small letters", "sum(m1)", "does not know the function sum"],
    ["no function at all", "constructor(m1)", "does not know the function constructor"],
    ["a word in the wrong place", "m1 + REPEAT", "unexpected word REPEAT; ids begin with a lower-case letter"],
    ["a text in the wrong place", "m1 + 'errors'", 'unexpected text "errors"'],
    ["FILL without a filler", "FILL(m1)", "FILL takes two arguments, got 1"],
    ["FILL with three", "FILL(m1, 0, REPEAT)", "FILL takes two arguments, got 3"],
    ["FILL with a word that it does not know", "FILL(m1, ZERO)", "REPEAT or LINEAR, not with ZERO"],
    ["FILL of a scalar", "FILL(1, 0)", "FILL does not take a scalar number as its first argument"],
    ["IF without a value", "IF(m1)", "IF takes a condition and one or two values, got 1 arguments"],
    ["IF of arrays", "IF(METRICS(), 1)", "IF does not take an array of time series"],
    ["SUM of a scalar", "m1 + SUM(5)", "SUM does not take a scalar number"],
    ["SUM of two", "SUM(m1, m1)", "SUM takes one argument, got 2"],
    ["two arrays", "METRICS() + METRICS()", '"+" does not take two arrays of time series'],
    ["a scalar in an array", "SUM([m1, 1])", "an array takes time series, not a scalar number"],
    ["PERIOD of an expression", "m1 / PERIOD(m1 + 1)", "PERIOD takes the id of a metric"],
    ["METRICS of an id", "SUM(METRICS(m1))", 'METRICS takes nothing, or a part of an id in quotes: METRICS("errors")'],
  ] as [string, string, string][]) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => math(source, { m1: [1] }),
        (error: Error & { code?: string }) => {
          assert.equal(error.code, "ValidationError");
          assert.ok(error.message.startsWith("Error in expression 'e1': "), error.message);
          assert.ok(error.message.includes(message), error.message);
          return true;
        },
      );
    });
  }
});

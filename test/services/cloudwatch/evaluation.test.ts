import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate, evaluationRange, type MissingData } from "../../../local/services/cloudwatch/evaluation";

const TREATMENTS: readonly MissingData[] = ["missing", "ignore", "breaching", "notBreaching"];

/** What the documentation's tables say instead of a state: it is kept. */
const RETAIN = "Retain current state";

/** `0` is not breaching, `X` is breaching, `-` is missing; the newest on the right. */
function states(range: string, datapointsToAlarm: number, evaluationPeriods = 3): string[] {
  const values = range.split(" ").map((sign) => ({ "0": 0, X: 1, "-": undefined })[sign]);
  return TREATMENTS.map((missingData) => {
    const condition = { evaluationPeriods, datapointsToAlarm, missingData, breaches: (value: number) => value >= 1 };
    return evaluate(values, condition).state ?? RETAIN;
  });
}

/** The number of periods that are filled. */
function filled(range: string, evaluationPeriods = 3): number {
  const values = range.split(" ").map((sign) => (sign === "-" ? undefined : 0));
  const breaches = (): boolean => false;
  return evaluate(values, { evaluationPeriods, datapointsToAlarm: 1, missingData: "notBreaching", breaches }).filled;
}

describe("alarm evaluation", () => {
  it("looks at five periods where three are evaluated, as the documentation's tables do", () =>
    assert.equal(evaluationRange(3), 5));

  describe("the documentation's table for 3 out of 3", () => {
    for (const [range, fills, ...expected] of [
      ["0 - X - X", 0, "OK", "OK", "OK", "OK"],
      ["0 - - - -", 2, "OK", "OK", "OK", "OK"],
      ["- - - - -", 3, "INSUFFICIENT_DATA", RETAIN, "ALARM", "OK"],
      ["0 X X - X", 0, "ALARM", "ALARM", "ALARM", "ALARM"],
      ["- - X - -", 2, "ALARM", RETAIN, "ALARM", "OK"],
    ] as [string, number, ...string[]][]) {
      it(range, () => {
        assert.deepEqual(states(range, 3), expected);
        assert.equal(filled(range), fills);
      });
    }
  });

  describe("the documentation's table for 2 out of 3", () => {
    for (const [range, fills, ...expected] of [
      ["0 - X - X", 0, "ALARM", "ALARM", "ALARM", "ALARM"],
      ["0 0 X 0 X", 0, "ALARM", "ALARM", "ALARM", "ALARM"],
      ["0 - X - -", 1, "OK", "OK", "ALARM", "OK"],
      ["- - - - 0", 2, "OK", "OK", "ALARM", "OK"],
      ["- - - X -", 2, "ALARM", RETAIN, "ALARM", "OK"],
    ] as [string, number, ...string[]][]) {
      it(range, () => {
        assert.deepEqual(states(range, 2), expected);
        assert.equal(filled(range), fills);
      });
    }
  });

  describe("the documentation's examples of premature transitions, 3 out of 3", () => {
    for (const range of ["- - - - X", "- - - X -"]) {
      it(`${range} does not go into ALARM yet`, () => assert.equal(states(range, 3)[0], RETAIN));
    }
    for (const range of ["- - - X 0", "- - X - 0"]) {
      it(`${range} is OK`, () => assert.equal(states(range, 3)[0], "OK"));
    }
    it("- - X - - is in ALARM", () => assert.equal(states("- - X - -", 3)[0], "ALARM"));
  });

  it("goes into ALARM in the next evaluation after the second row, as the documentation says", () =>
    assert.equal(states("- - - - -", 3)[2], "ALARM"));

  it("takes the newest datapoints only, when there are enough", () => {
    assert.deepEqual(new Set(states("X X 0 0 0", 1)), new Set(["OK"]));
    assert.deepEqual(new Set(states("0 0 X X X", 3)), new Set(["ALARM"]));
    assert.deepEqual(new Set(states("X X X - -", 3)), new Set(["ALARM"]));
  });

  it("evaluates 1 out of 1 without waiting", () => {
    assert.deepEqual(states("- - X", 1, 1), ["ALARM", "ALARM", "ALARM", "ALARM"]);
    assert.deepEqual(states("X - -", 1, 1), ["ALARM", "ALARM", "ALARM", "ALARM"]);
    assert.deepEqual(states("- - -", 1, 1), ["INSUFFICIENT_DATA", RETAIN, "ALARM", "OK"]);
  });

  it("names the datapoints that it evaluated, the newest first", () => {
    const condition = { evaluationPeriods: 2, datapointsToAlarm: 2, breaches: (value: number) => value >= 3 };
    assert.deepEqual(evaluate([1, 2, undefined, 3], { ...condition, missingData: "breaching" }), {
      state: "OK",
      points: [
        { value: 3, isBreaching: true, age: 1 },
        { value: 2, isBreaching: false, age: 3 },
      ],
      filled: 0,
    });
  });

  const value = fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined });
  const setting = fc
    .integer({ min: 1, max: 6 })
    .chain((n) =>
      fc.tuple(
        fc.constant(n),
        fc.integer({ min: 1, max: n }),
        fc.array(value, { minLength: evaluationRange(n), maxLength: evaluationRange(n) }),
        fc.constantFrom(...TREATMENTS),
      ),
    );

  it("is in ALARM exactly if M of the last N datapoints breach, whenever there are N", () =>
    fc.assert(
      fc.property(setting, ([evaluationPeriods, datapointsToAlarm, range, missingData]) => {
        const real = range.filter((one) => one !== undefined).slice(-evaluationPeriods);
        fc.pre(real.length === evaluationPeriods);
        const breaches = (one: number): boolean => one === 1;
        const { state } = evaluate(range, { evaluationPeriods, datapointsToAlarm, missingData, breaches });
        const breaching = real.filter((one) => one === 1).length;
        assert.equal(state, breaching >= datapointsToAlarm ? "ALARM" : "OK");
      }),
    ));

  it("never lacks data where there is any, and never fires on filled good data", () =>
    fc.assert(
      fc.property(setting, ([evaluationPeriods, datapointsToAlarm, range, missingData]) => {
        const breaches = (one: number): boolean => one === 1;
        const { state } = evaluate(range, { evaluationPeriods, datapointsToAlarm, missingData, breaches });
        const hasData = range.some((one) => one !== undefined);
        if (state === "INSUFFICIENT_DATA") assert.ok(!hasData && missingData === "missing");
        if (missingData === "notBreaching" && state === "ALARM") {
          assert.ok(range.filter((one) => one === 1).length >= datapointsToAlarm);
        }
      }),
    ));
});

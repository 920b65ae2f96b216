import { each, finite, MathFailure, type MathValue, operand, scalar, series, seriesList, typeOf } from "./mathValues";
import type { Series } from "./metrics";

/** What a function of metric math is called with. */
export interface Arguments {
  values: readonly MathValue[];
  /** The word in the place of the last argument, for example `REPEAT`; absent where there is a value. */
  word?: string;
  /** How many periods are calculated. */
  periods: number;
}

type MathFunction = (args: Arguments) => MathValue;

/**
 * The functions that are modelled, by docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html. METRICS and
 * PERIOD, which need to know the metrics themselves, are in math.ts.
 */
export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: (args) => each(only(args, "ABS", "series", "list"), Math.abs),
  CEIL: (args) => each(only(args, "CEIL", "series", "list"), Math.ceil),
  FLOOR: (args) => each(only(args, "FLOOR", "series", "list"), Math.floor),
  // "Missing values are treated as 0": of AVG alone.
  AVG: (args) => aggregate("AVG", args, (values) => sum(values) / values.length),
  MAX: (args) => aggregate("MAX", args, (values) => Math.max(...present(values))),
  MIN: (args) => aggregate("MIN", args, (values) => Math.min(...present(values))),
  SUM: (args) => aggregate("SUM", args, sum),
  FILL: fill,
  IF: choose,
  TIME_SERIES: (args) => {
    const value = only(args, "TIME_SERIES", "scalar");
    return series(Array.from({ length: args.periods }, () => finite(operand(value, 0))));
  },
};

function only({ values, word }: Arguments, name: string, ...kinds: MathValue["kind"][]): MathValue {
  const [value] = values;
  if (!value || values.length > 1 || word !== undefined) {
    throw new MathFailure(`${name} takes one argument, got ${values.length + (word === undefined ? 0 : 1)}`);
  }
  if (!kinds.includes(value.kind)) throw new MathFailure(`${name} does not take ${typeOf(value)}`);
  return value;
}

/** Of one time series the scalar over its datapoints; of several the time series over those of each period. */
function aggregate(name: string, args: Arguments, over: (values: Series) => number): MathValue {
  const value = only(args, name, "series", "list");
  if (value.kind === "series") return scalar(over(value.values));
  if (value.kind !== "list") throw new MathFailure(`${name} does not take ${typeOf(value)}`);
  return series(
    Array.from({ length: args.periods }, (_, i) => {
      const column = value.all.map((one) => one[i]);
      return present(column).length === 0 ? undefined : finite(over(column));
    }),
  );
}

/**
 * Fills what is missing: with a number, with another time series, with the last value before (REPEAT), or on the line between
 * the values around (LINEAR). A number fills all periods that are asked for, also where the metric has no datapoint in any of
 * them. AWS does not say what becomes of a metric that has never had one; a query for it gets the same empty time series, so it
 * is filled alike.
 */
function fill({ values, word }: Arguments): MathValue {
  const [of, by, ...more] = values;
  if (!of || more.length > 0 || (by === undefined) === (word === undefined)) {
    throw new MathFailure(`FILL takes two arguments, got ${values.length + (word === undefined ? 0 : 1)}`);
  }
  if (of.kind === "scalar") throw new MathFailure("FILL does not take a scalar number as its first argument");
  const one = filler(by, word);
  return of.kind === "series" ? series(one(of.values)) : seriesList(of.all.map(one));
}

function filler(by: MathValue | undefined, word: string | undefined): (values: Series) => Series {
  if (word === "REPEAT") return repeated;
  if (word === "LINEAR") return interpolated;
  if (!by || by.kind === "list") {
    throw new MathFailure(
      `FILL fills with a number, a time series, REPEAT or LINEAR, not with ${by ? typeOf(by) : word}`,
    );
  }
  return (values) => values.map((value, i) => value ?? finite(operand(by, i)));
}

function repeated(values: Series): Series {
  let last: number | undefined;
  return values.map((value) => {
    last = value ?? last;
    return last;
  });
}

function interpolated(values: Series): Series {
  return values.map((value, i) => {
    if (value !== undefined) return value;
    const before = values.findLastIndex((one, j) => j < i && one !== undefined);
    const after = values.findIndex((one, j) => j > i && one !== undefined);
    const [low, high] = [values[before], values[after]];
    if (low === undefined || high === undefined) return undefined;
    return low + ((high - low) * (i - before)) / (after - before);
  });
}

/**
 * IF(condition, trueValue, falseValue), by the tables of "Using IF expressions" in the same document. Where the condition is a
 * time series and true, a value that trueValue lacks is 0; where it is false, one that falseValue lacks is dropped.
 */
function choose({ values, word, periods }: Arguments): MathValue {
  const [condition, yes, no, ...more] = values;
  if (!condition || !yes || more.length > 0 || word !== undefined) {
    throw new MathFailure(`IF takes a condition and one or two values, got ${values.length} arguments`);
  }
  for (const value of [condition, yes, ...(no ? [no] : [])]) {
    if (value.kind === "list") throw new MathFailure("IF does not take an array of time series");
  }
  if (condition.kind === "scalar") {
    return condition.value !== 0 ? yes : (no ?? series(Array.from({ length: periods }, () => undefined)));
  }
  return series(
    Array.from({ length: periods }, (_, i) => {
      const decides = operand(condition, i);
      if (decides === undefined) return undefined;
      if (decides !== 0) return operand(yes, i) ?? 0;
      return no && operand(no, i);
    }),
  );
}

function present(values: Series): number[] {
  return values.filter((value) => value !== undefined);
}

function sum(values: Series): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

import type { Series } from "./metrics";

/** What a part of an expression of metric math is worth: S, TS or TS[] in the documentation's table of data types. */
export type MathValue =
  | { kind: "scalar"; value: number }
  | { kind: "series"; values: Series }
  | { kind: "list"; all: readonly Series[] };

/** Something that cannot be calculated; whoever knows the expression's id makes an AWS error of it. */
export class MathFailure extends Error {}

export const scalar = (value: number): MathValue => ({ kind: "scalar", value });
export const series = (values: Series): MathValue => ({ kind: "series", values });
export const seriesList = (all: readonly Series[]): MathValue => ({ kind: "list", all });

/** The data types in the documentation's words. */
const TYPES: Record<MathValue["kind"], string> = {
  scalar: "a scalar number",
  series: "a time series",
  list: "an array of time series",
};

/** Says what a value is, for a message. */
export function typeOf({ kind }: MathValue): string {
  return TYPES[kind];
}

/** A value that was calculated, or nothing where there is no such number: after a division by zero the datapoint is dropped. */
export function finite(value: number | undefined): number | undefined {
  return value === undefined || Number.isFinite(value) ? value : undefined;
}

const OPERATORS: Record<string, (left: number, right: number) => number> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
  "<=": (left, right) => Number(left <= right),
  ">=": (left, right) => Number(left >= right),
  "<": (left, right) => Number(left < right),
  ">": (left, right) => Number(left > right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  "&&": (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
  "||": (left, right) => Number(left !== 0 || right !== 0),
};

/**
 * An operator between two values, by docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html: a value
 * that one of two time series lacks counts as 0, one that both lack stays missing, and a datapoint that would need a division by
 * zero is dropped.
 */
export function operate(operator: string, left: MathValue, right: MathValue): MathValue {
  const apply = OPERATORS[operator];
  if (!apply) throw new MathFailure(`there is no operator "${operator}"`);
  if (left.kind === "list" && right.kind === "list") {
    throw new MathFailure(`"${operator}" does not take two arrays of time series`);
  }
  if (left.kind === "list") return seriesList(left.all.map((one) => valuesOf(operate(operator, series(one), right))));
  if (right.kind === "list") return seriesList(right.all.map((one) => valuesOf(operate(operator, left, series(one)))));
  if (left.kind === "scalar" && right.kind === "scalar") return scalar(apply(left.value, right.value));
  const count = left.kind === "series" ? left.values.length : right.kind === "series" ? right.values.length : 0;
  return series(
    Array.from({ length: count }, (_, i) => {
      const [a, b] = [operand(left, i), operand(right, i)];
      const isMissing = (left.kind === "scalar" || a === undefined) && (right.kind === "scalar" || b === undefined);
      return isMissing ? undefined : finite(apply(a ?? 0, b ?? 0));
    }),
  );
}

/** A function of one number, for each datapoint. */
export function each(value: MathValue, apply: (value: number) => number): MathValue {
  const over = (values: Series): Series => values.map((one) => (one === undefined ? undefined : finite(apply(one))));
  if (value.kind === "scalar") return scalar(apply(value.value));
  return value.kind === "series" ? series(over(value.values)) : seriesList(value.all.map(over));
}

/** The value at a position of a series, or the scalar, which is the same at all of them. */
export function operand(value: MathValue, position: number): number | undefined {
  if (value.kind === "scalar") return value.value;
  return value.kind === "series" ? value.values[position] : undefined;
}

function valuesOf(value: MathValue): Series {
  return value.kind === "series" ? value.values : [];
}

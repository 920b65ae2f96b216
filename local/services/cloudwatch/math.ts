import { FUNCTIONS } from "./mathFunctions";
import { type Expression, mathError, parse } from "./mathSyntax";
import { MathFailure, type MathValue, operate, scalar, series, seriesList, typeOf } from "./mathValues";
import type { Series } from "./metrics";

/** What an expression is calculated from. */
export interface MathContext {
  /** The expression's id, for messages. */
  id: string;
  /** How many periods are calculated, and how long each is, in seconds. */
  periods: number;
  period: number;
  /** The metrics by their ids, in the order of the queries. */
  metrics: ReadonlyMap<string, Series>;
  /** The value of another expression. */
  expression: (id: string) => Series | undefined;
}

const NAMES = [...Object.keys(FUNCTIONS), "METRICS", "PERIOD"].sort();

/**
 * Calculates an expression of metric math, one value a period; undefined where there is none.
 *
 * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @throws AwsError `ValidationError` for an expression that is wrong, is not a single time series, or uses what is not modelled
 */
export function calculate(source: string, context: MathContext): Series {
  const expression = parse(context.id, source);
  try {
    const value = worthOf(expression, context);
    if (value.kind === "series") return value.values;
    const [first, ...more] = value.kind === "list" ? value.all : [];
    if (first && more.length === 0) return first;
    throw new MathFailure(`the result must be a single time series, got ${typeOf(value)}`);
  } catch (error) {
    if (error instanceof MathFailure) throw mathError(context.id, error.message);
    throw error;
  }
}

function worthOf(expression: Expression, context: MathContext): MathValue {
  switch (expression.kind) {
    case "number":
      return scalar(expression.value);
    case "id":
      return idValue(expression.name, context);
    case "list":
      return seriesList(expression.items.flatMap((item) => listed(worthOf(item, context))));
    case "negative":
      return operate("*", scalar(-1), worthOf(expression.of, context));
    case "operation":
      return operate(expression.operator, worthOf(expression.left, context), worthOf(expression.right, context));
    case "call":
      return called(expression.name, expression.args, context);
    case "text":
      throw new MathFailure(`unexpected text "${expression.value}"`);
    case "word":
      throw new MathFailure(`unexpected word ${expression.name}; ids begin with a lower-case letter`);
  }
}

function idValue(name: string, { metrics, expression }: MathContext): MathValue {
  const found = metrics.get(name) ?? expression(name);
  if (!found) throw new MathFailure(`"${name}" is the id of no metric query`);
  return series(found);
}

function listed(value: MathValue): readonly Series[] {
  if (value.kind === "series") return [value.values];
  if (value.kind === "list") return value.all;
  throw new MathFailure("an array takes time series, not a scalar number");
}

function called(name: string, args: Expression[], context: MathContext): MathValue {
  if (name === "METRICS") return metricsNamed(args, context);
  if (name === "PERIOD") return periodOf(args, context);
  const apply = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!apply) {
    throw new MathFailure(
      `the CloudWatch on this machine does not know the function ${name}; it knows ${NAMES.join(", ")}`,
    );
  }
  const last = args.at(-1);
  const word = last?.kind === "word" ? last.name : undefined;
  const values = (word === undefined ? args : args.slice(0, -1)).map((arg) => worthOf(arg, context));
  return apply({ values, word, periods: context.periods });
}

/** All metrics of the alarm, or those whose id contains a text; expressions are not among them. */
function metricsNamed(args: Expression[], { metrics }: MathContext): MathValue {
  const [part, ...more] = args;
  if (more.length > 0 || (part && part.kind !== "text")) {
    throw new MathFailure('METRICS takes nothing, or a part of an id in quotes: METRICS("errors")');
  }
  const wanted = part?.kind === "text" ? part.value : "";
  return seriesList([...metrics].filter(([id]) => id.includes(wanted)).map(([, values]) => values));
}

function periodOf(args: Expression[], { metrics, period }: MathContext): MathValue {
  const [of, ...more] = args;
  if (of?.kind !== "id" || more.length > 0 || !metrics.has(of.name)) {
    throw new MathFailure("PERIOD takes the id of a metric");
  }
  return scalar(period);
}

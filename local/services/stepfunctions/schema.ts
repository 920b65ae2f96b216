import type { Value } from "../../account/model";
import { isObject } from "../../account/values";
import { MOST_SECONDS } from "./asl";
import { checkExpression } from "./checkExpression";
import { expressionIn } from "./expressions";

/** Takes what is wrong with a definition: `CODE: sentence`, and where, as `/States/Wait/Seconds`. */
export type Report = (problem: string, at: string) => void;

/** Says what is wrong with a value. */
export type Check = (value: Value, at: string, report: Report) => void;

export const schemaError = (sentence: string): string => `SCHEMA_VALIDATION_FAILED: ${sentence}`;

const expected = (what: string, is: (value: Value) => boolean): Check => {
  return (value, at, report) => {
    if (!is(value)) report(schemaError(`Value is not ${what}`), at);
  };
};

export const text = expected("a string", (value) => typeof value === "string");
/** An integration, an activity or a function: docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
export const resourceArn = expected("a valid resource ARN", (value) =>
  /^arn:aws:(states:::[\w-]+:[\w:.-]+|states:[a-z0-9-]+:\d{12}:activity:.+|lambda:[a-z0-9-]+:\d{12}:function:.+)$/.test(
    String(value),
  ),
);
export const yes = expected("true", (value) => value === true);
export const oneOf = (...values: string[]): Check =>
  expected(values.map((value) => `'${value}'`).join(" or "), (value) => values.includes(String(value)));
export const number = (least: number, most = Number.POSITIVE_INFINITY): Check =>
  expected(`a number of at least ${least}`, (value) => typeof value === "number" && value >= least && value <= most);
export const whole = (least: number, most = MOST_SECONDS): Check =>
  expected(
    `an integer from ${least} to ${most}`,
    (value) => typeof value === "number" && Number.isInteger(value) && value >= least && value <= most,
  );

/** Anything, with expressions in it. @param inCatch Whether `$states.errorOutput` is there. */
export const template = (inCatch = false): Check => {
  const check: Check = (value, at, report) => {
    if (typeof value === "string") checkText(value, at, report, inCatch);
    else if (Array.isArray(value)) for (const [i, one] of value.entries()) check(one, `${at}[${i}]`, report);
    else if (isObject(value)) for (const [key, one] of Object.entries(value)) check(one, `${at}/${key}`, report);
  };
  return check;
};

function checkText(value: string, at: string, report: Report, inCatch: boolean): void {
  const expression = expressionIn(value);
  if (expression !== undefined) {
    const problem = checkExpression(expression, { inCatch });
    if (problem) report(problem, at);
  } else if (value.startsWith("{%") || value.endsWith("%}")) {
    report("INVALID_JSONATA_EXPRESSION: An expression begins with '{%' and ends with '%}'.", at);
  }
}

/** An expression, or a literal that passes a check. */
export const orExpression = (literal: Check): Check => {
  return (value, at, report) => {
    if (typeof value === "string" && expressionIn(value) !== undefined) checkText(value, at, report, false);
    else literal(value, at, report);
  };
};

/** Variables: docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
export const variables = (inCatch = false): Check => {
  return (value, at, report) => {
    if (!isObject(value)) report(schemaError("Value is not an object"), at);
    else {
      for (const name of Object.keys(value)) {
        if (!/^[\p{ID_Start}][\p{ID_Continue}]{0,79}$/u.test(name) || name === "states") {
          report(schemaError(`'${name}' is not the name of a variable`), at);
        }
      }
      template(inCatch)(value, at, report);
    }
  };
};

/** A list of which each element passes a check. */
export const list = (element: Check, least = 0): Check => {
  return (value, at, report) => {
    if (!Array.isArray(value) || value.length < least) {
      report(schemaError(`Value is not a list of at least ${least} elements`), at);
    } else for (const [i, one] of value.entries()) element(one, `${at}[${i}]`, report);
  };
};

/** An object with these fields and no others. */
export const fields = (required: Record<string, Check>, optional: Record<string, Check> = {}): Check => {
  return (value, at, report) => {
    if (!isObject(value)) {
      report(schemaError("Value is not an object"), at);
      return;
    }
    for (const name of Object.keys(required)) {
      if (!(name in value)) report(schemaError(`The field '${name}' is required but was missing`), at);
    }
    for (const [name, one] of Object.entries(value)) {
      const known = { ...required, ...optional };
      const check = Object.hasOwn(known, name) ? known[name] : undefined;
      if (check) check(one, `${at}/${name}`, report);
      else report(schemaError(`Field '${name}' is not supported`), at);
    }
  };
};

import type { Props, Value } from "../../model";
import { isObject } from "../../values";

/** What CloudWatch says of a part of a dashboard's body. */
export interface BodyError {
  /** As `/widgets/0/properties`. */
  dataPath: string;
  message: string;
}

/** What a value must be: its type, or a check that returns what is wrong with it. */
type Check = "array" | "boolean" | "number" | "object" | "string" | ((value: Value) => string | undefined);

/** The properties of an object and what each must be. Others it may not have. */
export type Checks = Readonly<Record<string, Check>>;

/** One of several texts. */
export function oneOf(...values: string[]): Check {
  return (value) => (values.some((one) => one === value) ? undefined : "Should be equal to one of the allowed values");
}

/** A whole number in a range. */
export function whole(min: number, max = Number.POSITIVE_INFINITY): Check {
  return (value) => {
    if (typeof value !== "number" || !Number.isInteger(value)) return "Should be integer";
    if (value < min) return `Should be >= ${min}`;
    return value > max ? `Should be <= ${max}` : undefined;
  };
}

/** A text of a form. */
export function matching(form: RegExp): Check {
  return (value) =>
    typeof value === "string" && form.test(value) ? undefined : `Should match pattern "${form.source}"`;
}

/** What is wrong with the properties of an object, one by one. */
export function checked(object: Props, path: string, checks: Checks, required: readonly string[] = []): BodyError[] {
  const missing = required
    .filter((name) => !(name in object))
    .map((name) => ({ dataPath: path, message: `Should have required property '${name}'` }));
  const wrong = Object.entries(object).flatMap(([name, value]) => {
    const check = checks[name];
    if (!check) return [{ dataPath: path, message: `Should NOT have additional properties: '${name}'` }];
    const message = typeof check === "string" ? typeFailure(check, value) : check(value);
    return message === undefined ? [] : [{ dataPath: `${path}/${name}`, message }];
  });
  return [...missing, ...wrong];
}

function typeFailure(type: string, value: Value): string | undefined {
  const is = Array.isArray(value) ? "array" : isObject(value) ? "object" : typeof value;
  return is === type && value !== null ? undefined : `Should be ${type}`;
}

import type { Setting } from "./problems";

/** Reads a value; undefined when it is refused, which the {@link Setting} has then noted. */
export type Parser<T> = (value: unknown, at: Setting) => T | undefined;

/** A property that need not be there; it then is what `fallback` says, or stays away where there is none. */
export interface Optional<T> {
  parse: Parser<T>;
  fallback?: T;
}

export function optional<T>(parse: Parser<T>, fallback?: T): Optional<T> {
  return { parse, fallback };
}

/** Text that passes a test. `example` is what the fix suggests. */
export function text(test: (value: string) => boolean, allowed: string, example: string): Parser<string> {
  return (value, at) => {
    // Pulumi hands a bare number or boolean in the stack's file on as what it is.
    const given = typeof value === "number" || typeof value === "boolean" ? String(value) : value;
    return typeof given === "string" && test(given) ? given : at.refuse(value, allowed, at.set(example));
  };
}

/** `true` or `false`, also as text, which is how `pulumi config set` stores it. */
export function flag(): Parser<boolean> {
  return (value, at) => {
    if (value === true || value === "true") {
      return true;
    }
    return value === false || value === "false" ? false : at.refuse(value, "true or false", at.set("true"));
  };
}

/** A whole number from `least` to `most`, also as text. */
export function integer(
  least: number,
  most: number,
  allowed = `a whole number from ${least} to ${most}`,
): Parser<number> {
  return (value, at) => {
    const number = numeric(value);
    return number !== undefined && Number.isInteger(number) && number >= least && number <= most
      ? number
      : at.refuse(value, allowed, at.set(String(nearest(number ?? least, least, most))));
  };
}

/** Any number, also as text. Its range is for somebody else to check. */
export function number(): Parser<number> {
  return (value, at) => numeric(value) ?? at.refuse(value, "a number", at.reset());
}

/** A list without repetitions, of `least` to `most` elements; the elements' parser sees each on its own. */
export function distinctList<T>(element: Parser<T>, least: number, most: number, example: T[]): Parser<T[]> {
  const allowed = least === most ? `a list of ${least}` : `a list of ${least} to ${most}`;
  return (value, at) => {
    const given = structured(value);
    if (!Array.isArray(given) || given.length < least || given.length > most) {
      return at.refuse(given, `${allowed}, each of them once`, at.set(JSON.stringify(example)));
    }
    const elements = given.map((each, index) => {
      const first = given.indexOf(each);
      return first === index
        ? element(each, at.element(index))
        : at
            .element(index)
            .refuse(each, `a value that is not in the list already, as [${first}]`, at.element(index).remove());
    });
    return complete(elements) ? elements : undefined;
  };
}

/** A list of anything, repetitions included. */
export function list<T>(element: Parser<T>): Parser<T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) {
      return at.refuse(value, "a list", at.reset());
    }
    const elements = value.map((each, index) => element(each, at.element(index)));
    return complete(elements) ? elements : undefined;
  };
}

/** Properties by name: each required one with its parser, each other one with {@link optional}. No others are taken. */
export function object<T extends object>(properties: { [K in keyof T]-?: Parser<T[K]> | Optional<T[K]> }): Parser<T> {
  const known = Object.keys(properties) as (keyof T & string)[];
  return (value, at) => {
    const given = structured(value);
    if (typeof given !== "object" || given === null || Array.isArray(given)) {
      return at.refuse(given, `an object with ${known.join(", ")}`, at.reset());
    }
    let whole = true;
    for (const name of Object.keys(given).filter((key) => !known.some((each) => each === key))) {
      whole = false;
      const closest = known.find((each) => similar(each, name));
      at.property(name).refuseName(known, closest);
    }
    const result: Partial<T> = {};
    for (const name of known) {
      const property = properties[name];
      const there: unknown = Reflect.get(given, name);
      if (there !== undefined || !("parse" in property)) {
        const parsed = parserOf<T[typeof name]>(property)(there, at.property(name));
        whole &&= parsed !== undefined;
        result[name] = parsed;
      } else if (property.fallback !== undefined) {
        result[name] = property.fallback;
      }
    }
    return whole ? (result as T) : undefined;
  };
}

/** A further rule on a value that is well-formed: `rule` refuses it, or returns it. */
export function checked<T>(parse: Parser<T>, rule: (value: T, at: Setting) => T | undefined): Parser<T> {
  return (value, at) => {
    const parsed = parse(value, at);
    return parsed === undefined ? undefined : rule(parsed, at);
  };
}

function parserOf<T>(property: Parser<T> | Optional<T>): Parser<T> {
  return "parse" in property ? property.parse : property;
}

function numeric(value: unknown): number | undefined {
  if (typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)) {
    return Number(value);
  }
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** Pulumi hands the program lists and objects as JSON text. */
function structured(value: unknown): unknown {
  if (typeof value !== "string") {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function nearest(value: number, least: number, most: number): number {
  return Math.min(Math.max(Math.round(value), least), most);
}

function complete<T>(elements: (T | undefined)[]): elements is T[] {
  return elements.every((element) => element !== undefined);
}

/** Whether two names differ in case or in one letter only: changed, added or left out. */
function similar(a: string, b: string): boolean {
  const [long, short] = a.length >= b.length ? [a.toLowerCase(), b.toLowerCase()] : [b.toLowerCase(), a.toLowerCase()];
  if (long.length - short.length > 1) {
    return false;
  }
  let start = 0;
  while (start < short.length && long[start] === short[start]) {
    start += 1;
  }
  const rest = long.slice(start + 1);
  return rest === short.slice(long.length === short.length ? start + 1 : start);
}

import { isObject } from "./json";

/** Stands for a value that a preview does not know yet. */
export const UNKNOWN = Symbol("not known during preview");

/** Pulumi's wire marker for an unknown value, for callers that hand over properties as they crossed the wire. */
const WIRE_MARKER = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * `T` as a rule sees it: every value, at any depth, may be {@link UNKNOWN}, so that the compiler makes each rule say what
 * it does with a value that is not known.
 */
export type Seen<T> = SeenProps<T> | (T extends null | undefined ? never : typeof UNKNOWN);

/** As {@link Seen}, for a value that is itself known. */
export type SeenProps<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer E)[]
    ? readonly Seen<E>[]
    : { readonly [K in keyof T]: Seen<T[K]> };

/** True for the error with which the policy SDK answers the reading of an unknown value. */
function isUnknownError(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}

function read(parent: object, key: string): unknown {
  try {
    return (parent as Record<string, unknown>)[key];
  } catch (error) {
    if (isUnknownError(error)) return UNKNOWN;
    throw error;
  }
}

function see(value: unknown): unknown {
  if (value === WIRE_MARKER) return UNKNOWN;
  if (Array.isArray(value)) return Array.from(value.keys(), (index) => see(read(value, String(index))));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, see(read(value, key))]));
}

/**
 * A resource's properties, with {@link UNKNOWN} wherever reading would throw. The SDK gives up on a whole rule at the
 * first unknown value that it reads; with this, a rule can still judge what is known.
 */
export function seen<T>(props: T): SeenProps<T> {
  return (isObject(props) ? lazily(props) : see(props)) as SeenProps<T>;
}

/** The same properties, each copied when it is first read: most rules read a few, and a definition may be long. */
function lazily(props: object): object {
  const copies = new Map<string, unknown>();
  const at = (key: string): unknown => {
    if (!copies.has(key)) copies.set(key, see(read(props, key)));
    return copies.get(key);
  };
  const isOwn = (key: string | symbol): key is string => typeof key === "string" && Object.hasOwn(props, key);
  return new Proxy(
    {},
    {
      has: (_, key) => isOwn(key),
      ownKeys: () => Object.keys(props),
      get: (target, key) => (isOwn(key) ? at(key) : Reflect.get(target, key)),
      getOwnPropertyDescriptor: (_, key) =>
        isOwn(key) ? { value: at(key), writable: true, enumerable: true, configurable: true } : undefined,
    },
  );
}

/** True where a value is, or contains, one that is not known. */
function holdsUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsUnknown);
}

/**
 * As {@link seen}, and tells which values that are not known are read: those are what a rule has not decided. Whether a
 * value is there at all can be asked with `in`, which reads nothing.
 *
 * @param note gets the path of each
 */
export function seenAndNoted<T extends object>(props: T, note: (path: string) => void): SeenProps<T> {
  return noting(lazily(props), note, "") as SeenProps<T>;
}

function noting<T extends object>(object: T, note: (path: string) => void, path: string): T {
  return new Proxy(object, {
    get(target, key) {
      const value = Reflect.get(target, key);
      if (typeof key === "symbol") return value;
      const at = Array.isArray(target) ? `${path}[${key}]` : path ? `${path}.${key}` : key;
      if (value === UNKNOWN) note(at);
      return typeof value === "object" && value !== null && holdsUnknown(value) ? noting(value, note, at) : value;
    },
  });
}

/** A value that is not noted as read, for where one that is not known decides as well as a known one does. */
export function peek<T extends object, K extends string>(
  object: T,
  key: K,
): K extends keyof T ? T[K] | undefined : unknown;
export function peek(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}

/** A known element of a list, with its position. */
export type Item<T> = readonly [index: number, element: Exclude<T, typeof UNKNOWN | null | undefined>];

/** The known elements of a list, with their positions; nothing where the list itself is absent, unknown or no list. */
export function items<T>(list: readonly T[] | typeof UNKNOWN | null | undefined): Item<T>[] {
  // What a program that is not type-checked sends may be anything; the provider refuses it after the rules.
  if (!Array.isArray(list)) return [];
  return list.flatMap((element, index) => (isKnown(element) ? [[index, element] as const] : []));
}

/** True for a value that is given and known. */
export function isKnown<T>(value: T): value is Exclude<T, typeof UNKNOWN | null | undefined> {
  return value !== UNKNOWN && value !== null && value !== undefined;
}

/** True for a value that was not given at all; false for one that is merely unknown. */
export function isMissing(value: unknown): value is null | undefined | "" {
  return value === null || value === undefined || value === "";
}

/** True where a list, or one of its elements, is unknown, so that what is seen of it may not be all. */
export function isPartial(list: unknown): boolean {
  return list === UNKNOWN || (Array.isArray(list) && list.includes(UNKNOWN));
}

import type { Check, ResourceContext } from "./rule";
import { canonicalToken } from "./types";
import { isMissing, seenAndNoted, UNKNOWN } from "./values";

/** Properties of a resource whose type is known by its token alone. */
export type Loose = Readonly<Record<string, unknown>>;

/** A property that must have one certain value. */
export interface Switch {
  token: string;
  /** Dotted path of the property. */
  property: string;
  wanted: string | number | boolean;
  /** What counts where the property is missing. Default: that it is missing is wrong. */
  byDefault?: string | number | boolean;
  /** What follows from another value: continues the sentence after a comma. */
  so: string;
  /** Where the property does not decide; asked only where its value is wrong. */
  unless?: (props: Loose) => boolean;
}

/** True for a resource that has one of some properties, if only with a value that is not known. */
export function has(...properties: readonly string[]): (props: Loose) => boolean {
  return (props) => properties.some((property) => !isMissing(props[property]));
}

function valueAt(props: Loose, path: string): unknown {
  let value: unknown = props;
  for (const key of path.split(".")) {
    if (value === UNKNOWN) return UNKNOWN;
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Loose)[key];
  }
  return value;
}

/** Any value in words, also one that is not of the type that it should be. */
export function text(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function judge({ property, wanted, byDefault, so, unless }: Switch, props: Loose, context: ResourceContext<unknown>) {
  const value = valueAt(props, property);
  if (value === UNKNOWN) return;
  const effective = isMissing(value) ? byDefault : value;
  if (text(effective) === String(wanted) || unless?.(props)) return;
  context.refuse({
    property,
    given: isMissing(value) ? undefined : text(value),
    so,
    allowed: `${wanted} is required`,
    fix: `Set it to ${wanted}.`,
  });
}

/** Checks of switches, one each. */
export function checksOf(switches: readonly Switch[]): Check<unknown>[] {
  return switches.map((one) => ({
    token: canonicalToken(one.token),
    run: (props, context) => judge(one, seenAndNoted(props, context.leaveOpen) as Loose, context),
  }));
}

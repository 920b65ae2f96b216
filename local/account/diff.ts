import { type Props, type TypeDefinition, UNKNOWN, type Value } from "./model";
import { touches } from "./paths";
import { canonical, equal, isObject, isPresent } from "./values";

/** How one property changes, as Pulumi's engine names it. */
export type ChangeKind = "add" | "update" | "delete" | "add-replace" | "update-replace" | "delete-replace";

/** What a change of inputs means for a resource that exists. */
export interface Difference {
  /** Whether anything changes at all. */
  changes: boolean;
  /** Top-level inputs because of which the resource is replaced; empty for an update in place. */
  replaces: string[];
  /** Every changed property by its path. */
  detailed: Record<string, ChangeKind>;
  /** The old resource must be deleted before the new one can be made. */
  deleteBeforeReplace: boolean;
}

/** Compares new inputs with old inputs, property by property. Names that begin with `__` are Pulumi's own. */
export function difference(definition: TypeDefinition, olds: Props, news: Props): Difference {
  const detailed: Record<string, ChangeKind> = {};
  const replaces = new Set<string>();
  // The provider can put any resource into another region, by making it anew there.
  const replacing = ["region", ...(definition.replaces ?? []), ...(definition.replacesIf?.(olds, news) ?? [])];
  for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    if (name.startsWith("__")) continue;
    for (const [path, kind] of changes(definition, name, olds[name], news[name])) {
      const replace = replacing.some((pattern) => touches(path, pattern));
      detailed[path] = replace ? `${kind}-replace` : kind;
      if (replace) replaces.add(name);
    }
  }
  return {
    changes: Object.keys(detailed).length > 0,
    replaces: [...replaces],
    detailed,
    deleteBeforeReplace: replaces.size > 0 && mustGoFirst(definition, olds, news),
  };
}

/** A name that the program fixed cannot be held by the old and the new resource at once. */
function mustGoFirst(definition: TypeDefinition, olds: Props, news: Props): boolean {
  if (definition.deleteBeforeReplace !== undefined) return definition.deleteBeforeReplace;
  const name = definition.autoName?.property;
  if (name === undefined) return false;
  const generated = Array.isArray(news.__defaults) && news.__defaults.includes(name);
  return !generated && isPresent(news[name]) && equal(olds[name], news[name]);
}

type Change = [path: string, kind: "add" | "update" | "delete"];

function changes(
  definition: TypeDefinition,
  path: string,
  before: Value | undefined,
  after: Value | undefined,
): Change[] {
  if (!isPresent(after) && definition.computed?.includes(path)) return [];
  if (same(definition, path, before, after)) return [];
  if (!isPresent(before)) return [[path, "add"]];
  if (!isPresent(after)) return [[path, "delete"]];
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      changes(definition, `${path}.${key}`, before[key], after[key]),
    );
  }
  const isSet = definition.sets?.includes(path.replace(/\[\d+\]/g, "[*]"));
  if (Array.isArray(before) && Array.isArray(after) && !isSet) {
    return Array.from({ length: Math.max(before.length, after.length) }, (_, i) => i).flatMap((i) =>
      changes(definition, `${path}[${i}]`, before[i], after[i]),
    );
  }
  return [[path, "update"]];
}

function same(definition: TypeDefinition, path: string, before: Value | undefined, after: Value | undefined): boolean {
  if (after === UNKNOWN || before === UNKNOWN) return false;
  if (equal(before, after)) return true;
  const general = path.replace(/\[\d+\]/g, "[*]");
  if (isPresent(before) && isPresent(after)) {
    if (definition.equal?.[general]?.(before, after)) return true;
    if (definition.json?.includes(general)) return sameJson(before, after);
    if (definition.sets?.includes(general) && Array.isArray(before) && Array.isArray(after)) {
      return canonical(sorted(definition, general, before)) === canonical(sorted(definition, general, after));
    }
  }
  return false;
}

/** A value with the elements of all sets in it, however deep, in one order. */
function sorted(definition: TypeDefinition, path: string, value: Value): Value {
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, sorted(definition, `${path}.${key}`, inner)]),
    );
  }
  if (!Array.isArray(value)) return value;
  const items = value.map((item) => sorted(definition, `${path}[*]`, item));
  if (!definition.sets?.includes(path)) return items;
  return items.toSorted((one, other) => (canonical(one) < canonical(other) ? -1 : 1));
}

function sameJson(before: Value, after: Value): boolean {
  if (typeof before !== "string" || typeof after !== "string") return false;
  try {
    return equal(JSON.parse(before) as Value, JSON.parse(after) as Value);
  } catch {
    return false;
  }
}

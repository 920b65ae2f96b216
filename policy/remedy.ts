import type { ResourceType } from "./types";
import { isKnown, type SeenProps, seen } from "./values";

/** One property to set, by its path, for example `["metadataOptions", "httpTokens"]`. */
export interface Change {
  path: readonly [string, ...string[]];
  value: unknown;
}

/** What a remedy may use besides the resource's properties. */
export interface RemedyContext<Config> {
  config: Config;
  type: string;
  stack: string;
  project: string;
}

/** How to put right the resources of one type, or of many types. */
export interface Remedy<Config> {
  token?: string;
  run(props: unknown, context: RemedyContext<Config>): readonly Change[];
}

/** Says what to change of a resource type, and nothing where a resource is right or cannot be judged. */
export function remedy<Config, Props>(
  type: ResourceType<Props>,
  run: (props: SeenProps<Props>, context: RemedyContext<Config>) => readonly Change[],
): Remedy<Config> {
  return { token: type.token, run: (props, context) => run(seen(props as Props), context) };
}

/** As {@link remedy}, for every type that `applies` says. */
export function remedyEvery<Config>(
  applies: (type: string) => boolean,
  run: (props: SeenProps<Record<string, unknown>>, context: RemedyContext<Config>) => readonly Change[],
): Remedy<Config> {
  return {
    run: (props, context) => (applies(context.type) ? run(seen(props as Record<string, unknown>), context) : []),
  };
}

type Objects = Record<string, unknown>;

/** True where an object may get the property, or a list has the element. */
function takes(parent: object, key: string): boolean {
  return !Array.isArray(parent) || (Object.hasOwn(parent, key) && key !== "length");
}

/** The object below one, made where it is missing; undefined where it is not known, or is no object. */
function below(parent: Objects, key: string): Objects | undefined {
  if (!takes(parent, key)) return undefined;
  const known: unknown = seen(parent)[key];
  if (known === undefined || known === null) parent[key] = {};
  else if (!isKnown(known) || typeof known !== "object") return undefined;
  return parent[key] as Objects;
}

/**
 * Sets what `changes` say in a resource's own properties, object by object: a copy would have to read values that are
 * not known. A change below a value that is not known, or that is no object, is left out. Elements of lists go by their
 * index, and none is added.
 *
 * @returns whether anything was set
 */
export function applyChanges(props: Objects, changes: readonly Change[]): boolean {
  let changed = false;
  for (const { path, value } of changes) {
    const last = path.at(-1) ?? "";
    let parent: Objects | undefined = props;
    for (const key of path.slice(0, -1)) parent = parent && below(parent, key);
    if (parent === undefined || !takes(parent, last)) continue;
    parent[last] = value;
    changed = true;
  }
  return changed;
}

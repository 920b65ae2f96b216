import type { Props } from "../../account/model";
import { parseReference } from "./urn";

/** How long an operation may take, in seconds. */
export interface Timeouts {
  create?: number;
  update?: number;
  delete?: number;
}

/** One resource of a stack, as Pulumi's state file has it. Inputs and outputs are in wire form, secrets in clear. */
export interface ResourceState {
  urn: string;
  /** Made by a provider; false for components. */
  custom: boolean;
  type: string;
  /** The id that the provider gave it; components have none. */
  id?: string;
  /** Inputs as checked by the provider. */
  inputs: Props;
  outputs: Props;
  parent?: string;
  /** `URN::ID` of the provider that made it. */
  provider?: string;
  /** URNs of everything that must exist before it. */
  dependencies: string[];
  /** For each input, the URNs that its value came from. */
  propertyDependencies: Record<string, string[]>;
  /** Read from the account and owned by somebody else: never changed, never deleted. */
  external?: boolean;
  protect?: boolean;
  /** Was replaced; still exists and has to go. */
  delete?: boolean;
  /** Was deleted in order to be made anew, which has not happened yet. */
  pendingReplacement?: boolean;
  retainOnDelete?: boolean;
  /** URN of a resource whose deletion takes this one along. */
  deletedWith?: string;
  additionalSecretOutputs: string[];
  ignoreChanges: string[];
  replaceOnChanges: string[];
  customTimeouts?: Timeouts;
}

/** Everything that a deployment made, and what the next one starts from. Plain JSON. */
export interface StackState {
  project: string;
  stack: string;
  resources: ResourceState[];
}

/** URNs of what must exist for this resource to exist: parent, dependencies, provider. */
export function requirementsOf(resource: ResourceState): Set<string> {
  const urns = new Set(resource.dependencies);
  for (const list of Object.values(resource.propertyDependencies)) for (const urn of list) urns.add(urn);
  if (resource.parent) urns.add(resource.parent);
  if (resource.provider) urns.add(parseReference(resource.provider).urn);
  if (resource.deletedWith) urns.add(resource.deletedWith);
  urns.delete(resource.urn);
  return urns;
}

/**
 * The resources, each after everything that it requires. Of those that could come next, the first by `compare` does;
 * by default the one that stands first in the list.
 */
export function inOrder(
  resources: readonly ResourceState[],
  compare?: (one: ResourceState, other: ResourceState) => number,
): ResourceState[] {
  const ranked = compare ? [...resources].sort(compare) : resources;
  const byUrn = new Map<string, number[]>();
  for (const [rank, { urn }] of ranked.entries()) byUrn.set(urn, [...(byUrn.get(urn) ?? []), rank]);
  const dependents: number[][] = ranked.map(() => []);
  const missing: number[] = ranked.map((resource, rank) => {
    const required = [...requirementsOf(resource)].flatMap((urn) => byUrn.get(urn) ?? []);
    for (const other of required) dependents[other]?.push(rank);
    return required.length;
  });
  const ready = ranked.flatMap((_, rank) => (missing[rank] === 0 ? [rank] : []));
  const ordered: ResourceState[] = [];
  for (let rank = ready.shift(); rank !== undefined; rank = ready.shift()) {
    const resource = ranked[rank];
    if (resource) ordered.push(resource);
    for (const dependent of dependents[rank] ?? []) {
      const left = (missing[dependent] ?? 0) - 1;
      missing[dependent] = left;
      if (left === 0) insert(ready, dependent);
    }
  }
  if (ordered.length === ranked.length) return ordered;
  const stuck = ranked.filter((resource) => !ordered.includes(resource)).map(({ urn }) => urn);
  throw new Error(`These resources of the stack depend on each other in a circle: ${stuck.join(", ")}`);
}

/** Inserts into an ascending list. */
function insert(ascending: number[], value: number): void {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  ascending.splice(low, 0, value);
}

/** The order in which resources can be deleted: dependents first, children before their parents, last made first. */
export function deletionOrder(resources: readonly ResourceState[]): ResourceState[] {
  return inOrder(resources).reverse();
}

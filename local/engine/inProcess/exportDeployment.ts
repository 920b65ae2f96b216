import type { Props } from "../../account/model";
import { sealed } from "../wire";
import { inOrder, type ResourceState, type StackState, type Timeouts } from "./stackState";
import { STACK_TYPE } from "./urn";

/** What `pulumi stack export` writes, without what differs from run to run. */
export interface ExportedDeployment {
  version: 3;
  deployment: {
    manifest: { time: string; magic: string; version: string };
    resources: ExportedResource[];
    metadata: Record<string, never>;
  };
}

/** A resource under the names of Pulumi's state file; what is empty is left out, as there. */
export interface ExportedResource {
  urn: string;
  custom: boolean;
  delete?: boolean;
  id?: string;
  type: string;
  inputs?: Props;
  outputs?: Props;
  parent?: string;
  protect?: boolean;
  external?: boolean;
  dependencies?: string[];
  provider?: string;
  propertyDependencies?: Record<string, string[]>;
  pendingReplacement?: boolean;
  additionalSecretOutputs?: string[];
  customTimeouts?: Timeouts;
  retainOnDelete?: boolean;
  deletedWith?: string;
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
}

/**
 * The state in the form of `pulumi stack export`. Secrets are not in it, only that they are. There are no times, every
 * list of URNs is sorted, and resources stand in the order of their URNs as far as dependencies allow: two runs of one
 * program give the same bytes.
 */
export function exportDeployment(state: StackState): ExportedDeployment {
  const byUrn = (one: ResourceState, other: ResourceState) => compare(key(one), key(other));
  return {
    version: 3,
    deployment: {
      manifest: { time: "0001-01-01T00:00:00Z", magic: "", version: "" },
      resources: inOrder(state.resources, byUrn).map(exportResource),
      metadata: {},
    },
  };
}

function exportResource(state: ResourceState): ExportedResource {
  const exported: ExportedResource = {
    urn: state.urn,
    custom: state.custom,
    ...present("delete", state.delete),
    ...present("id", state.id),
    type: state.type,
    ...present("inputs", sorted(sealed(state.inputs))),
    ...present("outputs", sorted(sealed(state.outputs))),
    ...present("parent", state.parent),
    ...present("protect", state.protect),
    ...present("external", state.external),
    ...present("dependencies", [...state.dependencies].sort(compare)),
    ...present("provider", state.provider),
    ...present("propertyDependencies", sortedLists(state.propertyDependencies)),
    ...present("pendingReplacement", state.pendingReplacement),
    ...present("additionalSecretOutputs", state.additionalSecretOutputs),
    ...present("customTimeouts", state.customTimeouts),
    ...present("retainOnDelete", state.retainOnDelete),
    ...present("deletedWith", state.deletedWith),
    ...present("ignoreChanges", state.ignoreChanges),
    ...present("replaceOnChanges", state.replaceOnChanges),
  };
  return exported;
}

/** The property where it says something: not absent, false or empty. */
function present<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  const empty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return value === undefined || value === false || empty ? {} : ({ [name]: value } as { [P in K]?: V });
}

function sortedLists(lists: Record<string, string[]>): Record<string, string[]> {
  const names = Object.keys(lists).sort(compare);
  return Object.fromEntries(names.map((name) => [name, [...(lists[name] ?? [])].sort(compare)]));
}

/** Objects with their keys in order, at every depth, as Go writes maps. */
function sorted<T extends Props[string]>(value: T): T;
function sorted(value: Props[string]): Props[string] {
  if (Array.isArray(value)) return value.map((element) => sorted(element));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => compare(one, other));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}

/** What resources are sorted by: their URNs, the stack's own first. */
function key({ urn, type, delete: replaced, id }: ResourceState): string {
  if (type === STACK_TYPE) return "";
  return replaced ? `${urn} ${id}` : urn;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

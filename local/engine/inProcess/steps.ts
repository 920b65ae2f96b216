import type { CheckFailure, Props, ProviderConfig, Value } from "../../account/model";
import { UNKNOWN } from "../../account/model";
import { touches } from "../../account/paths";
import { withTexts } from "../assets";
import { Secrets } from "../secrets";
import { plain } from "../wire";
import { checkProblem, problemOf, Stop } from "./errors";
import type { Goal } from "./goal";
import type { EngineAccount } from "./providers";
import { deletionOrder, type ResourceState } from "./stackState";
import { describe, parseReference } from "./urn";

/** What has to be done so that a resource that exists becomes what the program wants. */
export interface Decision {
  op: "same" | "update" | "replace";
  /** For a replacement: the old one goes before the new one is made. */
  deleteFirst: boolean;
}

/** Inputs as the provider accepts them, secrets marked again; stops the deployment where it refuses them. */
export function checkInputs(
  account: EngineAccount,
  goal: Goal,
  wanted: Props,
  olds: Props | undefined,
  provider: ProviderConfig,
): Props {
  let checked: { inputs: Props; failures: CheckFailure[] };
  try {
    const news = withTexts(plain(wanted));
    checked = account.check(goal.type, news, { provider, token: goal.urn, olds: olds && plain(olds) });
  } catch (error) {
    throw new Stop(problemOf("check", goal.urn, error));
  }
  if (checked.failures.length > 0) throw new Stop(checkProblem(goal.urn, checked.failures));
  return new Secrets(wanted).mark(checked.inputs, account.definition(goal.type).secrets);
}

/** Compares what exists with what is wanted. */
export function decide(account: EngineAccount, goal: Goal, old: ResourceState, inputs: Props): Decision {
  if (old.pendingReplacement) return { op: "replace", deleteFirst: false };
  const difference = account.diff(goal.type, plain(old.inputs), plain(inputs));
  const forced = Object.keys(difference.detailed).some((path) =>
    goal.replaceOnChanges.some((pattern) => pattern === "*" || touches(path, pattern)),
  );
  if (difference.replaces.length > 0 || forced) {
    return { op: "replace", deleteFirst: goal.deleteBeforeReplace ?? difference.deleteBeforeReplace };
  }
  return { op: difference.changes ? "update" : "same", deleteFirst: false };
}

/** The state that a goal leads to, before the provider has been asked for the outputs. */
export function stateOf(goal: Goal, inputs: Props, outputs: Props, id?: string): ResourceState {
  const state: ResourceState = {
    urn: goal.urn,
    custom: goal.custom,
    type: goal.type,
    inputs,
    outputs,
    dependencies: goal.dependencies,
    propertyDependencies: goal.propertyDependencies,
    additionalSecretOutputs: goal.additionalSecretOutputs,
    ignoreChanges: goal.ignoreChanges,
    replaceOnChanges: goal.replaceOnChanges,
  };
  if (id !== undefined) state.id = id;
  if (goal.parent) state.parent = goal.parent;
  if (goal.provider) state.provider = goal.provider;
  if (goal.protect) state.protect = true;
  if (goal.retainOnDelete) state.retainOnDelete = true;
  if (goal.deletedWith) state.deletedWith = goal.deletedWith;
  if (Object.keys(goal.customTimeouts).length > 0) state.customTimeouts = goal.customTimeouts;
  return state;
}

/** Outputs of a provider in wire form: secret is what the inputs, the program or the type say is secret. */
export function outputsOf(account: EngineAccount, goal: Goal, inputs: Props, outputs: Props): Props {
  const { secrets = [] } = account.definition(goal.type);
  return new Secrets(inputs).mark(outputs, [...goal.additionalSecretOutputs, ...secrets]);
}

/** Refuses to touch what the program has protected. */
export function requireUnprotected(resource: ResourceState, operation: "replace" | "delete"): void {
  if (!resource.protect) return;
  const message =
    `${describe(resource.urn)} is protected, so the deployment does not ${operation} it. ` +
    `Take the option protect away in the program and deploy that first.`;
  throw new Stop({ operation, urn: resource.urn, message });
}

/**
 * What must be deleted, in this order, before `root` can be: resources that hold one of its values in an input whose
 * change replaces them, and what in turn depends on those. Only `candidates`, which the program has not registered yet,
 * can be among them.
 */
export function dependentReplacements(
  account: EngineAccount,
  root: ResourceState,
  candidates: Iterable<ResourceState>,
): ResourceState[] {
  const replaced = new Set([root.urn]);
  const found: ResourceState[] = [];
  for (const resource of candidates) {
    if (!resource.custom || resource.external || resource.pendingReplacement || replaced.has(resource.urn)) continue;
    if (!mustFollow(account, resource, replaced)) continue;
    replaced.add(resource.urn);
    found.push(resource);
  }
  return deletionOrder(found);
}

function mustFollow(account: EngineAccount, resource: ResourceState, replaced: ReadonlySet<string>): boolean {
  if (!resource.provider) return false;
  if (replaced.has(parseReference(resource.provider).urn)) return true;
  const news: Record<string, Value> = plain(resource.inputs);
  let affected = false;
  for (const name of Object.keys(news)) {
    if (!resource.propertyDependencies[name]?.some((urn) => replaced.has(urn))) continue;
    news[name] = UNKNOWN;
    affected = true;
  }
  return affected && account.diff(resource.type, plain(resource.inputs), news).replaces.length > 0;
}

import { plain } from "../wire";
import { problemOf, Stop } from "./errors";
import { about, type EngineEvent, type Operation } from "./events";
import { configOf, type EngineAccount } from "./providers";
import { deletionOrder, type ResourceState } from "./stackState";
import { requireUnprotected } from "./steps";
import { describe, isProviderType } from "./urn";

/** What deleting needs to know of the deployment that it belongs to. */
export interface Removal {
  account: EngineAccount;
  /** Finds a provider by its reference. */
  provider: (reference: string) => ResourceState | undefined;
  /** Called when a resource is gone, before the next one. */
  removed: (resource: ResourceState) => void;
  on?: ((event: EngineEvent) => void) | undefined;
}

/**
 * Deletes resources, dependents before what they depend on and children before parents. Returns the URNs in the order
 * in which they went. An error of the account stops it; what was deleted before stays deleted.
 */
export function removeAll(resources: readonly ResourceState[], removal: Removal): string[] {
  const order: string[] = [];
  const going = new Set(resources.map(({ urn }) => urn));
  for (const resource of deletionOrder(resources)) {
    requireUnprotected(resource, "delete");
    const op: Operation = resource.external ? "discard" : resource.delete ? "delete-replaced" : "delete";
    // What a failed replacement has deleted already needs no second deletion.
    if (!resource.pendingReplacement) {
      removal.on?.({ kind: "step", op, ...about(resource) });
      if (!resource.retainOnDelete && !going.has(resource.deletedWith ?? "")) remove(resource, removal);
      removal.on?.({ kind: "resource", op, ...about(resource) });
      order.push(resource.urn);
    }
    removal.removed(resource);
  }
  return order;
}

/** Deletes one resource in the account. Components, providers and what was only read exist in the state alone. */
export function remove(resource: ResourceState, { account, provider }: Pick<Removal, "account" | "provider">): void {
  if (!resource.custom || resource.external || isProviderType(resource.type)) return;
  const owner = provider(resource.provider ?? "");
  if (!owner) {
    const message = `${describe(resource.urn)} cannot be deleted: its provider ${resource.provider} is not in the state.`;
    throw new Stop({ operation: "delete", urn: resource.urn, message });
  }
  try {
    const options = { provider: configOf(owner), token: resource.urn, known: plain(resource.outputs) };
    account.delete(resource.type, resource.id ?? "", options);
  } catch (error) {
    throw new Stop(problemOf("delete", resource.urn, error));
  }
}

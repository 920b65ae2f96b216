import { Stop } from "./errors";
import type { Goal } from "./goal";
import type { ResourceState, StackState } from "./stackState";
import { describe, isProviderType, parseReference } from "./urn";

/** What exists in a stack while a deployment changes it, and what of it the program has asked for. */
export class Ledger {
  /** Registered by the program, by URN, in the order in which they were done. */
  private readonly current = new Map<string, ResourceState>();
  /** Left by the previous deployment and not registered yet, by URN. */
  private readonly left = new Map<string, ResourceState>();
  /** Replaced, and still there. */
  private readonly replaced: ResourceState[];
  private readonly claimed = new Map<string, Goal>();
  /** Old URN to new URN, of resources that were found by an alias. */
  private readonly renamed = new Map<string, string>();

  constructor(
    private readonly identity: { project: string; stack: string },
    private readonly previous: readonly ResourceState[],
  ) {
    this.replaced = previous.filter((resource) => resource.delete);
    for (const resource of previous) if (!resource.delete) this.left.set(resource.urn, resource);
  }

  /** Takes a registration in; returns what exists of it, if anything. Refuses a URN that was registered before. */
  claim(goal: Goal): ResourceState | undefined {
    if (this.claimed.has(goal.urn)) {
      const message =
        `${describe(goal.urn)} is registered twice. Two resources of one type and parent need different names; ` +
        `their URN is ${goal.urn}.`;
      throw new Stop({ operation: "check", urn: goal.urn, message });
    }
    this.claimed.set(goal.urn, goal);
    for (const urn of [goal.urn, ...goal.aliases]) {
      const old = this.left.get(urn);
      if (!old || this.claimed.has(urn) !== (urn === goal.urn)) continue;
      if (urn !== goal.urn) this.renamed.set(urn, goal.urn);
      return old;
    }
    return undefined;
  }

  /** The goal of a registered resource. */
  goal(urn: string): Goal | undefined {
    return this.claimed.get(urn);
  }

  /** The resource that was registered under a URN, once it is done. */
  find(urn: string): ResourceState | undefined {
    return this.current.get(urn);
  }

  /** Everything that the program has registered and that is done. */
  registered(): ResourceState[] {
    return [...this.current.values()];
  }

  /** What the program has not registered, and what it replaced. At the end of a deployment this goes. */
  leftovers(): ResourceState[] {
    return [...this.left.values(), ...this.replaced];
  }

  /** What the program has not registered yet. */
  unregistered(): ResourceState[] {
    return [...this.left.values()];
  }

  /** A registration is done. `old` is what became of it, or what it takes the place of. */
  put(resource: ResourceState, old?: ResourceState): void {
    if (old) this.left.delete(old.urn);
    this.current.set(resource.urn, resource);
  }

  /** The old one of a replacement stays until the end. */
  keepReplaced(old: ResourceState): void {
    this.replaced.push({ ...old, delete: true });
  }

  /** The old one of a replacement is gone, and the new one is not there yet. */
  awaitReplacement(old: ResourceState): ResourceState {
    const waiting: ResourceState = { ...old, pendingReplacement: true };
    this.left.set(old.urn, waiting);
    return waiting;
  }

  /** A leftover was deleted. */
  forget(resource: ResourceState): void {
    const position = this.replaced.indexOf(resource);
    if (position >= 0) this.replaced.splice(position, 1);
    else if (this.left.get(resource.urn) === resource) this.left.delete(resource.urn);
  }

  /** The provider that a reference `URN::ID` names, as it is now or as it was. */
  provider(reference: string): ResourceState | undefined {
    return findProvider(reference, [...this.current.values(), ...this.previous]);
  }

  snapshot(): StackState {
    const left = [...this.left.values()].map((resource) => this.withNewUrns(resource));
    const resources = [...this.current.values(), ...left, ...this.replaced];
    return structuredClone({ ...this.identity, resources });
  }

  /** What was found by an alias has another URN now, also for those that refer to it. */
  private withNewUrns(resource: ResourceState): ResourceState {
    if (this.renamed.size === 0) return resource;
    const renew = (urn: string) =>
      this.current.has(this.renamed.get(urn) ?? "") ? (this.renamed.get(urn) ?? urn) : urn;
    const renewed: ResourceState = {
      ...resource,
      dependencies: resource.dependencies.map(renew),
      propertyDependencies: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([name, urns]) => [name, urns.map(renew)]),
      ),
    };
    if (resource.parent) renewed.parent = renew(resource.parent);
    if (resource.deletedWith) renewed.deletedWith = renew(resource.deletedWith);
    if (resource.provider) {
      const { urn, id } = parseReference(resource.provider);
      renewed.provider = `${renew(urn)}::${id}`;
    }
    return renewed;
  }
}

/** The provider that a reference `URN::ID` names. */
export function findProvider(reference: string, resources: Iterable<ResourceState>): ResourceState | undefined {
  const { urn, id } = parseReference(reference);
  for (const resource of resources) {
    if (resource.id === id && resource.urn === urn && isProviderType(resource.type)) return resource;
  }
  return undefined;
}

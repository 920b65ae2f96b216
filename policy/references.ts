import type { PolicyResource } from "@pulumi/policy";
import { dependenciesOf } from "./given";
import type { StackResource } from "./rule";
import { isKnown, isMissing, type Seen, UNKNOWN } from "./values";

type Value = Seen<string> | null | undefined;

/** A property of a resource that holds ids, or names, of other resources. */
export interface Reference {
  resource: PolicyResource;
  /** The top-level property, as the engine knows its dependencies. */
  property: string;
  values: readonly Value[];
}

/**
 * The resources that a reference names: those of that id or name where it is known, else those that the property
 * depends on. Says nothing about dependencies where there are more of them than values that are still open, for then it
 * cannot be known which are meant.
 *
 * @param targets all that could be meant
 * @param names what a target may be called besides its id
 */
export function referredTo<P, T extends StackResource<P>>(
  { resource, property, values }: Reference,
  targets: readonly T[],
  names: (target: T) => readonly Value[] = () => [],
): T[] {
  const isCalled = (target: T, value: Value) =>
    isKnown(value) && [(target.props as { id?: Value }).id, ...names(target)].includes(value);
  const found = targets.filter((target) => values.some((value) => isCalled(target, value)));
  const open = values.filter((value) => !isMissing(value) && !targets.some((target) => isCalled(target, value)));
  const urns = new Set(dependenciesOf(resource, property));
  const candidates = targets.filter((target) => {
    // A target whose id is known is not meant by another id, but may be by one that is not known.
    const mayBeMeant = open.includes(UNKNOWN) || !isKnown((target.props as { id?: Value }).id);
    return mayBeMeant && urns.has(target.resource.urn) && !found.includes(target);
  });
  return candidates.length <= open.length ? [...found, ...candidates] : found;
}

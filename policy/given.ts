import type { PolicyResource } from "@pulumi/policy";
import { isMissing, UNKNOWN } from "./values";

/** URNs of the resources that a top-level property of a resource depends on. */
export function dependenciesOf({ propertyDependencies }: PolicyResource, property: string): string[] {
  return (propertyDependencies[property] ?? []).map(({ urn }) => urn);
}

/**
 * An output of a stack's resource, as the program gave it. What it left to AWS is not known in a preview either; but only
 * what was given can depend on other resources.
 *
 * @param property a top-level property
 * @returns undefined where it was not given
 */
export function givenOutput<T>(resource: PolicyResource, property: string, value: T): T | undefined {
  return value === UNKNOWN && dependenciesOf(resource, property).length === 0 ? undefined : value;
}

/** Whether the program gave a property, if only a value that is not known. */
export function wasGiven(resource: PolicyResource, property: string, value: unknown): boolean {
  return !isMissing(givenOutput(resource, property, value));
}

import type { PolicyResource } from "@pulumi/policy";
import { UNKNOWN } from "../values";

/**
 * A property of a stack's resource as the program gave it. What the provider fills in is not known during a preview
 * either; but only what was given can depend on other resources.
 */
export function given<V>(resource: PolicyResource, property: string, value: V): V | undefined {
  const isFilledIn = value === UNKNOWN && (resource.propertyDependencies[property] ?? []).length === 0;
  return isFilledIn ? undefined : value;
}

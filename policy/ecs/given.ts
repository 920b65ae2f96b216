import type { PolicyResource } from "@pulumi/policy";
import { UNKNOWN } from "../values";

/**
 * An output that may be an input: in a preview those that were not given are not known either, and depend on nothing.
 *
 * @param property a top-level property
 * @returns undefined where it was not given
 */
export function givenOutput<T>({ propertyDependencies }: PolicyResource, property: string, value: T): T | undefined {
  return value === UNKNOWN && (propertyDependencies[property] ?? []).length === 0 ? undefined : value;
}

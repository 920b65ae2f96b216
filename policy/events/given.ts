import type { PolicyResource } from "@pulumi/policy";
import { isMissing, UNKNOWN } from "../values";

/**
 * Whether a top-level property of a resource was given, for rules that see outputs: in a preview what was left out is as unknown
 * as what is not known yet, but only the latter comes from another resource.
 */
export function wasGiven({ propertyDependencies }: PolicyResource, property: string, value: unknown): boolean {
  if (value === UNKNOWN) return (propertyDependencies[property] ?? []).length > 0;
  return !isMissing(value);
}

import type { PolicyResource } from "@pulumi/policy";
import { dependenciesOf } from "../given";
import type { StackContext } from "../rule";
import { logGroup } from "../types";
import { isKnown, UNKNOWN } from "../values";

/** The log groups of a stack, by name. */
export class LogGroups {
  private readonly names = new Set<string>();
  private readonly urns = new Set<string>();
  /** Whether the name of one is not known yet. */
  private open = false;

  constructor({ all }: Pick<StackContext<unknown>, "all">) {
    for (const { resource, props } of all(logGroup)) {
      this.urns.add(resource.urn);
      if (isKnown(props.name)) this.names.add(props.name);
      else this.open = true;
    }
  }

  /** Whether a group of that name is the stack's own; undefined where that is not known. */
  owns(name: unknown): boolean | undefined {
    if (name === UNKNOWN) return undefined;
    if (typeof name === "string" && this.names.has(name)) return true;
    return this.open ? undefined : false;
  }

  /** Whether a property takes something from one of the groups, most likely its name. */
  isUsedIn(resource: PolicyResource, property: string): boolean {
    return dependenciesOf(resource, property).some((urn) => this.urns.has(urn));
  }
}

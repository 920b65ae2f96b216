import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { journalOf } from "../../../policy/journal";
import type { Rule } from "../../../policy/rule";
import type { Subject } from "./workshopStack";

const { unknownCheckingProxy } = require("@pulumi/policy/proxy") as { unknownCheckingProxy<T>(props: T): T };

const opts = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

const common = {
  stackTags: new Map<string, string>(),
  getConfig: <T extends object>() => ({}) as T,
  isType: () => false,
  asType: () => undefined,
  notApplicable: (): never => {
    throw new Error("no rule of this pack opts out");
  },
};

/** What a resource rule says of one resource. */
export function saidOfResource(rule: Rule, { type, name, urn, props }: Subject): string[] {
  if (!("validateResource" in rule) || typeof rule.validateResource !== "function") return [];
  const said: string[] = [];
  const args: ResourceValidationArgs = { ...common, type, name, urn, opts, props: unknownCheckingProxy(props) };
  journalOf(urn).clear();
  void rule.validateResource(args, (message) => said.push(message));
  return said;
}

/** What a stack rule says of all resources together. */
export function saidOfStack(rule: Rule, subjects: readonly Subject[]): string[] {
  if (!("validateStack" in rule)) return [];
  const resources = new Map<string, PolicyResource>();
  for (const { type, name, urn, props } of subjects) {
    const about = { type, name, urn, opts, props: unknownCheckingProxy(props) };
    resources.set(urn, { ...common, ...about, dependencies: [], propertyDependencies: {} });
  }
  for (const { urn, dependsOn } of subjects) {
    const resource = resources.get(urn);
    for (const [property, urns] of Object.entries(dependsOn)) {
      if (resource) resource.propertyDependencies[property] = urns.flatMap((one) => resources.get(one) ?? []);
    }
  }
  const said: string[] = [];
  const args: StackValidationArgs = { ...common, resources: [...resources.values()] };
  for (const { urn } of subjects.slice(0, 1)) journalOf(urn).clear();
  void rule.validateStack(args, (message, urn) => said.push(`${urn ?? "stack"}: ${message}`));
  return said;
}

import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { policies } from "../../policy/policies";
import type { Rule } from "../../policy/rule";

/** The SDK's own guard, which throws where a rule reads an unknown value; its declarations leave it out. */
const { unknownCheckingProxy } = require("@pulumi/policy/proxy") as {
  unknownCheckingProxy(props: Record<string, unknown>): Record<string, unknown>;
};

/** The SDK's marker of a string that a preview does not know yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Props = Record<string, unknown>;
type Config = Record<string, unknown>;

const NO_STACK_TAGS: ReadonlyMap<string, string> = new Map();

const opts = {
  protect: false,
  ignoreChanges: [],
  aliases: [],
  customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
  additionalSecretOutputs: [],
};

function notApplicable(): never {
  throw new Error("no rule of this pack opts out");
}

const urnOf = (type: string, name: string) => `urn:pulumi:test::catsndogs::${type}::${name}`;

/** The engine fills in a rule's defaults; so do rules themselves, so only what a test sets is handed over. */
const getConfig =
  (config: Config) =>
  <T extends object>() =>
    config as T;

/** Runs a resource rule on one resource, its inputs behind the SDK's own proxy, and returns what it reports. */
export async function violations(rule: Rule, type: string, props: Props, config: Config = {}): Promise<string[]> {
  if (!("validateResource" in rule)) throw new Error(`${rule.name} is not a resource rule`);
  const messages: string[] = [];
  const report: ReportViolation = (message) => messages.push(message);
  const name = "it";
  const args = {
    type,
    name,
    opts,
    urn: urnOf(type, name),
    props: unknownCheckingProxy(structuredClone(props)),
    stackTags: NO_STACK_TAGS,
    isType: () => false,
    asType: () => undefined,
    getConfig: getConfig(config),
    notApplicable,
  };
  for (const validate of [rule.validateResource ?? []].flat()) await validate(args, report);
  return messages;
}

/** A resource of a stack: its outputs, and the names of the resources that its properties depend on. */
export interface Fixture {
  type: string;
  props: Props;
  dependsOn?: Record<string, string[]>;
}

/** Runs a stack rule on resources by name, and returns `NAME: MESSAGE` for each violation. */
export async function stackViolations(
  rule: Rule,
  fixtures: Record<string, Fixture>,
  config: Config = {},
): Promise<string[]> {
  if (!("validateStack" in rule)) throw new Error(`${rule.name} is not a stack rule`);
  const resources = new Map<string, PolicyResource>();
  for (const [name, { type, props }] of Object.entries(fixtures)) {
    resources.set(name, {
      type,
      name,
      opts,
      urn: urnOf(type, name),
      props: unknownCheckingProxy(structuredClone(props)),
      dependencies: [],
      propertyDependencies: {},
      isType: () => false,
      asType: () => undefined,
    });
  }
  const named = (name: string): PolicyResource => {
    const resource = resources.get(name);
    if (!resource) throw new Error(`the fixture has no ${name}`);
    return resource;
  };
  for (const [name, { dependsOn = {} }] of Object.entries(fixtures)) {
    for (const [property, names] of Object.entries(dependsOn)) {
      named(name).propertyDependencies[property] = names.map(named);
    }
  }
  const messages: string[] = [];
  const report: ReportViolation = (message, urn) => messages.push(`${urn?.split("::").at(-1)}: ${message}`);
  const all = [...resources.values()];
  await rule.validateStack(
    { resources: all, stackTags: NO_STACK_TAGS, getConfig: getConfig(config), notApplicable },
    report,
  );
  return messages;
}

/** The rule of that name, as the pack has it. */
export function rule(name: string): Rule {
  const found = policies.find((policy) => policy.name === name);
  if (!found) throw new Error(`the pack has no rule ${name}`);
  return found;
}

/** A copy of a fixture with one property changed, by its dotted path; `undefined` removes it. */
export function mutated(props: Props, path: string, value: unknown): Props {
  const copy = structuredClone(props);
  const keys = path.split(".");
  const last = keys.pop() ?? path;
  const parent = keys.reduce<Props>((object, key) => object[key] as Props, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

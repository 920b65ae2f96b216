import type { PolicyResource, ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { journalOf } from "../../policy/journal";
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

/** The stack that every fixture is part of. */
export const STACK = "test";

const urnOf = (type: string, name: string) => `urn:pulumi:${STACK}::catsndogs::${type}::${name}`;

/** The engine fills in a rule's defaults; so do rules themselves, so only what a test sets is handed over. */
const getConfig =
  (config: Config) =>
  <T extends object>() =>
    config as T;

/** The name of the resource that {@link violations} judges. */
const IT = "it";

/** What the SDK hands to a resource rule: the inputs behind its own proxy. */
function argsOf(type: string, props: Props, config: Config): ResourceValidationArgs {
  return {
    type,
    name: IT,
    opts,
    urn: urnOf(type, IT),
    props: unknownCheckingProxy(props),
    stackTags: NO_STACK_TAGS,
    isType: () => false,
    asType: () => undefined,
    getConfig: getConfig(config),
    notApplicable,
  };
}

/** Runs a resource rule on one resource, and returns what it reports. */
export async function violations(rule: Rule, type: string, props: Props, config: Config = {}): Promise<string[]> {
  if (!("validateResource" in rule)) throw new Error(`${rule.name} is not a resource rule`);
  const messages: string[] = [];
  const report: ReportViolation = (message) => messages.push(message);
  const args = argsOf(type, structuredClone(props), config);
  journalOf(args.urn).clear();
  for (const validate of [rule.validateResource ?? []].flat()) await validate(args, report);
  return messages;
}

/** As {@link violations}, of a resource that the program protects. */
export async function protectedViolations(rule: Rule, type: string, props: Props): Promise<string[]> {
  if (!("validateResource" in rule)) throw new Error(`${rule.name} is not a resource rule`);
  const messages: string[] = [];
  const args = { ...argsOf(type, props, {}), opts: { ...opts, protect: true } };
  journalOf(args.urn).clear();
  for (const validate of [rule.validateResource ?? []].flat()) await validate(args, (one) => messages.push(one));
  return messages;
}

/** What a resource rule leaves open of one resource: paths of the values that it has read and that are not known. */
export async function leftOpen(rule: Rule, type: string, props: Props, config: Config = {}): Promise<string[]> {
  await violations(rule, type, props, config);
  const urn = urnOf(type, IT);
  return [...(journalOf(urn).undecided.get(rule.name)?.get(urn) ?? [])];
}

/** The inputs of one resource after a rule's remediation, or undefined where it changes nothing. */
export async function remedied(
  rule: Rule,
  type: string,
  props: Props,
  config: Config = {},
): Promise<Props | undefined> {
  if (!("remediateResource" in rule) || !rule.remediateResource) throw new Error(`${rule.name} has no remediation`);
  const copy = structuredClone(props);
  return (await rule.remediateResource(argsOf(type, copy, config))) ? copy : undefined;
}

/** A resource of a stack: its outputs, and the names of the resources that its properties depend on. */
export interface Fixture {
  type: string;
  props: Props;
  dependsOn?: Record<string, string[]>;
}

/** Runs a stack rule on resources by name, and returns `NAME: MESSAGE` for each violation; `stack` names the whole. */
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
  const report: ReportViolation = (message, urn) => messages.push(`${urn?.split("::").at(-1) ?? "stack"}: ${message}`);
  const all = [...resources.values()];
  journalOf(urnOf("", "")).clear();
  await rule.validateStack(
    { resources: all, stackTags: NO_STACK_TAGS, getConfig: getConfig(config), notApplicable },
    report,
  );
  return messages;
}

/** What a stack rule leaves open, as `NAME: PATH`. */
export async function stackLeftOpen(
  rule: Rule,
  fixtures: Record<string, Fixture>,
  config: Config = {},
): Promise<string[]> {
  await stackViolations(rule, fixtures, config);
  const open = journalOf(urnOf("", "")).undecided.get(rule.name) ?? new Map<string, ReadonlySet<string>>();
  return [...open].flatMap(([urn, paths]) => [...paths].map((path) => `${urn.split("::").at(-1)}: ${path}`));
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

import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Props } from "../../account/model";
import { received } from "../wire";
import { Stop } from "./errors";
import type { Timeouts } from "./stackState";
import { describe, makeUrn, parseUrn } from "./urn";

/** What the program wants a resource to be. */
export interface Goal {
  urn: string;
  type: string;
  name: string;
  custom: boolean;
  /** In wire form. */
  inputs: Props;
  parent?: string;
  /** `URN::ID`; absent for components and providers. */
  provider?: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  /** URNs that the resource may have had before, the likeliest first. */
  aliases: string[];
  protect: boolean;
  retainOnDelete: boolean;
  deletedWith?: string;
  deleteBeforeReplace?: boolean;
  ignoreChanges: string[];
  replaceOnChanges: string[];
  additionalSecretOutputs: string[];
  customTimeouts: Timeouts;
  /** Version of the provider's plugin that the SDK asks for; empty for the stack and for components. */
  version: string;
}

/** Reads the SDK's request. `aliasesOf` knows the former URNs of what was registered before, for its children. */
export function goalOf(
  request: RegisterResourceRequest,
  stack: { stack: string; project: string },
  aliasesOf: (urn: string) => readonly string[],
): Goal {
  const type = request.getType();
  const name = request.getName();
  const parent = request.getParent() || undefined;
  const urn = makeUrn(stack.stack, stack.project, parent, type, name);
  refuseUnsupported(request, urn);
  const goal: Goal = {
    urn,
    type,
    name,
    custom: request.getCustom(),
    inputs: received((request.getObject()?.toJavaScript() ?? {}) as Props),
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(
      [...request.getPropertydependenciesMap().entries()].map(([key, urns]) => [key, urns.getUrnsList()]),
    ),
    aliases: [],
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    customTimeouts: timeoutsOf(request.getCustomtimeouts()),
    version: request.getVersion(),
  };
  if (parent) goal.parent = parent;
  if (request.getProvider()) goal.provider = request.getProvider();
  if (request.getDeletedwith()) goal.deletedWith = request.getDeletedwith();
  if (request.getDeletebeforereplacedefined()) goal.deleteBeforeReplace = request.getDeletebeforereplace();
  goal.aliases = formerUrns(goal, stack, request.getAliasesList(), parent ? aliasesOf(parent) : []);
  return goal;
}

function refuseUnsupported(request: RegisterResourceRequest, urn: string): void {
  const unsupported = [
    request.getImportid() && "import",
    request.getReplaceWithList().length > 0 && "replaceWith",
    request.hasReplacementTrigger() && "replacementTrigger",
  ].filter(Boolean);
  if (unsupported.length === 0) return;
  const message = `${describe(urn)} uses the option ${unsupported.join(", ")}, which the in-process engine does not have. Use the Pulumi CLI for it.`;
  throw new Stop({ operation: "check", urn, message });
}

/** Own aliases first, then what the resource was called while its parent was called something else. */
function formerUrns(
  goal: Goal,
  stack: { stack: string; project: string },
  own: readonly Alias[],
  parentUrns: readonly string[],
): string[] {
  const urns = own.map((alias) => aliasUrn(goal, stack, alias));
  for (const former of parentUrns) {
    for (const urn of [goal.urn, ...urns.slice(0, own.length)]) {
      const { type, name } = parseUrn(urn);
      urns.push(makeUrn(stack.stack, stack.project, former, type, renamedChild(name, goal.parent ?? "", former)));
    }
  }
  return [...new Set(urns)].filter((urn) => urn !== goal.urn);
}

function aliasUrn(goal: Goal, stack: { stack: string; project: string }, alias: Alias): string {
  const spec = alias.getSpec();
  if (!spec) return alias.getUrn();
  const parent = spec.getNoparent() ? undefined : spec.getParenturn() || goal.parent;
  return makeUrn(
    spec.getStack() || stack.stack,
    spec.getProject() || stack.project,
    parent,
    spec.getType() || goal.type,
    spec.getName() || goal.name,
  );
}

/** Children are named after their parent: `web-role` of `web` was `site-role` when `web` was `site`. */
function renamedChild(name: string, parent: string, formerParent: string): string {
  const parentName = parseUrn(parent).name;
  return name.startsWith(parentName) ? parseUrn(formerParent).name + name.slice(parentName.length) : name;
}

function timeoutsOf(given: RegisterResourceRequest.CustomTimeouts | undefined): Timeouts {
  const timeouts: Timeouts = {};
  for (const [key, text] of [
    ["create", given?.getCreate()],
    ["update", given?.getUpdate()],
    ["delete", given?.getDelete()],
  ] as const) {
    if (text) timeouts[key] = seconds(text);
  }
  return timeouts;
}

/** Reads a duration such as `1h30m` or `90s`. */
function seconds(duration: string): number {
  if (!/^(\d+(\.\d+)?[hms])+$/.test(duration)) {
    throw new Error(`A custom timeout must be a duration such as 90s, 5m or 1h30m, got "${duration}".`);
  }
  const units = { h: 3600, m: 60, s: 1 };
  return [...duration.matchAll(/([\d.]+)([hms])/g)].reduce(
    (total, [, amount, unit]) => total + Number(amount) * units[unit as "h" | "m" | "s"],
    0,
  );
}

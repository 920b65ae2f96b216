import type { PolicyResource, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { type About, type ConfigOf, configOf, type Settings } from "./about";
import { type Exemption, exemptionsOf, exemptionsSetting, isAbout, isExpired } from "./exemptions";
import { type Journal, journalOf } from "./journal";
import { type Refusal, sentence } from "./refusal";
import { applyChanges, type Remedy } from "./remedy";
import { canonicalToken, type ResourceType } from "./types";
import { parseUrn, STACK_TYPE } from "./urn";
import { type SeenProps, seen, seenAndNoted } from "./values";

export type { ConfigOf, Setting, Settings } from "./about";
export { type Refusal, sentence } from "./refusal";

/** What a check of one resource may use besides its properties. */
export interface ResourceContext<Config> {
  config: Config;
  /** The resource's type token as it was given. */
  type: string;
  /** The resource's name in the program. */
  name: string;
  stack: string;
  project: string;
  /** Whether the program sets Pulumi's own option `protect`. */
  isProtected: boolean;
  /** Reports a violation. */
  refuse(refusal: Refusal): void;
  /** Notes a value that the check needed and that is not known. Properties that it reads are noted by themselves. */
  leaveOpen(property: string): void;
}

/** A check of the resources of one type, or of many types that it describes in words. */
export interface Check<Config> {
  token?: string;
  types?: string;
  run(props: object, context: ResourceContext<Config>): void;
}

/** A check of one resource type. */
export function on<Config, Props>(
  type: ResourceType<Props>,
  run: (props: SeenProps<Props>, context: ResourceContext<Config>) => void,
): Check<Config> {
  return {
    token: type.token,
    run: (props, context) => run(seenAndNoted(props, context.leaveOpen) as SeenProps<Props>, context),
  };
}

/** The same check of several resource types, which sees what all of them have in common. */
export function onEach<Config, Props>(
  types: readonly ResourceType<Props>[],
  run: (props: SeenProps<Props>, context: ResourceContext<Config>) => void,
): Check<Config>[] {
  return types.map((type) => on(type, run));
}

/**
 * A check of many types of resources.
 *
 * @param types which ones, in words
 * @param applies tells by the type token; the others are not read at all
 */
export function onEvery<Config>(
  types: string,
  applies: (type: string) => boolean,
  run: (props: SeenProps<Record<string, unknown>>, context: ResourceContext<Config>) => void,
): Check<Config> {
  return {
    types,
    run(props, context) {
      if (applies(context.type)) run(seenAndNoted(props as Record<string, unknown>, context.leaveOpen), context);
    },
  };
}

/** One resource of a stack, with its outputs. */
export interface StackResource<Props> {
  resource: PolicyResource;
  /** Its outputs; those that were given as inputs have the inputs' types. */
  props: SeenProps<Props & { id?: string }>;
}

/** What a check of a whole stack may use. */
export interface StackContext<Config> {
  config: Config;
  /** All resources of a type. */
  all<Props>(type: ResourceType<Props>): StackResource<Props>[];
  /** Reports a violation of one resource, or of the stack as a whole. */
  refuse(resource: PolicyResource | undefined, refusal: Refusal): void;
  /** Notes a value that the check needed and that is not known. */
  leaveOpen(resource: PolicyResource, property: string): void;
}

interface RuleFacts extends About<Settings> {
  /** Canonical tokens of the types that the rule names. */
  looksAt: readonly string[];
  /** What it reads besides, in words. */
  looksAtEvery?: string;
  /** Whether the rule can put right what it finds. */
  remedies: boolean;
  tags: string[];
}

/** A policy of the SDK, with what the documentation needs. */
export type Rule = (ResourceValidationPolicy | StackValidationPolicy) & RuleFacts;

/** Puts elements that have a key in common together, in their order. */
function grouped<K, T>(elements: readonly T[], keyOf: (element: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const element of elements) {
    const key = keyOf(element);
    const group = groups.get(key);
    if (group) group.push(element);
    else groups.set(key, [element]);
  }
  return groups;
}

/** What the SDK and the documentation read of a rule. */
export function facts<S extends Settings>(about: About<S>, looksAt: readonly string[]) {
  const schema: Record<string, unknown> = { ...about.settings, exemptions: exemptionsSetting };
  return {
    ...about,
    enforcementLevel: about.level ?? ("mandatory" as const),
    tags: ["aws", about.area],
    // The same, but for the SDK's lists being mutable ones; nothing writes to them.
    configSchema: { properties: schema as Record<string, PolicyConfigJSONSchema> },
    looksAt: [...looksAt].sort(),
  };
}

/** Takes violations of one resource, and reports those that no exemption covers. */
function reporter(
  rule: string,
  exemptions: readonly Exemption[],
  journal: Journal,
  report: (message: string, urn?: string) => void,
) {
  return (refusal: Refusal, urn: string, reportedUrn: string | undefined) => {
    const message = sentence(refusal);
    if (!journal.exempt(rule, exemptions, urn, message, Date.now())) report(message, reportedUrn);
  };
}

/**
 * A rule that judges each resource by its inputs, before the resource is made.
 *
 * @param remedies what the rule changes by itself where its level is `remediate`: only where there is one right answer
 */
export function resourceRule<const S extends Settings>(
  about: About<S>,
  checks: readonly Check<ConfigOf<S>>[],
  remedies: readonly Remedy<ConfigOf<S>>[] = [],
): Rule {
  const byToken = grouped(checks, (check) => check.token);
  const general = byToken.get(undefined) ?? [];
  return {
    ...facts(
      about,
      checks.flatMap((check) => check.token ?? []),
    ),
    looksAtEvery: checks.find((check) => check.types)?.types,
    remedies: remedies.length > 0,
    validateResource(args, report) {
      if (args.type === STACK_TYPE) journalOf(args.urn).begin(about.name, exemptionsOf(args.getConfig()));
      const applicable = [...(byToken.get(canonicalToken(args.type)) ?? []), ...general];
      if (applicable.length === 0) return;
      const given: { exemptions?: readonly Exemption[] } = args.getConfig();
      const journal = journalOf(args.urn);
      journal.judging(about.name, exemptionsOf(given), args.urn);
      const refuse = reporter(about.name, exemptionsOf(given), journal, report);
      const { stack, project } = parseUrn(args.urn);
      const context: ResourceContext<ConfigOf<S>> = {
        config: configOf(about.settings, given),
        type: args.type,
        name: args.name,
        stack,
        project,
        isProtected: args.opts.protect,
        refuse: (refusal) => refuse(refusal, args.urn, undefined),
        leaveOpen: (property) => journal.leaveOpen(about.name, args.urn, property),
      };
      for (const check of applicable) check.run(args.props, context);
    },
    ...(remedies.length > 0 && {
      remediateResource(args) {
        const token = canonicalToken(args.type);
        const applicable = remedies.filter((one) => one.token === undefined || one.token === token);
        if (applicable.length === 0) return undefined;
        const given: { exemptions?: readonly Exemption[] } = args.getConfig();
        const exempt = (one: Exemption) => isAbout(one, args.urn) && !isExpired(one, Date.now());
        if (exemptionsOf(given).some(exempt)) return undefined;
        const config = configOf(about.settings, given);
        const { stack, project } = parseUrn(args.urn);
        const context = { config, type: args.type, stack, project };
        const changes = applicable.flatMap((one) => one.run(args.props, context));
        return applyChanges(args.props, changes) ? args.props : undefined;
      },
    }),
  };
}

/** A rule that judges resources by how they are put together, once all of them are planned or made. */
export function stackRule<const S extends Settings>(
  about: About<S>,
  looksAt: readonly ResourceType<unknown>[],
  check: (context: StackContext<ConfigOf<S>>) => void,
): Rule {
  return {
    ...facts(
      about,
      looksAt.map((type) => type.token),
    ),
    remedies: false,
    validateStack(args, report) {
      const [first] = args.resources;
      if (!first) return;
      const given: { exemptions?: readonly Exemption[] } = args.getConfig();
      const journal = journalOf(first.urn);
      for (const { urn } of args.resources) journal.judging(about.name, exemptionsOf(given), urn);
      const refuse = reporter(about.name, exemptionsOf(given), journal, report);
      const root = args.resources.find(({ type }) => type === STACK_TYPE) ?? first;
      const byToken = grouped(args.resources, ({ type }) => canonicalToken(type));
      check({
        config: configOf(about.settings, given),
        all: <Props>(type: ResourceType<Props>) =>
          (byToken.get(type.token) ?? []).map((resource) => {
            return { resource, props: seen(resource.props as Props & { id?: string }) };
          }),
        refuse: (resource, refusal) => refuse(refusal, (resource ?? root).urn, resource?.urn),
        leaveOpen: (resource, property) => journal.leaveOpen(about.name, resource.urn, property),
      });
    },
  };
}

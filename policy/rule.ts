import type {
  PolicyComplianceFramework,
  PolicyResource,
  ResourceValidationPolicy,
  Severity,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { canonicalToken, type ResourceType } from "./types";
import { type SeenProps, seen } from "./values";

/** What a rule is about; one chapter of the documentation each. */
export type Area = "spot" | "tags" | "network" | "compute";

type Default = string | number | boolean | readonly string[] | readonly number[];

type Bounds = Pick<
  PolicyConfigJSONSchema,
  "type" | "minimum" | "exclusiveMinimum" | "maximum" | "minLength" | "maxLength" | "pattern"
>;

/** One setting of a rule: the part of JSON schema that the rules use, always with a default and a sentence about it. */
export interface Setting extends Bounds, Pick<PolicyConfigJSONSchema, "minItems" | "maxItems" | "uniqueItems"> {
  description: string;
  default: Default;
  enum?: readonly string[];
  items?: Bounds & { enum?: readonly string[] };
}

export type Settings = Readonly<Record<string, Setting>>;

type Widened<D> = D extends string
  ? string
  : D extends number
    ? number
    : D extends boolean
      ? boolean
      : D extends readonly (infer E)[]
        ? readonly Widened<E>[]
        : never;

/** The values of a rule's settings. */
export type ConfigOf<S extends Settings> = { readonly [K in keyof S]: Widened<S[K]["default"]> };

/** What people read about a rule. */
export interface About<S extends Settings> {
  /** Kebab case; the key under which a policy config file sets it. */
  name: string;
  area: Area;
  /** One sentence that begins with "Checks whether" or "Checks that". */
  description: string;
  /** What goes wrong without it, in a sentence or two. */
  why: string;
  severity: Severity;
  /** What to do about a violation. */
  remediationSteps: string;
  /** A published control that asks for the same. */
  framework?: PolicyComplianceFramework;
  settings: S;
}

/** One violation; reads as `PROPERTY is GIVEN; ALLOWED. FIX`. */
export interface Refusal {
  /** Path of the property, for example `overrides[0].spotPrice`. */
  property: string;
  /** The value as it was given. Left out where there is none. */
  given?: string;
  /** What follows from it, where that is not plain: continues the sentence after a comma. */
  so?: string;
  /** What is allowed or required, and the limit. */
  allowed: string;
  /** The sentence that says how to fix it. */
  fix: string;
}

/** A violation as text. */
export function sentence({ property, given, so, allowed, fix }: Refusal): string {
  return `${property} is ${given ?? "missing"}${so ? `, ${so}` : ""}; ${allowed}. ${fix}`;
}

/** What a check of one resource may use besides its properties. */
export interface ResourceContext<Config> {
  config: Config;
  /** The resource's type token as it was given. */
  type: string;
  /** Reports a violation. */
  refuse(refusal: Refusal): void;
}

/** A check of the resources of one type, or of many types that it describes in words. */
export interface Check<Config> {
  token?: string;
  types?: string;
  run(props: unknown, context: ResourceContext<Config>): void;
}

/** A check of one resource type. */
export function on<Config, Props>(
  type: ResourceType<Props>,
  run: (props: SeenProps<Props>, context: ResourceContext<Config>) => void,
): Check<Config> {
  return { token: type.token, run: (props, context) => run(seen(props as Props), context) };
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
      if (applies(context.type)) run(seen(props as Record<string, unknown>), context);
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
  /** Reports a violation of one resource. */
  refuse(resource: PolicyResource, refusal: Refusal): void;
}

interface RuleFacts extends About<Settings> {
  /** Canonical tokens of the types that the rule names. */
  looksAt: readonly string[];
  /** The types that it reads besides, in words. */
  looksAtEvery?: string;
  tags: string[];
}

/** A policy of the SDK, with what the documentation needs. */
export type Rule = (ResourceValidationPolicy | StackValidationPolicy) & RuleFacts;

function facts<S extends Settings>(about: About<S>, looksAt: readonly string[]) {
  return {
    ...about,
    enforcementLevel: "mandatory" as const,
    tags: ["aws", about.area],
    // The same, but for the SDK's lists being mutable ones; nothing writes to them.
    configSchema: { properties: about.settings as unknown as Record<string, PolicyConfigJSONSchema> },
    looksAt: [...looksAt].sort(),
  };
}

/** Settings with their defaults: the engine fills these in, other callers of the rule need not. */
function configOf<S extends Settings>(settings: S, given: object): ConfigOf<S> {
  const defaults = Object.entries(settings).map(([key, setting]) => [key, setting.default]);
  return { ...Object.fromEntries(defaults), ...given };
}

/** A rule that judges each resource by its inputs, before the resource is made. */
export function resourceRule<const S extends Settings>(about: About<S>, checks: readonly Check<ConfigOf<S>>[]): Rule {
  return {
    ...facts(
      about,
      checks.flatMap((check) => check.token ?? []),
    ),
    looksAtEvery: checks.find((check) => check.types)?.types,
    validateResource(args, report) {
      const token = canonicalToken(args.type);
      const applicable = checks.filter((check) => check.token === undefined || check.token === token);
      if (applicable.length === 0) return;
      const context: ResourceContext<ConfigOf<S>> = {
        config: configOf(about.settings, args.getConfig()),
        type: args.type,
        refuse: (refusal) => report(sentence(refusal)),
      };
      for (const check of applicable) check.run(args.props, context);
    },
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
    validateStack(args, report) {
      check({
        config: configOf(about.settings, args.getConfig()),
        all: <Props>(type: ResourceType<Props>) =>
          args.resources
            .filter((resource) => canonicalToken(resource.type) === type.token)
            .map((resource) => ({ resource, props: seen(resource.props as Props & { id?: string }) })),
        refuse: (resource, refusal) => report(sentence(refusal), resource.urn),
      });
    },
  };
}

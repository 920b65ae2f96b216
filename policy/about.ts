import type { PolicyComplianceFramework, Severity } from "@pulumi/policy";
import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** What a rule is about, in the order of the documentation: a chapter each. */
export const AREAS = {
  spot: "Spot",
  cost: "Cost",
  tags: "Tags",
  network: "Network",
  compute: "Compute",
  iam: "IAM",
  secrets: "Secrets",
  storage: "Storage",
  ecs: "ECS",
  scaling: "Scaling",
  events: "Events",
  canary: "Canary releases",
  cleanup: "Clean up",
  names: "Names",
  pack: "The pack itself",
} as const;

export type Area = keyof typeof AREAS;

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
  /**
   * Whether a violation stops the deployment or is advice, where nobody configures it.
   *
   * @default "mandatory"
   */
  level?: "mandatory" | "advisory";
  /** What to do about a violation. */
  remediationSteps: string;
  /** A published control that asks for the same. */
  framework?: PolicyComplianceFramework;
  settings: S;
}

/** Settings with their defaults: the engine fills these in, other callers of the rule need not. */
export function configOf<S extends Settings>(settings: S, given: object): ConfigOf<S> {
  const defaults = Object.entries(settings).map(([key, setting]) => [key, setting.default]);
  return { ...Object.fromEntries(defaults), ...given };
}

import type {
  EnforcementLevel,
  Policies,
  PolicyPackConfig,
  PolicyResource,
  PolicyResourceOptions,
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { Secret } from "@pulumi/policy";
import { runtime } from "@pulumi/pulumi";
import type { Props, Value } from "../../account/model";
import { isObject } from "../../account/values";
import { Secrets } from "../secrets";
import { plain, received, secret } from "../wire";
import { messageOf, Stop } from "./errors";
import type { Violation } from "./events";
import { configureRules, type RuleConfig } from "./policyConfig";
import type { ResourceState } from "./stackState";
import { describe, parseUrn } from "./urn";

/** A resource as rules look at it, with its provider where it has one. */
export interface Subject {
  state: ResourceState;
  aliases?: string[];
  deleteBeforeReplace?: boolean;
  provider?: ResourceState | undefined;
}

type ResourceClass = { new (...rest: never[]): unknown; isInstance?: (value: unknown) => boolean };

/** Thrown by `args.notApplicable()`; the rule has nothing to say about the resource. */
class NotApplicable extends Error {}

/**
 * Runs the rules of a policy pack inside the engine, each with the arguments that Pulumi's own host gives it: inputs in
 * clear for a resource, before it exists; outputs of all resources for the stack, at the end.
 */
export class PolicyHost {
  private readonly rules: Map<string, RuleConfig>;

  /** Throws where the configuration is wrong; see {@link configureRules}. */
  constructor(
    private readonly policies: Policies = [],
    config: PolicyPackConfig = {},
  ) {
    this.rules = configureRules(policies, config);
  }

  /**
   * Applies the remediations of rules whose level is `remediate`, each to what the one before it left. Returns the
   * inputs in wire form, and the names of the rules that changed them.
   */
  async remediate(subject: Subject): Promise<{ inputs: Props; by: ResourceValidationPolicy[] }> {
    let inputs = subject.state.inputs;
    const by: ResourceValidationPolicy[] = [];
    for (const policy of this.policies) {
      if (!isResourcePolicy(policy) || !policy.remediateResource || this.levelOf(policy.name) !== "remediate") continue;
      const { remediateResource } = policy;
      const args = this.argsOf(policy.name, subject, inputs);
      const result = await this.run(policy.name, subject.state.urn, () => remediateResource(args));
      if (!result) continue;
      inputs = new Secrets(inputs).mark(received((await backToWire(result)) as Props));
      by.push(policy);
    }
    return { inputs, by };
  }

  /** Every violation of the rules for single resources. */
  async validate(subject: Subject): Promise<Violation[]> {
    const violations: Violation[] = [];
    for (const policy of this.policies) {
      if (!isResourcePolicy(policy) || !policy.validateResource || this.levelOf(policy.name) === "disabled") continue;
      const report = this.reporter(policy, violations, subject.state.urn);
      const validations: ResourceValidation[] = [policy.validateResource].flat();
      for (const validation of validations) {
        const args = this.argsOf(policy.name, subject, subject.state.inputs);
        await this.run(policy.name, subject.state.urn, () => validation(args, report));
      }
    }
    return violations;
  }

  /** Every violation of the rules for the stack as a whole. */
  async validateStack(subjects: readonly Subject[]): Promise<Violation[]> {
    const violations: Violation[] = [];
    for (const policy of this.policies) {
      if (!isStackPolicy(policy) || this.levelOf(policy.name) === "disabled") continue;
      const args = { ...this.common(policy.name), resources: stackResources(subjects) };
      const report = this.reporter(policy, violations);
      await this.run(policy.name, undefined, () => policy.validateStack(args, report));
    }
    return violations;
  }

  private levelOf(name: string): EnforcementLevel {
    return this.rules.get(name)?.level ?? "advisory";
  }

  private common(name: string): Pick<ResourceValidationArgs, "getConfig" | "notApplicable" | "stackTags"> {
    return {
      stackTags: new Map<string, string>(),
      getConfig: <T extends object>() => structuredClone(this.rules.get(name)?.properties ?? {}) as T,
      notApplicable: (reason?: string): never => {
        throw new NotApplicable(reason);
      },
    };
  }

  private argsOf(name: string, subject: Subject, inputs: Props): ResourceValidationArgs {
    const props = propsOf(inputs);
    const args: ResourceValidationArgs = { ...this.common(name), ...aboutOf(subject, props) };
    return args;
  }

  private reporter(policy: Policies[number], violations: Violation[], about?: string): ReportViolation {
    // A remediation that leaves a violation behind, or that a stack rule cannot have, counts as mandatory.
    const configured = this.levelOf(policy.name);
    const level = configured === "remediate" ? "mandatory" : configured;
    return (message: string, urn?: string) => {
      const { name, description, severity, remediationSteps } = policy;
      const violation: Violation = { policy: name, description, message: message || description, level };
      if (severity) violation.severity = severity;
      if (remediationSteps) violation.remediationSteps = remediationSteps;
      const where = about ?? urn;
      if (where) violation.urn = where;
      violations.push(violation);
    };
  }

  private async run<T>(policy: string, urn: string | undefined, rule: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await rule();
    } catch (error) {
      if (error instanceof NotApplicable) return undefined;
      const where = urn ? describe(urn) : "the stack";
      const message = `The policy "${policy}" failed on ${where}: ${messageOf(error)}`;
      throw new Stop({ operation: "policy", message, cause: error, ...(urn ? { urn } : {}) });
    }
  }
}

/** Whether a violation stops the deployment. */
export function isMandatory(violation: Violation): boolean {
  return violation.level === "mandatory";
}

function isResourcePolicy(policy: Policies[number]): policy is ResourceValidationPolicy {
  return "validateResource" in policy || "remediateResource" in policy;
}

function isStackPolicy(policy: Policies[number]): policy is StackValidationPolicy {
  return "validateStack" in policy;
}

function aboutOf(subject: Subject, props: Record<string, unknown>) {
  const { state, provider } = subject;
  const isType = (resourceClass: ResourceClass) => isTypeOf(state.type, resourceClass);
  return {
    type: state.type,
    props,
    urn: state.urn,
    name: parseUrn(state.urn).name,
    opts: optionsOf(subject),
    isType,
    asType: (resourceClass: ResourceClass) => (isType(resourceClass) ? (props as never) : undefined),
    ...(provider && {
      provider: {
        type: provider.type,
        props: propsOf(provider.outputs),
        urn: provider.urn,
        name: parseUrn(provider.urn).name,
      },
    }),
  };
}

function optionsOf({ state, aliases, deleteBeforeReplace }: Subject): PolicyResourceOptions {
  const { create = 0, update = 0, delete: remove = 0 } = state.customTimeouts ?? {};
  return {
    protect: state.protect ?? false,
    ignoreChanges: [...state.ignoreChanges],
    aliases: [...(aliases ?? [])],
    customTimeouts: { createSeconds: create, updateSeconds: update, deleteSeconds: remove },
    additionalSecretOutputs: [...state.additionalSecretOutputs],
    ...(deleteBeforeReplace === undefined ? {} : { deleteBeforeReplace }),
    ...(state.parent ? { parent: state.parent } : {}),
  };
}

function stackResources(subjects: readonly Subject[]): PolicyResource[] {
  const resources = new Map<string, PolicyResource>();
  for (const subject of subjects) {
    const about = aboutOf(subject, propsOf(subject.state.outputs));
    resources.set(subject.state.urn, { ...about, dependencies: [], propertyDependencies: {} });
  }
  const found = (urns: readonly string[]) => urns.flatMap((urn) => resources.get(urn) ?? []);
  for (const { state } of subjects) {
    const [resource] = found([state.urn]);
    if (!resource) continue;
    const [parent] = state.parent ? found([state.parent]) : [];
    if (parent) resource.parent = parent;
    resource.dependencies = found(state.dependencies);
    for (const [name, urns] of Object.entries(state.propertyDependencies)) {
      resource.propertyDependencies[name] = found(urns);
    }
  }
  return [...resources.values()];
}

/** Properties as a rule sees them: secrets in clear, references as ids, assets as the SDK's own objects. */
function propsOf(wire: Props): Record<string, unknown> {
  return withAssets(plain(wire)) as Record<string, unknown>;
}

function withAssets(value: Value): unknown {
  if (Array.isArray(value)) return value.map(withAssets);
  if (!isObject(value)) return value;
  if (runtime.specialSigKey in value) return runtime.deserializeProperty(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withAssets(inner)]));
}

/** The other way round, for what a remediation returns. */
async function backToWire(value: unknown): Promise<Value> {
  if (value instanceof Secret) return secret(await backToWire(value.value));
  if (Array.isArray(value)) return Promise.all(value.map(backToWire));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return runtime.serializeProperty("remediation", value);
  }
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(await Promise.all(entries.map(async ([key, inner]) => [key, await backToWire(inner)])));
}

function isTypeOf(type: string, resourceClass: ResourceClass): boolean {
  const own = (resourceClass as { __pulumiType?: unknown }).__pulumiType;
  if (typeof own === "string" && own.length > 0) return type === own;
  return resourceClass.isInstance?.({ __pulumiType: type }) === true;
}

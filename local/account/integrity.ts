import { importIdOf } from "./importId";
import {
  type AccountRecord,
  AwsError,
  type Props,
  type Quota,
  type Reference,
  type TypeDefinition,
  type Uniqueness,
} from "./model";
import { find } from "./paths";
import { isObject, isPresent } from "./values";

/** What the integrity rules look things up in. */
export interface Registry {
  records(type?: string): AccountRecord[];
  definitions(): readonly TypeDefinition[];
  definition(type: string): TypeDefinition;
  quotaValue(code: string, byDefault: number): number;
}

/** A resource that is about to exist: made, or changed. */
export interface Candidate {
  type: string;
  region: string;
  inputs: Props;
  /** The record that it replaces in an update; it does not count against itself. */
  self?: AccountRecord | undefined;
}

/** AWS's error for a name that is taken, followed by what has it and what can be done. */
export class TakenError extends AwsError {
  constructor(
    /** What AWS itself says. */
    override readonly cause: AwsError,
    remedy: string,
    /** What has the name. */
    readonly holder: AccountRecord,
    /** What `pulumi import` takes for it. */
    readonly importId: string | undefined,
  ) {
    super(cause.code, `${cause.message.replace(/\.$/, "")}. ${remedy}`);
  }
}

/** Refuses what names something that does not exist. */
export function requireReferences(registry: Registry, candidate: Candidate): void {
  for (const reference of registry.definition(candidate.type).references ?? []) {
    for (const { value } of find(candidate.inputs, reference.path)) {
      if (typeof value !== "string" || reference.except?.(value, candidate, registry)) continue;
      if (!target(registry, reference, value, candidate.region)) throw reference.missing(value);
    }
  }
}

/**
 * Refuses a name that another resource has, of this stack or of another one in the account.
 *
 * @throws TakenError
 */
export function requireUnique(registry: Registry, candidate: Candidate): void {
  for (const rule of registry.definition(candidate.type).unique ?? []) {
    const key = rule.key(candidate.inputs);
    if (key === undefined) continue;
    const holder = registry
      .records(candidate.type)
      .find(
        (other) =>
          other !== candidate.self &&
          (rule.within === "account" || other.region === candidate.region) &&
          rule.key(other.inputs) === key,
      );
    if (!holder) continue;
    const importId = importIdOf(registry.definition(holder.type), holder);
    throw new TakenError(rule.taken(candidate.inputs, holder), remedy(registry, rule, holder), holder, importId);
  }
}

/** What stands in the way and how to get past it. The stack is known by the tag that this project's programs set. */
function remedy(registry: Registry, rule: Uniqueness, holder: AccountRecord): string {
  const { noun } = registry.definition(holder.type);
  const stack = isObject(holder.outputs.tagsAll) ? holder.outputs.tagsAll.Stack : undefined;
  const what = `the ${noun} '${holder.id}'${isPresent(stack) ? ` of the stack ${stack}` : ""}`;
  const { name } = holder.inputs;
  const byName = isPresent(name) && rule.key({ ...holder.inputs, name: `${name}-2` }) !== rule.key(holder.inputs);
  const ways = byName
    ? "Delete it, import it, or choose another name, as by another stack's name"
    : "Delete or import it";
  return `In the way: ${what}. ${ways}.`;
}

/** Refuses what would exceed a quota of the account. */
export function requireQuota(registry: Registry, candidate: Candidate): void {
  for (const quota of registry.definition(candidate.type).quotas ?? []) {
    if (quota.enforced === false) continue;
    const group = quota.per?.(candidate.inputs, registry);
    // Several types may draw on one quota, as everything that runs on EC2 draws on its vCPUs.
    const sharing = registry.definitions().filter((other) => other.quotas?.some(({ code }) => code === quota.code));
    const used = sharing
      .flatMap(({ type }) => registry.records(type))
      .filter((other) => other !== candidate.self && other.region === candidate.region)
      .filter((other) => quotaOf(registry, other.type, quota.code)?.per?.(other.inputs, registry) === group)
      .reduce((sum, other) => sum + takesOf(registry, other, quota.code), quota.used ?? 0);
    const limit = registry.quotaValue(quota.code, quota.default);
    const wanted = quota.takes?.(candidate.inputs, registry, candidate.region) ?? 1;
    if (used + wanted > limit) {
      throw new AwsError(
        quota.error,
        `The quota "${quota.name}" (${quota.code}) is ${limit}; ${used} in use, ${wanted} more asked for. ` +
          `Delete what is not needed, or ask for a higher quota in Service Quotas.`,
      );
    }
  }
}

function takesOf(registry: Registry, record: AccountRecord, code: string): number {
  return quotaOf(registry, record.type, code)?.takes?.(record.inputs, registry, record.region) ?? 1;
}

function quotaOf(registry: Registry, type: string, code: string): Quota | undefined {
  return registry.definition(type).quotas?.find((quota) => quota.code === code);
}

/** Refuses the deletion of what something else still needs, and names that something. */
export function requireUnused(registry: Registry, record: AccountRecord): void {
  for (const definition of registry.definitions()) {
    for (const reference of definition.references ?? []) {
      if (reference.blocks === undefined || !names(reference, record.type)) continue;
      const needed = identity(reference, record);
      const holder = registry
        .records(definition.type)
        .find(
          (other) =>
            other !== record &&
            find(other.inputs, reference.path).some(({ value }) => value === needed) &&
            !(typeof needed === "string" && reference.except?.(needed, other, registry)),
        );
      if (holder) throw blocked(registry, record, holder, reference.blocks);
    }
    if (!definition.holds?.types.includes(record.type)) continue;
    for (const holder of registry.records(definition.type)) {
      const hold = definition.holds
        .of(holder, registry)
        .find(({ type, id }) => type === record.type && id === record.id);
      if (hold && holder !== record) throw blocked(registry, record, holder, hold.blocks);
    }
  }
}

function blocked(registry: Registry, record: AccountRecord, holder: AccountRecord, code: string): AwsError {
  const { noun, inUse } = registry.definition(record.type);
  const problem = inUse?.(record.id) ?? `The ${noun} '${record.id}' has dependencies and cannot be deleted`;
  return new AwsError(code, `${problem}: the ${registry.definition(holder.type).noun} '${holder.id}' uses it.`);
}

/** The record that a reference's value names, or undefined. */
function target(registry: Registry, reference: Reference, value: string, region: string): AccountRecord | undefined {
  const wanted = typeof reference.to === "string" ? [reference.to] : reference.to;
  return wanted
    .flatMap((type) => registry.records(type))
    .find(
      (record) => (record.region === region || record.region === "global") && identity(reference, record) === value,
    );
}

function names(reference: Reference, type: string): boolean {
  return typeof reference.to === "string" ? reference.to === type : reference.to.includes(type);
}

function identity(reference: Reference, record: AccountRecord): unknown {
  return reference.by === undefined || reference.by === "id" ? record.id : record.outputs[reference.by];
}

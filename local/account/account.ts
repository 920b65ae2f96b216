import { createHash } from "node:crypto";
import { calls } from "./calls";
import { type Difference, difference } from "./diff";
import { findImported } from "./importId";
import {
  type Candidate,
  type Registry,
  requireQuota,
  requireReferences,
  requireUnique,
  requireUnused,
} from "./integrity";
import {
  type AccountRecord,
  AwsError,
  type CheckFailure,
  type Context,
  type Props,
  type ProviderConfig,
  type ResourceShape,
  type TypeDefinition,
  UNKNOWN,
} from "./model";
import { shapeOf } from "./shapes";
import { types } from "./types";
import { shapeFailures, validate } from "./validate";
import { copy, equal, isObject, isPresent } from "./values";

/** Everything in an account, as plain JSON. */
export interface AccountState {
  version: 1;
  /** Twelve digits. */
  accountId: string;
  records: AccountRecord[];
  /** Counters that never go back; see {@link Context.next}. */
  counters: Record<string, number>;
  /** Quotas that were raised, by code. */
  quotas: Record<string, number>;
}

/** An account with nothing in it. The id is the one that AWS's documentation uses for examples. */
export function emptyAccount(): AccountState {
  return { version: 1, accountId: "123456789012", records: [], counters: {}, quotas: {} };
}

/** How a call reaches the account. */
export interface CallOptions {
  provider: ProviderConfig;
  /** The caller's own name for the resource, as an idempotency token is: ids are derived from it. */
  token?: string;
  /**
   * The outputs that the caller has noted. Their ARN tells apart what shares an id, as revisions of a family do; where they
   * have none, what an import is given does, as for the statements of several functions' policies.
   */
  known?: Props;
}

const table = new Map(types.map((definition) => [definition.type, definition]));
const callTable = new Map(calls.map((definition) => [definition.token, definition]));

/**
 * One AWS account on this machine: it refuses what AWS refuses, and gives ids, ARNs and outputs as AWS shapes them.
 * Synchronous and free of Pulumi; the engines adapt it. Errors are {@link AwsError}s with AWS's codes.
 */
export class Account implements Registry {
  readonly state: AccountState;
  private readonly now: () => string;
  /** The records of each type: most questions are about one type, and a room of attendees has thousands of records. */
  private readonly byType = new Map<string, AccountRecord[]>();

  /**
   * @param options.state What the account holds already. Default: nothing.
   * @param options.now The time, ISO 8601. Default: the start of 2026, always, so that runs can be compared.
   */
  constructor(options: { state?: AccountState; now?: () => string } = {}) {
    this.state = options.state ?? emptyAccount();
    this.now = options.now ?? (() => "2026-01-01T00:00:00Z");
    for (const record of this.state.records) this.index(record);
  }

  /** Fills in defaults and default tags, and reports everything that is wrong with the inputs. Changes nothing. */
  check(
    type: string,
    news: Props,
    options: CallOptions & { olds?: Props | undefined },
  ): { inputs: Props; failures: CheckFailure[] } {
    const definition = this.definition(type);
    const shape = shapeOf(type);
    const inputs: Props = { ...copy(definition.defaults ?? {}), ...withoutAbsent(copy(news)) };
    applyDefaultTags(shape, inputs, options.provider);
    this.applyAutoName(definition, inputs, options);
    return { inputs, failures: validate(definition, shape, inputs) };
  }

  /** What a change of inputs would do. Unknown values count as changed. */
  diff(type: string, olds: Props, news: Props): Difference {
    return difference(this.definition(type), olds, news);
  }

  /** Makes a resource of checked inputs. */
  create(type: string, inputs: Props, options: CallOptions): { id: string; outputs: Props } {
    const definition = this.definition(type);
    const region = regionOf(definition, inputs, options.provider);
    const candidate: Candidate = { type, region, inputs: copy(inputs) };
    requireReferences(this, candidate);
    requireUnique(this, candidate);
    requireQuota(this, candidate);
    const token = options.token ?? `#${this.next("anonymous")}`;
    const seed = `${this.state.accountId}|${region}|${type}|${token}|${this.next(`seed|${type}|${token}`)}`;
    const context = this.context(definition, region, candidate.inputs, seed);
    definition.verify?.(context);
    const id = definition.id(context);
    const record: AccountRecord = {
      type,
      id,
      region,
      inputs: candidate.inputs,
      outputs: this.outputsOf(definition, { ...context, id }),
      serial: this.next("serial"),
      seed,
    };
    const hidden = definition.hidden?.({ ...context, id });
    if (hidden) record.hidden = hidden;
    this.state.records.push(record);
    this.index(record);
    definition.created?.({ ...context, id });
    return { id, outputs: copy(record.outputs) };
  }

  /** What exists under an id, or undefined. */
  read(type: string, id: string, options: CallOptions): { id: string; inputs: Props; outputs: Props } | undefined {
    const record = this.locate(type, id, options);
    return record && live(record);
  }

  /**
   * What exists under what the provider takes for an import, as the type's {@link TypeDefinition.importId} says. Looks
   * in the provider's region, or for `ID@REGION` in that one.
   *
   * @throws AwsError where there is nothing, and where the provider cannot import the type
   */
  readImported(type: string, importId: string, options: CallOptions): { id: string; inputs: Props; outputs: Props } {
    const { region } = options.provider;
    const found = findImported(this.definition(type), this.records(type), importId, region);
    const { id, inputs, outputs } = live(found);
    const elsewhere = found.region !== region && found.region !== "global";
    return { id, inputs: elsewhere ? { ...inputs, region: found.region } : inputs, outputs };
  }

  /**
   * Changes a resource in place. Only what differs between `olds` and `news` is sent, as the provider does: what
   * others changed meanwhile, and the program left alone, stays, but for {@link TypeDefinition.putsWhole}.
   */
  update(type: string, id: string, olds: Props, news: Props, options: CallOptions): { outputs: Props } {
    const definition = this.definition(type);
    const record = this.require(type, id, options);
    const inputs = definition.putsWhole ? withoutAbsent(copy(news)) : merged(record.inputs, olds, news);
    const candidate: Candidate = { type, region: record.region, inputs, self: record };
    requireReferences(this, candidate);
    requireUnique(this, candidate);
    requireQuota(this, candidate);
    const context = { ...this.context(definition, record.region, inputs, record.seed), before: copyRecord(record) };
    definition.verify?.(context);
    record.inputs = inputs;
    record.outputs = this.outputsOf(definition, { ...context, id });
    const hidden = definition.hidden?.({ ...context, id });
    if (hidden) record.hidden = hidden;
    definition.updated?.({ ...context, id });
    return { outputs: copy(record.outputs) };
  }

  /** Deletes a resource. What is gone already is no error, as for the provider. */
  delete(type: string, id: string, options: CallOptions): void {
    const definition = this.definition(type);
    const record = this.locate(type, id, options);
    if (!record || definition.retained?.(record.inputs)) return;
    const context = { ...this.context(definition, record.region, record.inputs, record.seed), before: record, id };
    definition.verifyDelete?.(context);
    requireUnused(this, record);
    this.state.records.splice(this.state.records.indexOf(record), 1);
    const ofType = this.records(type);
    ofType.splice(ofType.indexOf(record), 1);
    definition.deleted?.(context);
  }

  /** Answers a data source or another call without a resource. */
  call(token: string, args: Props, options: CallOptions): Props {
    const definition = callTable.get(token);
    if (!definition) throw unknownName("call", token, callTable.keys());
    const failures = shapeFailures({ object: definition.args, required: [...(definition.required ?? [])] }, args, "");
    const first = failures[0];
    if (first) throw new AwsError("ValidationException", `${token}: ${first.property}: ${first.reason}`);
    const region = typeof args.region === "string" ? args.region : options.provider.region;
    return definition.call(args, { account: this, region, accountId: this.state.accountId });
  }

  /** All records, or those of one type, in order of creation. They are the account's own: look, do not touch. */
  records(type?: string): AccountRecord[] {
    return type === undefined ? this.state.records : (this.byType.get(type) ?? []);
  }

  /** Whether nothing at all exists. */
  get isEmpty(): boolean {
    return this.state.records.length === 0;
  }

  /** Sets a quota's value, as an increase granted by AWS does. */
  raiseQuota(code: string, value: number): void {
    if (!types.some(({ quotas }) => quotas?.some((quota) => quota.code === code))) {
      throw new AwsError("NoSuchResourceException", `No quota has the code "${code}".`);
    }
    this.state.quotas[code] = value;
  }

  quotaValue(code: string, byDefault: number): number {
    return this.state.quotas[code] ?? byDefault;
  }

  definition(type: string): TypeDefinition {
    const definition = table.get(type);
    if (!definition) throw unknownName("resource type", type, table.keys());
    return definition;
  }

  definitions(): readonly TypeDefinition[] {
    return types;
  }

  /** Counts up from 1 under a key. */
  next(key: string): number {
    const value = (this.state.counters[key] ?? 0) + 1;
    this.state.counters[key] = value;
    return value;
  }

  /** The record under an id; throws where there is none. */
  require(type: string, id: string, options: CallOptions): AccountRecord {
    const record = this.locate(type, id, options);
    if (record) return record;
    throw new AwsError("ResourceNotFoundException", `The ${this.definition(type).noun} '${id}' does not exist.`);
  }

  private index(record: AccountRecord): void {
    const ofType = this.byType.get(record.type);
    if (ofType) ofType.push(record);
    else this.byType.set(record.type, [record]);
  }

  private locate(type: string, id: string, { provider, known }: CallOptions): AccountRecord | undefined {
    const matches = this.records(type).filter((record) => record.id === id);
    const arn = known?.arn;
    if (isPresent(arn)) return matches.find(({ outputs }) => outputs.arn === arn);
    const { importId } = this.definition(type);
    if (matches.length > 1 && known && importId && importId !== "none") {
      const isKnown = (record: AccountRecord) => importId.of(record) === importId.of({ ...record, inputs: known });
      return matches.find(isKnown);
    }
    return matches.find(({ region }) => region === provider.region || region === "global") ?? matches[0];
  }

  private context(definition: TypeDefinition, region: string, inputs: Props, seed: string): Context {
    const { accountId } = this.state;
    return {
      account: this,
      type: definition.type,
      region,
      accountId,
      inputs,
      hex: (digits, purpose = "id") => generated(`${seed}|${purpose}`, digits, 16),
      digits: (digits, purpose = "id") => generated(`${seed}|${purpose}`, digits, 10),
      arn: (service, rest) => `arn:aws:${service}:${definition.global ? "" : region}:${accountId}:${rest}`,
      now: this.now,
      next: (key) => this.next(key),
    };
  }

  private outputsOf(definition: TypeDefinition, context: Context & { id: string }): Props {
    const { outputs: reported, inputs: declared } = shapeOf(definition.type);
    const outputs: Props = { ...withoutAbsent(copy(context.inputs)), ...copy(definition.outputs?.(context) ?? {}) };
    delete outputs.__defaults;
    if ("region" in declared) outputs.region = context.region;
    if (reported.includes("tagsAll")) outputs.tagsAll = isObject(outputs.tags) ? copy(outputs.tags) : {};
    return outputs;
  }

  private applyAutoName(
    definition: TypeDefinition,
    inputs: Props,
    options: CallOptions & { olds?: Props | undefined },
  ): void {
    const { property = "", maxLength = 0 } = definition.autoName ?? {};
    if (!property || isPresent(inputs[property]) || isPresent(inputs[`${property}Prefix`])) return;
    const logical = options.token?.split("::").pop() ?? definition.noun.replace(/\W+/g, "-");
    const before = options.olds?.[property];
    const keep = isPresent(before) && Array.isArray(options.olds?.__defaults);
    inputs[property] = keep
      ? before
      : `${logical.slice(0, maxLength - 8)}-${generated(`${definition.type}|${options.token}`, 7, 16)}`;
    inputs.__defaults = [property];
  }
}

/** Deterministic digits of a seed, in base 10 or 16. */
function generated(seed: string, digits: number, base: 10 | 16): string {
  const hash = createHash("sha256").update(seed).digest("hex");
  const text = base === 16 ? hash : BigInt(`0x${hash}`).toString().slice(1);
  return text.slice(0, digits);
}

/** A provider's default tags reach everything that takes tags; the resource's own win. */
function applyDefaultTags(shape: ResourceShape, inputs: Props, provider: ProviderConfig): void {
  const taggable = shape.inputs.tags;
  if (typeof taggable !== "object" || !("map" in taggable) || !provider.defaultTags) return;
  if (inputs.tags === UNKNOWN) return;
  const own = isObject(inputs.tags) ? inputs.tags : {};
  inputs.tags = { ...provider.defaultTags, ...own };
}

function regionOf(definition: TypeDefinition, inputs: Props, provider: ProviderConfig): string {
  if (definition.global) return "global";
  return typeof inputs.region === "string" ? inputs.region : provider.region;
}

/** Inputs with what differs between `olds` and `news` as in `news`. */
function merged(current: Props, olds: Props, news: Props): Props {
  const inputs = copy(current);
  for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    if (equal(olds[name], news[name])) continue;
    const value = news[name];
    if (isPresent(value)) inputs[name] = copy(value);
    else delete inputs[name];
  }
  return inputs;
}

function withoutAbsent(props: Props): Props {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => isPresent(value)));
}

function live({ id, inputs, outputs }: AccountRecord): { id: string; inputs: Props; outputs: Props } {
  return { id, inputs: copy(inputs), outputs: copy(outputs) };
}

function copyRecord(record: AccountRecord): AccountRecord {
  return { ...record, inputs: copy(record.inputs), outputs: copy(record.outputs) };
}

function unknownName(what: string, given: string, known: Iterable<string>): AwsError {
  return new AwsError(
    "UnsupportedOperation",
    `The account on this machine does not know the ${what} "${given}". It knows: ${[...known].sort().join(", ")}. ` +
      `Add a file for it under local/account and name it in the table there.`,
  );
}

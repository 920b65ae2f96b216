import type { Props, ProviderConfig } from "../../account/model";
import { canonical } from "../../account/values";
import { plain } from "../wire";
import { problemOf, Stop } from "./errors";
import { about, type EngineEvent, type Operation } from "./events";
import type { Goal } from "./goal";
import { keepIgnored } from "./ignoreChanges";
import type { Ledger } from "./ledger";
import {
  configOf,
  type EngineAccount,
  isDefaultProvider,
  providerChange,
  providerId,
  providerProperties,
} from "./providers";
import { remove } from "./removal";
import type { ResourceState } from "./stackState";
import {
  checkInputs,
  type Decision,
  decide,
  dependentReplacements,
  outputsOf,
  requireUnprotected,
  stateOf,
} from "./steps";
import { describe, isProviderType, STACK_TYPE } from "./urn";

/** What the program wants to look up. */
export type ReadGoal = Goal & { id: string };

/** What happens around a registration. */
export interface Surroundings {
  /** Lets the policy pack change the inputs; returns them. */
  remediate: (goal: Goal, state: ResourceState) => Promise<Props>;
  /** Lets the policy pack look at the resource before it exists; stops the deployment where a rule forbids it. */
  govern: (goal: Goal, state: ResourceState) => Promise<void>;
  /** Whether the deployment has stopped meanwhile. */
  stopped: () => boolean;
  emit: (event: EngineEvent) => void;
}

/** Turns what the program registers into operations of the account, in the way of Pulumi's engine. */
export class Registrar {
  constructor(
    private readonly account: EngineAccount,
    private readonly ledger: Ledger,
    private readonly around: Surroundings,
  ) {}

  async register(goal: Goal): Promise<ResourceState | undefined> {
    const old = this.ledger.claim(goal);
    if (isProviderType(goal.type)) return this.registerProvider(goal, old);
    return goal.custom ? this.registerCustom(goal, old) : this.registerComponent(goal, old);
  }

  read(goal: ReadGoal): ResourceState {
    const old = this.ledger.claim(goal);
    this.begin("read", goal);
    try {
      const found = this.lookUp(goal);
      const outputs = outputsOf(this.account, goal, goal.inputs, found.outputs);
      const state: ResourceState = { ...stateOf(goal, {}, outputs, found.id), external: true };
      if (old && !old.external) this.ledger.put(state);
      return this.done("read", state, old?.external ? old : undefined);
    } catch (error) {
      throw new Stop(problemOf("read", goal.urn, error));
    }
  }

  /** Without anything that is known of the resource, its id is one for import, as it is for the plugin. */
  private lookUp(goal: ReadGoal): { id: string; outputs: Props } {
    const options = { provider: this.config(goal), token: goal.urn, known: plain(goal.inputs) };
    if (Object.keys(goal.inputs).length === 0) return this.account.readImported(goal.type, goal.id, options);
    const found = this.account.read(goal.type, goal.id, options);
    if (!found) throw new Error(`the ${this.account.definition(goal.type).noun} '${goal.id}' does not exist`);
    return found;
  }

  private async registerComponent(goal: Goal, old: ResourceState | undefined): Promise<ResourceState | undefined> {
    const state = stateOf(goal, goal.inputs, {});
    await this.around.govern(goal, state);
    if (this.around.stopped()) return undefined;
    // A stack's inputs are its program.
    const same = old && (goal.type === STACK_TYPE || canonical(old.inputs) === canonical(goal.inputs));
    const op = old ? (same ? "same" : "update") : "create";
    this.begin(op, state);
    return this.done(op, state, old);
  }

  private async registerProvider(goal: Goal, old: ResourceState | undefined): Promise<ResourceState | undefined> {
    const { inputs, outputs } = providerProperties(goal);
    const change = old ? providerChange(old, inputs) : "create";
    const id = change === "same" || change === "update" ? old?.id : providerId(goal.urn, inputs);
    const state = stateOf(goal, inputs, outputs, id);
    await this.around.govern(goal, { ...state, inputs: outputs });
    if (this.around.stopped()) return undefined;
    if (change === "replace" && old) {
      requireUnprotected(old, "replace");
      this.ledger.keepReplaced(old);
    }
    this.begin(change, state);
    return this.done(change, state, old);
  }

  private async registerCustom(goal: Goal, old: ResourceState | undefined): Promise<ResourceState | undefined> {
    const provider = this.config(goal);
    const existing = old?.external ? undefined : old;
    const wanted = keepIgnored(goal.urn, goal.inputs, existing?.inputs, goal.ignoreChanges);
    let inputs = await this.checked(goal, wanted, existing?.inputs, provider);
    let decision: Decision | undefined;
    if (existing) decision = this.decide(goal, existing, inputs, provider);
    // A replacement is a new resource: nothing of the old one is kept, and what was generated is generated again.
    if (decision?.op === "replace") inputs = await this.checked(goal, goal.inputs, undefined, provider);
    await this.around.govern(goal, stateOf(goal, inputs, {}));
    if (this.around.stopped()) return undefined;
    if (!existing || !decision) return this.create("create", goal, inputs, old, provider);
    if (decision.op === "same") return this.keep(goal, inputs, existing);
    if (decision.op === "update") return this.update(goal, inputs, existing, provider);
    return this.replace(goal, inputs, existing, provider, decision.deleteFirst);
  }

  /** Inputs as the provider and then the policy pack's remediations leave them. */
  private async checked(goal: Goal, wanted: Props, olds: Props | undefined, provider: ProviderConfig): Promise<Props> {
    const inputs = checkInputs(this.account, goal, wanted, olds, provider);
    const remediated = await this.around.remediate(goal, stateOf(goal, inputs, {}));
    return remediated === inputs ? inputs : checkInputs(this.account, goal, remediated, olds, provider);
  }

  private decide(goal: Goal, old: ResourceState, inputs: Props, provider: ProviderConfig): Decision {
    const decision = decide(this.account, goal, old, inputs);
    if (decision.op === "replace" || old.provider === goal.provider) return decision;
    if (isDefaultProvider(old.provider ?? "") && isDefaultProvider(goal.provider ?? "")) return decision;
    const former = this.ledger.provider(old.provider ?? "");
    if (former && configOf(former).region === provider.region) return decision;
    return { op: "replace", deleteFirst: goal.deleteBeforeReplace ?? false };
  }

  private create(
    op: "create" | "replace",
    goal: Goal,
    inputs: Props,
    old: ResourceState | undefined,
    provider: ProviderConfig,
  ): ResourceState {
    this.begin(op, goal);
    try {
      const made = this.account.create(goal.type, plain(inputs), { provider, token: goal.urn });
      const outputs = outputsOf(this.account, goal, inputs, made.outputs);
      return this.done(op, stateOf(goal, inputs, outputs, made.id), old);
    } catch (error) {
      throw new Stop(problemOf(op, goal.urn, error));
    }
  }

  private keep(goal: Goal, inputs: Props, old: ResourceState): ResourceState {
    this.begin("same", goal);
    return this.done("same", stateOf(goal, inputs, outputsOf(this.account, goal, inputs, old.outputs), old.id), old);
  }

  private update(goal: Goal, inputs: Props, old: ResourceState, provider: ProviderConfig): ResourceState {
    this.begin("update", goal);
    try {
      const options = { provider, token: goal.urn, known: plain(old.outputs) };
      const made = this.account.update(goal.type, old.id ?? "", plain(old.inputs), plain(inputs), options);
      const outputs = outputsOf(this.account, goal, inputs, made.outputs);
      return this.done("update", stateOf(goal, inputs, outputs, old.id), old);
    } catch (error) {
      throw new Stop(problemOf("update", goal.urn, error));
    }
  }

  private replace(
    goal: Goal,
    inputs: Props,
    old: ResourceState,
    provider: ProviderConfig,
    deleteFirst: boolean,
  ): ResourceState {
    if (old.pendingReplacement) return this.create("replace", goal, inputs, old, provider);
    requireUnprotected(old, "replace");
    if (!deleteFirst) {
      const made = this.create("replace", goal, inputs, old, provider);
      this.ledger.keepReplaced(old);
      return made;
    }
    const others = this.ledger.unregistered().filter((resource) => resource !== old);
    const dependents = dependentReplacements(this.account, old, others);
    for (const dependent of dependents) requireUnprotected(dependent, "replace");
    for (const dependent of dependents) this.deleteForReplacement(dependent);
    return this.create("replace", goal, inputs, this.deleteForReplacement(old), provider);
  }

  private deleteForReplacement(old: ResourceState): ResourceState {
    this.begin("delete-replaced", old);
    remove(old, { account: this.account, provider: (reference) => this.ledger.provider(reference) });
    this.around.emit({ kind: "resource", op: "delete-replaced", ...about(old) });
    return this.ledger.awaitReplacement(old);
  }

  private config(goal: Goal): ProviderConfig {
    const provider = this.ledger.provider(goal.provider ?? "");
    if (provider) return configOf(provider);
    const message = `${describe(goal.urn)} names the provider ${goal.provider}, which the program has not registered.`;
    throw new Stop({ operation: "check", urn: goal.urn, message });
  }

  private begin(op: Operation, resource: { urn: string; parent?: string }): void {
    const { urn, parent } = resource;
    this.around.emit({ kind: "step", op, ...about({ urn, ...(parent && { parent }) }) });
  }

  private done(op: Operation, state: ResourceState, old: ResourceState | undefined): ResourceState {
    this.ledger.put(state, old);
    this.around.emit({ kind: "resource", op, ...about(state) });
    return state;
  }
}

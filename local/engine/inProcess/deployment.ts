import type { Policies, PolicyPackConfig } from "@pulumi/policy";
import type { Props } from "../../account/model";
import { DeploymentError, type Problem, problemOf, Stop } from "./errors";
import type { EngineEvent, Violation, Warning } from "./events";
import type { Goal } from "./goal";
import { Ledger } from "./ledger";
import { isMandatory, PolicyHost, type Subject } from "./policies";
import { defaultProviderGoal, type EngineAccount } from "./providers";
import { type ReadGoal, Registrar } from "./registrar";
import { removeAll } from "./removal";
import type { ResourceState, StackState } from "./stackState";
import { parseUrn } from "./urn";

export interface DeploymentOptions {
  /** Where resources are made. */
  account: EngineAccount;
  /** Name of the Pulumi project; the namespace of the program's own configuration. */
  project: string;
  /** Name of the stack. */
  stack: string;
  /** Configuration by full key, for example `aws:region`; structured values as JSON. */
  config: Record<string, string>;
  /**
   * Full keys of the configuration that are secret.
   *
   * @default none
   */
  secretKeys?: readonly string[];
  /**
   * Rules of a policy pack, as `PolicyPack` takes them.
   *
   * @default none
   */
  policies?: Policies;
  /**
   * What `--policy-pack-config` has in its file: by rule, or under `all`, a level or an object with properties.
   *
   * @default each rule's own level and the defaults of its schema
   */
  policyConfig?: PolicyPackConfig;
  /**
   * What the deployment before left, which makes this one an update.
   *
   * @default nothing
   */
  previous?: StackState;
  /** Told of everything as it happens. */
  on?: (event: EngineEvent) => void;
}

/** One run of a program against an account. It takes registrations, and knows at any moment what exists. */
export class Deployment {
  readonly violations: Violation[] = [];
  readonly warnings: Warning[] = [];
  readonly account: EngineAccount;
  readonly identity: { project: string; stack: string };
  private readonly ledger: Ledger;
  private readonly host: PolicyHost;
  private readonly registrar: Registrar;
  private readonly defaults = new Map<string, Promise<ResourceState | undefined>>();
  private readonly handedDown = new Map<string, Record<string, string>>();
  private firstProblem: Problem | undefined;

  constructor(private readonly options: DeploymentOptions) {
    const { account, project, stack, previous } = options;
    this.account = account;
    this.identity = { project, stack };
    this.ledger = new Ledger(this.identity, previous?.resources ?? []);
    this.host = new PolicyHost(options.policies, options.policyConfig);
    this.registrar = new Registrar(account, this.ledger, {
      govern: (goal, state) => this.govern(goal, state),
      remediate: (goal, state) => this.remediate(goal, state),
      stopped: () => this.problem !== undefined,
      emit: (event) => this.emit(event),
    });
  }

  /** Why the deployment has stopped. Once there is a problem, nothing more is made. */
  get problem(): Problem | undefined {
    return this.firstProblem;
  }

  /** Stops the deployment; of several problems the first counts. */
  fail(problem: Problem): void {
    this.firstProblem ??= problem;
  }

  emit(event: EngineEvent): void {
    this.options.on?.(event);
  }

  warn(warning: Warning): void {
    this.warnings.push(warning);
    this.emit({ kind: "warning", warning });
  }

  /** Makes a resource what the program wants it to be; returns nothing where the deployment has stopped. */
  register(goal: Goal): Promise<ResourceState | undefined> {
    return this.guarded(goal.urn, () => this.registrar.register(goal));
  }

  /** Looks up a resource that others own; returns nothing where the deployment has stopped. */
  read(goal: ReadGoal): Promise<ResourceState | undefined> {
    return this.guarded(goal.urn, async () => this.registrar.read(goal));
  }

  /** Takes the outputs of a component, or of the stack. */
  setOutputs(urn: string, outputs: Props): void {
    const resource = this.ledger.find(urn);
    if (resource && !this.problem) resource.outputs = outputs;
  }

  /** A registered resource. */
  find(urn: string): ResourceState | undefined {
    return this.ledger.find(urn);
  }

  /** Former URNs of a registered resource. */
  aliasesOf(urn: string): readonly string[] {
    return this.ledger.goal(urn)?.aliases ?? [];
  }

  /** The provider that a reference names, as it is now. */
  provider(reference: string): ResourceState | undefined {
    return this.ledger.provider(reference);
  }

  /** Remembers the providers that a component hands down, beside those that it inherits; returns all of them. */
  handDown(urn: string, parent: string | undefined, own: Iterable<[string, string]>): Record<string, string> {
    const providers = { ...this.inherited(parent), ...Object.fromEntries(own) };
    this.handedDown.set(urn, providers);
    return providers;
  }

  /** References of the providers that children of a component inherit, by package. */
  inherited(parent: string | undefined): Record<string, string> {
    return this.handedDown.get(parent ?? "") ?? {};
  }

  /** Reference to the default provider of a package, which is made when it is needed first. */
  async defaultProvider(neededBy: string, pkg: string, version: string): Promise<string | undefined> {
    const key = `${pkg}@${version}`;
    let making = this.defaults.get(key);
    if (!making) {
      const { config, secretKeys = [] } = this.options;
      making = this.guarded(undefined, () =>
        this.registrar.register(defaultProviderGoal(this.identity, neededBy, pkg, version, config, secretKeys)),
      );
      this.defaults.set(key, making);
    }
    const provider = await making;
    return provider && `${provider.urn}::${provider.id}`;
  }

  /** The program has ended: deletes what it no longer wants, then runs the rules for the whole stack. */
  async finish(): Promise<void> {
    await this.guarded(undefined, async () => {
      removeAll(this.ledger.leftovers(), {
        account: this.account,
        provider: (reference) => this.ledger.provider(reference),
        removed: (resource) => this.ledger.forget(resource),
        on: this.options.on,
      });
      const resources = this.ledger.registered().filter(({ external }) => !external);
      const found = await this.host.validateStack(resources.map((state) => this.subject(state)));
      this.judge("The stack", undefined, found);
    });
  }

  snapshot(): StackState {
    return this.ledger.snapshot();
  }

  /** The error that a stopped deployment ends with. */
  error(problem: Problem): DeploymentError {
    return new DeploymentError(problem, this.snapshot(), this.violations, this.warnings);
  }

  private async guarded<T>(urn: string | undefined, work: () => Promise<T>): Promise<T | undefined> {
    if (this.problem) return undefined;
    try {
      return await work();
    } catch (error) {
      if (error instanceof Stop) this.fail(error.problem);
      else if (urn) this.fail(problemOf("check", urn, error));
      else this.fail({ operation: "program", message: String(error), cause: error });
      return undefined;
    }
  }

  private async remediate(goal: Goal, state: ResourceState): Promise<Props> {
    const { inputs, by } = await this.host.remediate(this.subject(state, goal));
    for (const { name, description } of by) {
      this.emit({ kind: "remediation", policy: name, description, urn: state.urn });
    }
    return inputs;
  }

  private async govern(goal: Goal, state: ResourceState): Promise<void> {
    const found = await this.host.validate(this.subject(state, goal));
    const { type, name } = parseUrn(state.urn);
    this.judge(`${type} "${name}"`, state.urn, found);
  }

  private subject(state: ResourceState, goal = this.ledger.goal(state.urn)): Subject {
    const subject: Subject = { state };
    if (goal?.aliases.length) subject.aliases = goal.aliases;
    if (goal?.deleteBeforeReplace !== undefined) subject.deleteBeforeReplace = goal.deleteBeforeReplace;
    if (state.provider) subject.provider = this.ledger.provider(state.provider);
    return subject;
  }

  private judge(what: string, urn: string | undefined, found: Violation[]): void {
    for (const violation of found) {
      this.violations.push(violation);
      this.emit({ kind: "policy", violation });
    }
    const mandatory = found.filter(isMandatory);
    if (mandatory.length === 0) return;
    const lines = mandatory.map(({ policy, message, urn: at }) => {
      const where = !urn && at ? `${parseUrn(at).type} "${parseUrn(at).name}": ` : "";
      return `\n  ${policy}: ${where}${message}`;
    });
    const message = `${what} violates ${mandatory.length === 1 ? "a policy" : "policies"}:${lines.join("")}`;
    throw new Stop({ operation: "policy", message, ...(urn && { urn }) });
  }
}

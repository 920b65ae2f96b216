import type { Policies } from "@pulumi/policy";
import { Account } from "../account/account";
import { type EngineEvent, type StackState, type UpResult, up } from "../engine/inProcess";

/** What a stack is deployed from. */
export interface Deployable {
  /** Name of the Pulumi project. */
  project: string;
  /** Name of the stack. */
  stack: string;
  /** Configuration by full key; structured values as JSON. */
  values: Record<string, string>;
  /** The program: what index.ts exports. */
  program: () => unknown;
  policies: Policies;
}

/** A stack in an account on this machine, which can be deployed again with other settings. */
export class DeployedStack {
  private constructor(
    private readonly deployable: Deployable,
    readonly account: Account,
    private state: StackState,
  ) {}

  /**
   * Deploys a stack for the first time.
   *
   * @throws DeploymentError where a resource, a rule or the program fails.
   */
  static async up(
    deployable: Deployable,
    account: Account,
    on?: (event: EngineEvent) => void,
  ): Promise<{ deployed: DeployedStack; result: UpResult }> {
    const { values, ...options } = deployable;
    const result = await up({ ...options, account, config: values, ...(on && { on }) });
    return { deployed: new DeployedStack(deployable, account, result.state), result };
  }

  /** What is deployed. */
  get current(): StackState {
    return this.state;
  }

  /** The region that it is deployed in. */
  get region(): string {
    return this.deployable.values["aws:region"] ?? "";
  }

  /** A setting of the program's own as text, or undefined where the configuration has none. */
  setting(name: string): string | undefined {
    return this.deployable.values[`${this.deployable.project}:${name}`];
  }

  /** Deploys it again with other values of the program's own settings; the settings stay for the next time. */
  async apply(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const { values, project, ...options } = this.deployable;
    for (const [name, value] of Object.entries(settings)) {
      values[`${project}:${name}`] = typeof value === "string" ? value : JSON.stringify(value);
    }
    const result = await up({ ...options, project, account: this.account, config: values, previous: this.state });
    this.state = result.state;
  }

  /** The same stack in an account of its own: what is done to one leaves the other as it is. */
  clone(): DeployedStack {
    const account = new Account({ state: structuredClone(this.account.state) });
    const deployable = { ...this.deployable, values: { ...this.deployable.values } };
    return new DeployedStack(deployable, account, structuredClone(this.state));
  }
}

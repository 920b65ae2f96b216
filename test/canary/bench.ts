import { type GuardMachineArgs, guardMachine } from "../../components/canary/guardMachine";
import type { ReleaseMachineArgs } from "../../components/canary/releaseArgs";
import { releaseMachine } from "../../components/canary/releaseMachine";
import { HISTORY, readReleaseState, STATE_KEY } from "../../lambdas/common/releaseState";
import { requiredWeights, type Weights } from "../../lambdas/updateRoute53/weights";
import { Account } from "../../local/account/account";
import type { Caller } from "../../local/account/actions/caller";
import { getItem, putItem, query, updateItem } from "../../local/account/actions/dynamodb";
import type { AccountRecord, Props } from "../../local/account/model";
import { Simulation } from "../../local/services/kernel/simulation";
import type { Json } from "../../local/services/stepfunctions/asl";
import type { TaskHandler } from "../../local/services/stepfunctions/branch";
import { TaskError } from "../../local/services/stepfunctions/errors";
import { STATE_MACHINE, StateMachines } from "../../local/services/stepfunctions/stateMachines";
import { World } from "../../local/services/world";
import { TableName, tableAccount } from "../account/actions/dynamodbFixture";
import { ROLE_ARN, ROOT } from "../account/iam/fixture";
import { ACCOUNT_ID } from "../account/support";

const ADMIN: Caller = { principal: ROOT, region: "us-west-2" };
const arnOf = (machine: string) => `arn:aws:states:us-west-2:${ACCOUNT_ID}:stateMachine:${machine}`;

/** Seconds until name servers know of a change. */
const SYNC = 30;

export const RELEASE_ARGS: ReleaseMachineArgs = {
  stack: "workshop",
  record: "www.catsndogs.lol",
  table: TableName,
  topicArn: `arn:aws:sns:us-west-2:${ACCOUNT_ID}:canary`,
  updateRoute53Arn: `arn:aws:lambda:us-west-2:${ACCOUNT_ID}:function:updateRoute53`,
  checkHealthArn: `arn:aws:lambda:us-west-2:${ACCOUNT_ID}:function:checkHealth`,
  steps: [10, 50, 100],
  waitSeconds: 60,
  pauseSeconds: 600,
};

export const GUARD_ARGS: GuardMachineArgs = {
  stack: "workshop",
  record: "www.catsndogs.lol",
  table: TableName,
  topicArn: RELEASE_ARGS.topicArn,
  hostedZoneId: "Z123",
  sides: {
    blue: { dnsName: "blue.example.com", zoneId: "Z1" },
    green: { dnsName: "green.example.com", zoneId: "Z1" },
  },
};

/** What goes wrong at a task. */
export interface Fault {
  /** `release` or `guard`, a space, the state. */
  at: string;
  when: "before" | "after";
  /** `once`: the first attempt; `always`: every one; `crash`: the execution is stopped. */
  how: "once" | "always" | "crash";
}

/** What a release meets. */
export interface Scenario {
  fault?: Fault;
  /** How healthy the candidate is found, by the weight that it has; `broken` where the check fails. Default: always well. */
  health?: (weight: number, phase: string, at: number) => boolean | "broken";
  /** What is done at which second. */
  acts?: [at: number, act: (bench: Bench) => void][];
  /** What is done when a state is entered for the first time. */
  on?: [state: string, act: (bench: Bench) => void];
  input?: Json;
  args?: Partial<ReleaseMachineArgs>;
  /** Seconds after which the release's execution times out. Default: its own, which are more than all of its deadlines. */
  timeout?: number;
  /** Whether changes of DNS never come to all name servers. */
  neverInSync?: boolean;
}

/** The two state machines on a table of their own, with everything else played, and somebody who watches. */
export class Bench {
  readonly simulation = new Simulation();
  readonly account: Account;
  readonly machines: StateMachines;
  /** Weights as they were set, with whether they sum to 100. */
  readonly weights: Weights[] = [{ blue: 100, green: 0 }];
  /** What was published: the id and the outcome. */
  readonly messages: { id: string; outcome: string; reason?: string }[] = [];
  /** How each execution ended, by its name. */
  readonly ends = new Map<string, { status: string; error?: string; cause?: string }>();
  /** `release Begin` and the like. */
  readonly entered = new Set<string>();
  /** `release SetWeight ! FailBack` and the like: a task that failed for good, and where its catcher led. */
  readonly caught = new Set<string>();
  private readonly changes = new Map<string, number>();
  private readonly current = new Map<string, string>();
  private readonly failed = new Map<string, string>();
  private running = "";
  private faults = 0;
  private isMended = false;

  constructor(private readonly scenario: Scenario = {}) {
    const { args, timeout } = scenario;
    const { state } = tableAccount();
    const definition = releaseMachine({ ...RELEASE_ARGS, ...args });
    state.records.push(
      machine("release", { ...definition, ...(timeout !== undefined && { TimeoutSeconds: timeout }) }),
      machine("guard", guardMachine(GUARD_ARGS)),
    );
    this.account = new Account({ state });
    const world = new World(this.simulation, this.account, "us-west-2");
    this.machines = new StateMachines(world, this.tasks());
    this.watch();
    for (const [at, act] of scenario.acts ?? []) this.simulation.at(at, () => act(this));
  }

  /** Starts a release, and lets everything come to its end. */
  async run(): Promise<this> {
    this.start("release-green-1", this.scenario.input ?? release("ecs-svc/1"));
    await this.simulation.run(4 * 3600);
    return this;
  }

  start(name: string, input: Json): void {
    this.machines.start(ADMIN, { stateMachineArn: arnOf("release"), name, input: JSON.stringify(input) });
  }

  /** Starts the guard for a release, as the rule does, or a person. */
  guard(execution: string, status: string): void {
    const detail = { executionArn: execution, status };
    this.machines.start(ADMIN, { stateMachineArn: arnOf("guard"), input: JSON.stringify({ detail }) });
  }

  /** Whatever went wrong goes wrong no more. */
  mend(): void {
    this.isMended = true;
  }

  stop(name: string): void {
    this.machines.stop(ADMIN, { executionArn: executionArn(name) });
  }

  control(command: string): void {
    this.write("SET control = :value", { ":value": { S: command } });
  }

  /** Writes the state behind everybody's back. */
  write(UpdateExpression: string, values: Props = {}): void {
    const given = Object.keys(values).length > 0 && { ExpressionAttributeValues: values };
    updateItem(this.account, ADMIN, { TableName, Key: STATE_KEY, UpdateExpression, ...given });
  }

  get state() {
    const { Item } = getItem(this.account, ADMIN, { TableName, Key: STATE_KEY });
    return readReleaseState(Item as Parameters<typeof readReleaseState>[0]);
  }

  /** The releases of the history, the oldest first: how each ended. */
  get history(): (string | undefined)[] {
    const { Items = [] } = query(this.account, ADMIN, {
      TableName,
      KeyConditionExpression: "pk = :history",
      ExpressionAttributeValues: { ":history": { S: HISTORY } },
    });
    return Items.map(({ outcome }) => (outcome as { S?: string } | undefined)?.S);
  }

  /** The outcomes that were told, each once. */
  get outcomes(): string[] {
    const ended = this.messages.filter(({ outcome }) => outcome !== "STARTED");
    return [...new Map(ended.map(({ id, outcome }) => [id, outcome])).values()];
  }

  private watch(): void {
    const { bus } = this.simulation;
    bus.subscribe("execution-state", ({ executionArn, state }) => {
      const name = `${machineOf(executionArn)} ${state}`;
      const failed = this.failed.get(executionArn);
      if (failed !== undefined) this.caught.add(`${failed} ! ${state}`);
      this.failed.delete(executionArn);
      const [awaited, act] = this.scenario.on ?? [];
      if (awaited === name && !this.entered.has(name)) act?.(this);
      this.entered.add(name);
      this.current.set(executionArn, name);
      this.running = executionArn;
    });
    bus.subscribe("execution", ({ executionArn, stateMachineArn, name, status, error, cause }) => {
      if (status === "RUNNING") return;
      this.ends.set(name, { status, ...(error && { error }), ...(cause && { cause }) });
      if (stateMachineArn === arnOf("release") && status !== "SUCCEEDED") {
        this.simulation.after(1, () => this.guard(executionArn, status));
      }
    });
  }

  private tasks(): Record<string, TaskHandler> {
    const item =
      (operation: (account: Bench["account"], caller: Caller, input: unknown) => object): TaskHandler =>
      (caller, args) => ({ ...(operation(this.account, caller, args) as Props) });
    const tasks: Record<string, TaskHandler> = {
      "arn:aws:states:::dynamodb:getItem": item(getItem),
      "arn:aws:states:::dynamodb:putItem": item(putItem),
      "arn:aws:states:::dynamodb:updateItem": item(updateItem),
      "arn:aws:states:::lambda:invoke": (_, args) => ({ Payload: this.invoke(args as Props) }),
      "arn:aws:states:::sns:publish": (_, args) => this.publish(args as Props),
      "arn:aws:states:::aws-sdk:route53:getChange": (_, args) => this.getChange(args as Props),
      "arn:aws:states:::aws-sdk:route53:changeResourceRecordSets": (_, args) => this.change(args as Props),
    };
    return Object.fromEntries(Object.entries(tasks).map(([arn, handler]) => [arn, this.faulty(handler)]));
  }

  /** Lets the scenario's fault happen, and notes what fails. */
  private faulty(handler: TaskHandler): TaskHandler {
    return async (caller, args) => {
      const execution = this.running;
      const at = this.current.get(execution) ?? "";
      try {
        this.strike(at, "before", execution);
        const result = await handler(caller, args);
        this.strike(at, "after", execution);
        this.failed.delete(execution);
        return result;
      } catch (error) {
        this.failed.set(execution, at);
        throw error;
      }
    };
  }

  private strike(at: string, when: Fault["when"], execution: string): void {
    const { fault } = this.scenario;
    if (this.isMended || fault?.at !== at || fault.when !== when || (fault.how !== "always" && this.faults > 0)) return;
    this.faults += 1;
    if (fault.how === "crash") this.machines.stop(ADMIN, { executionArn: execution });
    throw new TaskError("Injected", `${fault.how} ${when} ${at}`);
  }

  private invoke({ FunctionName, Payload }: Props): Json {
    const payload = Payload as Props;
    if (FunctionName === RELEASE_ARGS.updateRoute53Arn) {
      const weights = requiredWeights(payload);
      return { changeId: this.set(weights), status: "PENDING", weights };
    }
    const { health = () => true } = this.scenario;
    const found = health(this.weights.at(-1)?.green ?? 0, String(payload.phase), this.simulation.now);
    if (found === "broken") throw new TaskError("TypeError", "the checker is broken");
    return { healthy: found, summary: found ? "all is well" : "half of all requests failed" };
  }

  private publish({ Message }: Props): Json {
    const { id, outcome, reason } = Message as Props;
    this.messages.push({ id: String(id), outcome: String(outcome), ...(reason ? { reason: String(reason) } : {}) });
    return { MessageId: String(this.messages.length) };
  }

  private getChange({ Id }: Props): Json {
    const at = this.changes.get(String(Id)) ?? Number.NaN;
    const isLate = this.scenario.neverInSync === true && this.running.includes(":release:");
    const Status = this.simulation.now >= at + SYNC && !isLate ? "INSYNC" : "PENDING";
    return { ChangeInfo: { Id: String(Id), Status } };
  }

  private change({ ChangeBatch }: Props): Json {
    const { Changes } = ChangeBatch as { Changes: { ResourceRecordSet: { SetIdentifier: string; Weight: number } }[] };
    const weights = Object.fromEntries(
      Changes.map(({ ResourceRecordSet: { SetIdentifier, Weight } }) => [SetIdentifier, Weight]),
    );
    return { ChangeInfo: { Id: `/change/${this.set(weights as Weights)}`, Status: "PENDING" } };
  }

  private set(weights: Weights): string {
    this.weights.push(weights);
    const id = `C${this.weights.length}`;
    this.changes.set(id, this.simulation.now).set(`/change/${id}`, this.simulation.now);
    return id;
  }
}

function machine(name: string, definition: object): AccountRecord {
  return {
    type: STATE_MACHINE,
    id: arnOf(name),
    region: "us-west-2",
    inputs: { name, roleArn: ROLE_ARN, definition: JSON.stringify(definition) },
    outputs: { arn: arnOf(name), name },
    serial: 1000,
    seed: name,
  };
}

export function release(deploymentId: string, side = "green"): Json {
  return { kind: "release", side, deploymentId };
}

export function executionArn(name: string): string {
  return `${arnOf("release").replace(":stateMachine:", ":execution:")}:${name}`;
}

function machineOf(arn: string): string {
  return arn.split(":").at(-2) ?? "";
}

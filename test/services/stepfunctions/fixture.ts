import { Account } from "../../../local/account/account";
import type { Caller } from "../../../local/account/actions/caller";
import type { AccountRecord, Props } from "../../../local/account/model";
import type { MetricSink } from "../../../local/services/cloudwatch/metricSink";
import type { ExecutionEvent } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import type { Json } from "../../../local/services/stepfunctions/asl";
import type { TaskHandlers } from "../../../local/services/stepfunctions/branch";
import { TaskError } from "../../../local/services/stepfunctions/errors";
import { readDefinition } from "../../../local/services/stepfunctions/readDefinition";
import { STATE_MACHINE, StateMachines } from "../../../local/services/stepfunctions/stateMachines";
import { World } from "../../../local/services/world";
import { accountWithRole, ROLE_ARN, ROOT } from "../../account/iam/fixture";
import { ACCOUNT_ID, refusal } from "../../account/support";

export const MACHINE_ARN = `arn:aws:states:us-west-2:${ACCOUNT_ID}:stateMachine:canary`;
export const EXECUTION_ARN = `arn:aws:states:us-west-2:${ACCOUNT_ID}:execution:canary:release-1`;
export const ROOT_CALLER: Caller = { principal: ROOT, region: "us-west-2" };
export { ROLE_ARN };

/** What tasks of the tests call. */
export const INVOKE = "arn:aws:states:::lambda:invoke";
export const UPDATE = "arn:aws:states:::dynamodb:updateItem";

/** A definition of some states, of which the first comes first. */
export function definition(states: Props, by: Props = {}): Props {
  return { QueryLanguage: "JSONata", StartAt: Object.keys(states)[0] ?? "", States: states, ...by };
}

/** A machine's record, as a deployed resource has it. */
export function machineRecord(machine: Props, by: Props = {}): AccountRecord {
  return {
    type: STATE_MACHINE,
    id: MACHINE_ARN,
    region: "us-west-2",
    inputs: { name: "canary", roleArn: ROLE_ARN, definition: JSON.stringify(machine), ...by },
    outputs: { arn: MACHINE_ARN, name: "canary", creationDate: "2026-01-01T00:00:00Z" },
    serial: 1000,
    seed: "canary",
  };
}

export interface StageOptions {
  tasks?: TaskHandlers;
  seed?: number;
  /** What the role cats-task may do. Default: nothing. */
  statements?: Props[];
  metrics?: MetricSink;
  /** Inputs of the machine beside its definition. */
  inputs?: Props;
}

/** Step Functions with one machine, and what is told of it. */
export function stage(machine: Props, { tasks = {}, seed = 1, statements, metrics, inputs }: StageOptions = {}) {
  const { state } = accountWithRole(statements);
  const record = machineRecord(machine, inputs);
  state.records.push(record);
  const account = new Account({ state });
  const simulation = new Simulation({ seed });
  const world = new World(simulation, account, "us-west-2");
  const machines = new StateMachines(world, tasks, metrics);
  const told: ExecutionEvent[] = [];
  const entered: [state: string, at: number][] = [];
  simulation.bus.subscribe("execution", (event) => told.push(event));
  simulation.bus.subscribe("execution-state", ({ state }) => entered.push([state, simulation.now]));
  const start = (input: Json = {}, name = "release-1") =>
    machines.start(ROOT_CALLER, { stateMachineArn: MACHINE_ARN, name, input: JSON.stringify(input) });
  return { account, record, simulation, world, machines, told, entered, start };
}

export type Stage = ReturnType<typeof stage>;

/** How an execution ended. */
export interface Outcome {
  status: string;
  /** Absent unless it has succeeded. */
  output?: Json;
  error?: string;
  cause?: string;
  /** Seconds that it took. */
  seconds?: number;
}

/** How the newest execution has ended so far, as it was told. */
export function outcome({ told }: Stage): Outcome {
  const last = told.at(-1);
  if (!last) throw new Error("No execution has begun.");
  const { status, output, error, cause, startedAt, stoppedAt } = last;
  return {
    status,
    ...(output !== undefined && { output: JSON.parse(output) as Json }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(stoppedAt !== undefined && { seconds: stoppedAt - startedAt }),
  };
}

/** Runs a machine once, at most for a day. */
export async function run(
  machine: Props,
  input: Json = {},
  options: StageOptions = {},
): Promise<Outcome & { stage: Stage }> {
  const staged = stage(machine, options);
  staged.start(input);
  await staged.simulation.runUntil(() => staged.told.at(-1)?.status !== "RUNNING", 86_400);
  return { ...outcome(staged), stage: staged };
}

/** The output of a Pass state with this one, which must succeed. */
export async function evaluated(output: Json, input: Json = {}, options: StageOptions = {}): Promise<Json> {
  const {
    status,
    output: value,
    cause,
  } = await run(definition({ P: { Type: "Pass", Output: output, End: true } }), input, options);
  if (status !== "SUCCEEDED" || value === undefined) throw new Error(`${status}: ${cause}`);
  return value;
}

/** The error and the cause of a Pass state with this output, without where it was. */
export async function unevaluable(output: Json, input: Json = {}): Promise<string> {
  const { error, cause } = await run(definition({ P: { Type: "Pass", Output: output, End: true } }), input);
  return `${error}: ${cause?.replace("An error occurred while executing the state 'P' (entered at the event id #2). ", "")}`;
}

/** The types of the history's events, in their order. */
export function history({ machines }: Stage, executionArn = EXECUTION_ARN): Record<string, unknown>[] {
  const { events } = machines.history(ROOT_CALLER, { executionArn, maxResults: 1000 });
  return events as Record<string, unknown>[];
}

/** Why a definition is refused, without the words around it. */
export function refused(machine: Props, resources?: readonly string[]): string {
  const text = refusal(() => readDefinition(JSON.stringify(machine), resources));
  const [, problems] = /^InvalidDefinition: Invalid State Machine Definition: '(.*)'$/.exec(text) ?? [];
  return problems ?? text;
}

/** A problem with a definition's fields. @param at Where it is, as `/States/Wait/Seconds`. */
export const schemaProblem = (sentence: string, at: string): string => `SCHEMA_VALIDATION_FAILED: ${sentence} at ${at}`;

/** A task that fails with these errors, one after the other, and then answers; and when it was called. */
export function failing(...errors: string[]) {
  const calls: number[] = [];
  let now = (): number => 0;
  const tasks = {
    [INVOKE]: () => {
      calls.push(now());
      const error = errors[calls.length - 1];
      if (error !== undefined) throw new TaskError(error, `cause of ${error}`);
      return "done";
    },
  };
  return { calls, tasks, follow: (clock: () => number) => (now = clock) };
}

/** The last state of a machine, a task. */
export const task = (by: Props = {}): Props => ({ Type: "Task", Resource: INVOKE, End: true, ...by });

/** A machine's stage with a task that takes 60 s and has its effect then; `effects` say when. */
export function slow(machine: Props) {
  const effects: number[] = [];
  const staged: Stage = stage(machine, {
    tasks: {
      [INVOKE]: async () => {
        await staged.simulation.sleep(60);
        effects.push(staged.simulation.now);
        return "done";
      },
    },
  });
  return { staged, effects };
}

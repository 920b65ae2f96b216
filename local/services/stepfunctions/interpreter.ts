import type { Catcher, Json, Retrier, State, States } from "./asl";
import type { Branch } from "./branch";
import { handles, RuntimeError, StateError } from "./errors";
import type { Bindings } from "./expressions";
import { choose, failure, runMap, runParallel, wait } from "./flowStates";
import { retryDelay } from "./retry";
import { runTask } from "./taskState";
import { Visit } from "./visit";

/** How a state is left. */
interface Left {
  output: Json;
  assigned: Bindings;
  /** The next state; undefined at an end. */
  next: string | undefined;
}

/**
 * Runs states from the first one to an end, and returns the output.
 *
 * Going from state to state takes no virtual time: AWS needs some tens of milliseconds for it, promises nothing about them, and
 * says times in seconds everywhere. A loop that never waits ends at the limit of the history.
 *
 * @throws StateError that nothing has caught
 */
export async function runStates(branch: Branch, { StartAt, States }: States, input: Json): Promise<Json> {
  let name = StartAt;
  let value = input;
  for (;;) {
    const state = States[name];
    if (!state) throw new Error(`There is no state ${name}.`);
    const { output, next } = await visitState(branch, name, state, value);
    if (next === undefined) return output;
    name = next;
    value = output;
  }
}

async function visitState(branch: Branch, name: string, state: State, input: Json): Promise<Left> {
  const { run, fiber } = branch;
  fiber.check();
  const visit = new Visit(branch, name, state, input);
  run.world.bus.publish("execution-state", { executionArn: run.arn, state: name });
  const canAbort = ["Task", "Wait", "Parallel", "Map"].includes(state.Type);
  fiber.interrupted = () => {
    if (canAbort && !run.history.isFull) branch.record(`${state.Type}StateAborted`);
  };
  const left = await attempts(visit);
  const assigned = Object.entries(left.assigned).map(([key, value]) => [key, JSON.stringify(value)] as const);
  branch.record(`${state.Type}StateExited`, {
    name,
    output: JSON.stringify(left.output),
    outputDetails: { truncated: false },
    ...(assigned.length > 0 && {
      assignedVariables: Object.fromEntries(assigned),
      assignedVariablesDetails: { truncated: false },
    }),
  });
  return left;
}

/** Attempts a state until it succeeds, or until no retrier is left for its error; then a catcher may say how to go on. */
async function attempts(visit: Visit): Promise<Left> {
  const { state, branch } = visit;
  const { Retry: retriers = [], Catch: catchers = [] } = "Retry" in state || "Catch" in state ? state : {};
  const retries = new Map<Retrier, number>();
  for (;;) {
    try {
      return await attempt(visit);
    } catch (thrown) {
      const error = explained(visit, thrown);
      const retrier = retriers.find(({ ErrorEquals }) => handles(ErrorEquals, error.error));
      const done = (retrier && retries.get(retrier)) ?? 0;
      if (retrier && done < (retrier.MaxAttempts ?? 3)) {
        retries.set(retrier, done + 1);
        visit.retryCount += 1;
        await branch.fiber.sleep(retryDelay(retrier, done, () => branch.run.expressions.chance()));
        continue;
      }
      const index = catchers.findIndex(({ ErrorEquals }) => handles(ErrorEquals, error.error));
      const catcher = catchers[index];
      if (!catcher) throw error;
      return await caught(visit, catcher, index, error);
    }
  }
}

async function caught(visit: Visit, catcher: Catcher, index: number, { error, cause }: StateError): Promise<Left> {
  const errorOutput = { Error: error, Cause: cause };
  try {
    const options = { more: { errorOutput }, prefix: `Catch[${index}]/` };
    return { ...(await visit.leave(catcher, errorOutput, options)), next: catcher.Next };
  } catch (thrown) {
    throw explained(visit, thrown);
  }
}

/** Says in an error of the state itself where it was, and writes a failed evaluation into the history. */
function explained(visit: Visit, thrown: unknown): StateError {
  if (!(thrown instanceof StateError)) throw thrown;
  if (!(thrown instanceof RuntimeError)) return thrown;
  const { name, branch, enteredId } = visit;
  const { error, cause, location } = thrown;
  if (location !== undefined) branch.record("EvaluationFailed", { state: name, error, cause, location });
  // The limit of the history belongs to no state.
  if (error === "States.Runtime") return thrown;
  const where = `An error occurred while executing the state '${name}' (entered at the event id #${enteredId}). `;
  return new StateError(error, where + cause);
}

async function attempt(visit: Visit): Promise<Left> {
  const { state, input } = visit;
  switch (state.Type) {
    case "Choice": {
      const index = await choose(visit as Visit<typeof state>);
      const rule = index === undefined ? undefined : state.Choices[index];
      const prefix = rule ? `Choices[${index}]/` : "";
      return { ...(await visit.leave(rule ?? state, input, { prefix })), next: rule?.Next ?? state.Default };
    }
    case "Wait":
      await wait(visit as Visit<typeof state>);
      return { ...(await visit.leave(state, input)), next: state.Next };
    case "Pass":
      return { ...(await visit.leave(state, input)), next: state.Next };
    case "Succeed":
      return { ...(await visit.leave(state, input)), next: undefined };
    case "Fail":
      throw await failure(visit as Visit<typeof state>);
    default: {
      const result = await resultOf(visit as Visit<typeof state>);
      return { ...(await visit.leave(state, result, { more: { result } })), next: state.Next };
    }
  }
}

function resultOf(visit: Visit): Promise<Json> {
  const { state } = visit;
  switch (state.Type) {
    case "Task":
      return runTask(visit as Visit<typeof state>);
    case "Parallel":
      return runParallel(visit as Visit<typeof state>, runStates);
    case "Map":
      return runMap(visit as Visit<typeof state>, runStates);
    default:
      throw new Error(`A ${state.Type} state has no result.`);
  }
}

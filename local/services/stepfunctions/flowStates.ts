import { EPOCH } from "../kernel/simulation";
import type { Choice, Fail, Json, MapState, Parallel, States, Wait } from "./asl";
import { Branch } from "./branch";
import { RuntimeError, StateError } from "./errors";
import type { Fiber } from "./fiber";
import { isWhole, type Visit } from "./visit";

/** The most iterations of an inline Map at a time: docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
const MOST_ITERATIONS = 40;

/** Runs states from their first one to an end, and returns the output. */
export type RunStates = (branch: Branch, states: States, input: Json) => Promise<Json>;

const isText = (value: Json): value is string => typeof value === "string";

/** The first rule whose condition holds, by its index; undefined for the default. */
export async function choose(visit: Visit<Choice>): Promise<number | undefined> {
  const { Choices, Default } = visit.state;
  const isSwitch = (value: Json): value is boolean => typeof value === "boolean";
  for (const [i, { Condition }] of Choices.entries()) {
    if (await visit.typed(Condition, `Choices[${i}]/Condition`, "boolean", isSwitch)) return i;
  }
  if (Default !== undefined) return undefined;
  throw new RuntimeError(
    "States.NoChoiceMatched",
    "Failed to transition out of the state. No choice rule's condition was true, and there is no Default.",
  );
}

/** Waits as long as a Wait state says; until a time that has passed not at all. */
export async function wait(visit: Visit<Wait>): Promise<void> {
  const { Seconds, Timestamp } = visit.state;
  const { fiber, run } = visit.branch;
  if (Timestamp === undefined) {
    await fiber.sleep(await visit.seconds(Seconds ?? 0, "Seconds", 0));
    return;
  }
  const isTime = (value: Json): value is string =>
    isText(value) &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
    !Number.isNaN(Date.parse(value));
  const until = await visit.typed(Timestamp, "Timestamp", "ISO-8601 timestamp", isTime);
  const seconds = (Date.parse(until) - EPOCH) / 1000 - run.world.simulation.now;
  if (seconds > 0) await fiber.sleep(seconds);
}

/** What a Fail state ends with. */
export async function failure(visit: Visit<Fail>): Promise<StateError> {
  const { Error: name, Cause } = visit.state;
  const error = name === undefined ? "" : await visit.typed(name, "Error", "string", isText);
  const cause = Cause === undefined ? "" : await visit.typed(Cause, "Cause", "string", isText);
  return new StateError(error, cause);
}

/** Runs all branches of a Parallel state at a time; the result has what each gives. */
export async function runParallel(visit: Visit<Parallel>, runStates: RunStates): Promise<Json> {
  const { state, branch, input } = visit;
  const given = state.Arguments === undefined ? input : await visit.payload(state.Arguments, "Arguments");
  branch.record("ParallelStateStarted");
  const works = state.Branches.map(
    (states) => (fiber: Fiber) => runStates(new Branch(branch.run, fiber, branch), states, given),
  );
  return together(visit, works, works.length);
}

/** Runs the processor of a Map state for each item; the result has what each gives, in the items' order. */
export async function runMap(visit: Visit<MapState>, runStates: RunStates): Promise<Json> {
  const { name, state, branch } = visit;
  const isList = (value: Json): value is Json[] => Array.isArray(value);
  const items = await visit.typed(state.Items ?? "{% $states.input %}", "Items", "array", isList);
  const most = await visit.typed(
    state.MaxConcurrency ?? 0,
    "MaxConcurrency",
    "non-negative integer",
    (value): value is number => isWhole(value) && value >= 0,
  );
  const inputs: Json[] = [];
  for (const [Index, Value] of items.entries()) {
    const context = { ...visit.context(), Map: { Item: { Index, Value } } };
    inputs.push(
      state.ItemSelector === undefined ? Value : await visit.payload(state.ItemSelector, "ItemSelector", { context }),
    );
  }
  branch.record("MapStateStarted", { length: items.length });
  const works = items.map((Value, index) => async (fiber: Fiber) => {
    const inner = new Branch(branch.run, fiber, branch, { Index: index, Value });
    inner.record("MapIterationStarted", { name, index });
    try {
      const output = await runStates(inner, state.ItemProcessor, inputs[index] ?? null);
      inner.record("MapIterationSucceeded", { name, index });
      return output;
    } catch (error) {
      inner.record(error instanceof StateError ? "MapIterationFailed" : "MapIterationAborted", { name, index });
      throw error;
    }
  });
  return together(visit, works, Math.min(most || MOST_ITERATIONS, MOST_ITERATIONS));
}

async function together(
  visit: Visit<Parallel | MapState>,
  works: readonly ((fiber: Fiber) => Promise<Json>)[],
  most: number,
): Promise<Json[]> {
  const { branch, state } = visit;
  try {
    const results = await branch.fiber.all(works, most);
    branch.last = branch.run.history.last;
    branch.record(`${state.Type}StateSucceeded`);
    return results;
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    branch.last = branch.run.history.last;
    branch.record(`${state.Type}StateFailed`, { error: error.error, cause: error.cause });
    throw error;
  }
}

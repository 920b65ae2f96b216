import { isObject, objectsOf, type Parsed, textsOf } from "../json";

/** Where a task goes on that has failed. */
export interface Catcher {
  errors: readonly string[];
  to: string;
}

/** One state, or the end of a Map or of a branch, in a graph without nesting. */
export interface Node {
  /** Path within the definition, for example `States.Steps.ItemProcessor.States.Check`. */
  id: string;
  /** Its name alone. */
  name: string;
  state: Parsed;
  /** Where it goes on when nothing fails. */
  next: string[];
  /** Its own catchers, then those of the states around it, as far as States.ALL leaves errors to them. */
  catchers: readonly Catcher[];
  /** How the execution ends here, if it does. */
  end?: "succeeded" | "failed";
}

/** A state machine of the Amazon States Language as a graph. */
export interface Machine {
  /** The first state; undefined where the definition names none. */
  start: string | undefined;
  nodes: ReadonlyMap<string, Node>;
}

/** What is around the states of a Map or a Parallel. */
interface Around {
  /** Where the last state goes on; undefined at the top, where the execution ends. */
  end: string | undefined;
  catchers: readonly Catcher[];
}

/** Catchers after one of States.ALL get nothing. */
function effective(catchers: readonly Catcher[]): readonly Catcher[] {
  const all = catchers.findIndex(({ errors }) => errors.includes("States.ALL"));
  return all < 0 ? catchers : catchers.slice(0, all + 1);
}

/** Names that stand for the failure of whatever is within. */
const OF_ANY_STATE = ["States.ALL", "States.TaskFailed", "States.BranchFailed"];

/**
 * Unfolds a definition. The states of a Map are entered again from its end; branches of a Parallel come one after another, for all
 * of them are passed; a Fail within either goes where the state around it catches that.
 */
export function machineOf(definition: Parsed): Machine {
  const nodes = new Map<string, Node>();
  const start = unfold(definition, "States", { end: undefined, catchers: [] }, nodes);
  return { start, nodes };
}

function unfold(machine: Parsed, at: string, around: Around, nodes: Map<string, Node>): string | undefined {
  if (!isObject(machine.States) || typeof machine.StartAt !== "string") return undefined;
  for (const [name, state] of Object.entries(machine.States)) {
    if (isObject(state)) addState(name, state, at, around, nodes);
  }
  return `${at}.${machine.StartAt}`;
}

function addState(name: string, state: Parsed, at: string, around: Around, nodes: Map<string, Node>): void {
  const id = `${at}.${name}`;
  const to = (next: string) => `${at}.${next}`;
  const own = objectsOf(state.Catch).flatMap(({ ErrorEquals, Next }) =>
    typeof Next === "string" ? [{ errors: textsOf(ErrorEquals), to: to(Next) }] : [],
  );
  const catchers = effective([...own, ...around.catchers]);
  const node: Node = { id, name, state, next: [], catchers };
  nodes.set(id, node);
  if (state.Type === "Choice") {
    const ways = [...objectsOf(state.Choices).map(({ Next }) => Next), state.Default];
    node.next = textsOf(ways).map(to);
    return;
  }
  if (state.Type === "Fail") {
    const caught = around.catchers.find(({ errors }) =>
      errors.some((error) => error === state.Error || OF_ANY_STATE.includes(error)),
    );
    if (caught) node.next = [caught.to];
    else node.end = "failed";
    return;
  }
  const next = typeof state.Next === "string" ? to(state.Next) : around.end;
  const parts = partsOf(state);
  const within = parts.reduceRight<string | undefined>((following, [part, machine]) => {
    const end: Node = { id: `${id}.${part} (end)`, name, state: {}, next: textsOf([following]), catchers: [] };
    const first = unfold(machine, `${id}.${part}.States`, { end: end.id, catchers }, nodes);
    if (first === undefined) return following;
    if (state.Type === "Map") end.next.push(first);
    if (following === undefined) end.end = "succeeded";
    nodes.set(end.id, end);
    return first;
  }, next);
  if (within !== undefined) node.next = [within];
  else node.end = "succeeded";
}

/** The machines within a state, by where they stand. */
function partsOf(state: Parsed): [part: string, machine: Parsed][] {
  if (state.Type === "Parallel") {
    return objectsOf(state.Branches).map((branch, index) => [`Branches[${index}]`, branch]);
  }
  if (state.Type !== "Map") return [];
  const part = isObject(state.ItemProcessor) ? "ItemProcessor" : "Iterator";
  const machine = state[part];
  return isObject(machine) ? [[part, machine]] : [];
}

/**
 * The nodes that can be reached, with those that it begins with.
 *
 * @param stop nodes that are reached, but not passed
 */
export function reach(
  { nodes }: Machine,
  from: readonly string[],
  ways: (node: Node) => readonly string[],
  stop: ReadonlySet<string> = new Set(),
): Set<string> {
  const reached = new Set(from.filter((id) => nodes.has(id)));
  // A set may grow while it is walked through.
  for (const id of reached) {
    const node = nodes.get(id);
    if (!node || stop.has(id)) continue;
    for (const next of ways(node)) if (nodes.has(next)) reached.add(next);
  }
  return reached;
}

/** The ways that a state goes when nothing fails. */
export const onward = (node: Node): readonly string[] => node.next;

/** As {@link onward}, and where it goes when it fails. */
export function anyway(node: Node): readonly string[] {
  return node.state.Type === "Task" ? [...node.next, ...node.catchers.map(({ to }) => to)] : node.next;
}

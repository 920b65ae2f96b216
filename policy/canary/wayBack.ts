import { anyway, type Catcher, type Machine, type Node, onward, reach } from "./machine";
import { dividesNobody, setsWeights } from "./weightTasks";

/** A way on which visitors stay where a release has sent them. */
export type Gap =
  | { kind: "none"; nodes: Node[] }
  | { kind: "uncaught"; node: Node; back: Node[] }
  | { kind: "undone"; node: Node }
  | { kind: "astray"; node: Node; catcher: Catcher; ends: string | undefined; back: Node[] }
  | { kind: "given up"; node: Node; setter: Node; back: Node[] }
  | { kind: "tried once"; node: Node };

/** A machine's tasks that set weights: those that move visitors, and those that bring them back. */
interface Setters {
  moving: Node[];
  back: Node[];
}

const ids = (nodes: readonly Node[]) => nodes.map(({ id }) => id);

/** What a machine does, as far as a path can tell. */
class Paths {
  constructor(readonly machine: Machine) {}

  /** The nodes after some others, in the definition's order, with these themselves where they come again. */
  after(nodes: readonly Node[], ways: (node: Node) => readonly string[], stop?: ReadonlySet<string>): Node[] {
    return this.from(nodes.flatMap(ways), ways, stop);
  }

  from(from: readonly string[], ways: (node: Node) => readonly string[], stop?: ReadonlySet<string>): Node[] {
    const reached = reach(this.machine, from, ways, stop);
    return [...this.machine.nodes.values()].filter(({ id }) => reached.has(id));
  }
}

/**
 * Tells apart what moves visitors and what brings them back. The latter sets weights after which no others are set, and leads
 * to nothing but a failed execution; where there is no such task, it is one to which the failure of another leads.
 */
function settersOf(paths: Paths, states: readonly Node[]): Setters {
  const setters = states.filter((node) => setsWeights(paths.machine, node));
  const following = new Map(setters.map((node) => [node, paths.after([node], onward)]));
  const isAfter = (node: Node, other: Node) => following.get(other)?.includes(node) === true;
  const last = setters.filter((node) =>
    setters.every((other) => other === node || !isAfter(other, node) || isAfter(node, other)),
  );
  // One that divides nobody and is all there is brings visitors somewhere once: there is nothing to go back from.
  if (last.length === setters.length && setters.every(dividesNobody)) return { moving: [], back: [] };
  const failing = last.filter((node) => {
    const ends = (following.get(node) ?? []).flatMap(({ end }) => end ?? []);
    return ends.length > 0 && ends.every((end) => end === "failed");
  });
  const caught = last.filter((node) => {
    const others = setters.filter((other) => other !== node && !isAfter(other, node));
    const failures = paths.from(ids(others), anyway).filter(({ state }) => state.Type === "Task");
    const targets = failures.flatMap(({ catchers }) => catchers.map(({ to }) => to));
    return paths.from(targets, onward).includes(node);
  });
  const back = failing.length > 0 ? failing : caught;
  return { moving: setters.filter((node) => !back.includes(node)), back };
}

/** Catchers of what AWS itself reports: a task's own errors may mean that nothing is to be set back. */
const isGeneral = ({ errors }: Catcher) => errors.some((error) => error.startsWith("States."));

/** Finds every way on which a machine that moves visitors fails without bringing them back. */
export function gaps(machine: Machine): Gap[] {
  if (machine.start === undefined) return [];
  const paths = new Paths(machine);
  const { moving, back } = settersOf(paths, paths.from([machine.start], anyway));
  if (moving.length === 0) return [];
  if (back.length === 0) return [{ kind: "none", nodes: moving }];

  const stop = new Set(ids(back));
  const isBack = ({ id }: Node) => stop.has(id);
  const tasks = paths.from(ids(moving), anyway, stop).filter(({ state, id }) => state.Type === "Task" && !stop.has(id));
  const caught = paths.from(
    tasks.flatMap(({ catchers }) => catchers.map(({ to }) => to)),
    onward,
    stop,
  );
  // Whoever has failed and can only go back from here is on the way; that the way itself fails has to end somewhere.
  const returning = tasks.filter((node) => {
    const rest = paths.after([node], onward, stop);
    return caught.includes(node) && rest.some(isBack) && !rest.some((one) => one.end || moving.includes(one));
  });
  // Where weights are not set any more, and only success is left, visitors are where they should be.
  const done = tasks.filter((node) => {
    const rest = paths.after([node], onward, stop);
    return !moving.includes(node) && !rest.some((one) => moving.includes(one) || isBack(one) || one.end === "failed");
  });

  const found: Gap[] = [];
  for (const node of tasks) {
    const isCaught = node.catchers.some(({ errors }) => errors.includes("States.ALL"));
    if (done.includes(node)) {
      if (!isCaught) found.push({ kind: "undone", node });
      continue;
    }
    if (returning.includes(node)) {
      if (!triesAgain(node)) found.push({ kind: "tried once", node });
      continue;
    }
    if (!isCaught) found.push({ kind: "uncaught", node, back });
    for (const catcher of node.catchers.filter(isGeneral)) {
      const rest = paths.from([catcher.to], onward, stop);
      const failed = rest.find(({ end }) => end === "failed");
      if (failed || !rest.some(isBack)) found.push({ kind: "astray", node, catcher, ends: failed?.name, back });
    }
  }
  for (const setter of moving) {
    for (const node of paths.after([setter], onward, stop).filter(({ end }) => end === "failed")) {
      if (found.some((one) => one.kind === "given up" && one.node === node)) continue;
      found.push({ kind: "given up", node, setter, back });
    }
  }
  for (const node of back) if (!triesAgain(node)) found.push({ kind: "tried once", node });
  return found;
}

function triesAgain({ state, catchers }: Node): boolean {
  return catchers.length > 0 || (Array.isArray(state.Retry) && state.Retry.length > 0);
}

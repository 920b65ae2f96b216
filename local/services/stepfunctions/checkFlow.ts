import type { State, States } from "./asl";
import { type Report, schemaError } from "./schema";

/** A part of a machine, and what is around it. */
interface Place {
  at: string;
  /** Names of the variables that outer parts assign. */
  outer: ReadonlySet<string>;
}

/**
 * Checks where states lead: every target exists, every state can be reached, there is an end; names are used once; an inner part
 * does not assign an outer part's variable. The fields must be right.
 *
 * @returns The resources of all tasks.
 */
export function checkFlow(machine: States, report: Report): string[] {
  const names = new Set<string>();
  const tasks: string[] = [];
  checkPart(machine, { at: "", outer: new Set() }, { names, tasks, report });
  return tasks;
}

function checkPart(
  { StartAt, States }: States,
  { at, outer }: Place,
  whole: { names: Set<string>; tasks: string[]; report: Report },
): void {
  const { names, tasks, report } = whole;
  const missing = (target: string, where: string): void => {
    if (!Object.hasOwn(States, target)) report(`MISSING_TRANSITION_TARGET: Missing target: ${target}`, where);
  };
  missing(StartAt, `${at}/StartAt`);
  const targets = new Set([StartAt]);
  const assigned = new Set(outer);
  for (const [name, state] of Object.entries(States)) {
    const where = `${at}/States/${name}`;
    if (names.has(name)) report(`DUPLICATE_STATE_NAME: Duplicate State name: ${name}`, where);
    names.add(name);
    if (state.Type === "Task") tasks.push(state.Resource);
    for (const target of targetsOf(state)) {
      missing(target, where);
      if (target !== name) targets.add(target);
    }
    for (const variable of assignedBy(state)) {
      if (outer.has(variable)) {
        report(schemaError(`The variable '${variable}' belongs to an outer scope and cannot be assigned here`), where);
      }
      assigned.add(variable);
    }
    checkRetriers(state, where, report);
  }
  for (const name of Object.keys(States)) {
    if (!targets.has(name)) {
      report(`MISSING_TRANSITION_TARGET: State "${name}" is not reachable.`, `${at}/States/${name}`);
    }
  }
  if (!Object.values(States).some(isEnd)) report(schemaError("There is no terminal state"), `${at}/States`);
  for (const [name, state] of Object.entries(States)) {
    const where = `${at}/States/${name}`;
    if (state.Type === "Parallel") {
      for (const [i, branch] of state.Branches.entries()) {
        checkPart(branch, { at: `${where}/Branches[${i}]`, outer: assigned }, whole);
      }
    }
    if (state.Type === "Map") {
      checkPart(state.ItemProcessor, { at: `${where}/ItemProcessor`, outer: assigned }, whole);
    }
  }
}

function targetsOf(state: State): string[] {
  const found: (string | undefined)[] = [];
  if ("Next" in state) found.push(state.Next);
  if ("Default" in state) found.push(state.Default);
  if (state.Type === "Choice") found.push(...state.Choices.map(({ Next }) => Next));
  if ("Catch" in state) found.push(...(state.Catch ?? []).map(({ Next }) => Next));
  return found.filter((target) => target !== undefined);
}

function assignedBy(state: State): string[] {
  const inner = [
    ...(state.Type === "Choice" ? state.Choices : []),
    ...("Catch" in state ? (state.Catch ?? []) : []),
    ...("Assign" in state ? [state] : []),
  ];
  return inner.flatMap(({ Assign }) => Object.keys(Assign ?? {}));
}

function isEnd(state: State): boolean {
  return state.Type === "Succeed" || state.Type === "Fail" || ("End" in state && state.End === true);
}

/** What is after States.ALL would never be asked. */
function checkRetriers(state: State, where: string, report: Report): void {
  for (const field of ["Retry", "Catch"] as const) {
    const handlers = field in state ? ((state as { Retry?: { ErrorEquals: string[] }[] })[field as "Retry"] ?? []) : [];
    for (const [i, { ErrorEquals }] of handlers.slice(0, -1).entries()) {
      if (!ErrorEquals.includes("States.ALL")) continue;
      report(schemaError("'States.ALL' must be the last one"), `${where}/${field}[${i}]`);
    }
  }
}

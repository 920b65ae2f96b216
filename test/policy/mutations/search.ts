import fc from "fast-check";
import type { Rule } from "../../../policy/rule";
import { canonicalToken } from "../../../policy/types";
import { saidOfResource, saidOfStack } from "./judge";
import { MUTANT_KINDS, type Mutant, mutantsOf, stackMutants } from "./mutants";
import type { Subject, WorkshopStack } from "./workshopStack";

/** The kinds of mutants, those of a whole stack last. */
export const ALL_KINDS: readonly string[] = [...MUTANT_KINDS, "left out", "twice"];

/** A mutant that a rule finds, by its kind. */
export type Findings = ReadonlyMap<string, string>;

const EVERY = Number.POSITIVE_INFINITY;

/**
 * A rule is tried on so many mutants of a kind, drawn by chance; one that has found none of those is tried on all,
 * until it finds one. A stack rule judges the whole stack each time.
 */
const TRIES = { resource: [300, EVERY], stack: [15, EVERY] };

/** The resources of the types that a rule looks at. */
export function lookedAt(rule: Rule, subjects: readonly Subject[]): Subject[] {
  return subjects.filter(({ type }) => {
    return rule.looksAt.includes(canonicalToken(type)) || rule.looksAtEvery !== undefined;
  });
}

/** Something that was not said before. */
export const isNew = (said: readonly string[], before: readonly string[]) => said.some((one) => !before.includes(one));

/** Some of the mutants, the same in each run. */
function drawn<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  const picks = fc.shuffledSubarray(Array.from(all.keys()), { minLength: count, maxLength: count });
  const [picked = []] = fc.sample(picks, { seed: 9, numRuns: 1 });
  return picked.flatMap((index) => all[index] ?? []);
}

/** All mutants of some resources, each with the resource that it was made from. */
export function mutantsAmong(subjects: readonly Subject[], kind: string) {
  return subjects.flatMap((original) => mutantsOf(original, kind).map((make) => ({ original, make })));
}

function firstOfResource(rule: Rule, subjects: readonly Subject[], kind: string, tries: number): string | undefined {
  const before = new Map(subjects.map((subject) => [subject, saidOfResource(rule, subject)]));
  for (const { original, make } of drawn(mutantsAmong(subjects, kind), tries)) {
    const { what, subject } = make();
    if (isNew(saidOfResource(rule, subject), before.get(original) ?? [])) return what;
  }
  return undefined;
}

function firstOfStack(rule: Rule, stack: readonly Subject[], kind: string, tries: number): string | undefined {
  const before = saidOfStack(rule, stack);
  const subjects = lookedAt(rule, stack);
  for (const { what, stack: mutant } of stackMutants(stack, subjects, kind)) {
    if (isNew(saidOfStack(rule, mutant), before)) return what;
  }
  for (const { original, make } of drawn(mutantsAmong(subjects, kind), tries)) {
    const mutant: Mutant = make();
    if (isNew(saidOfStack(rule, replaced(stack, original, mutant)), before)) return mutant.what;
  }
  return undefined;
}

/** The stack with a mutant in the place of the resource that it was made from. */
export function replaced(stack: readonly Subject[], original: Subject, { subject }: Mutant): Subject[] {
  return stack.map((one) => (one === original ? subject : one));
}

/** A mutant of each kind that a rule finds in the workshop. */
export function findingsOf(rule: Rule, { inputs, outputs }: WorkshopStack): Findings {
  const isStackRule = "validateStack" in rule;
  const find = (kind: string, tries: number) =>
    isStackRule ? firstOfStack(rule, outputs, kind, tries) : firstOfResource(rule, lookedAt(rule, inputs), kind, tries);
  const found = new Map<string, string>();
  for (const tries of isStackRule ? TRIES.stack : TRIES.resource) {
    for (const kind of ALL_KINDS) {
      const what = find(kind, tries);
      if (what === undefined) continue;
      found.set(kind, what);
      if (tries === EVERY) return found;
    }
    if (found.size > 0) break;
  }
  return found;
}

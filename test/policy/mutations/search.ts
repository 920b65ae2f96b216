import type { Rule } from "../../../policy/rule";
import { canonicalToken } from "../../../policy/types";
import { saidOfResource, saidOfStack } from "./judge";
import { MUTANT_KINDS, mutantsOf, stackMutants } from "./mutants";
import type { Subject, WorkshopStack } from "./workshopStack";

/** The kinds of mutants, those of a whole stack last. */
export const ALL_KINDS: readonly string[] = [...MUTANT_KINDS, "left out", "twice"];

/** A mutant that a rule finds, by its kind. */
export type Findings = ReadonlyMap<string, string>;

/** Resources of one type that are tried; the others are made by the same component. */
const MOST_OF_A_TYPE = 6;

/** A rule is tried on so many mutants of a kind; a stack rule costs as much as all resources do. */
const MOST_RESOURCE_MUTANTS = 20_000;
const MOST_STACK_MUTANTS = 1500;

function looksAt(rule: Rule, subjects: readonly Subject[]): Subject[] {
  const counts = new Map<string, number>();
  return subjects.filter(({ type }) => {
    const token = canonicalToken(type);
    if (!rule.looksAt.includes(token) && rule.looksAtEvery === undefined) return false;
    counts.set(token, (counts.get(token) ?? 0) + 1);
    return (counts.get(token) ?? 0) <= MOST_OF_A_TYPE;
  });
}

/** Something that was not said before. */
const isNew = (said: readonly string[], before: readonly string[]) => said.some((one) => !before.includes(one));

function firstOfResource(rule: Rule, subjects: readonly Subject[], kind: string): string | undefined {
  let left = MOST_RESOURCE_MUTANTS;
  for (const subject of subjects) {
    const before = saidOfResource(rule, subject);
    for (const { what, subject: mutant } of mutantsOf(subject, kind)) {
      if (left-- <= 0) return undefined;
      if (isNew(saidOfResource(rule, mutant), before)) return what;
    }
  }
  return undefined;
}

function firstOfStack(
  rule: Rule,
  stack: readonly Subject[],
  kind: string,
  before: readonly string[],
): string | undefined {
  const subjects = looksAt(rule, stack);
  let left = MOST_STACK_MUTANTS;
  for (const { what, stack: mutant } of stackMutants(stack, subjects, kind)) {
    if (isNew(saidOfStack(rule, mutant), before)) return what;
  }
  for (const subject of subjects) {
    for (const { what, subject: mutant } of mutantsOf(subject, kind)) {
      if (left-- <= 0) return undefined;
      const changed = stack.map((one) => (one === subject ? mutant : one));
      if (isNew(saidOfStack(rule, changed), before)) return what;
    }
  }
  return undefined;
}

/** The first mutant of each kind that a rule finds in the workshop. */
export function findingsOf(rule: Rule, { inputs, outputs }: WorkshopStack): Findings {
  const isStackRule = "validateStack" in rule;
  const subjects = looksAt(rule, inputs);
  const before = isStackRule ? saidOfStack(rule, outputs) : [];
  const found = ALL_KINDS.map((kind): [string, string | undefined] => [
    kind,
    isStackRule ? firstOfStack(rule, outputs, kind, before) : firstOfResource(rule, subjects, kind),
  ]);
  return new Map(found.filter((one): one is [string, string] => one[1] !== undefined));
}

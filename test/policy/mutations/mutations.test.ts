import assert from "node:assert/strict";
import fc from "fast-check";
import { policies } from "../../../policy/policies";
import { saidOfResource, saidOfStack } from "./judge";
import { KINDS, NOT_KNOWN } from "./kinds";
import { placesIn, placeText, replacedAt } from "./places";
import { type Findings, findingsOf, isNew, lookedAt, mutantsAmong, replaced } from "./search";
import { table } from "./table";
import { type Props, type Subject, type WorkshopStack, workshopStack } from "./workshopStack";

/** Rules about exemptions and previews; those have tests of their own. */
const rules = policies.filter(({ area }) => area !== "pack");
const stackRules = rules.filter((rule) => "validateStack" in rule);

/** What a random mutation is drawn from: the rest is decided by what it is applied to. */
const draw = fc.record({ place: fc.nat(), kind: fc.nat(KINDS.length - 1), value: fc.nat() });

/** A resource after some mutations, one after another, and what those were. */
function mutant(subject: Subject, draws: readonly { place: number; kind: number; value: number }[]) {
  const done: string[] = [];
  let props: unknown = subject.props;
  for (const { place: which, kind, value } of draws) {
    const places = placesIn(props);
    const occupied = places[which % places.length];
    const values = occupied ? (KINDS[kind]?.values(occupied.value) ?? []) : [];
    if (!occupied || values.length === 0) continue;
    const { place } = occupied;
    const becomes = values[value % values.length];
    props = replacedAt(props, place, becomes);
    done.push(`${placeText(place)} = ${String(becomes)}`);
  }
  return { subject: { ...subject, props: props as Props }, done };
}

describe("mutations of the whole workshop", () => {
  let stack: WorkshopStack;
  before(async () => {
    stack = await workshopStack();
  });

  it("crash no rule for single resources", () => {
    const property = fc.property(fc.nat(), fc.array(draw, { minLength: 1, maxLength: 4 }), (which, draws) => {
      const original = stack.inputs[which % stack.inputs.length] as Subject;
      const { subject, done } = mutant(original, draws);
      for (const rule of rules) {
        assert.doesNotThrow(
          () => saidOfResource(rule, subject),
          `${rule.name} on ${subject.urn} with ${done.join("; ")}`,
        );
      }
    });
    fc.assert(property, { seed: 9, numRuns: 4000 });
  });

  it("crash no rule for the stack", () => {
    const property = fc.property(fc.nat(), fc.array(draw, { minLength: 1, maxLength: 4 }), (which, draws) => {
      const original = stack.outputs[which % stack.outputs.length] as Subject;
      const { subject, done } = mutant(original, draws);
      const changed = stack.outputs.map((one) => (one === original ? subject : one));
      for (const rule of stackRules) {
        assert.doesNotThrow(() => saidOfStack(rule, changed), `${rule.name} on ${subject.urn} with ${done.join("; ")}`);
      }
    });
    fc.assert(property, { seed: 9, numRuns: 150 });
  });

  it("make no rule speak of a resource by leaving it in the dark", () => {
    const spoken: string[] = [];
    for (const rule of rules) {
      for (const { original, make } of mutantsAmong(lookedAt(rule, stack.inputs), NOT_KNOWN)) {
        const { what, subject } = make();
        if (isNew(saidOfResource(rule, subject), saidOfResource(rule, original))) spoken.push(`${rule.name}: ${what}`);
      }
    }
    assert.deepEqual(spoken, []);
  });

  it("make no rule speak of the stack by leaving it in the dark", () => {
    const spoken: string[] = [];
    for (const rule of stackRules) {
      const before = saidOfStack(rule, stack.outputs);
      for (const { original, make } of mutantsAmong(lookedAt(rule, stack.outputs), NOT_KNOWN)) {
        const mutant = make();
        const said = saidOfStack(rule, replaced(stack.outputs, original, mutant));
        if (isNew(said, before)) spoken.push(`${rule.name}: ${mutant.what}`);
      }
    }
    assert.deepEqual(spoken, []);
  });

  it("make each rule speak", () => {
    const findings = new Map<string, Findings>(rules.map((rule) => [rule.name, findingsOf(rule, stack)]));
    console.log(table(findings));
    const silent = [...findings].flatMap(([name, found]) => (found.size === 0 ? [name] : []));
    assert.deepEqual(silent, []);
    // A minute on an idle machine.
  }).timeout(600_000);
});

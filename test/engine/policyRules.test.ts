import assert from "node:assert/strict";
import { policies } from "../../policy/policies";
import { describeWithPulumi, POLICY_PACK, ROOT, Workspace } from "./cli";
import { programChanges } from "./policyChanges";
import { batchesOf } from "./policyChanges/batches";
import { ChangedProgram } from "./policyChanges/changedProgram";
import { isStopped, said } from "./policyChanges/said";

/** What the pack says to the workshop in a preview of a new stack, but for what that preview cannot know. */
async function saidTo(main: string, settings: Record<string, unknown>, fails: boolean): Promise<string[]> {
  const workspace = new Workspace({ main });
  try {
    await workspace.init("alice", settings);
    const run = await workspace.preview("alice", ["--policy-pack", POLICY_PACK], { fails });
    return said(run).filter((one) => !one.startsWith("not-yet-decided "));
  } finally {
    workspace.remove();
  }
}

/** The first list without what the second has. */
function without(all: readonly string[], some: readonly string[]): string[] {
  return all.filter((one) => !some.includes(one));
}

describeWithPulumi("pulumi on this machine: each rule finds one changed line of the program", () => {
  const baselines = new Map<string, Promise<string[]>>();
  const baseline = (settings: Record<string, unknown>) => {
    const key = JSON.stringify(settings);
    const said = baselines.get(key) ?? saidTo(ROOT, settings, false);
    baselines.set(key, said);
    return said;
  };

  it("has a line for every rule", () => {
    const found = new Set(programChanges.map(({ rule }) => rule));
    // Those are about exemptions and previews, not about a program.
    const rules = policies.filter(({ area }) => area !== "pack").map(({ name }) => name);
    assert.deepEqual(without(rules, [...found]), []);
  });

  batchesOf(programChanges).forEach(({ settings, changes }, number) => {
    describe(`${changes.length} of them at once, ${number + 1}`, () => {
      let more: string[];
      before(async () => {
        const program = new ChangedProgram(changes);
        try {
          const all = await saidTo(program.folder, settings, isStopped(changes));
          more = without(all, await baseline(settings));
        } finally {
          program.remove();
        }
      });

      for (const { rule, file, line, says } of changes) {
        it(`${rule}: ${file}: ${line.slice(0, 80)}`, () => {
          assert.ok(
            says.some((one) => one.startsWith(`${rule}:`) || one.startsWith(`${rule} `)),
            `${rule} is not among what is said`,
          );
          assert.deepEqual(without(says, more), []);
        });
      }

      it("and nothing else is said", () => {
        const expected = changes.flatMap(({ says }) => says);
        assert.deepEqual(without(more, expected), []);
      });
    });
  });
});

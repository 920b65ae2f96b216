import assert from "node:assert/strict";
import { LOAD_TEST_ADVICE, WORKSHOP_ADVICE, type WorkshopAdvice } from "../../policy/docs/workshopAdvice";
import { bringUp } from "../workshop/bringUp";

/** Everything that the pack says to the workshop, as `LEVEL RULE RESOURCE`, sorted. */
async function saidTo(settings: Record<string, unknown>): Promise<string[]> {
  const { violations } = await bringUp(settings);
  return violations.map(({ level, policy, urn }) => `${level} ${policy} ${urn?.split("::").at(-1)}`).sort();
}

function documented(advice: readonly WorkshopAdvice[]): string[] {
  return advice.flatMap(({ rule, resources }) => resources.map((name) => `advisory ${rule} ${name}`)).sort();
}

describe("what the workshop itself is told", () => {
  it("is what the documentation explains, and nothing stops it", async () => {
    assert.deepEqual(await saidTo({}), documented(WORKSHOP_ADVICE));
  });

  it("has the load generator's advice in addition, where that is on", async () => {
    assert.deepEqual(await saidTo({ loadTest: true }), documented([...WORKSHOP_ADVICE, ...LOAD_TEST_ADVICE]));
  });

  for (const lab of [0, 1, 2, 3, 4, 5, 6]) {
    it(`is no other in lab ${lab}`, async () => {
      const all = documented(WORKSHOP_ADVICE);
      assert.deepEqual(
        (await saidTo({ lab })).filter((one) => !all.includes(one)),
        [],
      );
    });
  }
});

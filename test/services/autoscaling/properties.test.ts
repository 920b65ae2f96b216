import assert from "node:assert/strict";
import fc from "fast-check";
import type { Props } from "../../../local/account/model";
import { cats, policy, type Scaled, scaled } from "./fixture";

const MIN = 2;
const MAX = 40;

/** A policy with random steps on one side of the threshold, which is 20. */
const configuration = fc.record({
  isOut: fc.boolean(),
  adjustmentType: fc.constantFrom("ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"),
  small: fc.integer({ min: 0, max: 60 }),
  large: fc.integer({ min: 0, max: 200 }),
  cooldown: fc.integer({ min: 0, max: 400 }),
});

/** At which minute which policy is invoked with which value. */
const invocations = fc.array(
  fc.record({ minute: fc.integer({ min: 1, max: 40 }), index: fc.nat(3), value: fc.integer({ min: 0, max: 40 }) }),
  { maxLength: 60 },
);

interface Run {
  events: Scaled["events"];
  /** Each policy's cooldown. */
  cooldowns: Map<string, number>;
}

const runs = fc.record({
  policies: fc.array(configuration, { minLength: 4, maxLength: 4 }),
  invocations,
  start: fc.integer({ min: MIN, max: MAX }),
});

async function run(of: typeof runs extends fc.Arbitrary<infer T> ? T : never): Promise<Run> {
  const records = of.policies.map(({ isOut, adjustmentType, small, large, cooldown }, i) => {
    const sign = isOut || adjustmentType === "ExactCapacity" ? 1 : -1;
    const steps: Record<string, number> = isOut
      ? { "0..10": sign * small, "10..": sign * large }
      : { "-10..0": sign * small, "..-10": sign * large };
    const by: Props = { adjustmentType, cooldown };
    return policy(`p${i}`, steps, by);
  });
  const { simulation, events, invoke } = scaled(...cats(of.start, { minCapacity: MIN, maxCapacity: MAX }), ...records);
  for (const { minute, index, value } of of.invocations) invoke(minute * 60 + 15, `p${index}`, value);
  await simulation.run(3600);
  return { events, cooldowns: new Map(of.policies.map(({ cooldown }, i) => [`p${i}`, cooldown])) };
}

describe("Application Auto Scaling, whatever is invoked", () => {
  it("never leaves the bounds", () =>
    fc.assert(
      fc.asyncProperty(runs, async (of) => {
        const { events } = await run(of);
        for (const { from, to } of events) assert.ok(from >= MIN && to >= MIN && from <= MAX && to <= MAX);
      }),
    ));

  it("never scales in within the cooldown of a scaling activity", () =>
    fc.assert(
      fc.asyncProperty(runs, async (of) => {
        const { events, cooldowns } = await run(of);
        let until = 0;
        for (const { at, policy: name, from, to } of events) {
          if (to < from) assert.ok(at >= until, `scaled in at ${at}, within a cooldown until ${until}`);
          if (to !== from) until = at + (cooldowns.get(name) ?? 0);
        }
      }),
    ));

  it("goes on from where it came to, and says why when it does not", () =>
    fc.assert(
      fc.asyncProperty(runs, async (of) => {
        const { events } = await run(of);
        let capacity = of.start;
        for (const { from, to, status, reason } of events) {
          assert.equal(from, capacity);
          assert.equal(status, from === to ? "NotScaled" : "Successful");
          if (reason === "AlreadyAtMinCapacity") assert.equal(from, MIN);
          if (reason === "AlreadyAtMaxCapacity") assert.equal(from, MAX);
          capacity = to;
        }
      }),
    ));

  it("never adds more within a cooldown than the largest step that was called for", () =>
    fc.assert(
      fc.asyncProperty(runs, async (of) => {
        const policies = of.policies.map((one) => ({
          small: one.small % 5,
          large: 5 + (one.large % 9),
          isOut: true,
          adjustmentType: "ChangeInCapacity" as const,
          cooldown: 4000,
        }));
        const { events } = await run({ ...of, policies });
        const steps = of.invocations.map(({ index, value }) => {
          const { small = 0, large = 0 } = policies[index] ?? {};
          return value < 20 ? 0 : value < 30 ? small : large;
        });
        assert.equal(events.at(-1)?.to ?? of.start, Math.min(MAX, of.start + Math.max(0, ...steps)));
      }),
    ));
});

import assert from "node:assert/strict";
import { cats, fleet, policy, scaled } from "./fixture";

describe("Application Auto Scaling with both alarms at exactly the shared threshold", () => {
  const both = [policy("in", { "-10..0": -1, "..-10": -2 }, {}, "fleet"), policy("out", { "0..": 2 }, {}, "fleet")];

  it("gives the largest capacity, whichever alarm came first", async () => {
    for (const order of [
      ["in", "out"],
      ["out", "in"],
    ] as const) {
      const { simulation, lines, invoke } = scaled(...fleet(5), ...both);
      for (const name of order) invoke(75, name, 20);
      await simulation.run(100);
      assert.deepEqual(lines, ["77 out 5>7"]);
    }
  });

  it("goes up only, minute by minute, and stays at the top", async () => {
    const { simulation, lines, invoke } = scaled(...fleet(3), ...both);
    for (let minute = 1; minute <= 30; minute++) {
      invoke(minute * 60 + 15, "in", 20);
      invoke(minute * 60 + 15, "out", 20);
    }
    await simulation.run(3600);
    const scalings = lines.filter((line) => !/Already|no code/.test(line));
    assert.deepEqual(scalings, ["77 out 3>5", "377 out 5>7", "677 out 7>9", "977 out 9>10"]);
    assert.equal(lines.at(-1), "1817 out 10>10 AlreadyAtMaxCapacity");
  });

  it("gives the smaller step in where two scale in", async () => {
    const policies = [policy("two", { "..0": -2 }), policy("one", { "..0": -1 })];
    const { simulation, lines, invoke } = scaled(...cats(5), ...policies);
    for (const name of ["two", "one"]) invoke(75, name, 20);
    await simulation.run(100);
    assert.deepEqual(lines, ["77 one 5>4"]);
  });

  it("scales in where the other policy has no step", async () => {
    const { simulation, lines, invoke } = scaled(...cats(5), policy("out", { "5..": 2 }), policy("in", { "..0": -1 }));
    for (const name of ["out", "in"]) invoke(75, name, 20);
    await simulation.run(100);
    assert.deepEqual(lines, ["77 in 5>4"]);
  });
});

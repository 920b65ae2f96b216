import assert from "node:assert/strict";
import { cats, fleet, policy, scaled } from "./fixture";

const MORE = { "0..1000": 10, "1000..3000": 20, "3000..": 25 };
const LESS = { "-900..0": -10, "..-900": -5 };

describe("Application Auto Scaling's bounds", () => {
  it("hold from the registration of a target on", async () => {
    const { simulation, lines } = scaled(...cats(1), ...fleet(12));
    await simulation.run(60);
    assert.deepEqual(lines, ["2 minimum capacity was set to 2 1>2", "2 maximum capacity was set to 10 12>10"]);
  });

  it("hold at once where they are changed, cooldown or not, and start none", async () => {
    const { simulation, world, lines, invoke, record } = scaled(...cats(2), policy("more", MORE), policy("less", LESS));
    invoke(75, "less", 0, 1000);
    invoke(75, "more", 1000, 1000);
    await simulation.run(100);
    world.set(record("service/main/cats"), "maxCapacity", 8);
    await simulation.run(200);
    world.set(record("service/main/cats"), "minCapacity", 8);
    invoke(202, "less", 0, 1000);
    await simulation.run(300);
    world.set(record("service/main/cats"), "minCapacity", 2);
    invoke(435, "less", 0, 1000);
    await simulation.run(500);
    assert.deepEqual(lines, [
      "77 more 2>12",
      "102 maximum capacity was set to 8 12>8",
      "204 less 8>8 AlreadyAtMinCapacity",
      "437 less 8>3",
    ]);
  });

  it("do not move what somebody sets by hand, until a policy acts", async () => {
    const { simulation, world, lines, invoke, record } = scaled(...cats(2), policy("less", LESS));
    await simulation.run(10);
    world.set(record("cats"), "desiredCount", 1);
    await simulation.run(70);
    assert.deepEqual(lines, []);
    invoke(75, "less", 0, 1000);
    await simulation.run(100);
    assert.deepEqual(lines, ["77 less 1>2"]);
  });
});

import assert from "node:assert/strict";
import { Simulation } from "../../local/services/kernel/simulation";
import { SiteClock } from "../../local/site/siteClock";

describe("the clock of a site", () => {
  let simulation: Simulation;
  let failures: string[];
  let clock: SiteClock;

  beforeEach(() => {
    simulation = new Simulation();
    failures = [];
    clock = new SiteClock(simulation, ({ message }) => failures.push(message));
  });
  afterEach(() => clock.stop());

  it("goes on by hand, and never twice at once", async () => {
    const seen: string[] = [];
    simulation.at(3, () => seen.push("3"));
    simulation.at(8, () => seen.push("8"));
    let done: () => void = () => {};
    simulation.at(4, () =>
      simulation.perform(
        () =>
          new Promise<void>((resolve) => {
            done = resolve;
          }),
      ),
    );
    const both = [clock.advance(5), clock.advance(5)];
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([simulation.now, seen], [4, ["3"]]);
    done();
    await Promise.all(both);
    assert.deepEqual([simulation.now, seen], [10, ["3", "8"]]);
  });

  it("follows the clock on the wall", async () => {
    const reached = new Promise<void>((resolve) => simulation.at(50, resolve));
    clock.start(500);
    // The clock keeps nobody up.
    const holder = setInterval(() => {}, 1000);
    await reached;
    clearInterval(holder);
    assert.equal(simulation.now, 50);
  });

  it("says why it has stopped", async () => {
    simulation.at(50, () => {
      throw new Error("no more");
    });
    const told = new Promise<Error>((resolve) => {
      clock = new SiteClock(simulation, resolve);
    });
    clock.start(500);
    const holder = setInterval(() => {}, 1000);
    assert.equal((await told).message, "no more");
    clearInterval(holder);
  });

  it("fails by hand with what has failed", async () => {
    simulation.at(5, () => {
      throw new Error("no more");
    });
    await clock.advance(4);
    await assert.rejects(clock.advance(1), { message: "no more" });
    assert.deepEqual(failures, []);
  });

  it("does not go on by itself at speed 0", async () => {
    clock.start(0);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(simulation.now, 0);
    await clock.advance(7);
    assert.deepEqual([simulation.now, failures], [7, []]);
  });
});

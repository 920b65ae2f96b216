import assert from "node:assert/strict";
import fc from "fast-check";
import { Simulation } from "../../../local/services/kernel/simulation";

describe("Simulation", () => {
  let simulation: Simulation;
  let seen: string[];
  const see = (what: string) => () => seen.push(`${simulation.now} ${what}`);
  beforeEach(() => {
    simulation = new Simulation();
    seen = [];
  });

  it("does what is due in order of time, and at the same time in order of scheduling", async () => {
    simulation.at(20, see("b"));
    simulation.at(10, see("a"));
    simulation.after(20, see("c"));
    await simulation.run(60);
    assert.deepEqual(seen, ["10 a", "20 b", "20 c"]);
    assert.equal(simulation.now, 60);
  });

  it("does on the same moment what is scheduled for it meanwhile", async () => {
    simulation.at(5, () => simulation.after(0, see("child")));
    simulation.at(5, see("sibling"));
    await simulation.run(5);
    assert.deepEqual(seen, ["5 sibling", "5 child"]);
  });

  it("leaves alone what was called off, and what is due later", async () => {
    simulation.at(1, see("cancelled")).cancel();
    simulation.at(11, see("late"));
    await simulation.run(10);
    assert.deepEqual(seen, []);
    await simulation.run(11);
    assert.deepEqual(seen, ["11 late"]);
  });

  it("repeats at every multiple of a period", async () => {
    const timer = simulation.every(60, see("minute"), 15);
    await simulation.run(140);
    timer.cancel();
    await simulation.run(600);
    assert.deepEqual(seen, ["15 minute", "75 minute", "135 minute"]);
  });

  it("begins a repetition that is made in between at the next multiple", async () => {
    await simulation.run(75);
    simulation.every(60, see("a"), 15);
    simulation.every(60, see("b"));
    await simulation.run(140);
    assert.deepEqual(seen, ["120 b", "135 a"]);
  });

  it("lets a repetition end itself", async () => {
    const timer = simulation.every(10, () => {
      see("tick")();
      if (simulation.now >= 20) timer.cancel();
    });
    await simulation.run(100);
    assert.deepEqual(seen, ["0 tick", "10 tick", "20 tick"]);
  });

  it("refuses times that have passed", async () => {
    await simulation.run(10);
    assert.throws(
      () => simulation.at(9, () => {}),
      /^RangeError: Cannot schedule for second 9: it is second 10 already\.$/,
    );
    assert.throws(() => simulation.after(Number.NaN, () => {}), RangeError);
  });

  it("runs until a condition holds, and says whether it did", async () => {
    simulation.every(10, see("tick"));
    assert.equal(await simulation.runUntil(() => seen.length >= 3, 100), true);
    assert.equal(simulation.now, 20);
    assert.equal(await simulation.runUntil(() => false, 45), false);
    assert.equal(simulation.now, 45);
  });

  it("passes on what an action throws", async () => {
    simulation.at(1, () => {
      throw new Error("broken");
    });
    await assert.rejects(simulation.run(10), /^Error: broken$/);
  });

  it("tells the time", async () => {
    await simulation.run(3661.5);
    assert.equal(simulation.time, "2026-01-01T01:01:01Z");
    assert.equal(simulation.timeAt(0), "2026-01-01T00:00:00Z");
  });

  describe("with asynchronous code", () => {
    it("lets no virtual time pass while it works", async () => {
      simulation.at(10, () =>
        simulation.perform(async () => {
          see("begins")();
          await new Promise((resolve) => setImmediate(resolve));
          see("ends")();
        }),
      );
      simulation.at(10.5, see("next"));
      await simulation.run(20);
      assert.deepEqual(seen, ["10 begins", "10 ends", "10.5 next"]);
    });

    it("lets it sleep in virtual time, side by side", async () => {
      const work = (name: string, seconds: number) => async () => {
        for (let round = 0; round < 2; round++) {
          await simulation.sleep(seconds);
          see(name)();
        }
      };
      simulation.perform(work("slow", 30));
      simulation.perform(work("fast", 20));
      await simulation.run(100);
      assert.deepEqual(seen, ["20 fast", "30 slow", "40 fast", "60 slow"]);
    });

    it("passes on what it throws, at the moment at which it does", async () => {
      simulation.at(10, () =>
        simulation.perform(async () => {
          await simulation.sleep(5);
          throw new Error("handler failed");
        }),
      );
      simulation.at(16, see("later"));
      await assert.rejects(simulation.run(20), /^Error: handler failed$/);
      assert.deepEqual(seen, []);
      assert.equal(simulation.now, 15);
    });
  });

  it("gives each purpose chance of its own, the same for the same seed", () => {
    const draw = (seed: number, purpose: string) => {
      const random = new Simulation({ seed }).random(purpose);
      return [
        random.fraction(),
        random.between(5, 6),
        random.integer(1, 6),
        random.normal(),
        random.pick(["a", "b", "c"]),
      ];
    };
    assert.deepEqual(draw(1, "prices"), draw(1, "prices"));
    assert.notDeepEqual(draw(1, "prices"), draw(2, "prices"));
    assert.notDeepEqual(draw(1, "prices"), draw(1, "faults"));
    assert.equal(new Simulation({ seed: 1 }).digest("x"), new Simulation({ seed: 1 }).digest("x"));
    assert.notEqual(new Simulation({ seed: 1 }).digest("x"), new Simulation({ seed: 2 }).digest("x"));
  });

  it("keeps chance within its bounds", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.string(),
        fc.integer({ min: -50, max: 50 }),
        fc.nat(20),
        (seed, purpose, low, span) => {
          const random = new Simulation({ seed }).random(purpose);
          for (let i = 0; i < 20; i++) {
            const fraction = random.fraction();
            assert.ok(fraction >= 0 && fraction < 1);
            const whole = random.integer(low, low + span);
            assert.ok(Number.isInteger(whole) && whole >= low && whole <= low + span);
            assert.ok(Number.isFinite(random.normal()));
          }
        },
      ),
    );
    assert.throws(() => new Simulation().random("x").pick([]), /^RangeError: Cannot pick from nothing\.$/);
  });

  it("keeps the order of time whatever is scheduled when", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { maxLength: 40 }), async (plans) => {
        const own = new Simulation();
        const times: number[] = [];
        for (const [first, then] of plans) {
          own.at(first, () => {
            times.push(own.now);
            own.after(then, () => times.push(own.now));
          });
        }
        await own.run(200);
        assert.equal(times.length, 2 * plans.length);
        assert.deepEqual(
          times,
          times.toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it("lets one piece of asynchronous work go on after the other, however long each takes on this machine", async () => {
    const simulation = new Simulation();
    const order: string[] = [];
    const work = (name: string, turns: number) =>
      simulation.perform(async () => {
        await simulation.sleep(1);
        for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
        order.push(name);
      });
    work("slow", 20);
    work("quick", 0);
    await simulation.run(2);
    assert.deepEqual(order, ["slow", "quick"]);
  });
});

describe("Bus", () => {
  it("tells those who asked, in the order in which they asked, and nobody else", () => {
    const { bus } = new Simulation();
    const heard: string[] = [];
    bus.subscribe("service-event", ({ message }) => heard.push(`first ${message}`));
    bus.subscribe("service-event", ({ message }) => heard.push(`second ${message}`));
    bus.subscribe("alarm", ({ name }) => heard.push(`alarm ${name}`));
    bus.publish("service-event", { service: "cats", message: "hello" });
    assert.deepEqual(heard, ["first hello", "second hello"]);
    bus.publish("alarm", { name: "up", state: "ALARM", before: "OK", reason: "" });
    assert.deepEqual(heard.slice(2), ["alarm up"]);
  });
});

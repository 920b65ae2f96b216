import assert from "node:assert/strict";
import { cats, fleet, POLICY, policy, SERVICE, scaled } from "./fixture";

/** The workshop's steps for tasks, at its threshold of 1,000 requests. */
const MORE = { "0..1000": 10, "1000..3000": 20, "3000..": 25 };
const LESS = { "-900..0": -10, "..-900": -5 };

describe("Application Auto Scaling", () => {
  it("sets the count of the service that the target names, two seconds after the alarm", async () => {
    const { simulation, events, invoke, record, account } = scaled(...cats(2), policy("more", MORE));
    invoke(75, "more", 1500, 1000);
    await simulation.run(76);
    assert.equal(record("cats").inputs.desiredCount, 2);
    await simulation.run(300);
    assert.deepEqual(
      account.records(SERVICE).map(({ id, inputs }) => `${id} ${inputs.desiredCount}`),
      ["other 1", "default 1", "cats 12"],
    );
    assert.equal(record("cats").outputs.desiredCount, 12);
    assert.deepEqual(events, [
      {
        at: 77,
        resourceId: "service/main/cats",
        policy: "more",
        from: 2,
        to: 12,
        cause: "monitor alarm more-alarm in state ALARM triggered policy more",
        status: "Successful",
      },
    ]);
  });

  it("says with the change what it was before", async () => {
    const { simulation, world, invoke } = scaled(...cats(2), policy("more", MORE));
    const changes: unknown[] = [];
    world.bus.subscribe("change", ({ record, name, before }) => changes.push([record.id, name, before]));
    invoke(75, "more", 1500, 1000);
    await simulation.run(100);
    assert.deepEqual(changes, [["cats", "desiredCount", 2]]);
  });

  it("sets the target capacity of a fleet", async () => {
    const { simulation, lines, invoke } = scaled(...fleet(3), policy("out", { "0..30": 2, "30..": 3 }, {}, "fleet"));
    invoke(75, "out", 20);
    invoke(374, "out", 25);
    invoke(377, "out", 50);
    await simulation.run(900);
    // The cooldown of the first runs from 77 to 377: the second is within it, the third is not.
    assert.deepEqual(lines, ["77 out 3>5", "376 out 5>5 AlreadyAtDesiredCapacity", "379 out 5>8"]);
  });

  it("grows by the steps every cooldown while the alarm repeats its action, up to the bound", async () => {
    const { simulation, lines, invoke } = scaled(...cats(2, { maxCapacity: 30 }), policy("more", MORE));
    for (let minute = 1; minute <= 14; minute++) invoke(minute * 60 + 15, "more", 1500, 1000);
    await simulation.run(900);
    const wait = (from: number, to: number, capacity: number) =>
      Array.from(
        { length: (to - from) / 60 + 1 },
        (_, i) => `${from + i * 60} more ${capacity}>${capacity} AlreadyAtDesiredCapacity`,
      );
    assert.deepEqual(lines, [
      "77 more 2>12",
      ...wait(137, 317, 12),
      "377 more 12>22",
      ...wait(437, 617, 22),
      "677 more 22>30",
      ...["737", "797", "857"].map((second) => `${second} more 30>30 AlreadyAtMaxCapacity`),
    ]);
  });

  it("adds the difference to a larger step within the cooldown, and counts what was added since", async () => {
    // The documentation's example: 2 were added, a step of 3 adds 1.
    const { simulation, lines, invoke } = scaled(...cats(10), policy("out", { "0..10": 2, "10..": 3 }));
    invoke(75, "out", 25);
    invoke(135, "out", 30);
    invoke(195, "out", 30);
    invoke(435, "out", 30);
    invoke(438, "out", 30);
    await simulation.run(900);
    assert.deepEqual(lines, [
      "77 out 10>12",
      "137 out 12>13",
      "197 out 13>13 AlreadyAtDesiredCapacity",
      // The cooldown began again at 137 and is over.
      "437 out 13>16",
      "440 out 16>16 AlreadyAtDesiredCapacity",
    ]);
  });

  it("scales in once a cooldown only", async () => {
    const { simulation, lines, invoke } = scaled(...cats(30), policy("less", LESS, { cooldown: 120 }));
    for (const second of [75, 135, 195, 255, 315]) invoke(second, "less", 500, 1000);
    await simulation.run(900);
    assert.deepEqual(lines, [
      "77 less 30>20",
      "137 less 20>20 no code",
      "197 less 20>10",
      "257 less 10>10 no code",
      "317 less 10>2",
    ]);
  });

  it("scales out at once within the cooldown of a scale-in, which ends with it", async () => {
    const policies = [policy("more", MORE, { cooldown: 60 }), policy("less", LESS)];
    const { simulation, lines, invoke } = scaled(...cats(30), ...policies);
    invoke(75, "less", 500, 1000);
    invoke(135, "more", 1000, 1000);
    invoke(195, "less", 500, 1000);
    await simulation.run(900);
    // The scale-in's own cooldown would have lasted until 377, the scale-out's lasts until 197.
    assert.deepEqual(lines, ["77 less 30>20", "137 more 20>30", "197 less 30>20"]);
  });

  it("does not scale in within the cooldown of a scale-out", async () => {
    const { simulation, lines, invoke } = scaled(...cats(2), policy("more", MORE), policy("less", LESS));
    invoke(75, "more", 1500, 1000);
    invoke(135, "less", 500, 1000);
    invoke(376, "less", 500, 1000);
    await simulation.run(900);
    assert.deepEqual(lines, ["77 more 2>12", "137 less 12>12 no code", "378 less 12>2"]);
  });

  it("does not scale below the minimum while it is quiet", async () => {
    const { simulation, lines, invoke } = scaled(...cats(2), policy("less", LESS));
    invoke(15, "less", 0, 1000);
    await simulation.run(60);
    assert.deepEqual(lines, ["17 less 2>2 AlreadyAtMinCapacity"]);
  });

  it("has nothing to go by where the alarm has no value, or no step for it", async () => {
    const { simulation, lines, invoke } = scaled(...cats(5), policy("less", LESS));
    invoke(15, "less", undefined, 1000);
    invoke(75, "less", 1001, 1000);
    await simulation.run(100);
    assert.deepEqual(lines, ["17 less 5>5 no code", "77 less 5>5 no code"]);
  });

  it("keeps targets apart", async () => {
    const policies = [policy("more", MORE), policy("out", { "0..": 2 }, {}, "fleet")];
    const { simulation, lines, invoke } = scaled(...cats(2), ...fleet(3), ...policies);
    invoke(75, "more", 1000, 1000);
    invoke(75, "out", 20);
    await simulation.run(100);
    assert.deepEqual(lines, ["77 more 2>12", "77 out 3>5"]);
  });

  it("reads its numbers each time: changed steps and cooldowns count at once", async () => {
    const { simulation, world, lines, invoke, record } = scaled(...cats(2), policy("more", MORE));
    invoke(75, "more", 1000, 1000);
    await simulation.run(100);
    const { inputs = {} } = policy("more", { "0..": 40 }, { cooldown: 10 });
    world.set(record("more"), "stepScalingPolicyConfiguration", inputs.stepScalingPolicyConfiguration ?? null);
    invoke(435, "more", 1000, 1000);
    invoke(446, "more", 1000, 1000);
    await simulation.run(500);
    assert.deepEqual(lines, ["77 more 2>12", "437 more 12>52", "448 more 52>92"]);
  });

  it("scales no way that is suspended", async () => {
    const { simulation, lines, invoke, record } = scaled(...cats(5), policy("more", MORE), policy("less", LESS));
    record("service/main/cats").outputs.suspendedState = { dynamicScalingInSuspended: true };
    invoke(75, "less", 500, 1000);
    invoke(135, "more", 1000, 1000);
    await simulation.run(200);
    assert.deepEqual(lines, ["77 less 5>5 no code", "137 more 5>15"]);
  });

  it("forgets a target that is deleted while a policy waits", async () => {
    const { simulation, world, account, lines, invoke, record } = scaled(...cats(2), policy("more", MORE));
    invoke(75, "more", 1000, 1000);
    await simulation.run(76);
    const target = record("service/main/cats");
    account.state.records.splice(account.state.records.indexOf(target), 1);
    account.records(target.type).splice(0);
    world.sync();
    await simulation.run(100);
    assert.deepEqual(lines, []);
  });

  it("leaves the actions of others alone", async () => {
    const { simulation, world, lines } = scaled(...cats(2), policy("more", MORE));
    const arn = "arn:aws:sns:us-west-2:123456789012:pager";
    world.bus.publish("alarm-action", { alarm: "a", state: "ALARM", arn, value: 1, threshold: 1 });
    await simulation.run(100);
    assert.deepEqual(lines, []);
  });

  it("refuses target tracking at once", () => {
    const tracking = { type: POLICY, id: "track", inputs: { policyType: "TargetTrackingScaling" } };
    assert.throws(() => scaled(tracking), {
      code: "UnsupportedOperation",
      message:
        "The scaling policy track: the services on this machine know StepScaling only, got TargetTrackingScaling.",
    });
  });
});

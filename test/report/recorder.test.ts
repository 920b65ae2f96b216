import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { Recorder } from "../../local/report/recorder";
import { Simulation } from "../../local/services/kernel/simulation";
import { World } from "../../local/services/world";

const LAB = { id: "lab1", title: "Lab 1", story: "Nothing happens." };

describe("the recorder", () => {
  let simulation: Simulation;
  let world: World;
  let values: Record<string, number>;
  let recorder: Recorder;
  beforeEach(() => {
    simulation = new Simulation();
    world = new World(simulation, new Account(), "us-west-2");
    values = { cats: 1 };
    const series = () => Object.entries(values).map(([label, value]) => ({ label, value }));
    const chart = { id: "tasks", title: "Tasks", unit: "tasks", stacked: false, series };
    recorder = new Recorder(world, { charts: [chart] });
  });

  const alarm = (before: "OK" | "ALARM" | "INSUFFICIENT_DATA", state: "OK" | "ALARM" | "INSUFFICIENT_DATA") =>
    world.bus.publish("alarm", { name: "up", state, before, reason: "Why." });

  it("samples its curves every minute, at the beginning and at the end", async () => {
    await simulation.run(30);
    recorder.begin(LAB);
    await simulation.run(100);
    values = { cats: 2, dogs: 7 };
    await simulation.run(170);
    const { charts, from, to } = recorder.end([]);
    assert.deepEqual([from, to], [30, 170]);
    assert.deepEqual(charts[0]?.times, [30, 90, 150, 170]);
    assert.deepEqual(charts[0]?.series, [
      { label: "cats", values: [1, 1, 2, 2] },
      { label: "dogs", values: [null, null, 7, 7] },
    ]);
  });

  it("keeps at most 2,000 samples of a long chapter, and its first and last", async () => {
    recorder.begin(LAB);
    await simulation.run(60 * 5000);
    const times = recorder.end([]).charts[0]?.times ?? [];
    assert.ok(times.length <= 2000 && times.length > 500, String(times.length));
    assert.deepEqual([times[0], times.at(-1)], [0, 300_000]);
  });

  it("follows alarms, also between chapters", async () => {
    alarm("INSUFFICIENT_DATA", "OK");
    await simulation.run(100);
    recorder.begin(LAB);
    await simulation.run(160);
    alarm("OK", "ALARM");
    await simulation.run(200);
    const first = recorder.end([]);
    assert.deepEqual(first.bands, [
      {
        label: "up",
        spans: [
          { from: 100, to: 160, state: "OK" },
          { from: 160, to: 200, state: "ALARM" },
        ],
      },
    ]);
    assert.deepEqual(first.events, [{ at: 160, source: "CloudWatch", text: "up goes from OK to ALARM. Why." }]);
    await simulation.run(250);
    recorder.begin(LAB);
    await simulation.run(260);
    assert.deepEqual(recorder.end([]).bands, [{ label: "up", spans: [{ from: 250, to: 260, state: "ALARM" }] }]);
  });

  it("writes once what a service says again and again", async () => {
    recorder.begin(LAB);
    for (let i = 0; i < 12; i++) {
      world.bus.publish("service-event", { service: "cats", message: "(service cats) was unable to place a task." });
    }
    assert.deepEqual(recorder.end([]).events, [
      {
        at: 0,
        source: "ECS",
        text: "(service cats) was unable to place a task. (12 times)",
        level: "warning",
      },
    ]);
  });

  it("tells scaling, capacity and interruptions in people's words", () => {
    recorder.begin(LAB);
    const scaling = { resourceId: "service/c/cats", policy: "p", from: 2, to: 12, cause: "alarm up" };
    world.bus.publish("scaling", { ...scaling, status: "Successful" });
    const failed = { id: "sfr-1", kind: "error", subType: "spotInstanceCountLimitExceeded", message: "No." } as const;
    world.bus.publish("capacity", failed);
    world.bus.publish("deployment", { service: "cats", id: "d", state: "FAILED", reason: "tasks failed to start." });
    recorder.note("attendee", "pulumi up");
    assert.deepEqual(
      recorder.end([]).events.map(({ source, text, level }) => [source, text, level]),
      [
        ["Application Auto Scaling", "cats from 2 to 12: alarm up", undefined],
        ["Spot fleet", "spotInstanceCountLimitExceeded: No.", "error"],
        ["ECS", "Deployment d of cats: FAILED. tasks failed to start.", "error"],
        ["attendee", "pulumi up", undefined],
      ],
    );
  });

  it("adds up requests", () => {
    recorder.begin(LAB);
    const requests = { targetGroupArn: "t", loadBalancerArn: "l", from: 0, to: 1 };
    world.bus.publish("requests", { ...requests, served: 10, lost: 1 });
    world.bus.publish("requests", { ...requests, served: 5, lost: 0 });
    assert.deepEqual(recorder.end([]).totals, { served: 15, lost: 1, dollars: null });
  });

  it("refuses to begin twice, to end what has not begun, and to sample never", () => {
    recorder.begin(LAB);
    assert.throws(
      () => recorder.begin({ ...LAB, id: "lab2" }),
      /^Error: Chapter lab2 cannot begin: chapter lab1 has not ended\.$/,
    );
    recorder.end([]);
    assert.throws(() => recorder.end([]), /^Error: No chapter can end: none has begun\.$/);
    assert.throws(() => recorder.note("x", "y"), /^Error: "y" cannot be noted: no chapter has begun\.$/);
    assert.throws(() => new Recorder(world, { charts: [], every: 0 }), /^RangeError: Cannot sample every 0 seconds/);
  });
});

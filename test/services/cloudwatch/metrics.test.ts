import assert from "node:assert/strict";
import { Metrics } from "../../../local/services/cloudwatch/metrics";
import type { Metric, StatisticSet } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { World } from "../../../local/services/world";
import { accountWith } from "../../account/support";
import { one, REQUESTS } from "./fixture";

describe("Metrics", () => {
  let simulation: Simulation;
  let metrics: Metrics;
  let published: string[];
  const put = (at: number, values: StatisticSet, metric = REQUESTS, period = 60) =>
    simulation.at(at + period, () => metrics.put(metric, at, period, values));
  const read = (stat: string, from: number, to: number, period = 60, metric = REQUESTS) =>
    metrics.statistic(metric, stat, period, from, to);

  beforeEach(() => {
    simulation = new Simulation();
    const world = new World(simulation, accountWith(), "us-west-2");
    metrics = new Metrics(world);
    published = [];
    world.bus.subscribe("datapoint", ({ metric, at, period, values }) =>
      published.push(`${simulation.now} ${metric.name} ${at}+${period} ${values.sum}/${values.count}`),
    );
  });

  it("knows the five statistics of a minute", async () => {
    put(0, { sum: 30, count: 4, minimum: 2, maximum: 20 });
    await simulation.run(100);
    const values = ["Sum", "SampleCount", "Minimum", "Maximum", "Average"].map((stat) => read(stat, 0, 60)[0]);
    assert.deepEqual(values, [30, 4, 2, 20, 7.5]);
  });

  it("shows a datapoint ten seconds after its minute, and says so then", async () => {
    put(0, one(5));
    await simulation.run(69);
    assert.deepEqual([read("Sum", 0, 60), published], [[undefined], []]);
    await simulation.run(70);
    assert.deepEqual([read("Sum", 0, 60), published], [[5], ["70 RequestCount 0+60 5/1"]]);
  });

  it("adds up what is put into a minute, wherever in it", async () => {
    simulation.at(20, () => metrics.put(REQUESTS, 20, 60, { sum: 3, count: 2, minimum: 1, maximum: 2 }));
    simulation.at(60, () => metrics.put(REQUESTS, 0, 60, { sum: 9, count: 1, minimum: 9, maximum: 9 }));
    await simulation.run(200);
    const values = ["Sum", "SampleCount", "Minimum", "Maximum"].map((stat) => read(stat, 0, 60)[0]);
    assert.deepEqual(values, [12, 3, 1, 9]);
    assert.deepEqual(published, ["70 RequestCount 0+60 12/3"]);
  });

  it("takes late values, and says again what the minute is then", async () => {
    put(0, one(1));
    simulation.at(300, () => metrics.put(REQUESTS, 0, 60, one(2)));
    simulation.at(301, () => metrics.put(REQUESTS, 60, 60, one(4)));
    await simulation.run(301);
    assert.deepEqual(read("Sum", 0, 120), [3, 4]);
    const lines = ["70 RequestCount 0+60 1/1", "300 RequestCount 0+60 3/2", "301 RequestCount 60+60 4/1"];
    assert.deepEqual(published, lines);
  });

  it("leaves a gap where nothing was put, also before the beginning", async () => {
    put(60, one(1));
    await simulation.run(300);
    assert.deepEqual(read("Sum", -60, 180), [undefined, undefined, 1, undefined]);
  });

  it("joins minutes into longer periods, which may begin at any minute", async () => {
    for (const [i, value] of [1, 2, 4, 8].entries()) put(i * 60, one(value));
    await simulation.run(400);
    assert.deepEqual(read("Sum", 60, 240, 180), [14]);
    assert.deepEqual(read("Average", 0, 240, 120), [1.5, 6]);
    assert.deepEqual(read("Sum", 0, 200, 120), [3]);
  });

  it("keeps a datapoint of a longer period at the minute at which it begins", async () => {
    put(0, one(7), REQUESTS, 300);
    await simulation.run(309);
    assert.deepEqual(read("Sum", 0, 300, 300), [undefined]);
    await simulation.run(310);
    assert.deepEqual([read("Sum", 0, 300, 300), read("Sum", 0, 120)], [[7], [7, undefined]]);
  });

  it("tells metrics apart by namespace, name and dimensions, in whatever order these are named", async () => {
    const turned: Metric = {
      ...REQUESTS,
      dimensions: { TargetGroup: "targetgroup/cats/2", LoadBalancer: "app/site/1" },
    };
    const other: Metric = { ...REQUESTS, dimensions: { LoadBalancer: "app/site/1" } };
    put(0, one(1));
    put(0, one(2), turned);
    put(0, one(4), other);
    await simulation.run(100);
    assert.deepEqual(read("Sum", 0, 60), [3]);
    assert.deepEqual(read("Sum", 0, 60, 60, other), [4]);
    assert.deepEqual(read("Sum", 0, 60, 60, { ...REQUESTS, name: "Other" }), [undefined]);
  });

  it("forgets what nobody will look back at", async () => {
    for (let minute = 0; minute < 600; minute++) put(minute * 60, one(1));
    await simulation.run(600 * 60 + 10);
    assert.ok(metrics.size <= 62, `${metrics.size} datapoints`);
    assert.equal(read("Sum", 599 * 60, 600 * 60)[0], 1);
  });

  it("keeps longer what somebody wants longer", async () => {
    metrics.keep(4 * 3600);
    for (let minute = 0; minute < 600; minute++) put(minute * 60, one(1));
    await simulation.run(600 * 60 + 10);
    assert.equal(read("Sum", 361 * 60, 600 * 60, 239 * 60)[0], 239);
  });

  it("refuses periods below a minute, values of nothing, and statistics that need each value", () => {
    assert.throws(() => metrics.put(REQUESTS, 0, 30, one(1)), {
      message: "The period must be a multiple of 60 seconds, got 30.",
    });
    assert.throws(() => metrics.put(REQUESTS, 0, 60, { ...one(0), count: 0 }), {
      message: "The metric RequestCount was given 0 values; put at least one, or nothing at all.",
    });
    assert.throws(() => read("p99", 0, 60), {
      code: "UnsupportedOperation",
      message:
        "The CloudWatch on this machine knows the statistics Average, Maximum, Minimum, SampleCount, Sum, not p99.",
    });
  });
});

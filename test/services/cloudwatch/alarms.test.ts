import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { options } from "../../account/support";
import { ALARM, alarm, mathAlarm, one, POLICY_ARN, REQUESTS, TOPIC_ARN, watch } from "./fixture";

const SCALE_IN: Props = { comparisonOperator: "LessThanOrEqualToThreshold", alarmActions: [POLICY_ARN] };

describe("Alarms", () => {
  it("begin without data, unchecked", () => {
    const { alarms } = watch(alarm("out"));
    assert.deepEqual(
      [alarms.state("out"), alarms.reason("out"), alarms.state("other")],
      ["INSUFFICIENT_DATA", "Unchecked: Initial alarm creation", undefined],
    );
  });

  it("fire when the second minute in a row breaches, a quarter of a minute after it", async () => {
    const { simulation, changes, reasons, alarms, requests } = watch(alarm("out"));
    requests([10, 1000, 1500, 999]);
    await simulation.run(300);
    assert.deepEqual(changes, ["75 out OK", "195 out ALARM", "255 out OK"]);
    assert.equal(
      reasons[1],
      "Threshold Crossed: 2 out of the last 2 datapoints [1500.0 (01/01/26 00:02:00), 1000.0 (01/01/26 00:01:00)] were " +
        "greater than or equal to the threshold (1000.0) (minimum 2 datapoints for OK -> ALARM transition).",
    );
    assert.equal(alarms.reason("out"), reasons[2]);
  });

  it("fire on M of N", async () => {
    const { simulation, changes, requests } = watch(alarm("out", { evaluationPeriods: 3, datapointsToAlarm: 2 }));
    requests([10, 1000, 0, 1000, 0, 0]);
    await simulation.run(420);
    // The evaluation at 255 sees 1000, 0, 1000, the next one 0, 1000, 0.
    assert.deepEqual(changes, ["75 out OK", "255 out ALARM", "315 out OK"]);
  });

  it("repeat the actions of scaling policies every minute in which they stay, and no others", async () => {
    const { simulation, actions, requests } = watch(
      alarm("out", { alarmActions: [POLICY_ARN, TOPIC_ARN], okActions: [TOPIC_ARN] }),
    );
    requests([0, 1000, 2000, 3000, 4000, 5]);
    await simulation.run(480);
    assert.deepEqual(actions, [
      "75 out OK topic 0",
      "195 out ALARM policy 2000",
      "195 out ALARM topic 2000",
      "255 out ALARM policy 3000",
      "315 out ALARM policy 4000",
      "375 out OK topic 5",
    ]);
  });

  it("repeat a policy's action in whichever state names it", async () => {
    const { simulation, actions, requests } = watch(
      alarm("out", { okActions: [POLICY_ARN], insufficientDataActions: [POLICY_ARN] }),
    );
    requests([1, 2]);
    await simulation.run(400);
    // The last datapoints stay in the evaluation range of four periods; the first state was not come into.
    assert.deepEqual(actions, [
      "75 out OK policy 1",
      "135 out OK policy 2",
      "195 out OK policy 2",
      "255 out OK policy 2",
      "315 out OK policy 2",
      "375 out INSUFFICIENT_DATA policy -",
    ]);
  });

  it("do nothing while their actions are disabled", async () => {
    const { simulation, world, account, actions, changes, requests } = watch(
      alarm("out", { alarmActions: [POLICY_ARN], actionsEnabled: false }),
    );
    requests([1000, 1000, 1000, 1000]);
    await simulation.run(200);
    assert.deepEqual([changes, actions], [["135 out ALARM"], []]);
    const [record] = account.records(ALARM);
    assert.ok(record);
    world.set(record, "actionsEnabled", true);
    await simulation.run(260);
    assert.deepEqual(actions, ["255 out ALARM policy 1000"]);
  });

  it("read what a minute without traffic means from the alarm", async () => {
    const treatments = ["missing", "ignore", "breaching", "notBreaching"];
    const { simulation, alarms, requests } = watch(
      ...treatments.map((treatMissingData) => alarm(treatMissingData, { treatMissingData })),
    );
    requests([1000, 1000]);
    await simulation.run(200);
    const states = () => treatments.map((name) => alarms.state(name));
    assert.deepEqual(states(), ["ALARM", "ALARM", "ALARM", "ALARM"]);
    await simulation.run(260);
    // Two periods of four are left: enough for two of two, so nothing is filled.
    assert.deepEqual(states(), ["ALARM", "ALARM", "ALARM", "ALARM"]);
    await simulation.run(320);
    assert.deepEqual(states(), ["ALARM", "ALARM", "ALARM", "OK"]);
    await simulation.run(380);
    assert.deepEqual(states(), ["INSUFFICIENT_DATA", "ALARM", "ALARM", "OK"]);
  });

  it("do not see a late minute before it has come", async () => {
    const { simulation, metrics, changes } = watch(alarm("out"));
    simulation.at(60, () => metrics.put(REQUESTS, 0, 60, one(1000)));
    simulation.at(190, () => metrics.put(REQUESTS, 60, 60, one(1000)));
    await simulation.run(200);
    assert.deepEqual(changes, ["135 out ALARM"], "the one breaching datapoint is two periods old");
    await simulation.run(260);
    assert.deepEqual(changes, ["135 out ALARM"]);
  });

  describe("on FILL(m1, 0)", () => {
    it("fire on a metric that never had a datapoint", async () => {
      const { simulation, changes, actions } = watch(mathAlarm("in", "FILL(m1, 0)", SCALE_IN));
      await simulation.run(80);
      assert.deepEqual(changes, ["15 in ALARM"]);
      assert.deepEqual(actions, ["15 in ALARM policy 0", "75 in ALARM policy 0"]);
    });

    it("fire two minutes after the last request, and go on when the whole range is silent", async () => {
      const { simulation, changes, actions, requests } = watch(mathAlarm("in", "FILL(m1, 0)", SCALE_IN));
      requests([3000, 3000, 3000]);
      await simulation.run(3600);
      assert.deepEqual(changes, ["15 in ALARM", "75 in OK", "315 in ALARM"]);
      assert.equal(actions.at(-1), "3555 in ALARM policy 0");
      assert.equal(actions.filter((line) => line.endsWith("policy 0")).length, 1 + 55);
    });

    it("and without it the alarm knows nothing once the range is silent", async () => {
      const { simulation, changes, requests } = watch(alarm("in", SCALE_IN));
      requests([3000, 3000, 3000]);
      await simulation.run(3600);
      assert.deepEqual(changes, ["75 in OK", "435 in INSUFFICIENT_DATA"]);
    });
  });

  it("watch one series of several queries, whatever their order", async () => {
    const { namespace, name: metricName } = REQUESTS;
    const query = (id: string, TargetGroup: string): Props => ({
      id,
      metric: { namespace, metricName, dimensions: { TargetGroup }, period: 60, stat: "Sum" },
    });
    const metricQueries: Props[] = [
      { id: "share", expression: "100 * part / whole", returnData: true },
      { id: "part", expression: "FILL(a, 0)" },
      { id: "whole", expression: "SUM(METRICS())" },
      query("a", "a"),
      query("b", "b"),
    ];
    const record = mathAlarm("share", "", { metricQueries, threshold: 50, evaluationPeriods: 1 });
    const { simulation, metrics, changes, reasons } = watch(record);
    simulation.at(60, () => {
      metrics.put({ namespace, name: metricName, dimensions: { TargetGroup: "a" } }, 0, 60, one(30));
      metrics.put({ namespace, name: metricName, dimensions: { TargetGroup: "b" } }, 0, 60, one(10));
    });
    await simulation.run(80);
    assert.deepEqual(changes, ["75 share ALARM"]);
    assert.match(reasons[0] ?? "", /\[75\.0 \(01\/01\/26 00:00:00\)\]/);
  });

  it("slide longer periods with the minutes", async () => {
    const { simulation, changes, reasons, requests } = watch(alarm("out", { period: 300, evaluationPeriods: 1 }));
    requests([0, 0, 0, 300, 300, 400, 0, 0, 0]);
    await simulation.run(560);
    assert.deepEqual(changes, ["75 out OK", "375 out ALARM", "555 out OK"]);
    assert.match(reasons[1] ?? "", /\[1000\.0 \(01\/01\/26 00:01:00\)\]/);
  });

  it("read their numbers each time: a changed threshold counts at once", async () => {
    const { simulation, world, account, changes, requests } = watch(alarm("out"));
    requests([500, 500, 500, 500]);
    await simulation.run(150);
    const [record] = account.records(ALARM);
    assert.ok(record);
    world.set(record, "threshold", 400);
    await simulation.run(260);
    assert.deepEqual(changes, ["75 out OK", "195 out ALARM"]);
  });

  it("follow what is deployed and deleted meanwhile", async () => {
    const { simulation, world, account, alarms, changes, requests } = watch(alarm("out"));
    requests([1000, 1000, 1000, 1000, 1000]);
    await simulation.run(80);
    const [record] = account.records(ALARM);
    assert.ok(record);
    account.create(ALARM, { ...record.inputs, name: "new" }, options);
    account.delete(ALARM, "out", options);
    world.sync();
    await simulation.run(200);
    assert.equal(alarms.state("out"), undefined);
    assert.deepEqual(changes, ["135 new ALARM"], "it sees datapoints from before it was made");
  });

  it("have the datapoints kept that they look back at, and no more", async () => {
    const { simulation, metrics, alarms, requests } = watch(
      alarm("hours", { period: 3600, evaluationPeriods: 5, datapointsToAlarm: 1 }),
    );
    requests([5000, ...Array.from({ length: 599 }, () => 0)]);
    await simulation.run(5 * 3600 + 20);
    assert.equal(alarms.state("hours"), "ALARM");
    await simulation.run(5 * 3600 + 80);
    assert.equal(alarms.state("hours"), "OK");
    await simulation.run(10 * 3600);
    assert.ok(metrics.size > 7 * 60 && metrics.size < 7 * 60 + 5, `${metrics.size} datapoints`);
  });

  const here = "the CloudWatch on this machine";
  for (const [what, by, message] of [
    [
      "a percentile",
      { statistic: null, extendedStatistic: "p99" },
      `${here} does not model extendedStatistic; leave it out.`,
    ],
    ["a unit", { unit: "Count" }, `${here} does not model unit; leave it out.`],
    ["seconds", { period: 10 }, `${here} has periods of 60 seconds and its multiples, not of 10.`],
    [
      "a band",
      { comparisonOperator: "GreaterThanUpperThreshold" },
      `${here} compares by GreaterThanOrEqualToThreshold, GreaterThanThreshold, LessThanOrEqualToThreshold, ` +
        "LessThanThreshold, not by GreaterThanUpperThreshold.",
    ],
  ] as [string, Props, string][]) {
    it(`refuse ${what} at once`, () =>
      assert.throws(() => watch(alarm("odd", by)), {
        code: "UnsupportedOperation",
        message: `The alarm odd: ${message}`,
      }));
  }

  it("refuse an expression that is not modelled at once", () =>
    assert.throws(
      () => watch(mathAlarm("odd", "RATE(m1)")),
      /Error in expression 'e1': .* does not know the function RATE/,
    ));

  it("refuse a percentile in a query at once", () => {
    const metric: Props = { namespace: "A", metricName: "B", period: 60, stat: "p90" };
    const metricQueries: Props[] = [{ id: "m1", metric, returnData: true }];
    assert.throws(() => watch(mathAlarm("odd", "", { metricQueries })), /knows the statistics .* not p90/);
  });

  it("refuse metrics of different periods at once", () => {
    const query = (id: string, period: number): Props => ({
      id,
      metric: { namespace: "A", metricName: "B", period, stat: "Sum" },
      returnData: id === "m1",
    });
    assert.throws(() => watch(mathAlarm("odd", "", { metricQueries: [query("m1", 60), query("m2", 300)] })), {
      code: "UnsupportedOperation",
      message: `The alarm odd: ${here} needs one period for all of its metrics, got 60, 300.`,
    });
  });
});

import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";
import { changed, plainLow, previewed, scaled, scaledGroup } from "./scaledService";

const zero = rule("scaling-zero-traffic");

const silent = (given: string, metric = "RequestCount") =>
  `low: treatMissingData is ${given}, and ${metric} has no datapoint while nothing happens, so in never takes the last ` +
  `capacity away; a scale-in alarm on ${metric} must count silence as 0. Watch FILL(m1, 0) by metricQueries, where m1 is ` +
  `${metric}, or set treatMissingData to "breaching".`;

const judged = (changes: Record<string, Fixture>) => stackViolations(zero, { ...scaled, ...changes });
const withExpression = (expression: unknown) => {
  const [metric] = scaled.low.props.metricQueries as unknown[];
  return changed(scaled.low, { metricQueries: [metric, { id: "filled", expression, returnData: true }] });
};

describe("scaling-zero-traffic", () => {
  it("accepts silence that counts as 0 or as breaching, and metrics that are always there", async () => {
    for (const stack of [scaled, previewed, scaledGroup]) assert.deepEqual(await stackViolations(zero, stack), []);
    assert.deepEqual(await judged({ low: changed(plainLow, { treatMissingData: "breaching" }) }), []);
    assert.deepEqual(await judged({ low: withExpression("FILL(METRICS(), 0) * 2") }), []);
    assert.deepEqual(await judged({ low: changed(plainLow, { metricName: "HealthyHostCount" }) }), []);
    assert.deepEqual(await judged({ low: changed(plainLow, { namespace: "AWS/Other" }) }), []);
  });

  it("refuses an alarm that falls silent with the traffic", async () => {
    assert.deepEqual(await judged({ low: plainLow }), [silent("missing")]);
    for (const treatMissingData of ["missing", "ignore", "notBreaching"]) {
      assert.deepEqual(await judged({ low: changed(plainLow, { treatMissingData }) }), [silent(treatMissingData)]);
    }
  });

  it("refuses metric math that fills in no 0, or another metric", async () => {
    for (const expression of ["m1 * 2", "FILL(m1, REPEAT)", "FILL(m1, 1)", "FILL(m2, 0)"]) {
      assert.deepEqual(await judged({ low: withExpression(expression) }), [silent("missing")], expression);
    }
  });

  it("knows the metrics of other services", async () => {
    for (const [namespace, metricName] of [
      ["AWS/ApplicationELB", "HTTPCode_Target_2XX_Count"],
      ["AWS/ApplicationELB", "RequestCountPerTarget"],
      ["AWS/ELB", "RequestCount"],
      ["AWS/Lambda", "Invocations"],
      ["AWS/ApiGateway", "Count"],
    ] as const) {
      assert.deepEqual(await judged({ low: changed(plainLow, { namespace, metricName }) }), [
        silent("missing", metricName),
      ]);
    }
  });

  it("judges groups", async () => {
    assert.deepEqual(await stackViolations(zero, { ...scaledGroup, low: plainLow }), [silent("missing")]);
  });

  it("asks nothing of alarms that scale out, or scale nothing", async () => {
    assert.deepEqual(await judged({ high: changed(scaled.high, { treatMissingData: undefined }) }), []);
    assert.deepEqual(await judged({ low: changed(plainLow, { alarmActions: ["arn:topic"] }) }), []);
  });

  it("goes by dependencies while ARNs are not known", async () => {
    const low = changed(plainLow, { alarmActions: [UNKNOWN] }, { alarmActions: ["in"] });
    assert.deepEqual(await stackViolations(zero, { ...previewed, low }), [silent("missing")]);
  });

  it("leaves open what is not known", async () => {
    const expression = { ...scaled, low: withExpression(UNKNOWN) };
    assert.deepEqual(await stackViolations(zero, expression), []);
    assert.deepEqual(await stackLeftOpen(zero, expression), ["low: metricQueries"]);
    const treatment = { ...scaled, low: changed(plainLow, { treatMissingData: UNKNOWN }) };
    assert.deepEqual(await stackViolations(zero, treatment), []);
    assert.deepEqual(await stackLeftOpen(zero, treatment), ["low: treatMissingData"]);
    const math = changed(scaled.low, { metricQueries: UNKNOWN }, { metricQueries: ["in"] });
    assert.deepEqual(await stackViolations(zero, { ...scaled, low: math }), []);
    assert.deepEqual(await stackLeftOpen(zero, { ...scaled, low: math }), ["low: metricQueries"]);
  });
});

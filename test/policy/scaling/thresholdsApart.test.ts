import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";
import { changed, plainLow, previewed, scaled, scaledGroup } from "./scaledService";

const apart = rule("scaling-thresholds-apart");

const message = (below: number, so: string, above = 1000) =>
  `low: threshold is ${below}, ${so}; less than ${above}, where the other alarm scales out, is advised. Lower it well ` +
  "below, so that the metric can rest in between.";
const both = (where: string) => `so both alarms fire ${where}, and at no value nothing is scaled`;
const NO_GAP = "so there is no value at which nothing is scaled";

const judged = (changes: Record<string, Fixture>) => stackViolations(apart, { ...scaled, ...changes });
const lowAt = (threshold: unknown, more = {}) => changed(scaled.low, { threshold, ...more });

describe("scaling-thresholds-apart", () => {
  it("is advice", () => {
    assert.equal(apart.enforcementLevel, "advisory");
  });

  it("accepts a gap", async () => {
    assert.deepEqual(await judged({}), []);
    assert.deepEqual(await judged({ low: lowAt(999) }), []);
  });

  it("advises against one threshold for both, and against an overlap", async () => {
    assert.deepEqual(await judged({ low: lowAt(1000) }), [message(1000, both("at 1000"))]);
    assert.deepEqual(await judged({ low: lowAt(1200) }), [message(1200, both("from 1000 to 1200"))]);
  });

  it("advises against thresholds without a gap", async () => {
    const exclusive = lowAt(1000, { comparisonOperator: "LessThanThreshold" });
    assert.deepEqual(await judged({ low: exclusive }), [message(1000, NO_GAP)]);
    const high = changed(scaled.high, { comparisonOperator: "GreaterThanThreshold" });
    assert.deepEqual(await judged({ low: lowAt(1000), high }), [message(1000, NO_GAP)]);
  });

  it("compares alarms with and without metric math", async () => {
    assert.deepEqual(await judged({ low: changed(plainLow, { threshold: 1000 }) }), [message(1000, both("at 1000"))]);
  });

  it("judges groups", async () => {
    assert.deepEqual(await stackViolations(apart, scaledGroup), []);
    const low = changed(scaledGroup.low, { threshold: 70 });
    assert.deepEqual(await stackViolations(apart, { ...scaledGroup, low }), [message(70, both("at 70"), 70)]);
  });

  it("compares only the same metric of the same thing, for the same target", async () => {
    const low = changed(plainLow, { threshold: 1000 });
    assert.deepEqual(await judged({ low: changed(low, { metricName: "RequestCountPerTarget" }) }), []);
    assert.deepEqual(await judged({ low: changed(low, { statistic: "Maximum" }) }), []);
    assert.deepEqual(await judged({ low: changed(low, { dimensions: { LoadBalancer: "app/site/1" } }) }), []);
    const other = { LoadBalancer: "app/site/1", TargetGroup: "targetgroup/dogs/1" };
    assert.deepEqual(await judged({ low: changed(low, { dimensions: other }) }), []);
    const elsewhere = changed(scaled.in, { resourceId: "service/ws/dogs" });
    assert.deepEqual(await judged({ low, in: elsewhere }), []);
  });

  it("goes by dependencies while ARNs and dimensions are not known", async () => {
    assert.deepEqual(await stackViolations(apart, previewed), []);
    const low = changed(previewed.low, { threshold: 1000 });
    assert.deepEqual(await stackViolations(apart, { ...previewed, low }), [message(1000, both("at 1000"))]);

    const loadBalancer = { type: "aws:lb/loadBalancer:LoadBalancer", props: {} };
    const unknown = { LoadBalancer: UNKNOWN };
    const high = changed(scaled.high, { dimensions: unknown }, { dimensions: ["one"] });
    const lowOf = (name: string) => changed(plainLow, { threshold: 1000, dimensions: unknown }, { dimensions: [name] });
    const balanced = { one: loadBalancer, two: loadBalancer, high };
    assert.deepEqual(await judged({ ...balanced, low: lowOf("one") }), [message(1000, both("at 1000"))]);
    assert.deepEqual(await judged({ ...balanced, low: lowOf("two") }), []);
  });

  it("leaves open a threshold that is not known", async () => {
    const stack = { ...scaled, low: lowAt(UNKNOWN) };
    assert.deepEqual(await stackViolations(apart, stack), []);
    assert.deepEqual(await stackLeftOpen(apart, stack), ["low: threshold"]);
    const math = changed(scaled.low, { metricQueries: UNKNOWN }, { metricQueries: ["in"] });
    assert.deepEqual(await stackViolations(apart, { ...scaled, low: math }), []);
    assert.deepEqual(await stackLeftOpen(apart, { ...scaled, low: math }), ["low: metricQueries"]);
  });
});

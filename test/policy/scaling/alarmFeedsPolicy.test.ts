import assert from "node:assert/strict";
import { type Fixture, rule, stackLeftOpen, stackViolations, UNKNOWN } from "../harness";
import { ARN, changed, plainLow, previewed, scaled, scaledGroup } from "./scaledService";

const feeds = rule("scaling-alarm-feeds-policy");

const unfed = (name: string) =>
  `${name}: arn is in the actions of no alarm, so nothing ever starts the policy; an alarm of this stack must name a step ` +
  "scaling policy. Add it to alarmActions of an alarm.";

const judged = (changes: Record<string, Fixture>) => stackViolations(feeds, { ...scaled, ...changes });

describe("scaling-alarm-feeds-policy", () => {
  it("accepts policies that alarms start, known or not yet", async () => {
    for (const stack of [scaled, scaledGroup, previewed]) assert.deepEqual(await stackViolations(feeds, stack), []);
  });

  it("refuses a policy that no alarm starts", async () => {
    assert.deepEqual(await judged({ low: changed(scaled.low, { alarmActions: ["arn:topic"] }) }), [unfed("in")]);
    assert.deepEqual(await judged({ low: changed(scaled.low, { alarmActions: undefined }) }), [unfed("in")]);
    const low = changed(scaledGroup.low, { alarmActions: [] });
    assert.deepEqual(await stackViolations(feeds, { ...scaledGroup, low }), [unfed("in")]);
  });

  it("accepts one that another state starts", async () => {
    const { low: _, ...rest } = scaled;
    const high = changed(scaled.high, { okActions: [ARN.in] });
    assert.deepEqual(await stackViolations(feeds, { ...rest, high }), []);
  });

  it("refuses one whose only alarm does nothing", async () => {
    const low = changed(scaled.low, { actionsEnabled: false });
    assert.deepEqual(await judged({ low }), [
      "low: actionsEnabled is false, so the alarm does not start in; actions must be enabled for a policy that no other " +
        "alarm starts. Leave it out.",
    ]);
    assert.deepEqual(await judged({ low, another: scaled.low }), []);
  });

  it("asks nothing of other types of policies", async () => {
    const tracking = changed(scaled.in, {
      policyType: "TargetTrackingScaling",
      stepScalingPolicyConfiguration: undefined,
    });
    const { low: _, ...rest } = scaled;
    assert.deepEqual(await stackViolations(feeds, { ...rest, in: tracking }), []);
  });

  it("refuses an alarm on whose side of the threshold the policy has no steps", async () => {
    const low = changed(scaled.low, { comparisonOperator: "GreaterThanOrEqualToThreshold" });
    assert.deepEqual(await judged({ low }), [
      "low: comparisonOperator is GreaterThanOrEqualToThreshold, so it fires above its threshold, and all steps of in " +
        "are below it; a policy must have steps where its alarm fires. Turn the operator round, or name the other policy.",
    ]);
    const high = changed(scaled.high, { alarmActions: [ARN.out, ARN.in] });
    assert.equal((await judged({ high })).length, 1);
  });

  it("refuses an alarm of load that takes capacity away, and the reverse", async () => {
    const steps = (bound: string, scalingAdjustment: number) => ({
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        stepAdjustments: [{ [bound]: "0", scalingAdjustment }],
      },
    });
    assert.deepEqual(await judged({ out: changed(scaled.out, steps("metricIntervalLowerBound", -10)) }), [
      "high: alarmActions is out, which takes capacity away under load; an alarm above its threshold must scale out. " +
        "Name the other policy, or turn the operator round.",
    ]);
    const adding = { in: changed(scaled.in, steps("metricIntervalUpperBound", 10)) };
    assert.deepEqual(await judged(adding), [
      "low: alarmActions is in, which adds capacity where there is no load; an alarm below its threshold must scale in. " +
        "Name the other policy, or turn the operator round.",
    ]);
    // The fewer workers are idle, the more are needed.
    assert.deepEqual(await judged({ ...adding, low: changed(plainLow, { metricName: "IdleWorkers" }) }), []);
  });

  it("says nothing where actions are not known", async () => {
    const low = changed(previewed.low, { alarmActions: UNKNOWN });
    const stack = { ...previewed, low: { ...low, dependsOn: { alarmActions: ["target", "in", "out"] } } };
    assert.deepEqual(await stackViolations(feeds, stack), []);
    const list = { ...scaled, low: changed(scaled.low, { alarmActions: UNKNOWN }, { alarmActions: ["in", "out"] }) };
    assert.deepEqual(await stackViolations(feeds, list), []);
    const mixed = {
      ...scaled,
      in: changed(scaled.in, { arn: UNKNOWN }),
      low: changed(scaled.low, { alarmActions: [UNKNOWN] }),
    };
    assert.deepEqual(await stackViolations(feeds, mixed), []);
    assert.deepEqual(await stackLeftOpen(feeds, mixed), ["low: alarmActions"]);
  });

  it("takes a list that is not known and depends on nothing for one that was not given", async () => {
    const lists = { okActions: UNKNOWN, insufficientDataActions: UNKNOWN };
    const stack = { ...previewed, low: changed(previewed.low, lists) };
    assert.deepEqual(await stackLeftOpen(feeds, stack), []);
    const { dependsOn: _, ...low } = changed(previewed.low, { ...lists, alarmActions: undefined });
    assert.deepEqual(await stackViolations(feeds, { ...previewed, low }), [unfed("in")]);
  });

  it("knows that an unknown action is a topic where it comes from one", async () => {
    const topic = { type: "aws:sns/topic:Topic", props: {} };
    const low = changed(previewed.low, {});
    const toTopic = { ...low, dependsOn: { alarmActions: ["topic"] } };
    assert.deepEqual(await stackViolations(feeds, { ...previewed, topic, low: toTopic }), [unfed("in")]);
  });

  it("leaves open an operator that is not known", async () => {
    const stack = { ...scaled, low: changed(scaled.low, { comparisonOperator: UNKNOWN }) };
    assert.deepEqual(await stackViolations(feeds, stack), []);
    assert.deepEqual(await stackLeftOpen(feeds, stack), ["low: comparisonOperator"]);
  });
});

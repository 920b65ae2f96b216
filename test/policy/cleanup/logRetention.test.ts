import assert from "node:assert/strict";
import { leftOpen, remedied, rule, UNKNOWN, violations } from "../harness";

const retention = rule("cleanup-log-retention");

const TYPE = "aws:cloudwatch/logGroup:LogGroup";
const group = { name: "/workshop/cats", retentionInDays: 7, skipDestroy: false };
const keeping = (retentionInDays: unknown) => ({ ...group, retentionInDays });
const ALLOWED = "at most 30 is allowed. Set it to 30 or less.";

describe("cleanup-log-retention", () => {
  it("accepts a log group that keeps events for long enough and no longer", async () => {
    assert.deepEqual(await violations(retention, TYPE, group), []);
    assert.deepEqual(await violations(retention, TYPE, keeping(30)), []);
  });

  it("refuses more days than allowed", async () => {
    assert.deepEqual(await violations(retention, TYPE, keeping(60)), [`retentionInDays is 60; ${ALLOWED}`]);
  });

  it("refuses events that are kept for ever, whether that is said or not", async () => {
    assert.deepEqual(await violations(retention, TYPE, keeping(0)), [
      `retentionInDays is 0, so events are kept for ever; ${ALLOWED}`,
    ]);
    assert.deepEqual(await violations(retention, TYPE, { name: "x" }), [
      `retentionInDays is missing, so events are kept for ever; ${ALLOWED}`,
    ]);
  });

  it("says nothing about days that are not known", async () => {
    assert.deepEqual(await violations(retention, TYPE, keeping(UNKNOWN)), []);
    assert.deepEqual(await leftOpen(retention, TYPE, keeping(UNKNOWN)), ["retentionInDays"]);
  });

  it("leaves the class whose days AWS sets itself", async () => {
    assert.deepEqual(await violations(retention, TYPE, { logGroupClass: "DELIVERY" }), []);
    assert.deepEqual(await violations(retention, TYPE, { logGroupClass: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(retention, TYPE, { logGroupClass: UNKNOWN }), ["logGroupClass"]);
    assert.equal((await violations(retention, TYPE, { logGroupClass: "STANDARD" })).length, 1);
  });

  it("does not stumble over days that are none", async () => {
    assert.deepEqual(await violations(retention, TYPE, keeping([UNKNOWN])), []);
    assert.deepEqual(await violations(retention, TYPE, keeping("many")), []);
  });

  it("takes another limit, and names days that CloudWatch Logs takes", async () => {
    assert.deepEqual(await violations(retention, TYPE, keeping(60), { maxDays: 60 }), []);
    assert.deepEqual(await violations(retention, TYPE, keeping(14), { maxDays: 10 }), [
      "retentionInDays is 14; at most 10 is allowed. Set it to 7 or less.",
    ]);
  });

  describe("its remedy", () => {
    it("changes nothing that is right or cannot be judged", async () => {
      assert.equal(await remedied(retention, TYPE, group), undefined);
      assert.equal(await remedied(retention, TYPE, keeping(UNKNOWN)), undefined);
      assert.equal(await remedied(retention, TYPE, { logGroupClass: "DELIVERY" }), undefined);
    });

    it("sets seven days where events are kept for ever or too long", async () => {
      for (const days of [undefined, null, 0, 365]) {
        assert.deepEqual(await remedied(retention, TYPE, keeping(days)), keeping(7));
      }
    });

    it("sets other days, if CloudWatch Logs takes them and they are within the limit", async () => {
      assert.deepEqual(await remedied(retention, TYPE, keeping(0), { remedyDays: 14 }), keeping(14));
      assert.deepEqual(await remedied(retention, TYPE, keeping(0), { remedyDays: 29 }), keeping(14));
      assert.deepEqual(await remedied(retention, TYPE, keeping(0), { remedyDays: 60 }), keeping(30));
      assert.deepEqual(await remedied(retention, TYPE, keeping(0), { maxDays: 2 }), keeping(1));
    });
  });
});

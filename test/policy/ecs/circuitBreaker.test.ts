import assert from "node:assert/strict";
import { leftOpen, remedied, rule, UNKNOWN, violations } from "../harness";

const breaker = rule("ecs-circuit-breaker");

const SERVICE = "aws:ecs/service:Service";

const on = { enable: true, rollback: true };
const FOR_EVER = "so a deployment that fails starts its tasks again and again";
const FIX =
  "an enabled circuit breaker with rollback is required. Set deploymentCircuitBreaker to { enable: true, rollback: true }.";

const judged = (props: object) => violations(breaker, SERVICE, { name: "cats", ...props });

describe("ecs-circuit-breaker", () => {
  it("accepts a circuit breaker or alarms that roll back", async () => {
    assert.deepEqual(await judged({ deploymentCircuitBreaker: on }), []);
    assert.deepEqual(await judged({ alarms: { ...on, alarmNames: ["cats"] } }), []);
    assert.deepEqual(await judged({ deploymentCircuitBreaker: { enable: "true", rollback: "true" } }), []);
  });

  it("refuses a service without one", async () => {
    const message = `deploymentCircuitBreaker is missing, ${FOR_EVER}; ${FIX}`;
    assert.deepEqual(await judged({}), [message]);
    assert.deepEqual(await judged({ alarms: { enable: true, rollback: false, alarmNames: ["cats"] } }), [message]);
  });

  it("refuses one that is not enabled, or does not roll back", async () => {
    assert.deepEqual(await judged({ deploymentCircuitBreaker: { enable: false, rollback: true } }), [
      `deploymentCircuitBreaker is not enabled, ${FOR_EVER}; ${FIX}`,
    ]);
    assert.deepEqual(await judged({ deploymentCircuitBreaker: { enable: true, rollback: false } }), [
      `deploymentCircuitBreaker.rollback is false, so a deployment that fails leaves the service with what failed; ${FIX}`,
    ]);
  });

  it("leaves other kinds of deployments alone", async () => {
    assert.deepEqual(await judged({ deploymentController: { type: "CODE_DEPLOY" } }), []);
    assert.deepEqual(await judged({ deploymentConfiguration: { strategy: "CANARY" } }), []);
  });

  it("says nothing about what is not known", async () => {
    for (const [props, path] of [
      [{ deploymentCircuitBreaker: UNKNOWN }, "deploymentCircuitBreaker"],
      [{ deploymentCircuitBreaker: { enable: UNKNOWN, rollback: true } }, "deploymentCircuitBreaker.enable"],
      [{ alarms: { enable: true, rollback: UNKNOWN } }, "alarms.rollback"],
      [{ deploymentController: UNKNOWN }, "deploymentController"],
    ] as const) {
      assert.deepEqual(await judged(props), []);
      assert.deepEqual(await leftOpen(breaker, SERVICE, props), [path]);
    }
  });

  it("puts one in where it is missing", async () => {
    assert.deepEqual(await remedied(breaker, SERVICE, { name: "cats" }), {
      name: "cats",
      deploymentCircuitBreaker: on,
    });
    const half = { deploymentCircuitBreaker: { enable: true, rollback: false } };
    assert.deepEqual(await remedied(breaker, SERVICE, half), { deploymentCircuitBreaker: on });
    assert.equal(await remedied(breaker, SERVICE, { deploymentCircuitBreaker: on }), undefined);
    assert.equal(await remedied(breaker, SERVICE, { deploymentController: { type: "EXTERNAL" } }), undefined);
    assert.equal(await remedied(breaker, SERVICE, { deploymentCircuitBreaker: UNKNOWN }), undefined);
  });
});

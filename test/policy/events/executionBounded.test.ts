import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";

const bounded = rule("events-execution-bounded");

const MACHINE = "aws:sfn/stateMachine:StateMachine";

const machine = (definition: unknown, type?: string) => ({ type, definition: JSON.stringify(definition) });

const SO = "so an execution may take a year; ";
const ALLOWED = "at most 86400 is allowed. Set it to more than the longest execution that is meant.";

describe("events-execution-bounded", () => {
  it("accepts a Standard state machine that times out, and an Express one", async () => {
    assert.deepEqual(await violations(bounded, MACHINE, machine({ TimeoutSeconds: 3600 }, "STANDARD")), []);
    assert.deepEqual(await violations(bounded, MACHINE, machine({}, "EXPRESS")), []);
  });

  it("refuses one that does not, of either way to say Standard", async () => {
    for (const type of ["STANDARD", undefined]) {
      assert.deepEqual(await violations(bounded, MACHINE, machine({ States: { A: { TimeoutSeconds: 5 } } }, type)), [
        `definition: TimeoutSeconds is missing, ${SO}${ALLOWED}`,
      ]);
    }
    assert.deepEqual(await violations(bounded, MACHINE, machine({ TimeoutSeconds: "3600" })), [
      `definition: TimeoutSeconds is "3600", ${SO}${ALLOWED}`,
    ]);
  });

  it("refuses a time-out that is far away", async () => {
    const far = machine({ TimeoutSeconds: 99_999_999 });
    assert.deepEqual(await violations(bounded, MACHINE, far), [`definition: TimeoutSeconds is 99999999; ${ALLOWED}`]);
    assert.deepEqual(await violations(bounded, MACHINE, machine({ TimeoutSeconds: 86_400 })), []);
    const week = machine({ TimeoutSeconds: 604_800 });
    assert.deepEqual(await violations(bounded, MACHINE, week, { maxTimeoutSeconds: 604_800 }), []);
  });

  it("says nothing of what is not known, or is no definition", async () => {
    for (const [props, path] of [
      [{ definition: UNKNOWN }, "definition"],
      [{ definition: "{}", type: UNKNOWN }, "type"],
    ] as const) {
      assert.deepEqual(await violations(bounded, MACHINE, props), []);
      assert.deepEqual(await leftOpen(bounded, MACHINE, props), [path]);
    }
    for (const definition of ["", "{", "[]", 7, null])
      assert.deepEqual(await violations(bounded, MACHINE, { definition }), []);
  });
});

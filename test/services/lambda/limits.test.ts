import assert from "node:assert/strict";
import { labs } from "./fixture";

describe("limits of Lambda's functions", () => {
  const lab = labs();

  it("take events of six megabytes, and return a hundred bytes more", async () => {
    const echo = lab("async ({ length, text }) => length === undefined ? text.length : 'x'.repeat(length)");
    // Around the text are eleven bytes of the object, around a result two quotes.
    assert.equal((await echo.invoke({ text: "x".repeat(6_291_456 - 11) })).Payload, 6_291_456 - 11);
    assert.equal(String((await echo.invoke({ length: 6_291_556 - 2 })).Payload).length, 6_291_556 - 2);
  });

  it("are not invoked with an event that is a byte longer", async () => {
    const one = lab("async () => 1");
    await assert.rejects(one.invoke({ text: "x".repeat(6_291_456 - 10) }), {
      code: "RequestEntityTooLargeException",
      message: "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
    });
    assert.deepEqual(one.counted, []);
  });

  it("fail with a result that is a byte longer, in bytes and not in letters", async () => {
    for (const result of ["'x'.repeat(6291556 - 1)", "'é'.repeat((6291556 - 2) / 2) + '.'"]) {
      assert.deepEqual((await lab(`async () => ${result}`).invoke()).Payload, {
        errorType: "Function.ResponseSizeTooLarge",
        errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
      });
    }
  });

  it("do not run while no execution is reserved for them, and are counted as throttled", async () => {
    const off = lab("async () => 1", { inputs: { reservedConcurrentExecutions: 0 } });
    await assert.rejects(off.invoke(), { code: "TooManyRequestsException", message: "Rate Exceeded." });
    assert.deepEqual(off.counted, ["0 Throttles greeter"]);
    off.change({ reservedConcurrentExecutions: -1 });
    assert.equal((await off.invoke()).Payload, 1);
  });
});

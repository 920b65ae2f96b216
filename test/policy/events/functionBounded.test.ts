import assert from "node:assert/strict";
import { leftOpen, mutated, rule, UNKNOWN, violations } from "../harness";

const bounded = rule("events-function-bounded");

const FUNCTION = "aws:lambda/function:Function";

const handler = { runtime: "nodejs22.x", timeout: 20, memorySize: 256, packageType: "Zip" };

const CHOSEN = "a timeout of at most 60 seconds has to be chosen";

describe("events-function-bounded", () => {
  it("accepts a small function with a timeout of its own, and one of an image", async () => {
    assert.deepEqual(await violations(bounded, FUNCTION, handler), []);
    assert.deepEqual(await violations(bounded, FUNCTION, { packageType: "Image", timeout: 60, memorySize: 1024 }), []);
  });

  it("refuses the timeout that nobody has chosen, left out or filled in by the provider", async () => {
    for (const timeout of [undefined, null]) {
      assert.deepEqual(await violations(bounded, FUNCTION, mutated(handler, "timeout", timeout)), [
        `timeout is missing, so Lambda ends it after 3 seconds; ${CHOSEN}. Set it to what the function needs at most.`,
      ]);
    }
    assert.deepEqual(await violations(bounded, FUNCTION, mutated(handler, "timeout", 3)), [
      `timeout is 3 seconds, which is Lambda's default, and short for a cold start; ${CHOSEN}. ` +
        "Set it to what the function needs at most.",
    ]);
  });

  it("refuses a long timeout", async () => {
    const long = mutated(handler, "timeout", 900);
    assert.deepEqual(await violations(bounded, FUNCTION, long), [
      `timeout is 900 seconds, for which each invocation that hangs is paid; ${CHOSEN}. Set it to 60 or less.`,
    ]);
    assert.deepEqual(await violations(bounded, FUNCTION, long, { maxTimeoutSeconds: 900 }), []);
  });

  it("refuses much memory, and accepts the default", async () => {
    const large = mutated(handler, "memorySize", 10_240);
    assert.deepEqual(await violations(bounded, FUNCTION, large), [
      "memorySize is 10240 MB, and Lambda is paid by it; at most 1024 MB is allowed. Set it to 1024 or less.",
    ]);
    assert.deepEqual(await violations(bounded, FUNCTION, large, { maxMemoryMegabytes: 10_240 }), []);
    assert.deepEqual(await violations(bounded, FUNCTION, mutated(handler, "memorySize", undefined)), []);
  });

  it("refuses runtimes that AWS has deprecated, or that the settings name", async () => {
    const of = (runtime: string) =>
      `runtime is ${runtime}, which gets no security updates; a runtime that AWS supports is required. ` +
      "Take the language's current one.";
    for (const runtime of ["nodejs20.x", "python3.9", "go1.x", "provided"]) {
      assert.deepEqual(await violations(bounded, FUNCTION, mutated(handler, "runtime", runtime)), [of(runtime)]);
    }
    for (const runtime of ["nodejs24.x", "python3.14", "provided.al2023"]) {
      assert.deepEqual(await violations(bounded, FUNCTION, mutated(handler, "runtime", runtime)), []);
    }
    assert.deepEqual(await violations(bounded, FUNCTION, handler, { refusedRuntimes: ["nodejs22.x"] }), [
      of("nodejs22.x"),
    ]);
  });

  it("says nothing of values that are not known yet", async () => {
    const open = { timeout: UNKNOWN, memorySize: UNKNOWN, runtime: UNKNOWN };
    assert.deepEqual(await violations(bounded, FUNCTION, open), []);
    assert.deepEqual(await leftOpen(bounded, FUNCTION, open), ["timeout", "memorySize", "runtime"]);
  });
});

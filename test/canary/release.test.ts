import assert from "node:assert/strict";
import type { Props } from "../../local/account/model";
import { Bench, executionArn, release, type Scenario } from "./bench";

const run = (scenario: Scenario = {}) => new Bench(scenario).run();

/** The weights of green in the order in which they were set. */
const greens = ({ weights }: Bench) => weights.slice(1).map(({ green }) => green);

const endOf = (bench: Bench, name = "release-green-1") => bench.ends.get(name);

describe("canary: a release", () => {
  it("goes to 10, 50 and 100 percent, becomes the stable side, and lets the lock go", async () => {
    const bench = await run();
    assert.deepEqual(endOf(bench), { status: "SUCCEEDED" });
    assert.deepEqual(greens(bench), [10, 50, 100]);
    assert.deepEqual(bench.outcomes, ["SUCCEEDED"]);
    assert.deepEqual(bench.history, ["SUCCEEDED"]);
    const { stable, lockOwner, control, lastOutcome, deploymentId, step } = bench.state;
    assert.deepEqual(
      [stable, lockOwner, control, lastOutcome, deploymentId, step],
      ["green", undefined, undefined, "SUCCEEDED", "ecs-svc/1", undefined],
    );
  });

  it("tells when it starts and how it ends, under ids of its own", async () => {
    const { messages } = await run();
    const arn = executionArn("release-green-1");
    assert.deepEqual(messages, [
      { id: `${arn}#STARTED`, outcome: "STARTED" },
      { id: `${arn}#SUCCEEDED`, outcome: "SUCCEEDED" },
    ]);
  });

  it("goes back when visitors are not served well twice in a row", async () => {
    const bench = await run({ health: (weight) => weight < 50 });
    assert.deepEqual(endOf(bench), { status: "FAILED", error: "NotHealthy", cause: "half of all requests failed" });
    assert.deepEqual(greens(bench), [10, 50, 0]);
    assert.deepEqual(bench.messages.at(-1)?.reason, "NotHealthy: half of all requests failed");
    assert.deepEqual(bench.history, ["FAILED"]);
    const { stable, lockOwner, lastOutcome } = bench.state;
    assert.deepEqual([stable, lockOwner, lastOutcome], ["blue", undefined, "FAILED"]);
  });

  it("repeats a check once, also one that breaks", async () => {
    for (const bad of [false, "broken"] as const) {
      let checks = 0;
      const bench = await run({
        health: (_, phase) => {
          if (phase === "targets") return true;
          checks += 1;
          return checks === 1 ? bad : true;
        },
      });
      assert.equal(endOf(bench)?.status, "SUCCEEDED");
      assert.equal(checks, 4);
    }
  });

  it("goes back when the checker breaks twice", async () => {
    const bench = await run({ health: (_, phase) => (phase === "targets" ? true : "broken") });
    const cause = endOf(bench)?.cause ?? "";
    assert.match(cause, /^The check has failed: TypeError the checker is broken/);
    assert.deepEqual(greens(bench), [10, 0]);
  });

  it("waits for its targets, and sends nobody before they are healthy", async () => {
    const bench = await run({ health: (_, phase, at) => phase === "traffic" || at > 60 });
    assert.equal(endOf(bench)?.status, "SUCCEEDED");
    const late = await run({ health: () => false });
    assert.deepEqual(endOf(late), {
      status: "FAILED",
      error: "TargetsNotHealthy",
      cause: "half of all requests failed",
    });
    assert.deepEqual(greens(late), [0]);
  });

  it("goes back when name servers do not hear of the weights in time", async () => {
    const bench = await run({ neverInSync: true });
    // Nor do they when it goes back, so that the guard does it.
    assert.equal(endOf(bench)?.error, "CannotFailBack");
    assert.match(
      endOf(bench)?.cause ?? "",
      /NotInSync: Route 53 has not brought the weights to all name servers in time/,
    );
    assert.deepEqual(bench.weights.at(-1), { blue: 100, green: 0 });
    assert.deepEqual(bench.outcomes, ["FAILED"]);
  });

  it("takes the steps that it is given", async () => {
    assert.deepEqual(greens(await run({ args: { steps: [5, 25, 75, 100] } })), [5, 25, 75, 100]);
  });

  it("touches nothing where it does not understand what to do", async () => {
    const wrong: Props[] = [
      {},
      { kind: "release", side: "red", deploymentId: "x" },
      { kind: "release", side: "green" },
      { kind: "test", side: "green", deploymentId: "x" },
    ];
    for (const input of wrong) {
      const bench = await run({ input });
      assert.equal(endOf(bench)?.error, "InvalidInput");
      assert.deepEqual([greens(bench), bench.messages, bench.history], [[], [], []]);
    }
  });

  it("is none to the side that has all visitors", async () => {
    const bench = await run({ input: release("ecs-svc/1", "blue") });
    assert.equal(endOf(bench)?.error, "AlreadyStable");
    assert.deepEqual([greens(bench), bench.messages], [[], []]);
  });
});

describe("canary: a rollback", () => {
  it("goes to the other side in one step, without a wait, and is promoted", async () => {
    const bench = await run({
      acts: [
        [3600, (one) => one.start("rollback-blue-1", { kind: "rollback", side: "blue", deploymentId: "rollback-1" })],
      ],
    });
    assert.equal(endOf(bench, "rollback-blue-1")?.status, "SUCCEEDED");
    assert.deepEqual(greens(bench), [10, 50, 100, 0]);
    assert.equal(bench.state.stable, "blue");
    assert.deepEqual(bench.outcomes, ["SUCCEEDED", "SUCCEEDED"]);
  });

  it("does not go to a side without healthy targets", async () => {
    const bench = await run({
      health: (_, __, at) => at < 3600,
      acts: [
        [3600, (one) => one.start("rollback-blue-1", { kind: "rollback", side: "blue", deploymentId: "rollback-1" })],
      ],
    });
    assert.equal(endOf(bench, "rollback-blue-1")?.error, "TargetsNotHealthy");
    assert.deepEqual(bench.weights.at(-1), { blue: 0, green: 100 });
    assert.equal(bench.state.stable, "green");
  });
});

describe("canary: control", () => {
  it("aborts before a step and after one", async () => {
    for (const at of [1, 60, 100, 200]) {
      const bench = await run({ acts: [[at, (one) => one.control("ABORT")]] });
      assert.deepEqual(endOf(bench), {
        status: "FAILED",
        error: "Aborted",
        cause: "Somebody has aborted the release.",
      });
      assert.deepEqual(bench.weights.at(-1), { blue: 100, green: 0 });
      assert.deepEqual(bench.outcomes, ["FAILED"]);
    }
  });

  it("aborts while it waits for targets", async () => {
    const bench = await run({ health: () => false, acts: [[15, (one) => one.control("ABORT")]] });
    assert.equal(endOf(bench)?.error, "Aborted");
  });

  it("pauses, and goes on where it was", async () => {
    for (const at of [5, 100]) {
      const bench = await run({
        health: (_, phase, now) => phase === "traffic" || now > 8,
        acts: [
          [at, (one) => one.control("PAUSE")],
          [at + 400, (one) => one.control("RESUME")],
        ],
      });
      assert.equal(endOf(bench)?.status, "SUCCEEDED");
      assert.deepEqual(greens(bench), [10, 50, 100]);
      assert.ok(bench.entered.has("release StillPaused"));
    }
  });

  it("goes back when a pause is too long", async () => {
    const bench = await run({ acts: [[100, (one) => one.control("PAUSE")]] });
    assert.deepEqual(endOf(bench), {
      status: "FAILED",
      error: "PauseDeadline",
      cause: "The release was paused for more than 600 seconds.",
    });
    assert.deepEqual(greens(bench), [10, 0]);
  });

  it("aborts while it is paused", async () => {
    const bench = await run({
      acts: [
        [100, (one) => one.control("PAUSE")],
        [200, (one) => one.control("ABORT")],
      ],
    });
    assert.equal(endOf(bench)?.error, "Aborted");
  });

  it("leaves out steps when it is promoted, and is checked all the same", async () => {
    const bench = await run({ acts: [[100, (one) => one.control("PROMOTE")]] });
    assert.deepEqual(greens(bench), [10, 100]);
    const sick = await run({ health: (weight) => weight < 100, acts: [[100, (one) => one.control("PROMOTE")]] });
    assert.deepEqual(greens(sick), [10, 100, 0]);
  });
});

describe("canary: two releases", () => {
  it("the newer one asks the older one to give way, and waits for that", async () => {
    const bench = await run({ acts: [[100, (one) => one.start("release-green-2", release("ecs-svc/2"))]] });
    assert.equal(endOf(bench)?.error, "Superseded");
    assert.equal(endOf(bench, "release-green-2")?.status, "SUCCEEDED");
    assert.deepEqual(greens(bench), [10, 0, 10, 50, 100]);
    assert.equal(bench.state.deploymentId, "ecs-svc/2");
  });

  it("the newer one gives up where the lock is never let go", async () => {
    const bench = new Bench();
    bench.write("SET lockOwner = :other", { ":other": { S: "arn:another" } });
    await bench.run();
    assert.deepEqual(endOf(bench), {
      status: "FAILED",
      error: "LockNotAcquired",
      cause: "Another release has the lock, and has not given way.",
    });
    assert.deepEqual([greens(bench), bench.messages], [[], []]);
  });

  it("the second has nothing to do where the first has made its side stable", async () => {
    const bench = await run({ acts: [[600, (one) => one.start("release-green-2", release("ecs-svc/2"))]] });
    assert.equal(endOf(bench)?.status, "SUCCEEDED");
    assert.equal(endOf(bench, "release-green-2")?.error, "AlreadyStable");
  });
});

describe("canary: a lost lock", () => {
  it("is taken back where nobody has it, and visitors go back", async () => {
    const bench = await run({ acts: [[100, (one) => one.write("REMOVE lockOwner")]] });
    assert.deepEqual(endOf(bench), {
      status: "FAILED",
      error: "LostLock",
      cause: "Another one has taken the lock of this release, or has let it go.",
    });
    assert.deepEqual(greens(bench), [10, 0]);
    assert.deepEqual([bench.state.lockOwner, bench.outcomes], [undefined, ["FAILED"]]);
  });

  it("leaves the weights to whoever has it", async () => {
    const steal = (one: Bench) => one.write("SET lockOwner = :other", { ":other": { S: "arn:another" } });
    const bench = await run({ acts: [[100, steal]] });
    assert.equal(endOf(bench)?.error, "LostLock");
    assert.match(endOf(bench)?.cause ?? "", /The weights are left to the one who has it\.$/);
    // As they were when the lock was lost.
    assert.deepEqual(greens(bench), [10]);
    assert.equal(bench.state.lockOwner, "arn:another");
  });
});

describe("canary: the guard", () => {
  it("brings visitors back when a release is stopped", async () => {
    const bench = await run({ acts: [[100, (one) => one.stop("release-green-1")]] });
    assert.equal(endOf(bench)?.status, "ABORTED");
    // Twice: a function that was on its way may have set them meanwhile.
    assert.deepEqual(greens(bench), [10, 0, 0]);
    assert.deepEqual([bench.state.lockOwner, bench.outcomes, bench.history], [undefined, ["FAILED"], ["FAILED"]]);
    const reason = "The execution has ended as ABORTED, and the guard has taken over.";
    assert.equal(bench.messages.at(-1)?.reason, reason);
  });

  it("brings visitors back when a release times out", async () => {
    const bench = await run({ timeout: 120 });
    assert.equal(endOf(bench)?.status, "TIMED_OUT");
    // Twice: a function that was on its way may have set them meanwhile.
    assert.deepEqual(greens(bench), [10, 0, 0]);
    assert.deepEqual([bench.state.lockOwner, bench.outcomes], [undefined, ["FAILED"]]);
  });

  it("says of a release that was promoted that it has succeeded", async () => {
    const bench = await run({ fault: { at: "release NotifySucceeded", when: "before", how: "crash" } });
    assert.deepEqual(bench.weights.at(-1), { blue: 0, green: 100 });
    assert.deepEqual([bench.state.stable, bench.state.lockOwner], ["green", undefined]);
    assert.deepEqual([bench.outcomes, bench.history], [["SUCCEEDED"], ["SUCCEEDED"]]);
  });

  it("does nothing for a release that has cleaned up", async () => {
    const bench = await run({ health: (weight) => weight < 50 });
    assert.ok(bench.entered.has("guard NothingToDo"));
    assert.deepEqual(greens(bench), [10, 50, 0]);
  });

  it("lets another release come after it", async () => {
    const bench = await run({
      acts: [
        [100, (one) => one.stop("release-green-1")],
        [600, (one) => one.start("release-green-2", release("ecs-svc/2"))],
      ],
    });
    assert.equal(endOf(bench, "release-green-2")?.status, "SUCCEEDED");
    assert.equal(bench.state.stable, "green");
  });
});

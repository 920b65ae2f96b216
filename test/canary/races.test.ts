import assert from "node:assert/strict";
import { TaskError } from "../../local/services/stepfunctions/errors";
import { Bench, release, type Scenario } from "./bench";

/*
 * Two things at a time: what somebody asks while a release decides, weights that are set after nobody waits for them any more,
 * and releases that wait for each other.
 */

const greens = ({ weights }: Bench) => weights.slice(1).map(({ green }) => green);
const errorOf = (bench: Bench, name = "release-green-1") => bench.ends.get(name)?.error;

/** Runs a release in which something is done when it enters a state for the n-th time, before that state's task is done. */
async function runWith(state: string, nth: number, act: (bench: Bench) => void, scenario: Scenario = {}) {
  const bench = new Bench(scenario);
  let times = 0;
  bench.simulation.bus.subscribe("execution-state", (event) => {
    if (event.state !== state || !event.executionArn.includes(":release:")) return;
    times += 1;
    if (times === nth) act(bench);
  });
  return bench.run();
}

const abort = (bench: Bench) => bench.control("ABORT");

describe("canary: a control that comes between two looks", () => {
  it("aborts a release that is just about to raise a weight", async () => {
    for (const [nth, expected] of [
      [1, [0]],
      [2, [10, 0]],
      [3, [10, 50, 0]],
    ] as const) {
      const bench = await runWith("Fence", nth, abort);
      assert.equal(errorOf(bench), "Aborted");
      assert.deepEqual(greens(bench), expected);
    }
  });

  it("aborts a release that is just about to be promoted", async () => {
    for (const [state, nth] of [
      ["CheckHealth", 3],
      ["Promote", 1],
    ] as const) {
      const bench = await runWith(state, nth, abort);
      assert.equal(errorOf(bench), "Aborted");
      assert.deepEqual([greens(bench), bench.state.stable], [[10, 50, 100, 0], "blue"]);
      assert.deepEqual(bench.outcomes, ["FAILED"]);
    }
  });

  it("aborts a rollback that is just about to be promoted", async () => {
    const rollback = { kind: "rollback", side: "blue", deploymentId: "rollback-1" };
    const scenario: Scenario = { acts: [[3600, (one) => one.start("rollback-blue-1", rollback)]] };
    const bench = await runWith("Promote", 2, abort, scenario);
    assert.equal(errorOf(bench, "rollback-blue-1"), "Aborted");
    assert.deepEqual([bench.weights.at(-1), bench.state.stable], [{ blue: 0, green: 100 }, "green"]);
  });

  it("pauses a release that is just about to be promoted, until somebody says so", async () => {
    const scenario: Scenario = { acts: [[900, (one) => one.control("RESUME")]] };
    const bench = await runWith("Promote", 1, (one) => one.control("PAUSE"), scenario);
    assert.deepEqual([bench.ends.get("release-green-1"), greens(bench)], [{ status: "SUCCEEDED" }, [10, 50, 100]]);
    assert.ok(Date.parse(bench.state.stableSince ?? "") >= Date.parse("2026-01-01T00:15:00Z"));
  });

  it("pauses the step before one that is just about to begin, and goes on with the next", async () => {
    let paused: number[] = [];
    const resume = (one: Bench) => {
      paused = greens(one);
      one.control("RESUME");
    };
    const bench = await runWith("Fence", 2, (one) => one.control("PAUSE"), { acts: [[600, resume]] });
    assert.deepEqual(paused, [10]);
    assert.deepEqual([bench.ends.get("release-green-1"), greens(bench)], [{ status: "SUCCEEDED" }, [10, 50, 100]]);
  });

  it("does not keep a release from being promoted that it lets go on", async () => {
    const bench = await runWith("Promote", 1, (one) => one.control("PROMOTE"));
    assert.deepEqual([bench.ends.get("release-green-1"), greens(bench)], [{ status: "SUCCEEDED" }, [10, 50, 100]]);
  });
});

describe("canary: a long wait", () => {
  /** When visitors were all brought back, in seconds. */
  async function backAfter(scenario: Scenario): Promise<{ bench: Bench; at: number }> {
    let at = Number.NaN;
    const bench = await runWith(
      "RestoreWeights",
      1,
      (one) => {
        at = one.simulation.now;
      },
      scenario,
    );
    return { bench, at };
  }

  it("is aborted within a minute", async () => {
    const { bench, at } = await backAfter({ args: { waitSeconds: 7200 }, acts: [[200, abort]] });
    assert.equal(errorOf(bench), "Aborted");
    assert.ok(at >= 200 && at <= 260, `${at}`);
  });

  it("ends when it should, and not before", async () => {
    const bench = new Bench({ args: { waitSeconds: 200, steps: [100] } });
    const watched: number[] = [];
    bench.simulation.bus.subscribe("execution-state", ({ state }) => {
      if (state === "Settled" || state === "AwaitMetrics") watched.push(bench.simulation.now);
    });
    await bench.run();
    const [begun = 0, ended = 0] = watched;
    assert.equal(ended - begun, 200);
  });

  it("does not leave visitors with a side that fails while it is paused", async () => {
    const { bench, at } = await backAfter({
      args: { pauseSeconds: 3600 },
      health: (_, phase, now) => phase === "targets" || now < 400,
      acts: [[300, (one) => one.control("PAUSE")]],
    });
    assert.equal(errorOf(bench), "NotHealthy");
    assert.ok(at >= 400 && at <= 500, `${at}`);
  });

  it("may be a pause of days, which writes no more events than an execution may have", async () => {
    const acts: Scenario["acts"] = [
      [100, (one) => one.control("PAUSE")],
      [600_000, (one) => one.control("RESUME")],
    ];
    const bench = new Bench({ args: { pauseSeconds: 604_800 }, acts });
    bench.start("release-green-1", release("ecs-svc/1"));
    await bench.simulation.run(700_000);
    assert.deepEqual([bench.ends.get("release-green-1"), greens(bench)], [{ status: "SUCCEEDED" }, [10, 50, 100]]);
  });
});

/** Lets a call of the function that sets 50 % fail, and have its effect all the same, some seconds later. */
function late(bench: Bench, seconds: number, act: () => void = () => {}): Bench {
  const inner = bench as unknown as { set: (weights: Bench["weights"][number]) => string };
  const set = inner.set.bind(bench);
  inner.set = (weights) => {
    if (weights.green !== 50) return set(weights);
    bench.simulation.after(seconds, () => void set(weights));
    act();
    throw new TaskError("Lambda.SdkClientException", "connection reset");
  };
  return bench;
}

describe("canary: weights that are set too late", () => {
  it("are set again by a release that goes back", async () => {
    const bench = await late(new Bench(), 19).run();
    assert.equal(errorOf(bench), "Lambda.SdkClientException");
    assert.ok(greens(bench).lastIndexOf(50) > greens(bench).indexOf(0), "the fault came after the first restoration");
    assert.deepEqual([bench.weights.at(-1), bench.state.lockOwner], [{ blue: 100, green: 0 }, undefined]);
  });

  it("are set again by the guard, when the release was stopped", async () => {
    const bench = new Bench();
    await late(bench, 10, () => bench.stop("release-green-1")).run();
    assert.deepEqual(greens(bench), [10, 0, 50, 0]);
    assert.deepEqual([bench.state.lockOwner, bench.outcomes], [undefined, ["FAILED"]]);
  });
});

describe("canary: three releases", () => {
  it("end with the newest, whichever of those that wait gets the lock first", async () => {
    for (const second of [95, 97, 99, 101, 103]) {
      const bench = await new Bench({
        acts: [
          [second, (one) => one.start("release-green-2", release("ecs-svc/2"))],
          [second + 5, (one) => one.start("release-green-3", release("ecs-svc/3"))],
        ],
      }).run();
      assert.deepEqual(bench.ends.get("release-green-3"), { status: "SUCCEEDED" }, `${second}`);
      assert.ok(["Superseded", "AlreadyStable"].includes(errorOf(bench, "release-green-2") ?? ""), `${second}`);
      assert.equal(bench.state.deploymentId, "ecs-svc/3");
    }
  });

  it("do not take away the word of who has aborted a rollback", async () => {
    const bench = await new Bench({
      health: (_, __, at) => at < 3600 || at > 3640,
      acts: [
        [3600, (one) => one.start("rollback-blue-1", { kind: "rollback", side: "blue", deploymentId: "rollback-1" })],
        [3612, abort],
        [3613, (one) => one.start("release-blue-9", release("ecs-svc/9", "blue"))],
      ],
    }).run();
    assert.equal(errorOf(bench, "rollback-blue-1"), "Aborted");
  });
});

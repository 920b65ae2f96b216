import assert from "node:assert/strict";
import { executionArn, release, type Scenario } from "../canary/bench";
import { CommandBench } from "./canaryFixture";

describe("npm run canary", () => {
  let bench: CommandBench;
  const begin = (scenario: Scenario = {}) => {
    bench = new CommandBench(scenario);
    return bench;
  };
  afterEach(() => bench.close());

  const FIRST = executionArn("release-green-1");

  describe("start", () => {
    it("gives the waiting side its tasks, follows the release to its end, and brings visitors along", async () => {
      const { done, said } = await begin().run("start --visitors 1");
      assert.equal(done, true);
      assert.deepEqual(bench.updates, [
        {
          cluster: "workshop-cluster",
          service: "workshop-cats-green",
          desiredCount: 3,
          forceNewDeployment: false,
        },
      ]);
      assert.deepEqual(
        said.map((line) => line.trim().replace(/^\d+ s {2}/, "")),
        [
          "workshop-cats-green gets 3 tasks",
          `The release has started: ${FIRST}`,
          "green (ecs-svc/1), before its first step",
          "green (ecs-svc/1), step 1 of 3, 10 %",
          "green (ecs-svc/1), step 2 of 3, 50 %",
          "green (ecs-svc/1), step 3 of 3, 100 %",
          "The release has succeeded",
        ].filter((line) => said.join().includes("before") || !line.includes("before")),
      );
      assert.ok(bench.visited.length > 100);
      assert.deepEqual([...new Set(bench.visited)], ["/", "/cats/", "/dogs/"]);
    });

    it("ends with the reason where the release does", async () => {
      const { done, said } = await begin({ health: (weight) => weight < 50 }).run("start");
      assert.equal(done, false);
      assert.equal(said.at(-1), "The release has ended as FAILED: NotHealthy: half of all requests failed");
    });

    it("deploys anew what was released before", async () => {
      begin({ health: (weight, _, at) => weight < 50 || at > 3600 });
      await bench.run("start --tasks 4");
      await bench.bench.simulation.run(4000);
      const { done, said } = await bench.run("start");
      assert.equal(done, true);
      assert.equal(said[0], "workshop-cats-green gets 4 tasks, all of them new");
      assert.deepEqual(bench.updates.at(-1), {
        cluster: "workshop-cluster",
        service: "workshop-cats-green",
        desiredCount: 4,
        forceNewDeployment: true,
      });
    });

    it("refuses while a release runs", async () => {
      begin();
      await bench.run("start", 60);
      const { done } = await bench.run("start", 60);
      assert.equal(done, `A release runs already: ${FIRST}. See npm run canary -- status`);
      assert.equal(bench.updates.length, 1);
    });

    it("says what it waited for where the time is up", async () => {
      const { done } = await begin().run("start --timeout 2");
      assert.equal(
        done,
        `The release has not ended within 2 minutes: ${FIRST} is still running. ` +
          "It goes on without this command; --timeout MINUTES waits longer",
      );
    });
  });

  describe("status", () => {
    it("tells of the weights, and that nothing has run yet", async () => {
      const { done, said } = await begin().run("status");
      assert.equal(done, true);
      assert.deepEqual(said, [
        "www.catsndogs.lol: blue 100 %, green 0 %",
        "The stable side is blue, from the beginning; the next release goes to green",
        "No release has run yet",
      ]);
    });

    it("tells where a release is", async () => {
      begin();
      await bench.run("start", 100);
      const { said } = await bench.run("status");
      assert.deepEqual(said, [
        "www.catsndogs.lol: blue 90 %, green 10 %",
        "The stable side is blue, from the beginning; the next release goes to green",
        "Running: green (ecs-svc/1), step 1 of 3, 10 %",
        `  ${FIRST}`,
      ]);
    });

    it("tells what has become of the last one", async () => {
      begin();
      await bench.run("start");
      const { said } = await bench.run("status");
      assert.equal(said[0], "www.catsndogs.lol: blue 0 %, green 100 %");
      assert.match(
        said[1] ?? "",
        /^The stable side is green, since 2026-01-01T00:\d\d:\d\d\.\d{3}Z; the next release goes to blue$/,
      );
      assert.equal(said[2], "No release runs; the last one SUCCEEDED");
    });
  });

  describe("control", () => {
    for (const [action, words] of [
      ["pause", "No release runs"],
      ["resume", "No release is paused"],
      ["promote", "No release runs"],
      ["abort", "No release runs"],
    ] as const) {
      it(`of no release is none: ${action}`, async () => {
        assert.deepEqual(await begin().run(action), { done: false, said: [words] });
      });
    }

    it("pauses a release, which status tells, and resumes it", async () => {
      begin();
      await bench.run("start", 60);
      assert.equal((await bench.run("pause")).done, true);
      await bench.bench.simulation.run(400);
      const { said } = await bench.run("status");
      assert.equal(said[2], "Running: green (ecs-svc/1), step 1 of 3, 10 %; asked to pause");
      assert.deepEqual(await bench.run("resume"), { done: true, said: ["The release goes on"] });
      await bench.bench.simulation.run(2000);
      assert.equal(bench.bench.state.stable, "green");
    });

    it("does not resume what is not paused", async () => {
      begin();
      await bench.run("start", 60);
      assert.deepEqual(await bench.run("resume"), { done: false, said: ["No release is paused"] });
    });

    it("aborts a release, of which nobody calls it off", async () => {
      begin();
      await bench.run("start", 60);
      assert.deepEqual(await bench.run("abort"), {
        done: true,
        said: ["The release will bring all visitors back"],
      });
      assert.equal((await bench.run("pause")).done, false);
      await bench.bench.simulation.run(2000);
      assert.deepEqual(bench.bench.ends.get("release-green-1")?.error, "Aborted");
    });

    it("promotes a release", async () => {
      begin();
      await bench.run("start", 60);
      await bench.run("promote");
      await bench.bench.simulation.run(2000);
      assert.deepEqual(
        bench.bench.weights.map(({ green }) => green),
        [0, 10, 100],
      );
    });
  });

  describe("rollback", () => {
    it("has nothing to do before a release was promoted", async () => {
      const { done } = await begin().run("rollback");
      assert.equal(done, "There is nothing to roll back: no release has been promoted yet.");
    });

    it("brings visitors back to the side that had them", async () => {
      begin();
      await bench.run("start");
      const { done, said } = await bench.run("rollback");
      assert.equal(done, true);
      assert.match(said[0] ?? "", /^Started: arn:aws:states:.*:execution:release:rollback-blue-\d+$/);
      assert.equal(said.at(-1), "The release has succeeded");
      assert.deepEqual(bench.bench.weights.at(-1), { blue: 100, green: 0 });
    });

    it("of a release that runs aborts it, and is done when visitors are back", async () => {
      begin();
      await bench.run("start", 60);
      const { done, said } = await bench.run("rollback");
      assert.equal(done, true);
      assert.equal(said[0], `The release brings all visitors back: ${FIRST}`);
      assert.match(said.at(-1) ?? "", /^The release has ended as FAILED: Aborted: /);
    });

    it("does not bring visitors to what has just failed on the other side", async () => {
      begin({ health: (_weight, _phase, at) => at < 1000 });
      await bench.run("start");
      await bench.bench.simulation.run(1500);
      bench.bench.start("release-blue-2", release("ecs-svc/2", "blue"));
      await bench.bench.simulation.run(4000);
      assert.deepEqual(bench.bench.outcomes, ["SUCCEEDED", "FAILED"]);
      const before = bench.bench.weights.length;
      const { done } = await bench.run("rollback");
      assert.equal(
        done,
        "There is nothing to roll back to: blue runs what failed in its last release (TargetsNotHealthy: half of all requests failed). " +
          "Visitors stay on green. Deploy to blue what has worked; that is released in steps, as everything is.",
      );
      assert.equal(bench.bench.weights.length, before);
      assert.deepEqual(bench.bench.weights.at(-1), { blue: 0, green: 100 });
      assert.equal(bench.bench.state.lockOwner, undefined);
    });

    it("gives the guard a release that broke off, and that nobody has ended", async () => {
      // The guard fails the first time, as long as anything fails.
      begin({ fault: { at: "guard TakeOver", when: "before", how: "crash" } });
      await bench.run("start", 100);
      bench.bench.stop("release-green-1");
      await bench.bench.simulation.run(1000);
      assert.equal(bench.bench.state.lockOwner, FIRST);
      const { done, said } = await bench.run("rollback");
      assert.equal(done, true);
      assert.match(said[0] ?? "", /^Started: .*:execution:guard:by-hand-\d+$/);
      assert.deepEqual(bench.bench.weights.at(-1), { blue: 100, green: 0 });
      assert.equal(bench.bench.state.lockOwner, undefined);
    });
  });

  describe("history", () => {
    it("is empty at first", async () => {
      assert.deepEqual(await begin().run("history"), { done: true, said: ["No release has run yet"] });
    });

    it("has the newest first, and how each ended", async () => {
      begin({ health: (weight, _, at) => weight < 50 || at > 3600 });
      await bench.run("start");
      await bench.bench.simulation.run(4000);
      await bench.run("start");
      await bench.run("rollback");
      const { said } = await bench.run("history");
      const time = "2026-01-01T0\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
      for (const [i, words] of [
        "rollback to blue  SUCCEEDED at TIME",
        "release of green \\(ecs-svc/2\\)  SUCCEEDED at TIME",
        "release of green \\(ecs-svc/1\\)  FAILED at TIME: NotHealthy: half of all requests failed",
      ].entries()) {
        assert.match(said[i] ?? "", new RegExp(`^${time}  ${words.replace("TIME", time)}$`));
      }
      assert.equal(said.length, 3);
    });
  });

  describe("visit", () => {
    it("counts which side answers", async () => {
      const { done, said } = await begin().run("visit --count 9");
      assert.equal(done, true);
      assert.deepEqual(said, ["    6  blue: 192.0.2.1, status 200", "    3  green: 192.0.2.2, status 200"]);
    });
  });
});

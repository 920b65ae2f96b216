import assert from "node:assert/strict";
import { guardMachine } from "../../components/canary/guardMachine";
import { releaseMachine } from "../../components/canary/releaseMachine";
import { Bench, executionArn, type Fault, GUARD_ARGS, RELEASE_ARGS, release, type Scenario } from "./bench";

/*
 * Every task of both state machines fails, or its execution is stopped: before it has done what it does, and after; once, and
 * for good. Whatever happens, visitors end all on one side, nobody has the lock, and one notification has said how it went.
 */

type Loose = { Type: string; Catch?: { ErrorEquals: string[]; Next: string }[] };

const definitions = {
  release: releaseMachine(RELEASE_ARGS).States as Record<string, Loose>,
  guard: guardMachine(GUARD_ARGS).States as Record<string, Loose>,
};

const SICK: Scenario = { health: (weight) => weight < 50 };
const STEAL = (one: Bench) => one.write("SET lockOwner = :other", { ":other": { S: "arn:another" } });
const NEXT: Scenario = { acts: [[100, (one) => one.start("release-green-2", release("ecs-svc/2"))]] };

/** What brings a release to a task that a release that goes well does not come to. */
const WAYS: Record<string, Scenario> = {
  "release ReadControlMeanwhile": { health: (_, phase, at) => phase === "traffic" || at > 60 },
  "release ReadPaused": {
    acts: [
      [100, (one) => one.control("PAUSE")],
      [200, (one) => one.control("RESUME")],
    ],
  },
  "release Reclaim": { acts: [[100, (one) => one.write("REMOVE lockOwner")]] },
  "release ReadHolder": NEXT,
  "release AskToGiveWay": NEXT,
  ...Object.fromEntries(
    ["FailBack", "RestoreWeights", "RestoredGetChange", "NotifyFailed", "RecordFailure", "ReleaseFailedLock"].map(
      (state) => [`release ${state}`, SICK],
    ),
  ),
  ...Object.fromEntries(
    Object.keys(definitions.guard).map((state) => [
      `guard ${state}`,
      { acts: [[100, (one: Bench) => one.stop("release-green-1")]] } satisfies Scenario,
    ]),
  ),
};

const FAULTS: [when: Fault["when"], how: Fault["how"]][] = [
  ["before", "once"],
  ["after", "once"],
  ["before", "always"],
  ["after", "always"],
  ["before", "crash"],
  ["after", "crash"],
];

const tasks = Object.entries(definitions).flatMap(([machine, states]) =>
  Object.entries(states)
    .filter(([, { Type }]) => Type === "Task")
    .map(([state]) => `${machine} ${state}`),
);

/** Nobody can be told where telling is what fails. */
const SILENT = /(NotifySucceeded|NotifyFailed|guard Notify)$/;

/** What nobody but a person can mend: the guard itself has failed, or was stopped. */
const isBeyondGuard = ({ at, how }: Fault): boolean =>
  at.startsWith("guard") && how !== "once" && !/(Notify|Record)$/.test(at)
    ? true
    : at.startsWith("guard") && how === "crash";

const entered = new Set<string>();
const caught = new Set<string>();

function remember(bench: Bench): Bench {
  for (const state of bench.entered) entered.add(state);
  for (const catcher of bench.caught) caught.add(catcher);
  return bench;
}

function assertSound(bench: Bench, fault: Fault): void {
  const sums = new Set(bench.weights.map(({ blue, green }) => blue + green));
  assert.deepEqual([...sums], [100], "the weights sum to 100 at all times");
  const last = bench.weights.at(-1);
  const { stable, lockOwner } = bench.state;
  assert.deepEqual(last, stable === "green" ? { blue: 0, green: 100 } : { blue: 100, green: 0 });
  assert.equal(lockOwner, undefined, "the lock is free");
  assertTold(bench, fault);
}

/** One notification for each release that had the lock, which says what has become of it. */
function assertTold(bench: Bench, { at, how }: Fault): void {
  const releases = bench.history.length;
  if (SILENT.test(at) && how === "always") return;
  // A release that did not get so far as its history may have had the lock.
  const isEarly = at === "release AcquireLock" || at === "release RecordStart";
  if (isEarly) assert.ok(bench.outcomes.length <= 1 || releases > 0);
  else assert.equal(bench.outcomes.length, releases, "one notification a release");
  const isPromoted = bench.state.stable === "green";
  assert.equal(bench.outcomes.includes("SUCCEEDED"), isPromoted);
}

describe("canary: a fault", function () {
  this.timeout(60_000);

  for (const at of tasks) {
    it(`at ${at} does no harm, whenever and however it happens`, async () => {
      for (const [when, how] of FAULTS) {
        const fault = { at, when, how };
        const bench = remember(await new Bench({ ...WAYS[at], fault }).run());
        assert.ok(bench.entered.has(at), `${at} was reached`);
        if (isBeyondGuard(fault) && bench.state.lockOwner !== undefined) {
          // The alarm has told somebody, who starts the guard by hand: the lock says for which release.
          bench.mend();
          bench.guard(bench.state.lockOwner, "ABORTED");
          await bench.simulation.run(bench.simulation.now + 7200);
          remember(bench);
        }
        try {
          assertSound(bench, fault);
        } catch (error) {
          (error as Error).message = `${how} ${when} ${at}: ${(error as Error).message}`;
          throw error;
        }
      }
    });
  }

  it("of every kind has been: each state was entered, and each catcher taken", async () => {
    for (const scenario of REST) remember(await scenario());
    const states = Object.entries(definitions).flatMap(([machine, all]) =>
      Object.keys(all).map((state) => `${machine} ${state}`),
    );
    assert.deepEqual(
      states.filter((state) => !entered.has(state)),
      [],
      "states that no test has entered",
    );
    const catchers = Object.entries(definitions).flatMap(([machine, all]) =>
      Object.entries(all).flatMap(([state, { Catch = [] }]) =>
        Catch.map(({ Next }) => `${machine} ${state} ! ${Next}`),
      ),
    );
    assert.deepEqual(
      catchers.filter((catcher) => !caught.has(catcher)),
      [],
      "catchers that no test has taken",
    );
  });
});

/** What no fault brings about. */
const REST: (() => Promise<Bench>)[] = [
  () => new Bench({ input: {} }).run(),
  () => new Bench({ input: release("ecs-svc/1", "blue") }).run(),
  () => new Bench({ acts: [[100, STEAL]] }).run(),
  () => new Bench({ ...SICK }).run(),
  () => new Bench({ acts: [[100, (one) => one.control("ABORT")]] }).run(),
  () => new Bench({ neverInSync: true }).run(),
  async () => {
    const bench = new Bench();
    STEAL(bench);
    return bench.run();
  },
  // The lock is lost at the very last, where there is none left to let go.
  ...["Promote", "FailBack", "ReleaseLock", "ReleaseFailedLock"].map(
    (state) => () => new Bench({ ...(/Fail/.test(state) ? SICK : {}), on: [`release ${state}`, STEAL] }).run(),
  ),
  () => new Bench({ acts: [[100, (one) => one.stop("release-green-1")]], on: ["guard ReleaseLock", STEAL] }).run(),
  // Somebody aborts after the last look, just before the weights are set.
  () => new Bench({ on: ["release Fence", (one) => one.control("ABORT")] }).run(),
  // Somebody takes a lock that was let go, just before it is taken back.
  () => new Bench({ acts: [[100, (one) => one.write("REMOVE lockOwner")]], on: ["release Reclaim", STEAL] }).run(),
  // The other release ends just before it is asked to give way.
  () => new Bench({ ...NEXT, on: ["release AskToGiveWay", (one) => one.stop("release-green-1")] }).run(),
];

describe("canary: the execution's own name", () => {
  it("is what the lock is held by", async () => {
    const bench = new Bench({
      on: ["release Fence", (one) => assert.equal(one.state.lockOwner, executionArn("release-green-1"))],
    });
    await bench.run();
    assert.ok(bench.entered.has("release Fence"));
  });
});

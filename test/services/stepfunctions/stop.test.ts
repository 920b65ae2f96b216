import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import {
  definition,
  EXECUTION_ARN,
  history,
  INVOKE,
  outcome,
  ROOT_CALLER,
  type Stage,
  slow,
  stage,
  task,
} from "./fixture";

const stop = ({ machines }: Stage, by: Props = {}) =>
  machines.stop(ROOT_CALLER, { executionArn: EXECUTION_ARN, ...by });

describe("Step Functions: StopExecution", () => {
  const inner = (seconds: number, name: string): Props => ({
    StartAt: name,
    States: { [name]: { Type: "Wait", Seconds: seconds, Next: `${name}2` }, [`${name}2`]: { Type: "Pass", End: true } },
  });

  const within: Record<string, Props> = {
    "a Wait": { Type: "Wait", Seconds: 60, End: true },
    "a task": task(),
    "a Parallel": { Type: "Parallel", Branches: [inner(60, "A"), inner(90, "B")], End: true },
    "a Map": { Type: "Map", Items: [1, 2], ItemProcessor: inner(60, "I"), End: true },
  };
  for (const [what, state] of Object.entries(within)) {
    it(`ends it at once within ${what}`, async () => {
      const { staged } = slow(definition({ S: state }));
      staged.start();
      await staged.simulation.run(7);
      const { stopDate } = stop(staged, { error: "Changed", cause: "our minds" });
      assert.equal(stopDate, Date.parse("2026-01-01T00:00:07Z") / 1000);
      const ended = { status: "ABORTED", error: "Changed", cause: "our minds", seconds: 7 };
      assert.deepEqual(outcome(staged), ended);
      const before = staged.entered.length;
      await staged.simulation.run(1000);
      assert.deepEqual([outcome(staged), staged.told.length, staged.entered.length], [ended, 2, before]);
    });
  }

  it("says no error where nobody says one", async () => {
    const { staged } = slow(definition({ S: task() }));
    staged.start();
    await staged.simulation.run(7);
    stop(staged);
    assert.deepEqual(outcome(staged), { status: "ABORTED", seconds: 7 });
  });

  it("before its first state enters none", async () => {
    const { staged } = slow(definition({ S: task() }));
    staged.start();
    stop(staged);
    await staged.simulation.run(100);
    assert.deepEqual([outcome(staged), staged.entered], [{ status: "ABORTED", seconds: 0 }, []]);
  });

  it("leaves what has ended as it is", async () => {
    const { staged } = slow(definition({ S: task() }));
    staged.start();
    await staged.simulation.run(100);
    const { stopDate } = stop(staged, { error: "Late" });
    assert.equal(stopDate, Date.parse("2026-01-01T00:01:00Z") / 1000);
    assert.deepEqual(outcome(staged), { status: "SUCCEEDED", output: "done", seconds: 60 });
  });

  it("leaves the task's effect on its way", async () => {
    const { staged, effects } = slow(definition({ S: task() }));
    staged.start();
    await staged.simulation.run(7);
    stop(staged);
    await staged.simulation.run(100);
    assert.deepEqual(effects, [60]);
  });

  it("by its own task lets nothing follow", async () => {
    const machine = definition({
      S: { Type: "Task", Resource: INVOKE, TimeoutSeconds: 5, Next: "E" },
      E: { Type: "Pass", End: true },
    });
    const staged: Stage = stage(machine, { tasks: { [INVOKE]: () => String(stop(staged).stopDate) } });
    staged.start();
    await staged.simulation.run(100);
    assert.deepEqual([outcome(staged), staged.entered], [{ status: "ABORTED", seconds: 0 }, [["S", 0]]]);
  });

  it("lets no other execution of the machine feel it", async () => {
    const { staged } = slow(definition({ S: task() }));
    staged.start({}, "release-1");
    staged.start({}, "release-2");
    await staged.simulation.run(7);
    stop(staged);
    await staged.simulation.run(100);
    assert.deepEqual([staged.told.at(-1)?.name, staged.told.at(-1)?.status], ["release-2", "SUCCEEDED"]);
  });

  it("ends what another branch evaluates when one fails", async () => {
    const machine = definition({
      P: {
        Type: "Parallel",
        Branches: [
          {
            StartAt: "A",
            States: { A: { Type: "Pass", Output: "{% $sum($map([1..50], function($v) { $v })) %}", End: true } },
          },
          { StartAt: "F", States: { F: { Type: "Fail", Error: "Bad" } } },
        ],
        Catch: [{ ErrorEquals: ["Bad"], Next: "W" }],
        End: true,
      },
      W: { Type: "Wait", Seconds: 5, End: true },
    });
    const staged = stage(machine);
    staged.start();
    await staged.simulation.run(100);
    assert.equal(outcome(staged).status, "SUCCEEDED");
    const types = history(staged).map(({ type }) => type);
    assert.ok(types.includes("PassStateEntered"));
    assert.ok(!types.includes("PassStateExited"), types.join());
  });

  it("does not end again what has ended when another branch fails", async () => {
    const failing: Props = {
      StartAt: "V",
      States: { V: { Type: "Wait", Seconds: 5, Next: "F" }, F: { Type: "Fail", Error: "Bad" } },
    };
    const done: Props = { StartAt: "A", States: { A: { Type: "Wait", Seconds: 1, End: true } } };
    const { staged } = slow(definition({ P: { Type: "Parallel", Branches: [done, failing], End: true } }));
    staged.start();
    await staged.simulation.run(100);
    const types = history(staged).map(({ type }) => type);
    assert.deepEqual(types.slice(-3), ["FailStateEntered", "ParallelStateFailed", "ExecutionFailed"]);
  });

  it("ends the states that another branch's failure ends, in the history too", async () => {
    const failing: Props = {
      StartAt: "V",
      States: { V: { Type: "Wait", Seconds: 5, Next: "F" }, F: { Type: "Fail", Error: "Bad" } },
    };
    const { staged } = slow(definition({ P: { Type: "Parallel", Branches: [inner(60, "A"), failing], End: true } }));
    staged.start();
    await staged.simulation.run(100);
    assert.deepEqual(
      history(staged).map(({ type }) => type),
      [
        "ExecutionStarted",
        "ParallelStateEntered",
        "ParallelStateStarted",
        "WaitStateEntered",
        "WaitStateEntered",
        "WaitStateExited",
        "FailStateEntered",
        "WaitStateAborted",
        "ParallelStateFailed",
        "ExecutionFailed",
      ],
    );
  });
});

import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { TaskError } from "../../../local/services/stepfunctions/errors";
import { definition, failing, INVOKE, run, stage, task } from "./fixture";

/** Runs a machine whose only task fails so; `calls` say when it was called. */
async function tried(machine: Props, errors: string[], seed = 1) {
  const { calls, tasks, follow } = failing(...errors);
  const staged = stage(machine, { tasks, seed });
  follow(() => staged.simulation.now);
  staged.start();
  await staged.simulation.run(100_000);
  const { status, error, output } = staged.told.at(-1) ?? {};
  return { calls, status, error, output };
}

describe("Step Functions: Retry", () => {
  const machine = (...Retry: Props[]): Props => definition({ T: task({ Retry }) });

  it("waits 1, 2 and 4 s by default, and then fails", async () => {
    const { calls, status, error } = await tried(machine({ ErrorEquals: ["A"] }), ["A", "A", "A", "A", "A"]);
    assert.deepEqual([calls, status, error], [[0, 1, 3, 7], "FAILED", "A"]);
  });

  // docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html has this example of several retriers.
  it("counts for each retrier by itself, and catches when the one that is meant has no attempt left", async () => {
    const several = definition({
      X: task({
        Retry: [
          { ErrorEquals: ["ErrorA", "ErrorB"], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 2 },
          { ErrorEquals: ["ErrorC"], IntervalSeconds: 5 },
        ],
        Catch: [{ ErrorEquals: ["States.ALL"], Output: "caught", Next: "Z" }],
      }),
      Z: { Type: "Pass", End: true },
    });
    const { calls, output } = await tried(several, ["ErrorA", "ErrorB", "ErrorC", "ErrorB"]);
    assert.deepEqual([calls, output], [[0, 1, 3, 8], '"caught"']);
  });

  it("keeps the delay below MaxDelaySeconds", async () => {
    const retrier = { ErrorEquals: ["A"], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 4, MaxDelaySeconds: 7 };
    assert.deepEqual((await tried(machine(retrier), ["A", "A", "A", "A"])).calls, [0, 3, 9, 16, 23]);
  });

  it("takes broken factors", async () => {
    const retrier = { ErrorEquals: ["A"], IntervalSeconds: 2, BackoffRate: 1.5, MaxAttempts: 3 };
    assert.deepEqual((await tried(machine(retrier), ["A", "A", "A"])).calls, [0, 2, 5, 9.5]);
  });

  it("with a full jitter waits by chance up to the delay, the same again for the same seed", async () => {
    const retrier = {
      ErrorEquals: ["A"],
      IntervalSeconds: 100,
      BackoffRate: 1,
      MaxAttempts: 3,
      JitterStrategy: "FULL",
    };
    const delays = async (seed: number) => {
      const { calls } = await tried(machine(retrier), ["A", "A", "A"], seed);
      return calls.slice(1).map((at, i) => at - (calls[i] ?? 0));
    };
    const [one, again, other] = [await delays(1), await delays(1), await delays(2)];
    assert.deepEqual(one, again);
    assert.notDeepEqual(one, other);
    assert.equal(one.length, 3);
    assert.ok([...one, ...other].every((delay) => delay >= 0 && delay < 100));
  });

  it("does not retry another error", async () => {
    const { calls, error } = await tried(machine({ ErrorEquals: ["A"] }), ["B"]);
    assert.deepEqual([calls, error], [[0], "B"]);
  });

  it("counts in the context, and evaluates Arguments again", async () => {
    const seen: unknown[] = [];
    const tasks = {
      [INVOKE]: (_: unknown, args: unknown) => {
        seen.push(args);
        if (seen.length < 3) throw new TaskError("A", "");
        return 1;
      },
    };
    const state = task({
      Arguments: { count: "{% $states.context.State.RetryCount %}", since: "{% $states.context.State.EnteredTime %}" },
      Retry: [{ ErrorEquals: ["A"] }],
    });
    await run(definition({ T: state }), {}, { tasks });
    const since = "2026-01-01T00:00:00.000Z";
    assert.deepEqual(
      seen,
      [0, 1, 2].map((count) => ({ count, since })),
    );
  });

  it("is not told as a state that is entered again", async () => {
    const { tasks } = failing("A");
    const { stage } = await run(machine({ ErrorEquals: ["A"] }), {}, { tasks });
    assert.deepEqual(stage.entered, [["T", 0]]);
  });

  it("does the task again where only its Output cannot be evaluated", async () => {
    const { calls, tasks } = failing();
    const state = task({
      Output: "{% $gone %}",
      Retry: [{ ErrorEquals: ["States.QueryEvaluationError"], MaxAttempts: 1 }],
    });
    const { error } = await run(definition({ T: state }), {}, { tasks });
    assert.deepEqual([calls.length, error], [2, "States.QueryEvaluationError"]);
  });
});

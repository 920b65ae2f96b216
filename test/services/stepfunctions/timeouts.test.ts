import assert from "node:assert/strict";
import { definition, history, INVOKE, outcome, slow, stage, task } from "./fixture";

describe("Step Functions: a task's time-out", () => {
  it("fails the execution after so many seconds without a cause; the effect comes nevertheless", async () => {
    const { staged, effects } = slow(definition({ T: task({ TimeoutSeconds: 5 }) }));
    staged.start();
    await staged.simulation.run(1000);
    assert.deepEqual(outcome(staged), { status: "FAILED", error: "States.Timeout", seconds: 5 });
    assert.deepEqual(effects, [60]);
  });

  it("is for the attempt, and can be caught and retried", async () => {
    const { staged, effects } = slow(
      definition({
        T: task({
          TimeoutSeconds: "{% $states.input.limit %}",
          Retry: [{ ErrorEquals: ["States.Timeout"], IntervalSeconds: 10, MaxAttempts: 1 }],
          Catch: [{ ErrorEquals: ["States.Timeout"], Output: "{% $states.errorOutput %}", Next: "E" }],
        }),
        E: { Type: "Pass", End: true },
      }),
    );
    staged.start({ limit: 5 });
    await staged.simulation.run(1000);
    const output = { Error: "States.Timeout", Cause: "" };
    assert.deepEqual(outcome(staged), { status: "SUCCEEDED", output, seconds: 20 });
    assert.deepEqual(effects, [60, 75]);
  });

  it("does not come where the task is ready before", async () => {
    const { staged } = slow(definition({ T: task({ TimeoutSeconds: 61 }) }));
    staged.start();
    await staged.simulation.run(1000);
    assert.deepEqual(outcome(staged), { status: "SUCCEEDED", output: "done", seconds: 60 });
  });

  it("comes with the first heartbeat that is missing, which no task here sends", async () => {
    const { staged } = slow(definition({ T: task({ TimeoutSeconds: 50, HeartbeatSeconds: "{% 20 %}" }) }));
    staged.start();
    await staged.simulation.run(1000);
    assert.deepEqual(outcome(staged), { status: "FAILED", error: "States.HeartbeatTimeout", seconds: 20 });
  });

  it("cannot be an expression's 0", async () => {
    const { staged } = slow(definition({ T: task({ TimeoutSeconds: "{% 0 %}" }) }));
    staged.start();
    await staged.simulation.run(1);
    assert.equal(outcome(staged).error, "States.QueryEvaluationError");
  });
});

describe("Step Functions: an execution's time-out", () => {
  it("ends it within a task, without an error; the effect comes nevertheless, and nothing after it", async () => {
    const { staged, effects } = slow(
      definition(
        { T: { Type: "Task", Resource: INVOKE, Next: "E" }, E: { Type: "Pass", End: true } },
        { TimeoutSeconds: 30 },
      ),
    );
    staged.start();
    await staged.simulation.run(1000);
    assert.deepEqual(outcome(staged), { status: "TIMED_OUT", seconds: 30 });
    assert.deepEqual(effects, [60]);
    assert.deepEqual(staged.entered, [["T", 0]]);
    assert.deepEqual(
      history(staged).map(({ type }) => type),
      ["ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "ExecutionTimedOut"],
    );
  });

  it("ends it within a retry's delay, and cannot be caught", async () => {
    const staged = stage(
      definition(
        {
          T: task({
            Arguments: "{% $gone %}",
            Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 100, MaxAttempts: 9 }],
            Catch: [{ ErrorEquals: ["States.ALL"], Next: "E" }],
          }),
          E: { Type: "Pass", End: true },
        },
        { TimeoutSeconds: 30 },
      ),
      { tasks: { [INVOKE]: () => 1 } },
    );
    staged.start();
    await staged.simulation.run(1000);
    assert.deepEqual(outcome(staged), { status: "TIMED_OUT", seconds: 30 });
  });

  it("wins where the last state ends at the same moment", async () => {
    const staged = stage(definition({ W: { Type: "Wait", Seconds: 30, End: true } }, { TimeoutSeconds: 30 }));
    staged.start();
    await staged.simulation.run(1000);
    assert.equal(outcome(staged).status, "TIMED_OUT");
  });

  it("does not come after the end", async () => {
    const staged = stage(definition({ W: { Type: "Wait", Seconds: 29, End: true } }, { TimeoutSeconds: 30 }));
    staged.start();
    await staged.simulation.run(1000);
    assert.deepEqual(
      staged.told.map(({ status }) => status),
      ["RUNNING", "SUCCEEDED"],
    );
  });
});

import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { TaskError } from "../../../local/services/stepfunctions/errors";
import { definition, INVOKE, run } from "./fixture";

/** Runs one state, which is the last. */
const only = (state: Props, input: Props | number = {}, tasks = {}) =>
  run(definition({ S: { ...state, ...(!("Choices" in state) && { End: true }) } }), input, { tasks });

const states = (one: Props): Props => ({ StartAt: "I", States: { I: one } });

describe("Step Functions: Parallel", () => {
  it("gives each branch its Arguments", async () => {
    const one = states({ Type: "Pass", Output: "{% $states.input.a %}", End: true });
    const two = { StartAt: "J", States: { J: { Type: "Pass", Output: "{% $states.input.a + 1 %}", End: true } } };
    const { output } = await only({ Type: "Parallel", Arguments: { a: 5 }, Branches: [one, two] }, { a: 1 });
    assert.deepEqual(output, [5, 6]);
  });

  it("gives each branch its input where it has no Arguments, and has the results for its Output", async () => {
    const branch = states({ Type: "Pass", Output: "{% $states.input.a %}", End: true });
    const { output } = await only(
      { Type: "Parallel", Branches: [branch], Output: "{% $states.result[0] + 10 %}" },
      { a: 1 },
    );
    assert.equal(output, 11);
  });

  it("fails at once with what one branch fails with; the others do not go on", async () => {
    const slow: Props = {
      StartAt: "W",
      States: { W: { Type: "Wait", Seconds: 60, Next: "N" }, N: { Type: "Pass", End: true } },
    };
    const bad: Props = {
      StartAt: "V",
      States: { V: { Type: "Wait", Seconds: 5, Next: "F" }, F: { Type: "Fail", Error: "Bad", Cause: "it is" } },
    };
    const { stage, ...rest } = await only({ Type: "Parallel", Branches: [slow, bad] });
    await stage.simulation.run(1000);
    assert.deepEqual(rest, { status: "FAILED", error: "Bad", cause: "it is", seconds: 5 });
    assert.deepEqual(
      stage.entered.map(([state]) => state),
      ["S", "W", "V", "F"],
    );
  });

  it("fails when one branch has filled the history, while another waits", async () => {
    const slow: Props = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 60, End: true } } };
    const loop: Props = {
      StartAt: "C",
      States: {
        C: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "D" }], Default: "C" },
        D: { Type: "Pass", End: true },
      },
    };
    const { error, seconds } = await only({ Type: "Parallel", Branches: [slow, loop] });
    assert.deepEqual([error, seconds], ["States.Runtime", 0]);
  });

  it("catches what a branch fails with", async () => {
    const { output } = await run(
      definition({
        P: {
          Type: "Parallel",
          Branches: [states({ Type: "Fail", Error: "Bad", Cause: "it is" })],
          Catch: [{ ErrorEquals: ["Bad"], Next: "E" }],
          End: true,
        },
        E: { Type: "Pass", End: true },
      }),
    );
    assert.deepEqual(output, { Error: "Bad", Cause: "it is" });
  });

  it("does all branches again with a retry", async () => {
    let calls = 0;
    const tasks = {
      [INVOKE]: () => {
        calls += 1;
        if (calls === 1) throw new TaskError("Once", "");
        return calls;
      },
    };
    const { output, seconds } = await only(
      {
        Type: "Parallel",
        Branches: [states({ Type: "Task", Resource: INVOKE, End: true })],
        Retry: [{ ErrorEquals: ["Once"], IntervalSeconds: 4 }],
      },
      {},
      tasks,
    );
    assert.deepEqual([output, seconds], [[2], 4]);
  });
});

describe("Step Functions: Map", () => {
  const map = (by: Props, one: Props = { Type: "Pass", End: true }): Props => ({
    Type: "Map",
    ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...states(one) },
    ...by,
  });

  it("takes its input as the items where it has no Items", async () => {
    const { output } = await run(definition({ M: { ...map({}), End: true } }), [1, 2]);
    assert.deepEqual(output, [1, 2]);
  });

  it("gives nothing for no items", async () => {
    assert.deepEqual((await only(map({ Items: [] }))).output, []);
  });

  it("selects what each iteration gets, and says which item it is", async () => {
    const selector = {
      value: "{% $states.context.Map.Item.Value %}",
      index: "{% $states.context.Map.Item.Index %}",
      all: "{% $states.input.n %}",
    };
    const { output } = await only(map({ Items: "{% $states.input.list %}", ItemSelector: selector }), {
      list: ["a", "b"],
      n: 9,
    });
    assert.deepEqual(output, [
      { value: "a", index: 0, all: 9 },
      { value: "b", index: 1, all: 9 },
    ]);
  });

  it("tells the iteration's states which item it is", async () => {
    const { output } = await only(
      map({ Items: ["a", "b"] }, { Type: "Pass", Output: "{% $states.context.Map.Item %}", End: true }),
    );
    assert.deepEqual(output, [
      { Index: 0, Value: "a" },
      { Index: 1, Value: "b" },
    ]);
  });

  it("tells states of a branch inside of the iteration, too", async () => {
    const item = "{% $states.context.Map.Item.Index %}";
    const inner = { StartAt: "J", States: { J: { Type: "Pass", Output: item, End: true } } };
    const { output } = await only(map({ Items: ["a", "b"] }, { Type: "Parallel", Branches: [inner], End: true }));
    assert.deepEqual(output, [[0], [1]]);
  });

  it("keeps the items' order whatever ends first", async () => {
    const one = { Type: "Wait", Seconds: "{% $states.input %}", End: true };
    const { output, seconds } = await only(map({ Items: [3, 1, 2], MaxConcurrency: "{% 2 %}" }, one));
    assert.deepEqual([output, seconds], [[3, 1, 2], 3]);
  });

  it("does at most 40 at a time", async () => {
    const one = { Type: "Wait", Seconds: 10, End: true };
    const items = { Items: "{% [1..41] %}" };
    assert.equal((await only(map(items, one))).seconds, 20);
    assert.equal((await only(map({ ...items, MaxConcurrency: 100 }, one))).seconds, 20);
  });

  it("fails for items that are no list", async () => {
    const { error, cause } = await only(map({ Items: "{% 5 %}" }));
    assert.equal(error, "States.QueryEvaluationError");
    assert.match(cause ?? "", /field 'Items' returned an unexpected result type\. Expected 'array', but was 'number'/);
  });

  it("fails with what an iteration fails with, and begins no other", async () => {
    const one = { Type: "Fail", Error: "{% 'Bad' & $states.input %}" };
    const { error, stage } = await only(map({ Items: [1, 2, 3], MaxConcurrency: 1 }, one));
    assert.equal(error, "Bad1");
    assert.deepEqual(stage.entered, [
      ["S", 0],
      ["I", 0],
    ]);
  });
});

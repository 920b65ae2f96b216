import assert from "node:assert/strict";
import { leftOpen, rule, UNKNOWN, violations } from "../harness";
import { CUT_OVER, caught, type Definition, STEPS_IN_A_MAP, WITHOUT_CATCH } from "./fixtures";

const failsBack = rule("canary-fails-back");

const MACHINE = "aws:sfn/stateMachine:StateMachine";

const judged = (definition: Definition) => violations(failsBack, MACHINE, { definition: JSON.stringify(definition) });

/** A copy with some states replaced, or parts of them. */
function changed(definition: Definition, states: Definition["States"]): Definition {
  const copy = structuredClone(definition);
  for (const [name, parts] of Object.entries(states)) copy.States[name] = { ...copy.States[name], ...parts };
  return copy;
}

const uncaught = (state: string, back: string, given = "missing") =>
  `definition: States.${state}.Catch is ${given}, so the execution can end here while the weights are moved; ` +
  `a Catch of States.ALL that leads to ${back} is required. Add it to the task, or to the Map or Parallel around it.`;

const astray = (state: string, given: string, so: string, back = "Change0") =>
  `definition: States.${state}.Catch is ${given}, ${so}; it has to lead to ${back}. ` +
  "Name as Next a state from which that comes before the end.";

const noWayBack = (tasks: string) =>
  `definition is without a way back, so visitors stay where ${tasks} has sent them when the execution fails; ` +
  "a task that sets the weights back, to which failures lead, is required. Add one that gives all visitors to the stable side and " +
  "then fails, and lead a Catch of States.ALL of every task to it.";

const triedOnce = (state: string) =>
  `definition: States.${state}.Retry is missing, and nor has it a Catch, so one call that is throttled leaves the weights as they ` +
  "are; a task on the way back has to be tried again, or caught. Add a Retry of States.ALL with some attempts.";

describe("canary-fails-back", () => {
  const good = caught(WITHOUT_CATCH, "FallBack");

  it("accepts a release each of whose tasks is caught, and led back", async () => {
    assert.deepEqual(await judged(good), []);
  });

  it("accepts steps in a Map around which everything is caught", async () => {
    assert.deepEqual(await judged(STEPS_IN_A_MAP), []);
  });

  it("refuses a release that goes back only where its check says so", async () => {
    assert.deepEqual(
      await judged(WITHOUT_CATCH),
      ["Change10", "CheckA", "Change100", "CheckB"].map((state) => uncaught(state, "Change0")),
    );
  });

  it("refuses a catcher that leaves errors out", async () => {
    const some = changed(good, { CheckA: { Catch: [{ ErrorEquals: ["States.TaskFailed"], Next: "FallBack" }] } });
    assert.deepEqual(await judged(some), [uncaught("CheckA", "Change0", "of States.TaskFailed")]);
  });

  it("refuses a catcher that leads to the end", async () => {
    const to = (next: string) => changed(good, { CheckA: { Catch: [{ ErrorEquals: ["States.ALL"], Next: next }] } });
    const failed = "which can end in NotHealthy while the weights are moved";
    assert.deepEqual(await judged(to("NotHealthy")), [astray("CheckA", "of States.ALL to NotHealthy", failed)]);
    assert.deepEqual(await judged(to("Done")), [
      astray("CheckA", "of States.ALL to Done", "where nothing sets the weights back"),
    ]);
  });

  it("refuses one of AWS's errors that goes astray before States.ALL, and leaves a task's own to it", async () => {
    const first = (error: string) => {
      const Catch = [
        { ErrorEquals: [error], Next: "NotHealthy" },
        { ErrorEquals: ["States.ALL"], Next: "FallBack" },
      ];
      return changed(good, { Change100: { Catch } });
    };
    assert.deepEqual(await judged(first("States.Timeout")), [
      astray("Change100", "of States.Timeout to NotHealthy", "which can end in NotHealthy while the weights are moved"),
    ]);
    assert.deepEqual(await judged(first("LockLost")), []);
  });

  it("follows a catcher over other states, and to a choice that may go back", async () => {
    const over = changed(good, {
      CheckA: { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Say" }] },
      Say: { Type: "Pass", Next: "FallBack" },
      CheckB: { Catch: [{ ErrorEquals: ["States.ALL"], Next: "HealthyB" }] },
    });
    assert.deepEqual(await judged(over), []);
  });

  it("refuses a choice that fails without going back", async () => {
    const gone = changed(good, { HealthyA: { Default: "NotHealthy" } });
    assert.deepEqual(await judged(gone), [
      "definition: States.NotHealthy is a Fail, which Change10 leads to without the weights being set back; Change0 has to come " +
        "before. Lead to Change0 instead of NotHealthy.",
    ]);
  });

  it("refuses a task on the way back that is tried once", async () => {
    const told = changed(good, {
      Tell: { Type: "Task", Resource: "arn:aws:states:::sns:publish", Next: "FallBack" },
      CheckA: { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Tell" }] },
      Change0: { Retry: undefined },
    });
    assert.deepEqual(await judged(told), [triedOnce("Tell"), triedOnce("Change0")]);
    const again = changed(told, {
      Tell: { Catch: [{ ErrorEquals: ["States.ALL"], Next: "FallBack" }] },
      Change0: { Retry: [{ ErrorEquals: ["States.ALL"] }] },
    });
    assert.deepEqual(await judged(again), []);
  });

  it("wants what comes after the last weights caught, wherever that leads", async () => {
    const tell = { Type: "Task", Resource: "arn:aws:states:::sns:publish", End: true };
    const told = changed(good, { HealthyB: { Choices: [{ Next: "Tell" }] }, Tell: tell });
    assert.deepEqual(await judged(told), [
      "definition: States.Tell.Catch is missing, so a release whose weights are set for good can end as failed, and whatever watches " +
        "it takes them back; a Catch of States.ALL is required until the execution ends. Add one that goes on to the end, or back.",
    ]);
    assert.deepEqual(
      await judged(changed(told, { Tell: { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Done" }] } })),
      [],
    );
  });

  it("refuses a release that never goes back", async () => {
    const forward = changed(good, { FallBack: { Next: "NotHealthy" } });
    assert.deepEqual(await judged(forward), [noWayBack("Change10 or Change100")]);
    const once = changed(CUT_OVER, { All: { Arguments: { ChangeBatch: { Weight: 10 } } } });
    assert.deepEqual(await judged(once), [noWayBack("All")]);
  });

  it("looks into Maps and Parallels, and what is around them", async () => {
    const bare = changed(STEPS_IN_A_MAP, { Steps: { Catch: undefined } });
    assert.deepEqual(await judged(bare), [noWayBack("SetWeight")]);
    const parallel = changed(STEPS_IN_A_MAP, {
      Steps: {
        Type: "Parallel",
        Branches: [STEPS_IN_A_MAP.States.Steps?.ItemProcessor],
        ItemProcessor: undefined,
        Catch: [{ ErrorEquals: ["NotHealthy"], Next: "Rollback" }],
      },
    });
    assert.deepEqual(
      await judged(parallel),
      ["SetWeight", "Analyze"].map((state) =>
        uncaught(`Steps.Branches[0].States.${state}`, "Rollback", "of NotHealthy"),
      ),
    );
  });

  it("accepts what sets all or nothing once, and what sets no weights", async () => {
    assert.deepEqual(await judged(CUT_OVER), []);
    for (const Resource of [
      "arn:aws:states:::dynamodb:updateItem",
      "arn:aws:lambda:us-west-2:123456789012:function:checkWeights",
      "arn:aws:states:::aws-sdk:route53:listResourceRecordSets",
    ]) {
      assert.deepEqual(await judged(changed(CUT_OVER, { All: { Resource, Arguments: { weight: 10 } } })), []);
    }
  });

  it("knows what sets weights by what it is given or called", async () => {
    const invoke = "arn:aws:states:::lambda:invoke";
    for (const state of [
      {
        Resource: "arn:aws:states:::aws-sdk:elasticloadbalancingv2:modifyRule",
        Arguments: { Actions: [{ Weight: 5 }] },
      },
      { Resource: "arn:aws:states:::aws-sdk:lambda:updateAlias", Parameters: { "AdditionalVersionWeights.$": "$.w" } },
      { Resource: invoke, Arguments: { FunctionName: "traffic", Payload: "{% { 'weight': $step } %}" } },
      { Resource: `${invoke}.waitForTaskToken`, Parameters: { FunctionName: "f", Payload: { "weight.$": "$.step" } } },
      { Resource: invoke, Arguments: { FunctionName: "shiftTraffic:live" } },
      { Resource: "arn:aws:lambda:us-west-2:123456789012:function:updateRoute53" },
    ]) {
      const bare = { StartAt: "All", States: { All: { Type: "Task", End: true, ...state } } };
      assert.deepEqual(await judged(bare), [noWayBack("All")]);
    }
  });

  it("says nothing of a definition that is not known, or is none", async () => {
    assert.deepEqual(await violations(failsBack, MACHINE, { definition: UNKNOWN }), []);
    assert.deepEqual(await leftOpen(failsBack, MACHINE, { definition: UNKNOWN }), ["definition"]);
    for (const definition of ["", "{", "[]", "{}", '{"StartAt":"A","States":{"A":1}}', 1, null, {}]) {
      assert.deepEqual(await violations(failsBack, MACHINE, { definition }), []);
    }
  });
});

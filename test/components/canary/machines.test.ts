import assert from "node:assert/strict";
import { guardMachine } from "../../../components/canary/guardMachine";
import { STRAGGLER_SECONDS } from "../../../components/canary/releaseArgs";
import { releaseMachine } from "../../../components/canary/releaseMachine";
import { CANARY_STEPS } from "../../../components/canaryDeploymentArgs";
import { readDefinition } from "../../../local/services/stepfunctions/readDefinition";
import { GUARD_ARGS, RELEASE_ARGS } from "../../canary/bench";
import { recordCanary } from "../canaryFixture";
import { validate } from "./validator";

interface State {
  Type: string;
  Comment?: string;
  Next?: string;
  Default?: string;
  Choices?: { Next: string }[];
  Retry?: { ErrorEquals: string[]; MaxAttempts: number }[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
  TimeoutSeconds?: number;
  Resource?: string;
  Arguments?: { ConditionExpression?: string; ExpressionAttributeValues?: object; UpdateExpression?: string };
}

const plain = (definition: object) => JSON.parse(JSON.stringify(definition)) as { States: Record<string, State> };
const release = plain(releaseMachine(RELEASE_ARGS));
const guard = plain(guardMachine(GUARD_ARGS));
const both = [
  ["release", release],
  ["guard", guard],
] as const;

const CONDITION_FAILED = "DynamoDB.ConditionalCheckFailedException";

function nexts({ Next, Default, Choices = [], Catch = [] }: State): string[] {
  const ways = [...Choices.map((rule) => rule.Next), ...Catch.map((catcher) => catcher.Next), Next, Default];
  return ways.filter((one) => one !== undefined);
}

for (const [name, definition] of both) {
  const states = Object.entries(definition.States);
  const tasks = states.filter(([, { Type }]) => Type === "Task");

  describe(`canary: the ${name} machine`, () => {
    it("is what the language allows", () => {
      const { isValid, errors } = validate(definition);
      assert.deepEqual([isValid, errors], [true, []]);
      assert.doesNotThrow(() => readDefinition(JSON.stringify(definition)));
    });

    it("is not what the language allows where a state is missing", () => {
      const [, second = ["", {}]] = states;
      const { [second[0]]: _, ...rest } = definition.States;
      assert.equal(validate({ ...definition, States: rest }).isValid, false);
    });

    it("says of every state what it is for", () => {
      assert.deepEqual(
        states.filter(([, { Comment }]) => !Comment).map(([state]) => state),
        [],
      );
    });

    it("lets no task run for ever, and none end without a way on", () => {
      for (const [state, { TimeoutSeconds, Catch = [] }] of tasks) {
        assert.ok(TimeoutSeconds !== undefined && TimeoutSeconds <= 60, state);
        assert.deepEqual(Catch.at(-1)?.ErrorEquals, ["States.ALL"], state);
      }
    });

    it("does not ask again where a condition has not held", () => {
      for (const [state, { Retry = [] }] of tasks) {
        if (Retry.length === 0) continue;
        assert.deepEqual([Retry[0]?.ErrorEquals[0], Retry[0]?.MaxAttempts], [CONDITION_FAILED, 0], state);
      }
    });

    it("writes the state on a condition alone", () => {
      const writes = tasks.filter(([, { Arguments }]) => Arguments?.UpdateExpression?.includes("lockOwner"));
      assert.ok(writes.length > 0);
      for (const [state, { Arguments }] of writes) assert.ok(Arguments?.ConditionExpression, state);
    });
  });
}

describe("canary: the release machine's way back", () => {
  const { States } = release;
  /** Where visitors are all on one side: the old weights are set again, or the new ones are promoted. */
  const settles = new Set(["RestoreWeights", "Promote"]);
  /** Ends that leave the weights to somebody else: the guard, or the lock's owner. */
  const handsOver = new Set(["CannotFailBack", "LeftToOwner"]);

  it("is on every path from a changed weight to an end", () => {
    const seen = new Set<string>();
    const open = ["SetWeight"];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (seen.has(state) || settles.has(state) || handsOver.has(state)) continue;
      seen.add(state);
      const found = States[state];
      assert.ok(found, state);
      assert.ok(found.Type !== "Succeed" && found.Type !== "Fail", `${state} ends with weights that are neither`);
      open.push(...nexts(found));
    }
    assert.ok(seen.has("CheckHealth") && seen.has("WaitPaused"));
  });

  it("begins with a fence, as every change of weights does", () => {
    const leadingTo = (target: string) =>
      Object.entries(States)
        .filter(([, state]) => nexts(state).includes(target))
        .map(([name]) => name);
    assert.deepEqual(leadingTo("SetWeight"), ["Fence"]);
    assert.deepEqual(leadingTo("RestoreWeights"), ["FailBack", "Outwait"]);
    const conditionOf = (state: string) => States[state]?.Arguments?.ConditionExpression;
    assert.equal(conditionOf("FailBack"), "lockOwner = :me");
    // A control that came after the last look is read before anything is done.
    const asRead = "lockOwner = :me AND (attribute_not_exists(control) OR control = :control)";
    assert.deepEqual(["Fence", "Promote"].map(conditionOf), [asRead, asRead]);
    for (const [state, next] of [
      ["FailBack", "LostLock"],
      ["Fence", "ReadControlBefore"],
      ["Promote", "ReadControl"],
    ] as const) {
      assert.deepEqual(States[state]?.Catch?.[0], { ErrorEquals: [CONDITION_FAILED], Next: next });
    }
  });

  it("lets the lock go last", () => {
    for (const [state, end] of [
      ["ReleaseLock", "Succeeded"],
      ["ReleaseFailedLock", "Failed"],
    ] as const) {
      assert.match(States[state]?.Arguments?.UpdateExpression ?? "", /REMOVE lockOwner, control, step$/);
      assert.equal(States[state]?.Next, end);
    }
  });

  it("takes at least as long as all deadlines together", () => {
    const seconds = (definition: object) => (definition as { TimeoutSeconds: number }).TimeoutSeconds;
    const { pauseSeconds, waitSeconds } = RELEASE_ARGS;
    const least = CANARY_STEPS.length * (2 * pauseSeconds + waitSeconds + 300 + 60 + 30) + 300 + 900;
    assert.ok(seconds(release) >= least, `${seconds(release)} >= ${least}`);
    const slow = releaseMachine({ ...RELEASE_ARGS, waitSeconds: 86_400, pauseSeconds: 604_800, steps: [1, 2, 3, 100] });
    assert.ok(slow.TimeoutSeconds > 8 * 604_800);
    const most = Array.from({ length: 20 }, (_, index) => (index === 19 ? 100 : index + 1));
    assert.equal(releaseMachine({ ...RELEASE_ARGS, pauseSeconds: 2_000_000, steps: most }).TimeoutSeconds, 31_536_000);
  });
});

describe("canary: a straggler", () => {
  it("is outwaited for longer than the function that sets weights may run", async () => {
    const timeout = (await recordCanary()).one("aws:lambda/function:Function", "update-route53").inputs.timeout;
    assert.ok(STRAGGLER_SECONDS > timeout, `${STRAGGLER_SECONDS} > ${timeout}`);
    for (const [name, { States }] of both) assert.equal((States.Outwait as { Seconds?: number }).Seconds, 30, name);
  });
});

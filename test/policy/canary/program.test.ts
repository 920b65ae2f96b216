import assert from "node:assert/strict";
import { bringUp, only } from "../../workshop/bringUp";
import { rule, violations } from "../harness";
import type { Definition, State } from "./fixtures";

const failsBack = rule("canary-fails-back");

const MACHINE = "aws:sfn/stateMachine:StateMachine";

const judged = (definition: Definition) => violations(failsBack, MACHINE, { definition: JSON.stringify(definition) });

/** The states that are named at the beginning of some messages, with what is said of each. */
const about = (messages: string[]) =>
  messages.map((message) => /^definition(?:: States\.(\S+))?/.exec(message)?.[1] ?? "definition");

/** Tasks that are run while visitors may be on the candidate's side, and before the way back. */
const MEANWHILE = [
  ...["ReadControlBefore", "Fence", "SetWeight", "GetChange", "ReadControlWatching", "ReadControl", "CheckHealth"],
  "ReadPaused",
];

/** Tasks after which only success is left. */
const AFTERWARDS = ["Promote", "NotifySucceeded", "RecordSuccess", "ReleaseLock"];

describe("canary-fails-back and the program's own state machines", () => {
  let release: Definition;
  let guard: Definition;

  before(async () => {
    const { account } = await bringUp({ lab: 7 });
    const definitionOf = (suffix: string) => JSON.parse(String(only(account, MACHINE, suffix).inputs.definition));
    release = definitionOf("CatsnDogsRelease");
    guard = definitionOf("CatsnDogsReleaseGuard");
  });

  /** The release with something else in one state. */
  const changed = (name: string, parts: State): Definition => {
    const { [name]: state, ...others } = release.States;
    assert.ok(state, `no state ${name}`);
    return { ...release, States: { ...others, [name]: { ...state, ...parts } } };
  };

  it("accepts both", async () => {
    assert.deepEqual(await judged(release), []);
    assert.deepEqual(await judged(guard), []);
  });

  it("misses the catcher of each task while weights are moved", async () => {
    for (const name of [...MEANWHILE, ...AFTERWARDS]) {
      assert.deepEqual(about(await judged(changed(name, { Catch: undefined }))), [`${name}.Catch`], name);
    }
  });

  it("finds a catcher that leads to an end", async () => {
    for (const name of MEANWHILE) {
      for (const end of ["Failed", "CannotFailBack", "LeftToOwner"]) {
        const messages = await judged(changed(name, { Catch: [{ ErrorEquals: ["States.ALL"], Next: end }] }));
        assert.deepEqual(messages, [
          `definition: States.${name}.Catch is of States.ALL to ${end}, which can end in ${end} while the weights are moved; ` +
            "it has to lead to RestoreWeights. Name as Next a state from which that comes before the end.",
        ]);
      }
    }
  });

  it("finds a way back that restores no weights", async () => {
    const restored = { Type: "Pass", Resource: undefined, Arguments: undefined, Catch: undefined, Retry: undefined };
    for (const gone of [changed("RestoreWeights", restored), changed("FailBack", { Next: "NotifyFailed" })]) {
      assert.deepEqual(about(await judged(gone)), ["definition"]);
    }
  });

  it("finds a verdict that goes past the way back", async () => {
    assert.deepEqual(about(await judged(changed("NotHealthy", { Next: "Failed" }))), ["CheckHealth.Catch", "Failed"]);
  });

  it("finds a restoration that is tried once", async () => {
    const once = changed("RestoreWeights", { Retry: undefined, Catch: undefined });
    assert.deepEqual(about(await judged(once)), ["RestoreWeights.Retry"]);
  });
});

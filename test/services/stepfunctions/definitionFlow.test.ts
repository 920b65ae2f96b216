import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { readDefinition } from "../../../local/services/stepfunctions/readDefinition";
import { definition, refused, schemaProblem as schema, task } from "./fixture";

const only = (state: Props): Props => definition({ S: state });
const pass: Props = { Type: "Pass", End: true };
const part = (name: string, by: Props = {}): Props => ({ StartAt: name, States: { [name]: { ...pass, ...by } } });

describe("Step Functions: the flow of a definition", () => {
  const cases: [what: string, machine: Props, problem: string][] = [
    [
      "StartAt that is no state",
      definition({ S: pass }, { StartAt: "T" }),
      'MISSING_TRANSITION_TARGET: Missing target: T at /StartAt, MISSING_TRANSITION_TARGET: State "S" is not reachable. at /States/S',
    ],
    [
      "Next that is no state",
      definition({ S: { Type: "Pass", Next: "T" }, E: { Type: "Succeed" } }),
      'MISSING_TRANSITION_TARGET: Missing target: T at /States/S, MISSING_TRANSITION_TARGET: State "E" is not reachable. at /States/E',
    ],
    [
      "a catcher's Next that is no state",
      only(task({ Catch: [{ ErrorEquals: ["A"], Next: "T" }] })),
      "MISSING_TRANSITION_TARGET: Missing target: T at /States/S",
    ],
    [
      "a rule's Next that is no state",
      only({ Type: "Choice", Choices: [{ Condition: true, Next: "T" }] }),
      "MISSING_TRANSITION_TARGET: Missing target: T at /States/S, SCHEMA_VALIDATION_FAILED: There is no terminal state at /States",
    ],
    [
      "a state that only leads to itself",
      definition({ S: pass, T: { Type: "Pass", Next: "T" } }),
      'MISSING_TRANSITION_TARGET: State "T" is not reachable. at /States/T',
    ],
    [
      "no end",
      definition({ S: { Type: "Pass", Next: "T" }, T: { Type: "Pass", Next: "S" } }),
      schema("There is no terminal state", "/States"),
    ],
    [
      "a target outside of the branch",
      definition({
        P: { Type: "Parallel", Branches: [{ StartAt: "I", States: { I: { Type: "Pass", Next: "E" } } }], Next: "E" },
        E: { Type: "Succeed" },
      }),
      "MISSING_TRANSITION_TARGET: Missing target: E at /States/P/Branches[0]/States/I, SCHEMA_VALIDATION_FAILED: There is no terminal state at /States/P/Branches[0]/States",
    ],
    [
      "a name twice",
      only({ Type: "Parallel", Branches: [part("S")], End: true }),
      "DUPLICATE_STATE_NAME: Duplicate State name: S at /States/S/Branches[0]/States/S",
    ],
    [
      "an outer variable that a branch assigns",
      definition({
        A: { Type: "Pass", Assign: { x: 1 }, Next: "P" },
        P: { Type: "Parallel", Branches: [part("I", { Assign: { x: 2 } })], End: true },
      }),
      schema(
        "The variable 'x' belongs to an outer scope and cannot be assigned here",
        "/States/P/Branches[0]/States/I",
      ),
    ],
    [
      "an outer variable that comes later, by a catcher",
      definition({
        M: {
          Type: "Map",
          ItemProcessor: part("I", { Assign: { x: 2 } }),
          Catch: [{ ErrorEquals: ["A"], Assign: { x: 1 }, Next: "E" }],
          Next: "E",
        },
        E: { Type: "Succeed" },
      }),
      schema(
        "The variable 'x' belongs to an outer scope and cannot be assigned here",
        "/States/M/ItemProcessor/States/I",
      ),
    ],
  ];
  for (const [what, machine, problem] of cases) {
    it(what, () => assert.equal(refused(machine), problem));
  }

  it("lets two branches have a variable of the same name", () => {
    const branches = [part("I", { Assign: { x: 1 } }), part("J", { Assign: { x: 1 } })];
    assert.doesNotThrow(() =>
      readDefinition(JSON.stringify(only({ Type: "Parallel", Branches: branches, End: true }))),
    );
  });
});

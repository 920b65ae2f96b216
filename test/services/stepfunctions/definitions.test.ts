import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { readDefinition } from "../../../local/services/stepfunctions/readDefinition";
import { refusal } from "../../account/support";
import { definition, INVOKE, refused, schemaProblem as schema, task, UPDATE } from "./fixture";

const only = (state: Props): Props => definition({ S: state });
const pass: Props = { Type: "Pass", End: true };
const part = (name: string, by: Props = {}): Props => ({ StartAt: name, States: { [name]: { ...pass, ...by } } });

describe("Step Functions: a definition", () => {
  it("is read as it is", () => {
    const machine = definition(
      {
        A: task({
          Comment: "everything a task has",
          QueryLanguage: "JSONata",
          Arguments: { a: "{% $states.input.list[type = 'x'].name %}" },
          TimeoutSeconds: 10,
          HeartbeatSeconds: 5,
          Output: "{% $map($states.result, function($v) { $v.name }) %}",
          Assign: { größe_1: "{% $sum($states.result.(price * amount)) %}" },
          Retry: [
            {
              ErrorEquals: ["A", "B"],
              IntervalSeconds: 1,
              MaxAttempts: 0,
              BackoffRate: 1,
              MaxDelaySeconds: 2,
              JitterStrategy: "FULL",
            },
            { ErrorEquals: ["States.ALL"] },
          ],
          Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $states.errorOutput %}", Next: "B" }],
        }),
        B: { Type: "Succeed" },
      },
      { Comment: "one", Version: "1.0", TimeoutSeconds: 99 },
    );
    assert.deepEqual(readDefinition(JSON.stringify(machine), [INVOKE]), machine);
  });

  it("is JSON", () => {
    assert.equal(
      refusal(() => readDefinition("{")),
      "InvalidDefinition: Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: The definition is not a JSON object'",
    );
  });

  for (const [language, shown] of [
    [undefined, '"JSONPath"'],
    ["JSONPath", '"JSONPath"'],
  ] as const) {
    it(`is in JSONata, not ${language ?? "without a language"}`, () => {
      assert.equal(
        refused({ StartAt: "S", States: { S: pass }, ...(language && { QueryLanguage: language }) }),
        `UnsupportedOperation: Only state machines with the QueryLanguage "JSONata" are modelled, this one has ${shown}.`,
      );
    });
  }

  it("has tasks that are known here only", () => {
    assert.equal(refused(only(task()), [UPDATE]), `UnsupportedOperation: Tasks of ${INVOKE} are not modelled.`);
    const inner = definition({
      P: { Type: "Parallel", Branches: [{ StartAt: "T", States: { T: task({ Resource: UPDATE }) } }], End: true },
    });
    assert.equal(refused(inner, [INVOKE]), `UnsupportedOperation: Tasks of ${UPDATE} are not modelled.`);
  });

  it("is refused for everything that is wrong with it at once", () => {
    assert.equal(
      refused(definition({ A: { ...pass, X: 1 }, B: { Type: "Nap" } })),
      [
        schema("Field 'X' is not supported", "/States/A"),
        schema('Type is "Nap", expected one of Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Map', "/States/B"),
      ].join(", "),
    );
  });
});

describe("Step Functions: fields of a definition", () => {
  const nextOrEnd = "Exactly one of the fields 'Next' and 'End' is required";
  const secondsOrTimestamp = "Exactly one of the fields 'Seconds' and 'Timestamp' is required";
  const cases: [what: string, machine: Props, problem: string][] = [
    [
      "no StartAt",
      { QueryLanguage: "JSONata", States: { S: pass } },
      schema("The field 'StartAt' is required but was missing", "/"),
    ],
    [
      "no states",
      definition({}, { StartAt: "S" }),
      schema("Value is not an object with at least one state", "/States"),
    ],
    [
      "a field of JSONPath's",
      only({ ...pass, InputPath: "$.a" }),
      schema("Field 'InputPath' is not supported", "/States/S"),
    ],
    ["a Pass state's Result", only({ ...pass, Result: 1 }), schema("Field 'Result' is not supported", "/States/S")],
    [
      "a Wait with a Catch",
      only({ Type: "Wait", Seconds: 1, Catch: [], End: true }),
      schema("Field 'Catch' is not supported", "/States/S"),
    ],
    [
      "an inherited name",
      only({ ...pass, constructor: 1 }),
      schema("Field 'constructor' is not supported", "/States/S"),
    ],
    [
      "another language in a state",
      only({ ...pass, QueryLanguage: "JSONPath" }),
      schema("Value is not 'JSONata'", "/States/S/QueryLanguage"),
    ],
    ["neither Next nor End", only({ Type: "Pass" }), schema(nextOrEnd, "/States/S")],
    ["both Next and End", only({ ...pass, Next: "S" }), schema(nextOrEnd, "/States/S")],
    ["End that is false", only({ Type: "Pass", End: false }), schema("Value is not true", "/States/S/End")],
    ["a Wait for nothing", only({ Type: "Wait", End: true }), schema(secondsOrTimestamp, "/States/S")],
    [
      "a Wait for two things",
      only({ Type: "Wait", Seconds: 1, Timestamp: "2026-01-01T00:00:00Z", End: true }),
      schema(secondsOrTimestamp, "/States/S"),
    ],
    [
      "a Wait of negative length",
      only({ Type: "Wait", Seconds: -1, End: true }),
      schema("Value is not an integer from 0 to 99999999", "/States/S/Seconds"),
    ],
    [
      "no Resource",
      only({ Type: "Task", End: true }),
      schema("The field 'Resource' is required but was missing", "/States/S"),
    ],
    [
      "a task's time-out of 0",
      only(task({ TimeoutSeconds: 0 })),
      schema("Value is not an integer from 1 to 99999999", "/States/S/TimeoutSeconds"),
    ],
    [
      "a heartbeat as long as the time-out",
      only(task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 })),
      schema("HeartbeatSeconds must be smaller than TimeoutSeconds", "/States/S"),
    ],
    [
      "a machine's time-out as an expression",
      definition({ S: pass }, { TimeoutSeconds: "{% 1 %}" }),
      schema("Value is not an integer from 1 to 99999999", "/TimeoutSeconds"),
    ],
    [
      "a Choice without rules",
      only({ Type: "Choice", Choices: [] }),
      schema("Value is not a list of at least 1 elements", "/States/S/Choices"),
    ],
    [
      "a rule of JSONPath's",
      only({ Type: "Choice", Choices: [{ Condition: true, Next: "S", Variable: "$.a" }] }),
      schema("Field 'Variable' is not supported", "/States/S/Choices[0]"),
    ],
    [
      "a condition that is text",
      only({ Type: "Choice", Choices: [{ Condition: "yes", Next: "S" }] }),
      schema("Value is not a boolean or an expression", "/States/S/Choices[0]/Condition"),
    ],
    [
      "a Succeed with Assign",
      only({ Type: "Succeed", Assign: {} }),
      schema("Field 'Assign' is not supported", "/States/S"),
    ],
    [
      "a distributed Map",
      only({ Type: "Map", ItemProcessor: { ...part("I"), ProcessorConfig: { Mode: "DISTRIBUTED" } }, End: true }),
      schema("Value is not 'INLINE'", "/States/S/ItemProcessor/ProcessorConfig/Mode"),
    ],
    [
      "a language in an ItemProcessor",
      only({ Type: "Map", ItemProcessor: { ...part("I"), QueryLanguage: "JSONata" }, End: true }),
      schema("Field 'QueryLanguage' is not supported", "/States/S/ItemProcessor"),
    ],
    [
      "a Map's Iterator",
      only({ Type: "Map", ItemProcessor: part("I"), Iterator: part("J"), End: true }),
      schema("Field 'Iterator' is not supported", "/States/S"),
    ],
    [
      "a variable called states",
      only({ ...pass, Assign: { states: 1 } }),
      schema("'states' is not the name of a variable", "/States/S/Assign"),
    ],
    [
      "a variable with a dash",
      only({ ...pass, Assign: { "a-b": 1 } }),
      schema("'a-b' is not the name of a variable", "/States/S/Assign"),
    ],
    [
      "a variable of 81 characters",
      only({ ...pass, Assign: { ["x".repeat(81)]: 1 } }),
      schema(`'${"x".repeat(81)}' is not the name of a variable`, "/States/S/Assign"),
    ],
    [
      "a state's name of 81 characters",
      definition({ ["x".repeat(81)]: pass }),
      schema("The name of a state has at most 80 characters", `/States/${"x".repeat(81)}`),
    ],
    [
      "no error names",
      only(task({ Retry: [{ ErrorEquals: [] }] })),
      schema("Value is not a list of at least 1 elements", "/States/S/Retry[0]/ErrorEquals"),
    ],
    [
      "States.ALL with others",
      only(task({ Retry: [{ ErrorEquals: ["A", "States.ALL"] }] })),
      schema("'States.ALL' must be alone", "/States/S/Retry[0]/ErrorEquals"),
    ],
    [
      "States.ALL before others",
      only(task({ Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["A"] }] })),
      schema("'States.ALL' must be the last one", "/States/S/Retry[0]"),
    ],
    [
      "a first interval of 0",
      only(task({ Retry: [{ ErrorEquals: ["A"], IntervalSeconds: 0 }] })),
      schema("Value is not an integer from 1 to 99999999", "/States/S/Retry[0]/IntervalSeconds"),
    ],
    [
      "a shrinking delay",
      only(task({ Retry: [{ ErrorEquals: ["A"], BackoffRate: 0.5 }] })),
      schema("Value is not a number of at least 1", "/States/S/Retry[0]/BackoffRate"),
    ],
    [
      "a longest delay below the first",
      only(task({ Retry: [{ ErrorEquals: ["A"], IntervalSeconds: 5, MaxDelaySeconds: 5 }] })),
      schema("MaxDelaySeconds must be greater than IntervalSeconds", "/States/S/Retry[0]"),
    ],
    [
      "another jitter",
      only(task({ Retry: [{ ErrorEquals: ["A"], JitterStrategy: "HALF" }] })),
      schema("Value is not 'FULL' or 'NONE'", "/States/S/Retry[0]/JitterStrategy"),
    ],
    [
      "a catcher that goes nowhere",
      only(task({ Catch: [{ ErrorEquals: ["A"] }] })),
      schema("The field 'Next' is required but was missing", "/States/S/Catch[0]"),
    ],
  ];
  for (const [what, machine, problem] of cases) {
    it(`${what}`, () => assert.equal(refused(machine), problem));
  }
});

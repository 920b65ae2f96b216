import assert from "node:assert/strict";
import type { Props, Value } from "../../../local/account/model";
import { readDefinition } from "../../../local/services/stepfunctions/readDefinition";
import { definition, INVOKE, refused } from "./fixture";

const only = (state: Props): Props => definition({ S: state });
const pass: Props = { Type: "Pass", End: true };
const part = (name: string, by: Props = {}): Props => ({ StartAt: name, States: { [name]: { ...pass, ...by } } });

describe("Step Functions: the expressions of a definition", () => {
  const output = (Output: Value) => only({ ...pass, Output });
  const unsupported = (name: string, at: string) =>
    `UNSUPPORTED_JSONATA_EXPRESSION: Reference to '${name}' at the top level is not supported. at ${at}`;

  for (const [expression, message] of [
    ["a[1,2)", 'Expected "]", got ","'],
    ["1 +", "Unexpected end of expression"],
    ['$match("a", /abc', "No terminating / in regular expression"],
  ] as const) {
    it(`${expression} does not parse`, () => {
      const at = "/States/S/Output/v";
      assert.equal(refused(output({ v: `{% ${expression} %}` })), `INVALID_JSONATA_EXPRESSION: ${message} at ${at}`);
    });
  }

  for (const text of ["{%}", "{% 1", "1 %}", " {% 1 %}", "{% 1 %} "]) {
    it(`${JSON.stringify(text)} is half an expression`, () => {
      const problem = "INVALID_JSONATA_EXPRESSION: An expression begins with '{%' and ends with '%}'.";
      assert.equal(refused(output(text)), `${problem} at /States/S/Output`);
    });
  }

  for (const [expression, name] of [
    ["phone", "phone"],
    ["phone.number", "phone"],
    ["$states.input.a + phone", "phone"],
    ["{'a': [phone]}", "phone"],
    ["$sum(phone)", "phone"],
    ["$map($states.input, function($v) { phone })", "phone"],
    ["($x := phone; $x)", "phone"],
    ["$states.input.a ? 1 : phone", "phone"],
    ["$", "$"],
    ["$$", "$$"],
    ["$states.input.list[$$ = 1]", "$$"],
    ["*", "*"],
    ["$states.errorOutput.Error", "$states.errorOutput"],
  ] as const) {
    it(`${expression} refers to nothing`, () => {
      assert.equal(refused(output(`{% ${expression} %}`)), unsupported(name, "/States/S/Output"));
    });
  }

  for (const expression of [
    "$states.input.list[phone = 1].number",
    "$states.input.list[0].($ * 2)",
    "$states.input.{'a': phone}",
    "$states.input{phone: number}",
    "$states.input^(phone)",
    "$states.input ~> |phone|{'a': number}|",
    "$unset[phone = 1]",
    "$states.result.x",
  ]) {
    it(`${expression} has what it refers to`, () => {
      assert.doesNotThrow(() => readDefinition(JSON.stringify(output(`{% ${expression} %}`))));
    });
  }

  it("are looked at in every field", () => {
    const machine = definition({
      A: {
        Type: "Task",
        Resource: INVOKE,
        Arguments: "{% a %}",
        TimeoutSeconds: "{% b %}",
        Assign: { x: "{% c %}" },
        Catch: [{ ErrorEquals: ["A"], Output: "{% d %}", Assign: { y: ["{% e %}"] }, Next: "B" }],
        Next: "B",
      },
      B: { Type: "Choice", Choices: [{ Condition: "{% f %}", Output: "{% g %}", Next: "C" }] },
      C: { Type: "Wait", Seconds: "{% h %}", Next: "D" },
      D: {
        Type: "Map",
        Items: "{% i %}",
        ItemSelector: { z: "{% j %}" },
        MaxConcurrency: "{% k %}",
        ItemProcessor: part("I", { Output: "{% l %}" }),
        Next: "E",
      },
      E: { Type: "Fail", Error: "{% m %}", Cause: "{% n %}" },
    });
    const names = refused(machine)
      .split(", ")
      .map((problem) => /'(.)'/.exec(problem)?.[1]);
    assert.deepEqual(names.sort(), [..."abcdefghijklmn"]);
  });
});

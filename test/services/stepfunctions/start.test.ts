import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { ROLE_ARN } from "../../account/iam/fixture";
import { options, refusal } from "../../account/support";
import {
  definition,
  EXECUTION_ARN,
  INVOKE,
  MACHINE_ARN,
  outcome,
  ROOT_CALLER,
  type Stage,
  type StageOptions,
  stage,
} from "./fixture";

const START = Date.parse("2026-01-01T00:00:00Z") / 1000;
const DAY = 24 * 3600;
const wait = definition({ W: { Type: "Wait", Seconds: 60, End: true } });
const cats = { principal: ROLE_ARN, region: "us-west-2" };

const start = ({ machines }: Stage, by: Props = {}) =>
  machines.start(ROOT_CALLER, { stateMachineArn: MACHINE_ARN, ...by });
const names = (answer: Record<string, unknown>) => (answer.executions as { name: string }[]).map(({ name }) => name);
const list = ({ machines }: Stage, by: Props = {}) =>
  machines.list(ROOT_CALLER, { stateMachineArn: MACHINE_ARN, ...by });

describe("Step Functions: StartExecution", () => {
  it("answers with the execution's ARN and when it began", async () => {
    const staged = stage(wait);
    await staged.simulation.run(7.5);
    assert.deepEqual(start(staged, { name: "release-1" }), { executionArn: EXECUTION_ARN, startDate: START + 7.5 });
  });

  it("gives a name where none is said, another one every time, and no input as {}", async () => {
    const staged = stage(definition({ P: { Type: "Pass", End: true } }));
    const arns = [start(staged), start(staged)].map(({ executionArn }) => String(executionArn));
    assert.equal(new Set(arns).size, 2);
    for (const arn of arns)
      assert.match(arn, /:execution:canary:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    await staged.simulation.run(1);
    assert.deepEqual(outcome(staged).output, {});
  });

  it("does nothing twice for the same name and input while it runs", async () => {
    const staged = stage(wait);
    const first = start(staged, { name: "n", input: '{"a":1}' });
    await staged.simulation.run(30);
    assert.deepEqual(start(staged, { name: "n", input: '{"a":1}' }), first);
    await staged.simulation.run(100);
    assert.equal(staged.entered.length, 1);
  });

  for (const [what, input, after] of [
    ["another input", '{"a":2}', 30],
    ["the same input, when it has ended", '{"a":1}', 61],
  ] as const) {
    it(`refuses the same name with ${what}`, async () => {
      const staged = stage(wait);
      start(staged, { name: "release-1", input: '{"a":1}' });
      await staged.simulation.run(after);
      assert.equal(
        refusal(() => start(staged, { name: "release-1", input })),
        `ExecutionAlreadyExists: Execution Already Exists: '${EXECUTION_ARN}'`,
      );
    });
  }

  it("forgets a name 90 days after the execution's end, and not before", async () => {
    const staged = stage(wait);
    start(staged, { name: "release-1" });
    await staged.simulation.run(60 + 90 * DAY - 1);
    assert.throws(() => start(staged, { name: "release-1" }));
    await staged.simulation.run(60 + 90 * DAY);
    assert.deepEqual(names(list(staged)), []);
    assert.equal(
      refusal(() => staged.machines.describe(ROOT_CALLER, { executionArn: EXECUTION_ARN })),
      `ExecutionDoesNotExist: Execution Does Not Exist: '${EXECUTION_ARN}'`,
    );
    assert.equal(start(staged, { name: "release-1" }).startDate, START + 60 + 90 * DAY);
  });

  for (const name of ["a b", "a/b", "a:b", "a#b", 'a"b', "a\tb", "a[b", "", "a\u0007"]) {
    it(`refuses the name ${JSON.stringify(name)}`, () => {
      assert.equal(
        refusal(() => start(stage(wait), { name })),
        `InvalidName: Invalid Name: '${name}'`,
      );
    });
  }

  it("takes a name of 80 characters, also with marks, and refuses one of 81", () => {
    const staged = stage(wait);
    assert.doesNotThrow(() => start(staged, { name: `a-_.!+=@('é)${"x".repeat(68)}` }));
    assert.match(
      refusal(() => start(staged, { name: "x".repeat(81) })),
      /^ValidationException: .* length less than or equal to 80$/,
    );
  });

  it("refuses an input that is no JSON", () => {
    assert.equal(
      refusal(() => start(stage(wait), { input: "{a:1}" })),
      "InvalidExecutionInput: Invalid State Machine Execution Input: 'The input is not valid JSON.'",
    );
  });

  it("takes an input of 262,144 bytes and refuses one more", () => {
    const input = (bytes: number) => `"${"x".repeat(bytes - 2)}"`;
    const staged = stage(wait);
    assert.doesNotThrow(() => start(staged, { input: input(262_144) }));
    assert.match(
      refusal(() => start(staged, { input: `"${"é".repeat(131_072)}"` })),
      /^ValidationException: .*'input'/,
    );
    assert.match(
      refusal(() => start(staged, { input: input(262_145) })),
      /^ValidationException: .*'input'/,
    );
  });

  for (const [arn, error] of [
    [`${MACHINE_ARN}x`, `StateMachineDoesNotExist: State Machine Does Not Exist: '${MACHINE_ARN}x'`],
    ["canary", "InvalidArn: Invalid Arn: 'Invalid ARN prefix: canary'"],
    [EXECUTION_ARN, "InvalidArn: Invalid Arn: 'Resource type not valid in this context: execution'"],
  ] as const) {
    it(`refuses ${arn}`, () =>
      assert.equal(
        refusal(() => start(stage(wait), { stateMachineArn: arn })),
        error,
      ));
  }

  it("refuses a machine of another type, and one with a task that is not there", () => {
    assert.equal(
      refusal(() => start(stage(wait, { inputs: { type: "EXPRESS" } }))),
      "UnsupportedOperation: State machines of type EXPRESS are not modelled, only STANDARD ones.",
    );
    const task = definition({ T: { Type: "Task", Resource: INVOKE, End: true } });
    assert.equal(
      refusal(() => start(stage(task))),
      `UnsupportedOperation: Tasks of ${INVOKE} are not modelled.`,
    );
  });

  it("runs as the role that the machine had when it began, also when the machine is deleted", async () => {
    const principals: string[] = [];
    const machine = definition({
      W: { Type: "Wait", Seconds: 60, Next: "T" },
      T: { Type: "Task", Resource: INVOKE, End: true },
    });
    const staged = stage(machine, { tasks: { [INVOKE]: ({ principal }) => principals.push(principal) } });
    start(staged);
    staged.record.inputs.roleArn = "arn:aws:iam::123456789012:role/other";
    staged.account.delete(staged.record.type, MACHINE_ARN, options);
    await staged.simulation.run(100);
    assert.deepEqual([principals, outcome(staged).status], [[ROLE_ARN], "SUCCEEDED"]);
    assert.match(
      refusal(() => start(staged)),
      /^StateMachineDoesNotExist/,
    );
  });
});

describe("Step Functions: a rule's target", () => {
  const allowed: StageOptions = {
    statements: [{ Effect: "Allow", Action: "states:StartExecution", Resource: MACHINE_ARN }],
  };

  it("starts the machine with the event as the role that the target names", async () => {
    const staged = stage(definition({ P: { Type: "Pass", End: true } }), allowed);
    assert.deepEqual(staged.machines.startBy(ROLE_ARN, MACHINE_ARN, { detail: { status: "FAILED" } }), []);
    await staged.simulation.run(1);
    assert.deepEqual(outcome(staged).output, { detail: { status: "FAILED" } });
  });

  it("says why it cannot", () => {
    const refused = stage(wait).machines.startBy(ROLE_ARN, MACHINE_ARN, {});
    assert.equal(refused.length, 1);
    assert.match(
      refused[0] ?? "",
      /^User: .* is not authorized to perform: states:StartExecution on resource: .*:canary because/,
    );
    const missing = stage(wait, allowed).machines.startBy("arn:aws:iam::123456789012:role/none", MACHINE_ARN, {});
    assert.equal(missing.length, 1);
  });
});

describe("Step Functions: who may do what", () => {
  const operations: [action: string, resource: string, call: (staged: Stage) => unknown][] = [
    ["StartExecution", MACHINE_ARN, ({ machines }) => machines.start(cats, { stateMachineArn: MACHINE_ARN })],
    ["ListExecutions", MACHINE_ARN, ({ machines }) => machines.list(cats, { stateMachineArn: MACHINE_ARN })],
    [
      "DescribeStateMachine",
      MACHINE_ARN,
      ({ machines }) => machines.describeStateMachine(cats, { stateMachineArn: MACHINE_ARN }),
    ],
    ["DescribeExecution", EXECUTION_ARN, ({ machines }) => machines.describe(cats, { executionArn: EXECUTION_ARN })],
    ["StopExecution", EXECUTION_ARN, ({ machines }) => machines.stop(cats, { executionArn: EXECUTION_ARN })],
    ["GetExecutionHistory", EXECUTION_ARN, ({ machines }) => machines.history(cats, { executionArn: EXECUTION_ARN })],
  ];
  for (const [action, resource, call] of operations) {
    const permitted = (Resource: string) => {
      const staged = stage(wait, { statements: [{ Effect: "Allow", Action: `states:${action}`, Resource }] });
      staged.start();
      return staged;
    };
    it(`${action} needs the permission for ${resource}`, () => {
      assert.doesNotThrow(() => call(permitted(resource)));
      assert.match(
        refusal(() => call(permitted(`${resource}x`))),
        new RegExp(
          `^AccessDeniedException: User: .* is not authorized to perform: states:${action} on resource: ${resource} because`,
        ),
      );
    });
  }

  it("what is not there is refused for the permission first", () => {
    const describe = () => stage(wait).machines.describe(cats, { executionArn: EXECUTION_ARN });
    assert.match(refusal(describe), /^AccessDeniedException/);
  });
});

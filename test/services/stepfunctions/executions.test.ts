import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import { ROLE_ARN } from "../../account/iam/fixture";
import { refusal } from "../../account/support";
import { definition, EXECUTION_ARN, MACHINE_ARN, ROOT_CALLER, type Stage, stage } from "./fixture";

const START = Date.parse("2026-01-01T00:00:00Z") / 1000;
const wait = definition({ W: { Type: "Wait", Seconds: 60, End: true } });

const start = ({ machines }: Stage, by: Props = {}) =>
  machines.start(ROOT_CALLER, { stateMachineArn: MACHINE_ARN, ...by });
const names = (answer: Record<string, unknown>) => (answer.executions as { name: string }[]).map(({ name }) => name);
const list = ({ machines }: Stage, by: Props = {}) =>
  machines.list(ROOT_CALLER, { stateMachineArn: MACHINE_ARN, ...by });

/** Step Functions with some executions that have ended and one that runs. */
async function several(): Promise<Stage> {
  const staged = stage(
    definition({
      C: { Type: "Choice", Choices: [{ Condition: "{% $states.input.bad %}", Next: "F" }], Default: "W" },
      W: { Type: "Wait", Seconds: 60, End: true },
      F: { Type: "Fail", Error: "Bad" },
    }),
  );
  for (const name of ["a", "b", "c", "d"]) {
    start(staged, { name, input: JSON.stringify({ bad: name === "b" }) });
    await staged.simulation.run(staged.simulation.now + 30);
  }
  return staged;
}

describe("Step Functions: DescribeExecution", () => {
  const described = ({ machines }: Stage, name: string) =>
    machines.describe(ROOT_CALLER, { executionArn: `${EXECUTION_ARN.slice(0, -"release-1".length)}${name}` });

  it("tells of one that runs, of one that has succeeded and of one that has failed", async () => {
    const staged = await several();
    const common = (name: string, startDate: number) => ({
      executionArn: `arn:aws:states:us-west-2:123456789012:execution:canary:${name}`,
      stateMachineArn: MACHINE_ARN,
      name,
      startDate: START + startDate,
      redriveCount: 0,
      input: `{"bad":${name === "b"}}`,
      inputDetails: { included: true },
    });
    assert.deepEqual(described(staged, "a"), {
      ...common("a", 0),
      status: "SUCCEEDED",
      stopDate: START + 60,
      output: '{"bad":false}',
      outputDetails: { included: true },
    });
    assert.deepEqual(described(staged, "b"), {
      ...common("b", 30),
      status: "FAILED",
      stopDate: START + 30,
      error: "Bad",
    });
    assert.deepEqual(described(staged, "d"), { ...common("d", 90), status: "RUNNING" });
  });

  it("of one that is not there", () => {
    assert.equal(
      refusal(() => described(stage(wait), "none")),
      "ExecutionDoesNotExist: Execution Does Not Exist: 'arn:aws:states:us-west-2:123456789012:execution:canary:none'",
    );
  });

  it("takes no machine's ARN", () => {
    const { machines } = stage(wait);
    assert.equal(
      refusal(() => machines.describe(ROOT_CALLER, { executionArn: MACHINE_ARN })),
      "InvalidArn: Invalid Arn: 'Resource type not valid in this context: stateMachine'",
    );
  });
});

describe("Step Functions: ListExecutions", () => {
  it("lists the newest first, each with what is known without its data", async () => {
    const answer = list(await several());
    assert.deepEqual(names(answer), ["d", "c", "b", "a"]);
    assert.deepEqual((answer.executions as unknown[])[2], {
      executionArn: "arn:aws:states:us-west-2:123456789012:execution:canary:b",
      stateMachineArn: MACHINE_ARN,
      name: "b",
      status: "FAILED",
      startDate: START + 30,
      stopDate: START + 30,
      redriveCount: 0,
    });
    assert.equal("nextToken" in answer, false);
  });

  it("lists those of one status", async () => {
    assert.deepEqual(names(list(await several(), { statusFilter: "RUNNING" })), ["d"]);
    assert.deepEqual(names(list(await several(), { statusFilter: "SUCCEEDED" })), ["c", "a"]);
  });

  it("gives pages, which an execution that begins meanwhile does not shift", async () => {
    const staged = await several();
    const first = list(staged, { maxResults: 2 });
    start(staged, { name: "e" });
    const second = list(staged, { maxResults: 2, nextToken: String(first.nextToken) });
    assert.deepEqual(
      [names(first), names(second)],
      [
        ["d", "c"],
        ["b", "a"],
      ],
    );
    assert.equal("nextToken" in second, false);
  });

  it("fills pages with those of the status", async () => {
    const staged = await several();
    const first = list(staged, { maxResults: 1, statusFilter: "SUCCEEDED" });
    const second = list(staged, { maxResults: 1, statusFilter: "SUCCEEDED", nextToken: String(first.nextToken) });
    assert.deepEqual([names(first), names(second), "nextToken" in second], [["c"], ["a"], false]);
  });

  for (const [by, error] of [
    [{ statusFilter: "DONE" }, /^ValidationException: .*'DONE' at 'statusFilter'/],
    [{ maxResults: 1001 }, /^ValidationException: .*'1001' at 'maxResults'/],
    [{ nextToken: "none" }, /^InvalidToken: Invalid Token: 'none'$/],
  ] as const) {
    it(`refuses ${JSON.stringify(by)}`, async () => {
      const staged = await several();
      assert.match(
        refusal(() => list(staged, by)),
        error,
      );
    });
  }
});

describe("Step Functions: DescribeStateMachine", () => {
  it("has the definition and the role", () => {
    const { machines } = stage(wait);
    assert.deepEqual(machines.describeStateMachine(ROOT_CALLER, { stateMachineArn: MACHINE_ARN }), {
      stateMachineArn: MACHINE_ARN,
      name: "canary",
      status: "ACTIVE",
      definition: JSON.stringify(wait),
      roleArn: ROLE_ARN,
      type: "STANDARD",
      creationDate: START,
      loggingConfiguration: { level: "OFF", includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    });
  });
});

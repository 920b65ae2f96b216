import assert from "node:assert/strict";
import type { StatisticSet } from "../../../local/services/events";
import { definition, EXECUTION_ARN, MACHINE_ARN, ROOT_CALLER, stage } from "./fixture";

describe("Step Functions: metrics", () => {
  it("count executions and their milliseconds by their machine, in the minute of their beginning and end", async () => {
    const put: [name: string, at: number, sum: number][] = [];
    const metrics = {
      put: (
        { namespace, name, dimensions }: { namespace: string; name: string; dimensions: object },
        at: number,
        period: number,
        { sum, count, minimum, maximum }: StatisticSet,
      ) => {
        assert.deepEqual(
          [namespace, dimensions, period, count],
          ["AWS/States", { StateMachineArn: MACHINE_ARN }, 60, 1],
        );
        assert.deepEqual([minimum, maximum], [sum, sum]);
        put.push([name, at, sum]);
      },
    };
    const machine = definition(
      {
        C: { Type: "Choice", Choices: [{ Condition: "{% $states.input = 'fail' %}", Next: "F" }], Default: "W" },
        W: { Type: "Wait", Seconds: "{% $states.input %}", End: true },
        F: { Type: "Fail" },
      },
      { TimeoutSeconds: 100 },
    );
    const staged = stage(machine, { metrics });
    await staged.simulation.run(50);
    staged.start(15, "succeeds");
    staged.start("fail", "fails");
    staged.start(1000, "times-out");
    staged.start(1000, "release-1");
    await staged.simulation.run(130);
    staged.machines.stop(ROOT_CALLER, { executionArn: EXECUTION_ARN });
    await staged.simulation.run(1000);
    assert.deepEqual(put, [
      ["ExecutionsStarted", 0, 1],
      ["ExecutionsStarted", 0, 1],
      ["ExecutionsStarted", 0, 1],
      ["ExecutionsStarted", 0, 1],
      ["ExecutionsFailed", 0, 1],
      ["ExecutionTime", 0, 0],
      ["ExecutionsSucceeded", 60, 1],
      ["ExecutionTime", 60, 15_000],
      ["ExecutionsAborted", 120, 1],
      ["ExecutionTime", 120, 80_000],
      ["ExecutionsTimedOut", 120, 1],
      ["ExecutionTime", 120, 100_000],
    ]);
  });
});

import assert from "node:assert/strict";
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { stepFunctionsHandlers } from "../../local/api/stepFunctions";
import { ROLE_ARN } from "../account/iam/fixture";
import {
  definition,
  EXECUTION_ARN,
  MACHINE_ARN,
  type Stage,
  type StageOptions,
  stage,
} from "../services/stepfunctions/fixture";
import { listening, send, signed } from "./fixture";

const machine = definition({ W: { Type: "Wait", Seconds: 60, End: true } });
const start = new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name: "release-1", input: '{"side":"green"}' });
const executionArn = EXECUTION_ARN;

/** Sends with AWS's SDK, as an administrator unless told, and stops everything afterwards. */
async function withClient<T>(
  act: (client: SFNClient, staged: Stage) => Promise<T>,
  { principal = "admin", ...options }: StageOptions & { principal?: string } = {},
): Promise<T> {
  const staged = stage(machine, options);
  const { api, url, stop } = await listening(staged.account, stepFunctionsHandlers(staged.machines));
  const credentials = api.credentialsFor(principal);
  const client = new SFNClient({ endpoint: url, region: "us-west-2", credentials, maxAttempts: 1 });
  try {
    return await act(client, staged);
  } finally {
    client.destroy();
    await stop();
  }
}

describe("local API: Step Functions through AWS's SDK for JavaScript", () => {
  it("starts an execution, and describes it while it runs and afterwards", async () => {
    await withClient(async (client, { simulation }) => {
      await simulation.run(0.5);
      const { executionArn: started, startDate } = await client.send(start);
      assert.deepEqual([started, startDate?.toISOString()], [EXECUTION_ARN, "2026-01-01T00:00:00.500Z"]);
      const describe = new DescribeExecutionCommand({ executionArn });
      const running = await client.send(describe);
      assert.deepEqual([running.status, running.input, running.stopDate], ["RUNNING", '{"side":"green"}', undefined]);
      await simulation.run(100);
      const { status, output, stopDate, name, stateMachineArn } = await client.send(describe);
      assert.deepEqual(
        [status, output, stopDate?.toISOString(), name, stateMachineArn],
        ["SUCCEEDED", '{"side":"green"}', "2026-01-01T00:01:00.500Z", "release-1", MACHINE_ARN],
      );
    });
  });

  it("stops an execution", async () => {
    await withClient(async (client, { simulation }) => {
      await client.send(start);
      await simulation.run(9);
      const { stopDate } = await client.send(new StopExecutionCommand({ executionArn, error: "No", cause: "why not" }));
      assert.equal(stopDate?.toISOString(), "2026-01-01T00:00:09.000Z");
      const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
      assert.deepEqual([status, error, cause], ["ABORTED", "No", "why not"]);
    });
  });

  it("lists executions", async () => {
    await withClient(async (client, { simulation }) => {
      await client.send(start);
      await simulation.run(100);
      await client.send(new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name: "release-2" }));
      const list = (by: object) => client.send(new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, ...by }));
      const names = async (by: object) => (await list(by)).executions?.map(({ name }) => name);
      assert.deepEqual(await names({}), ["release-2", "release-1"]);
      assert.deepEqual(await names({ statusFilter: "SUCCEEDED" }), ["release-1"]);
      const { nextToken } = await list({ maxResults: 1 });
      assert.deepEqual(await names({ maxResults: 1, nextToken }), ["release-1"]);
    });
  });

  it("has an execution's history", async () => {
    await withClient(async (client, { simulation }) => {
      await client.send(start);
      await simulation.run(100);
      const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
      assert.deepEqual(
        events?.map(({ id, previousEventId, type }) => [id, previousEventId, type]),
        [
          [4, 3, "ExecutionSucceeded"],
          [3, 2, "WaitStateExited"],
          [2, 1, "WaitStateEntered"],
          [1, 0, "ExecutionStarted"],
        ],
      );
      assert.equal(events?.[1]?.stateExitedEventDetails?.name, "W");
      assert.equal(events?.[1]?.timestamp?.toISOString(), "2026-01-01T00:01:00.000Z");
    });
  });

  it("describes the state machine", async () => {
    const answer = await withClient((client) =>
      client.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE_ARN })),
    );
    assert.deepEqual(
      [answer.name, answer.definition, answer.roleArn, answer.type, answer.creationDate?.toISOString()],
      ["canary", JSON.stringify(machine), ROLE_ARN, "STANDARD", "2026-01-01T00:00:00.000Z"],
    );
  });

  it("throws the SDK's own exceptions", async () => {
    await withClient(async (client) => {
      await client.send(start);
      const again = new StartExecutionCommand({ stateMachineArn: MACHINE_ARN, name: "release-1" });
      await assert.rejects(client.send(again), ExecutionAlreadyExists);
      const other = new StartExecutionCommand({ stateMachineArn: `${MACHINE_ARN}x` });
      await assert.rejects(client.send(other), StateMachineDoesNotExist);
      const none = new StopExecutionCommand({ executionArn: `${EXECUTION_ARN}x` });
      await assert.rejects(client.send(none), ExecutionDoesNotExist);
    });
  });

  it("starts for a role that may, and not for one that may not", async () => {
    const statements = [{ Effect: "Allow", Action: "states:StartExecution", Resource: MACHINE_ARN }];
    const principal = ROLE_ARN;
    const { executionArn: started } = await withClient((client) => client.send(start), { principal, statements });
    assert.equal(started, EXECUTION_ARN);
    await assert.rejects(
      withClient((client) => client.send(start), { principal }),
      { name: "AccessDeniedException", message: /is not authorized to perform: states:StartExecution on resource: / },
    );
  });

  it("answers in the protocol JSON 1.0", async () => {
    const staged = stage(machine);
    const { api, port, stop } = await listening(staged.account, stepFunctionsHandlers(staged.machines));
    try {
      const { accessKeyId, sessionToken } = api.credentialsFor("admin");
      const { status, headers, body } = await send(port, "/", {
        method: "POST",
        headers: {
          authorization: signed(accessKeyId),
          "x-amz-security-token": sessionToken,
          "x-amz-target": "AWSStepFunctions.StartExecution",
          "content-type": "application/x-amz-json-1.0",
        },
        body: JSON.stringify({ stateMachineArn: MACHINE_ARN, name: "release-1" }),
      });
      const start = Date.parse("2026-01-01T00:00:00Z") / 1000;
      assert.deepEqual(
        [status, headers["content-type"], body],
        [200, "application/x-amz-json-1.0", { executionArn: EXECUTION_ARN, startDate: start }],
      );
    } finally {
      await stop();
    }
  });
});

import assert from "node:assert/strict";
import { AwsError } from "../../../local/account/model";
import { refusal } from "../../account/support";
import { definition, EXECUTION_ARN, history, INVOKE, ROLE_ARN, ROOT_CALLER, run, UPDATE } from "./fixture";

const START = Date.parse("2026-01-01T00:00:00Z") / 1000;
const whole = { truncated: false };

describe("Step Functions: GetExecutionHistory", () => {
  it("tells everything of a task and a wait", async () => {
    const { stage } = await run(
      definition({
        T: { Type: "Task", Resource: INVOKE, Arguments: { a: 1 }, TimeoutSeconds: 9, Assign: { x: 2 }, Next: "W" },
        W: { Type: "Wait", Seconds: 5, End: true },
      }),
      { i: 0 },
      { tasks: { [INVOKE]: () => ({ ok: true }) } },
    );
    const name = { resourceType: "lambda", resource: "invoke" };
    const entered = (state: string, input: string) => ({
      stateEnteredEventDetails: { name: state, input, inputDetails: whole },
    });
    assert.deepEqual(history(stage), [
      {
        id: 1,
        previousEventId: 0,
        type: "ExecutionStarted",
        timestamp: START,
        executionStartedEventDetails: { input: '{"i":0}', inputDetails: whole, roleArn: ROLE_ARN },
      },
      { id: 2, previousEventId: 1, type: "TaskStateEntered", timestamp: START, ...entered("T", '{"i":0}') },
      {
        id: 3,
        previousEventId: 2,
        type: "TaskScheduled",
        timestamp: START,
        taskScheduledEventDetails: { ...name, region: "us-west-2", parameters: '{"a":1}', timeoutInSeconds: 9 },
      },
      { id: 4, previousEventId: 3, type: "TaskStarted", timestamp: START, taskStartedEventDetails: name },
      {
        id: 5,
        previousEventId: 4,
        type: "TaskSucceeded",
        timestamp: START,
        taskSucceededEventDetails: { ...name, output: '{"ok":true}', outputDetails: whole },
      },
      {
        id: 6,
        previousEventId: 5,
        type: "TaskStateExited",
        timestamp: START,
        stateExitedEventDetails: {
          name: "T",
          output: '{"ok":true}',
          outputDetails: whole,
          assignedVariables: { x: "2" },
          assignedVariablesDetails: whole,
        },
      },
      { id: 7, previousEventId: 6, type: "WaitStateEntered", timestamp: START, ...entered("W", '{"ok":true}') },
      {
        id: 8,
        previousEventId: 7,
        type: "WaitStateExited",
        timestamp: START + 5,
        stateExitedEventDetails: { name: "W", output: '{"ok":true}', outputDetails: whole },
      },
      {
        id: 9,
        previousEventId: 8,
        type: "ExecutionSucceeded",
        timestamp: START + 5,
        executionSucceededEventDetails: { output: '{"ok":true}', outputDetails: whole },
      },
    ]);
  });

  it("tells each attempt of a task that fails, and what the execution failed with", async () => {
    const tasks = {
      [UPDATE]: () => {
        throw new AwsError("ConditionalCheckFailedException", "The conditional request failed");
      },
    };
    const state = {
      Type: "Task",
      Resource: UPDATE,
      Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }],
      End: true,
    };
    const { stage } = await run(definition({ T: state }), {}, { tasks });
    const events = history(stage);
    assert.deepEqual(
      events.map(({ type, timestamp }) => [type, Number(timestamp) - START]),
      [
        ["ExecutionStarted", 0],
        ["TaskStateEntered", 0],
        ["TaskScheduled", 0],
        ["TaskStarted", 0],
        ["TaskFailed", 0],
        ["TaskScheduled", 1],
        ["TaskStarted", 1],
        ["TaskFailed", 1],
        ["ExecutionFailed", 1],
      ],
    );
    const [first, second] = [events[4]?.taskFailedEventDetails, events[7]?.taskFailedEventDetails] as {
      error: string;
      cause: string;
      resource: string;
    }[];
    assert.deepEqual([first?.error, first?.resource], ["DynamoDB.ConditionalCheckFailedException", "updateItem"]);
    const cause = /^The conditional request failed \(Service: DynamoDb, Status Code: 400, Request ID: [0-9a-f-]{36}\)$/;
    assert.match(first?.cause ?? "", cause);
    assert.match(second?.cause ?? "", cause);
    assert.notEqual(first?.cause, second?.cause);
    assert.deepEqual(events[8]?.executionFailedEventDetails, { error: second?.error, cause: second?.cause });
  });

  it("tells where an expression failed", async () => {
    const { stage } = await run(definition({ P: { Type: "Pass", Output: { v: "{% $gone %}" }, End: true } }));
    const sentence = "The JSONata expression '$gone' specified for the field 'Output/v' returned nothing (undefined).";
    const error = "States.QueryEvaluationError";
    assert.deepEqual(history(stage).slice(2), [
      {
        id: 3,
        previousEventId: 2,
        type: "EvaluationFailed",
        timestamp: START,
        evaluationFailedEventDetails: { state: "P", error, cause: sentence, location: "Output/v" },
      },
      {
        id: 4,
        previousEventId: 3,
        type: "ExecutionFailed",
        timestamp: START,
        executionFailedEventDetails: {
          error,
          cause: `An error occurred while executing the state 'P' (entered at the event id #2). ${sentence}`,
        },
      },
    ]);
  });

  it("follows each iteration of a Map by itself", async () => {
    const inner = { StartAt: "I", States: { I: { Type: "Pass", End: true } } };
    const { stage } = await run(
      definition({ M: { Type: "Map", Items: [1, 2], MaxConcurrency: 1, ItemProcessor: inner, End: true } }),
    );
    assert.deepEqual(
      history(stage).map(({ id, previousEventId, type }) => [id, previousEventId, type]),
      [
        [1, 0, "ExecutionStarted"],
        [2, 1, "MapStateEntered"],
        [3, 2, "MapStateStarted"],
        [4, 3, "MapIterationStarted"],
        [5, 4, "PassStateEntered"],
        [6, 5, "PassStateExited"],
        [7, 6, "MapIterationSucceeded"],
        [8, 3, "MapIterationStarted"],
        [9, 8, "PassStateEntered"],
        [10, 9, "PassStateExited"],
        [11, 10, "MapIterationSucceeded"],
        [12, 11, "MapStateSucceeded"],
        [13, 12, "MapStateExited"],
        [14, 13, "ExecutionSucceeded"],
      ],
    );
    assert.deepEqual(history(stage)[7]?.mapIterationStartedEventDetails, { name: "M", index: 1 });
    assert.deepEqual(history(stage)[2]?.mapStateStartedEventDetails, { length: 2 });
  });

  it("tells a time-out of the whole execution without what led to it", async () => {
    const { stage } = await run(definition({ W: { Type: "Wait", Seconds: 60, End: true } }, { TimeoutSeconds: 3 }));
    assert.deepEqual(history(stage).at(-1), {
      id: 3,
      previousEventId: 0,
      type: "ExecutionTimedOut",
      timestamp: START + 3,
      executionTimedOutEventDetails: { error: "States.Timeout" },
    });
  });

  it("gives the newest first, pages, and leaves data out", async () => {
    const { stage } = await run(definition({ P: { Type: "Pass", End: true } }));
    const get = (by: object) => stage.machines.history(ROOT_CALLER, { executionArn: EXECUTION_ARN, ...by });
    const ids = (answer: Record<string, unknown>) => (answer.events as { id: number }[]).map(({ id }) => id);
    assert.deepEqual(ids(get({ reverseOrder: true })), [4, 3, 2, 1]);
    const first = get({ maxResults: 3 });
    assert.deepEqual([ids(first), ids(get({ maxResults: 3, nextToken: first.nextToken }))], [[1, 2, 3], [4]]);
    const bare = get({ includeExecutionData: false }).events as Record<string, unknown>[];
    assert.deepEqual(bare[0]?.executionStartedEventDetails, { roleArn: ROLE_ARN });
    assert.deepEqual(bare[2]?.stateExitedEventDetails, { name: "P" });
    assert.match(
      refusal(() => get({ nextToken: "99" })),
      /^InvalidToken/,
    );
  });
});

import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import type { Execution } from "../../local/services/codepipeline/execution";
import { pipelineHandlers } from "../../local/site/pipelineHandlers";
import { policy, ROOT } from "../account/iam/fixture";
import { deploy, PIPELINE, pipeline, ready, roleArn } from "../account/pipelineFixture";
import { make, refusal } from "../account/support";

const pipelineName = "workshop-CatsnDogsPipeline";
const ARN = `arn:aws:codepipeline:us-west-2:123456789012:${pipelineName}`;
/** 2026-01-01T00:00:00Z, when virtual time begins. */
const BEGIN = 1_767_225_600;

const failed: Execution = {
  id: "e-1",
  pipeline: pipelineName,
  kind: "STANDARD",
  state: "Failed",
  startedAt: 10,
  revision: "v-1",
  stages: [
    {
      name: "Source",
      state: "Succeeded",
      actions: [{ name: "Source", state: "Succeeded", startedAt: 10, endedAt: 13, summary: "read", externalId: "v-1" }],
    },
    {
      name: "Build",
      state: "Failed",
      actions: [
        {
          name: "Build",
          state: "Failed",
          startedAt: 13,
          endedAt: 81,
          summary: "",
          error: { code: "JobFailed", message: "no dogs" },
          externalId: "builder:b-1",
        },
      ],
    },
  ],
  artifacts: new Map([["source", { bucket: "artifacts", key: "source/1" }]]),
};
const running: Execution = {
  id: "e-2",
  pipeline: pipelineName,
  kind: "ROLLBACK",
  state: "InProgress",
  startedAt: 90,
  stages: [
    {
      name: "Deploy",
      state: "InProgress",
      actions: [{ name: "deploy-dogs", state: "InProgress", startedAt: 91, summary: "" }],
    },
  ],
  artifacts: new Map(),
};

describe("what CodePipeline answers on this machine", () => {
  let account: Account;
  beforeEach(() => {
    account = ready();
    make(account, PIPELINE, pipeline);
  });

  function call(operation: string, input: object, principal = ROOT): Record<string, unknown> {
    const handlers = pipelineHandlers(account, { executions: [failed, { ...failed, pipeline: "another" }, running] });
    const handler = handlers[`CodePipeline_20150709.${operation}`];
    assert.ok(handler);
    return handler({ principal, region: "us-west-2" }, input) as Record<string, unknown>;
  }
  const details = (input: object = {}) =>
    call("ListActionExecutions", { pipelineName, ...input }).actionExecutionDetails as Record<string, unknown>[];

  it("has a pipeline's executions, the newest first", () => {
    assert.deepEqual(call("ListPipelineExecutions", { pipelineName }), {
      pipelineExecutionSummaries: [
        {
          pipelineExecutionId: "e-2",
          status: "InProgress",
          startTime: BEGIN + 90,
          lastUpdateTime: BEGIN + 91,
          executionMode: "QUEUED",
          executionType: "ROLLBACK",
          sourceRevisions: [],
        },
        {
          pipelineExecutionId: "e-1",
          status: "Failed",
          startTime: BEGIN + 10,
          lastUpdateTime: BEGIN + 81,
          executionMode: "QUEUED",
          executionType: "STANDARD",
          sourceRevisions: [{ actionName: "Source", revisionId: "v-1" }],
        },
      ],
      nextToken: undefined,
    });
  });

  it("has their actions, the newest first", () => {
    assert.deepEqual(
      details().map(({ pipelineExecutionId, actionName, status }) => [pipelineExecutionId, actionName, status]),
      [
        ["e-2", "deploy-dogs", "InProgress"],
        ["e-1", "Build", "Failed"],
        ["e-1", "Source", "Succeeded"],
      ],
    );
  });

  it("has all of an action that has ended", () => {
    const [build] = details({ filter: { pipelineExecutionId: "e-1" } });
    const { actionExecutionId, ...rest } = build ?? {};
    assert.match(String(actionExecutionId), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.deepEqual(rest, {
      pipelineExecutionId: "e-1",
      stageName: "Build",
      actionName: "Build",
      status: "Failed",
      startTime: BEGIN + 13,
      lastUpdateTime: BEGIN + 81,
      input: {
        actionTypeId: { category: "Build", owner: "AWS", provider: "CodeBuild", version: "1" },
        configuration: { ProjectName: "builder" },
        region: "us-west-2",
        inputArtifacts: [{ name: "source", s3location: { bucket: "artifacts", key: "source/1" } }],
      },
      output: {
        outputArtifacts: [],
        executionResult: {
          externalExecutionId: "builder:b-1",
          externalExecutionSummary: undefined,
          errorDetails: { code: "JobFailed", message: "no dogs" },
        },
      },
    });
  });

  it("has no output of an action that runs", () => {
    const [{ input, output } = {}] = details({ filter: { pipelineExecutionId: "e-2" } });
    assert.equal(output, undefined);
    assert.deepEqual((input as { configuration: object }).configuration, deploy.configuration);
  });

  it("has the same id for the same action", () => {
    const ids = () => details().map(({ actionExecutionId }) => actionExecutionId);
    assert.deepEqual(ids(), ids());
    assert.equal(new Set(ids()).size, 3);
  });

  it("gives pages", () => {
    const page = (nextToken?: string) => call("ListActionExecutions", { pipelineName, maxResults: 2, nextToken });
    const { actionExecutionDetails: first, nextToken } = page();
    const { actionExecutionDetails: second, nextToken: last } = page(String(nextToken));
    assert.deepEqual([(first as object[]).length, (second as object[]).length, last], [2, 1, undefined]);
  });

  for (const [operation, input, message] of [
    [
      "ListPipelineExecutions",
      { pipelineName: "cats" },
      "PipelineNotFoundException: Account '123456789012' does not have a pipeline with name 'cats'",
    ],
    [
      "ListActionExecutions",
      { pipelineName, filter: { pipelineExecutionId: "e-3" } },
      `PipelineExecutionNotFoundException: The pipeline ${pipelineName} has no execution with the id e-3`,
    ],
    [
      "ListPipelineExecutions",
      { pipelineName, maxResults: 101 },
      "ValidationException: maxResults is 101; it must be a whole number from 1 to 100, for example 100.",
    ],
    [
      "ListPipelineExecutions",
      { pipelineName, nextToken: "2" },
      'InvalidNextTokenException: nextToken is "2"; it must be one that a page before gave.',
    ],
  ] as const) {
    it(`refuses ${operation} of ${JSON.stringify(input)}`, () => {
      assert.equal(
        refusal(() => call(operation, input)),
        message,
      );
    });
  }

  for (const [allowed, other] of [
    ["ListPipelineExecutions", "ListActionExecutions"],
    ["ListActionExecutions", "ListPipelineExecutions"],
  ] as const) {
    it(`lets a role that may ${allowed} of the pipeline do that alone`, () => {
      const Statement = { Effect: "Allow", Action: `codepipeline:${allowed}`, Resource: ARN };
      make(account, "aws:iam/rolePolicy:RolePolicy", { role: "release", name: "own", policy: policy(Statement) });
      call(allowed, { pipelineName }, roleArn);
      assert.match(
        refusal(() => call(other, { pipelineName }, roleArn)),
        new RegExp(
          `^AccessDeniedException: .* is not authorized to perform: codepipeline:${other} on resource: ${ARN} `,
        ),
      );
    });
  }
});

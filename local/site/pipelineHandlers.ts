import { createHash } from "node:crypto";
import type { Account } from "../account/account";
import { type Caller, requireAllowed } from "../account/actions/caller";
import { fieldsOf, requiredText } from "../account/actions/input";
import { type AccountRecord, AwsError, type Props } from "../account/model";
import { objects, text, texts } from "../account/types/read";
import { uuid } from "../account/types/uuid";
import type { Handlers } from "../api/handlers";
import type { ActionRun, Execution } from "../services/codepipeline/execution";
import { PIPELINE, type Pipelines } from "../services/codepipeline/pipelines";
import { EPOCH } from "../services/kernel/simulation";
import { pageOf } from "./pages";

/** CodePipeline's name in the header that says which operation is meant. */
const PREFIX = "CodePipeline_20150709";

type Executions = Pick<Pipelines, "executions">;

/**
 * ListPipelineExecutions and ListActionExecutions, both with the newest first:
 * docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelineExecutions.html and API_ListActionExecutions.html
 */
export function pipelineHandlers(account: Account, pipelines: Executions): Handlers {
  return {
    [`${PREFIX}.ListPipelineExecutions`]: (caller, input) => {
      const fields = fieldsOf(input);
      const { record, executions } = find(account, pipelines, caller, fields, "ListPipelineExecutions");
      const { items, nextToken } = pageOf(executions.reverse(), fields);
      return { pipelineExecutionSummaries: items.map((one) => summaryOf(record, one)), nextToken };
    },
    [`${PREFIX}.ListActionExecutions`]: (caller, input) => {
      const fields = fieldsOf(input);
      const { record, executions } = find(account, pipelines, caller, fields, "ListActionExecutions");
      const asked = text(fields, "filter.pipelineExecutionId");
      const chosen = executions.filter(({ id }) => asked === undefined || id === asked);
      if (asked !== undefined && chosen.length === 0) {
        throw new AwsError(
          "PipelineExecutionNotFoundException",
          `The pipeline ${text(fields, "pipelineName")} has no execution with the id ${asked}`,
        );
      }
      const details = chosen.flatMap((execution) => detailsOf(record, execution));
      const { items, nextToken } = pageOf(details.reverse(), fields);
      return { actionExecutionDetails: items, nextToken };
    },
  };
}

/** A pipeline with its executions, the oldest first; for who may see them. */
function find(account: Account, pipelines: Executions, caller: Caller, fields: Props, operation: string) {
  const name = requiredText(fields, "pipelineName");
  const { accountId } = account.state;
  requireAllowed(account, caller, {
    action: `codepipeline:${operation}`,
    resource: `arn:aws:codepipeline:${caller.region}:${accountId}:${name}`,
  });
  const record = account.records(PIPELINE).find(({ inputs }) => text(inputs, "name") === name);
  if (!record) {
    throw new AwsError(
      "PipelineNotFoundException",
      `Account '${accountId}' does not have a pipeline with name '${name}'`,
    );
  }
  return { record, executions: pipelines.executions.filter(({ pipeline }) => pipeline === name) };
}

function summaryOf({ inputs }: AccountRecord, execution: Execution): Record<string, unknown> {
  const { id, kind, state, startedAt, revision, stages } = execution;
  const times = stages.flatMap(({ actions }) => actions.map((action) => action.endedAt ?? action.startedAt));
  const source = objects(inputs, "stages")
    .flatMap((stage) => objects(stage, "actions"))
    .find((action) => text(action, "category") === "Source");
  return {
    pipelineExecutionId: id,
    status: state,
    startTime: epoch(startedAt),
    lastUpdateTime: epoch(Math.max(startedAt, ...times)),
    executionMode: text(inputs, "executionMode") ?? "SUPERSEDED",
    executionType: kind,
    sourceRevisions:
      revision === undefined ? [] : [{ actionName: text(source ?? {}, "name") ?? "", revisionId: revision }],
  };
}

/** The actions of an execution, in the order in which they began. */
function detailsOf(record: AccountRecord, execution: Execution): Record<string, unknown>[] {
  return execution.stages.flatMap((stage) =>
    stage.actions.map((action) => detailOf(record, execution, stage.name, action)),
  );
}

function detailOf({ inputs, region }: AccountRecord, execution: Execution, stageName: string, run: ActionRun) {
  const stage = objects(inputs, "stages").find((one) => text(one, "name") === stageName) ?? {};
  const action = objects(stage, "actions").find((one) => text(one, "name") === run.name) ?? {};
  const { name, state, startedAt, endedAt, summary, error, externalId } = run;
  const artifacts = (path: string) => texts(action, path).map((one) => artifactOf(execution, one));
  return {
    pipelineExecutionId: execution.id,
    actionExecutionId: uuid((digits) => digest(`${execution.id}|${stageName}|${name}`).slice(0, digits)),
    stageName,
    actionName: name,
    status: state,
    startTime: epoch(startedAt),
    lastUpdateTime: epoch(endedAt ?? startedAt),
    input: {
      actionTypeId: {
        category: text(action, "category"),
        owner: text(action, "owner"),
        provider: text(action, "provider"),
        version: text(action, "version"),
      },
      configuration: action.configuration ?? {},
      region,
      inputArtifacts: artifacts("inputArtifacts[*]"),
    },
    ...(endedAt !== undefined && {
      output: {
        outputArtifacts: state === "Succeeded" ? artifacts("outputArtifacts[*]") : [],
        executionResult: {
          externalExecutionId: externalId,
          externalExecutionSummary: summary || undefined,
          errorDetails: error,
        },
      },
    }),
  };
}

function artifactOf({ artifacts }: Execution, name: string) {
  const place = artifacts.get(name);
  return { name, ...(place && { s3location: place }) };
}

/** Seconds of virtual time as seconds since 1970, which the protocol has. */
function epoch(seconds: number): number {
  return EPOCH / 1000 + seconds;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

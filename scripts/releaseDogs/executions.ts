import {
  type ActionExecutionDetail,
  type CodePipelineClient,
  ListPipelineExecutionsCommand,
  type PipelineExecutionSummary,
  paginateListActionExecutions,
} from "@aws-sdk/client-codepipeline";
import { checkTimeout, type Pace } from "../common/clock";

/** Seconds in which the event of an upload reaches the pipeline, by far. Typical: less than ten. */
const STARTS_WITHIN = 180;

/**
 * Waits for the execution that an upload has started, and returns its id.
 *
 * An execution names its source's version when its source stage has read it. In the QUEUED mode that is after the executions
 * before it, so as long as one is in progress there is nothing to complain about.
 *
 * @throws Error where none starts, or the time is up
 */
export async function startedExecution(
  pipelines: CodePipelineClient,
  pipeline: string,
  versionId: string,
  pace: Pace,
): Promise<string> {
  let idleSince = pace.clock.now();
  for (;;) {
    const executions = await newestExecutions(pipelines, pipeline);
    // A rollback and a retry by hand have the version too, and come later.
    const own = executions.findLast(({ sourceRevisions = [] }) =>
      sourceRevisions.some(({ revisionId }) => revisionId === versionId),
    );
    if (own?.pipelineExecutionId !== undefined) return own.pipelineExecutionId;
    const busy = executions.find(({ status }) => status === "InProgress" || status === "Stopping");
    if (busy) idleSince = pace.clock.now();
    if (pace.clock.now() - idleSince >= STARTS_WITHIN) throw neverStarted(pipeline, versionId, executions[0]);
    checkTimeout(pace, () => {
      const now = busy ? `execution ${busy.pipelineExecutionId} is in progress` : "none is in progress";
      return `no execution of ${pipeline} has read version ${versionId} yet, and ${now}`;
    });
    await pace.clock.sleep(pace.pollEvery);
  }
}

/** An execution among the newest hundred of its pipeline; undefined where it is none of them. */
export async function execution(
  pipelines: CodePipelineClient,
  pipeline: string,
  id: string,
): Promise<PipelineExecutionSummary | undefined> {
  const executions = await newestExecutions(pipelines, pipeline);
  return executions.find(({ pipelineExecutionId }) => pipelineExecutionId === id);
}

/** The actions of an execution, in the order in which they began. */
export async function actionsOf(
  pipelines: CodePipelineClient,
  pipelineName: string,
  pipelineExecutionId: string,
): Promise<ActionExecutionDetail[]> {
  const actions: ActionExecutionDetail[] = [];
  const pages = paginateListActionExecutions(
    { client: pipelines },
    { pipelineName, filter: { pipelineExecutionId }, maxResults: 100 },
  );
  for await (const { actionExecutionDetails = [] } of pages) actions.push(...actionExecutionDetails);
  // AWS has the newest first. Two that began in the same second stay in that order, turned round.
  return actions.reverse().sort((one, other) => beginOf(one) - beginOf(other));
}

function beginOf({ startTime }: ActionExecutionDetail): number {
  return startTime?.getTime() ?? 0;
}

/** The newest first. 100 is the most that a page has: API_ListPipelineExecutions.html */
async function newestExecutions(
  pipelines: CodePipelineClient,
  pipelineName: string,
): Promise<PipelineExecutionSummary[]> {
  const { pipelineExecutionSummaries = [] } = await pipelines.send(
    new ListPipelineExecutionsCommand({ pipelineName, maxResults: 100 }),
  );
  return pipelineExecutionSummaries;
}

function neverStarted(pipeline: string, versionId: string, newest: PipelineExecutionSummary | undefined): Error {
  const last = newest
    ? `Its newest execution is ${newest.pipelineExecutionId}, ${newest.status}`
    : "It has no execution at all";
  return new Error(
    `No execution of ${pipeline} has read version ${versionId} within ${STARTS_WITHIN} seconds. ${last}. ` +
      "Look whether the bucket sends its events to EventBridge, and whether the rule that starts the pipeline is enabled",
  );
}

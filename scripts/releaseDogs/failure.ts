import { type CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { ActionExecutionDetail } from "@aws-sdk/client-codepipeline";
import { type Ended, nameOf } from "./follow";

/** Lines of a build's log that are shown: the command that failed, and what it said. */
const LINES = 30;

/** What an end other than Succeeded and Failed means: concepts-how-it-works.html */
const ENDS: Readonly<Record<string, string>> = {
  Stopped: "was stopped by hand",
  Superseded: "was superseded: a newer execution has overtaken it, and this upload is not released",
  Cancelled: "was cancelled: the pipeline was changed while it ran",
};

/** Why an execution has not succeeded, in lines for a person. */
export async function explainEnd(
  logs: CloudWatchLogsClient,
  logGroup: string,
  id: string,
  { status, summary, actions }: Ended,
): Promise<string[]> {
  const said = summary === undefined ? "" : `: ${summary}`;
  if (status !== "Failed") return [`Execution ${id} ${ENDS[status] ?? `has ended as ${status}`}${said}`];
  // A stage that was tried again has the action twice.
  const failed = actions.findLast((action) => action.status === "Failed");
  if (failed === undefined) return [`Execution ${id} has failed, and none of its actions has${said}`];
  const { executionResult } = failed.output ?? {};
  const { code, message } = executionResult?.errorDetails ?? {};
  const why = [code, message].filter((part) => part !== undefined).join(": ");
  const error = why || executionResult?.externalExecutionSummary || "CodePipeline does not say why";
  return [`${nameOf(failed)} has failed: ${error}`, ...(await buildLog(logs, logGroup, failed))];
}

/** The end of a build's log; nothing for an action that is no build. */
async function buildLog(
  logs: CloudWatchLogsClient,
  logGroupName: string,
  { input, output }: ActionExecutionDetail,
): Promise<string[]> {
  const buildId = output?.executionResult?.externalExecutionId;
  if (input?.actionTypeId?.provider !== "CodeBuild" || buildId === undefined) return [];
  // A build's id is its project, a colon and the name of its log's stream.
  const logStreamName = buildId.split(":").pop() ?? buildId;
  const lines = await lastLines(logs, logGroupName, logStreamName);
  if (lines.length === 0) return [`Build ${buildId} has written nothing to ${logGroupName}`];
  return [`The last lines of its log, ${logGroupName} ${logStreamName}:`, ...lines.map((line) => `  ${line}`)];
}

async function lastLines(logs: CloudWatchLogsClient, logGroupName: string, logStreamName: string): Promise<string[]> {
  try {
    const { events = [] } = await logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, limit: LINES, startFromHead: false }),
    );
    return events.map(({ message = "" }) => message.trimEnd());
  } catch (error) {
    // A build that never got a container has no stream.
    if ((error as Error).name === "ResourceNotFoundException") return [];
    throw error;
  }
}

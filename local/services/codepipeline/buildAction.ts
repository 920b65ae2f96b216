import { createHash } from "node:crypto";
import type { AccountRecord } from "../../account/model";
import { objects, text } from "../../account/types/read";
import { uuid } from "../../account/types/uuid";
import { runBuild } from "../../codebuild/build";
import { answersFrom } from "../../codebuild/ecrTools";
import type { LogStreams } from "../logs/logStreams";
import { BUILD_COMMANDS, BUILD_PROVISIONING } from "../times";
import { type ActionContext, type ActionDone, allowed, keepArtifact, setting, takeArtifact, zipped } from "./action";
import { ActionFailed } from "./execution";

const PROJECT = "aws:codebuild/project:Project";

/**
 * Starts a build and waits for it: docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 *
 * The buildspec's own commands run in bash on this machine, in no virtual time but what a build of a small image takes.
 *
 * @throws ActionFailed
 */
export async function runCodeBuild(context: ActionContext, logs: LogStreams): Promise<ActionDone> {
  const { world, execution, caller, sleep } = context;
  const name = setting(context, "ProjectName");
  const project = world.records(PROJECT).find(({ outputs, id }) => (text(outputs, "name") ?? id) === name);
  if (!project) throw new ActionFailed("ConfigurationError", `The CodeBuild project ${name} does not exist.`);
  allowed(context, caller, "codebuild:StartBuild", String(project.outputs.arn));
  allowed(context, caller, "codebuild:BatchGetBuilds", String(project.outputs.arn));
  const builder = { principal: text(project.inputs, "serviceRole") ?? "", region: caller.region };
  const source = takeArtifact(context, builder);
  await sleep(BUILD_PROVISIONING);

  const stream = uuid((digits) => world.hex(digits));
  const id = `${name}:${stream}`;
  const variables = objects(project.inputs, "environment.environmentVariables");
  const environment = Object.fromEntries(variables.map((one) => [text(one, "name") ?? "", text(one, "value") ?? ""]));
  const result = await runBuild({
    source,
    environment: { AWS_REGION: caller.region, ...environment },
    buildId: id,
    resolvedSourceVersion: execution.revision ?? "",
    answer: answersFrom({
      account: world.account,
      region: caller.region,
      role: builder.principal,
      projectEnvironment: environment,
    }),
    timeoutSeconds: 120,
  });
  await sleep(BUILD_COMMANDS);
  writeLog({ ...context, caller: builder }, project, { logs, stream, lines: result.log });
  const failed = result.phases.find(({ status }) => status !== "SUCCEEDED");
  if (result.status !== "SUCCEEDED") {
    const why = failed ? `${failed.message ?? ""} in phase ${failed.name}` : "it gives no reason";
    throw new ActionFailed("JobFailed", `Build terminated with state: FAILED. ${why}`, id);
  }
  keepArtifact({ ...context, caller: builder }, zipped(result.artifacts));
  return { summary: `Build ${digestOf(id)} succeeded`, externalId: id };
}

/** A build that may not write its log runs nevertheless, and leaves none. */
function writeLog(
  context: ActionContext,
  project: AccountRecord,
  { logs, stream, lines }: { logs: LogStreams; stream: string; lines: readonly string[] },
): void {
  const { world, caller } = context;
  const group = text(project.inputs, "logsConfig.cloudwatchLogs.groupName") ?? `/aws/codebuild/${project.id}`;
  const record = world.records("aws:cloudwatch/logGroup:LogGroup").find(({ id }) => id === group);
  if (!record) return;
  try {
    for (const action of ["logs:CreateLogStream", "logs:PutLogEvents"]) {
      allowed(context, caller, action, `${record.outputs.arn}:log-stream:${stream}`);
    }
    logs.write(group, stream, world.simulation.now, lines);
  } catch (error) {
    if (!(error instanceof ActionFailed)) throw error;
  }
}

function digestOf(id: string): string {
  return createHash("sha256").update(id).digest("hex").slice(0, 7);
}

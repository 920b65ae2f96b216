import { type AccountRecord, AwsError, type Props } from "../../account/model";
import { parseJson, text, texts } from "../../account/types/read";
import { isObject } from "../../account/values";
import { DEPLOY_POLL } from "../times";
import { type ActionContext, type ActionDone, allowed, setting, takeArtifact, unzipped } from "./action";
import { ActionFailed } from "./execution";

const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** How a deployment of a service stands, and why the last one that failed did. */
export type DeploymentOf = (service: string) => { state: string; failure: string } | undefined;

/** Minutes that the action waits if it says nothing: action-reference-ECS.html. */
const TIMEOUT = 60;

/**
 * Registers a revision with the new image and deploys it: docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
 *
 * @throws ActionFailed
 */
export async function runEcsDeploy(context: ActionContext, deploymentOf: DeploymentOf): Promise<ActionDone> {
  const { world, caller, sleep } = context;
  const images = imagesIn(context);
  const service = serviceOf(context);
  const cluster = { "ecs:cluster": text(service.inputs, "cluster") ?? "" };
  allowed(context, caller, "ecs:DescribeServices", service.id, cluster);
  allowed(context, caller, "ecs:DescribeTaskDefinition", "*");
  const before = revisionOf(context, text(service.inputs, "taskDefinition") ?? "");
  const containerDefinitions = withImages(before, images);
  allowed(context, caller, "ecs:RegisterTaskDefinition", "*");
  for (const role of [text(before.inputs, "taskRoleArn"), text(before.inputs, "executionRoleArn")]) {
    if (role !== undefined)
      allowed(context, caller, "iam:PassRole", role, { "iam:PassedToService": "ecs-tasks.amazonaws.com" });
  }
  if (isObject(before.inputs.tags) && Object.keys(before.inputs.tags).length > 0) {
    const family = `${String(before.outputs.arnWithoutRevision)}:*`.replace(/:\*$/, ":1");
    allowed(context, caller, "ecs:TagResource", family, { "ecs:CreateAction": "RegisterTaskDefinition" });
  }
  const inputs = { ...before.inputs, containerDefinitions };
  const { outputs } = world.account.create(TASK_DEFINITION, inputs, { provider: { region: caller.region } });
  const arn = String(outputs.arn);
  allowed(context, caller, "ecs:UpdateService", service.id, cluster);
  world.set(service, "taskDefinition", arn);
  allowed(context, caller, "ecs:ListTasks", "*", cluster);
  allowed(context, caller, "ecs:DescribeTasks", "*", cluster);

  const minutes = Number(setting(context, "DeploymentTimeout") || TIMEOUT);
  const began = world.simulation.now;
  const name = text(service.outputs, "name") ?? "";
  for (;;) {
    await sleep(DEPLOY_POLL);
    const deployment = deploymentOf(name);
    const runs = text(service.inputs, "taskDefinition");
    if (runs !== arn) {
      throw new ActionFailed(
        "JobFailed",
        `The deployment failed, and ECS has rolled ${name} back to ${runs?.split("/").pop()}. ${deployment?.failure ?? ""}`.trim(),
        arn,
      );
    }
    if (deployment?.state === "COMPLETED") return { summary: `Deployed ${arn.split("/").pop()}`, externalId: arn };
    if (deployment?.state === "FAILED")
      throw new ActionFailed("JobFailed", `The deployment failed. ${deployment.failure}`, arn);
    if (world.simulation.now - began >= minutes * 60) {
      throw new ActionFailed("JobFailed", `The deployment did not become stable within ${minutes} minutes.`, arn);
    }
  }
}

/** Images by container, from the file that the build has left. */
function imagesIn(context: ActionContext): Map<string, string> {
  const file = setting(context, "FileName") || "imagedefinitions.json";
  const files = unzipped(takeArtifact(context, context.caller)) ?? {};
  const bytes = files[file];
  if (!bytes) {
    throw new ActionFailed(
      "ConfigurationError",
      `Did not find the image definition file ${file} in the input artifacts ZIP file. Verify the file is stored in your ` +
        "pipeline's Amazon S3 artifact bucket.",
    );
  }
  const parsed = parseJson(Buffer.from(bytes).toString());
  const rows = Array.isArray(parsed) ? parsed.filter(isObject) : [];
  const images = rows.map((row): [string, string] => [text(row, "name") ?? "", text(row, "imageUri") ?? ""]);
  if (images.length === 0 || images.some(([name, uri]) => name === "" || uri === "")) {
    throw new ActionFailed("ConfigurationError", `The image definition file ${file} contains invalid JSON format`);
  }
  return new Map(images);
}

function serviceOf(context: ActionContext): AccountRecord {
  const [cluster, name] = [setting(context, "ClusterName"), setting(context, "ServiceName")];
  const found = context.world
    .records(SERVICE)
    .find(({ inputs, outputs }) => outputs.name === name && text(inputs, "cluster")?.split("/").pop() === cluster);
  if (found) return found;
  throw new ActionFailed(
    "ConfigurationError",
    `The Amazon ECS service ${name} in the cluster ${cluster} does not exist.`,
  );
}

function revisionOf({ world }: ActionContext, arn: string): AccountRecord {
  const found = world.records(TASK_DEFINITION).find(({ outputs }) => outputs.arn === arn);
  if (!found) throw new AwsError("ClientException", `Unable to describe task definition ${arn}.`);
  return found;
}

function withImages({ inputs }: AccountRecord, images: ReadonlyMap<string, string>): string {
  const containers = JSON.parse(text(inputs, "containerDefinitions") ?? "[]") as Props[];
  const known = new Set(texts({ containers }, "containers[*].name"));
  for (const name of images.keys()) {
    if (known.has(name)) continue;
    throw new ActionFailed(
      "ConfigurationError",
      `Invalid action configuration: The AWS ECS container ${name} does not exist`,
    );
  }
  return JSON.stringify(
    containers.map((one) => {
      const image = images.get(text(one, "name") ?? "");
      return image === undefined ? one : { ...one, image };
    }),
  );
}

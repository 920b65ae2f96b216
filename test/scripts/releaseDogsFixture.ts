import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CodePipelineClient } from "@aws-sdk/client-codepipeline";
import { ECSClient } from "@aws-sdk/client-ecs";
import { S3Client } from "@aws-sdk/client-s3";
import { Account } from "../../local/account/account";
import { AwsError } from "../../local/account/model";
import type { Handlers } from "../../local/api/handlers";
import { LocalApi } from "../../local/api/localApi";
import { release } from "../../scripts/releaseDogs/release";

export const DOGS = { bucket: "workshop-code", key: "dogs.zip", pipeline: "Dogs", logGroup: "/workshop/codebuild" };
export const ZIP = Uint8Array.of(80, 75, 3, 4);
/** What S3 says of an object in a bucket that keeps no versions: nothing. */
export const NO_VERSION = "none";
/** Instead of a page: the connection is closed. */
export const NO_ANSWER = 0;
export const PURPLE = "<style>:root{\n--background: #73389b; /* v2 */\n}</style>";
export const GREEN = "<style>:root{\n--background: #1c6e54; /* v1 */\n}</style>";

/** What AWS is asked by the release, and answers, in seconds since it began. */
export interface Script {
  /** The newest first. */
  executions: (now: number) => object[];
  actions?: ScriptedAction[];
  /** Lines of the build's log; undefined where it has none. */
  log?: string[];
  /** The page, or the status instead of it. */
  page?: (now: number) => string | number;
  /** Of the object. Default: v-1. */
  versionId?: string;
  /** The image that the service's revision has. */
  image?: string;
}

export interface ScriptedAction {
  stage: string;
  name: string;
  provider: string;
  /** When it begins and ends, in seconds. */
  from: number;
  to: number;
  /** How it ends. Default: Succeeded. */
  status?: string;
  result?: object;
}

const SOURCE: ScriptedAction = { stage: "Source", name: "Source", provider: "S3", from: 3, to: 5 };
const BUILD: ScriptedAction = { stage: "Build", name: "Build", provider: "CodeBuild", from: 8, to: 68 };
const DEPLOY: ScriptedAction = { stage: "Deploy", name: "deploy-dogs", provider: "ECS", from: 70, to: 190 };
export const ACTIONS = { SOURCE, BUILD, DEPLOY };

/** The execution of the upload, from three seconds on, to an end. */
export function executing(end: number, status: string, more: object = {}) {
  return (now: number): object[] => {
    if (now < 3) return [];
    const sourceRevisions = now < 5 ? [] : [{ actionName: "Source", revisionId: "v-1" }];
    return [
      { pipelineExecutionId: "e-1", sourceRevisions, ...(now < end ? { status: "InProgress" } : { status, ...more }) },
    ];
  };
}

/** A release against AWS as a script has it: what was said and asked, and what came of it. No time passes. */
export async function releaseBy(script: Script, timeout?: number) {
  let now = 0;
  const said: string[] = [];
  const asked: unknown[] = [];
  const web = await serve(script, () => now, asked);
  const api = new LocalApi({
    account: new Account(),
    region: "us-west-2",
    handlers: handlersOf(script, () => now, asked),
  });
  const { url } = await api.listen();
  const config = { region: "us-west-2", endpoint: url, credentials: api.credentialsFor("admin") };
  const clients = {
    s3: new S3Client({ ...config, endpoint: web.url, forcePathStyle: true }),
    pipelines: new CodePipelineClient(config),
    logs: new CloudWatchLogsClient(config),
    ecs: new ECSClient(config),
  };
  const sleep = async (seconds: number) => {
    now += seconds;
  };
  // The site's port is another one each time.
  const log = (line: string) => void said.push(line.replaceAll(web.url, "http://site"));
  try {
    const isReleased = await release(
      clients,
      { dogs: DOGS, siteUrl: web.url },
      { version: "v2", zip: ZIP, background: "#73389b" },
      { log, clock: { now: () => now, sleep }, timeout },
    );
    return { said, asked, isReleased, ended: now };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
    await api.close();
    web.server.closeAllConnections();
    await new Promise((resolve) => web.server.close(resolve));
  }
}

/** S3 and the site. */
async function serve({ versionId = "v-1", page = () => PURPLE }: Script, now: () => number, asked: unknown[]) {
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    if (method === "PUT") {
      asked.push({ put: url?.split("?")[0], type: headers["content-type"], bytes: [...(await buffer(request))] });
      response.writeHead(200, versionId === NO_VERSION ? {} : { "x-amz-version-id": versionId }).end();
      return;
    }
    const answer = url === "/dogs/" ? page(now()) : 404;
    if (answer === NO_ANSWER) response.destroy();
    else if (typeof answer === "number") response.writeHead(answer).end();
    else response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function handlersOf(script: Script, now: () => number, asked: unknown[]): Handlers {
  const {
    executions,
    actions = [],
    log,
    image = "111122223333.dkr.ecr.us-west-2.amazonaws.com/workshop/dogs:v-1-abc",
  } = script;
  return {
    "CodePipeline_20150709.ListPipelineExecutions": () => ({ pipelineExecutionSummaries: executions(now()) }),
    "CodePipeline_20150709.ListActionExecutions": (_, input) => {
      const { filter } = input as { filter: { pipelineExecutionId: string } };
      if (filter.pipelineExecutionId !== "e-1") return { actionExecutionDetails: [] };
      const begun = actions.filter(({ from }) => from <= now());
      return { actionExecutionDetails: begun.map((action) => detail(action, now())).reverse() };
    },
    "Logs_20140328.GetLogEvents": (_, input) => {
      asked.push(input);
      if (!log) throw new AwsError("ResourceNotFoundException", "The specified log stream does not exist.");
      return { events: log.map((message, i) => ({ message: `${message}\n`, timestamp: i })) };
    },
    "AmazonEC2ContainerServiceV20141113.DescribeServices": (_, input) => {
      asked.push(input);
      return { services: [{ taskDefinition: "dogs:7" }] };
    },
    "AmazonEC2ContainerServiceV20141113.DescribeTaskDefinition": (_, input) => {
      asked.push(input);
      return { taskDefinition: { containerDefinitions: [{ name: "dogs", image }] } };
    },
  };
}

function detail({ stage, name, provider, from, to, status = "Succeeded", result }: ScriptedAction, now: number) {
  const hasEnded = to <= now;
  return {
    pipelineExecutionId: "e-1",
    actionExecutionId: `a-${name}`,
    stageName: stage,
    actionName: name,
    startTime: from,
    lastUpdateTime: hasEnded ? to : from,
    status: hasEnded ? status : "InProgress",
    input: {
      actionTypeId: { category: stage, owner: "AWS", provider, version: "1" },
      configuration: { ClusterName: "main", ServiceName: "workshop-dogs" },
    },
    output: hasEnded ? { executionResult: result } : {},
  };
}

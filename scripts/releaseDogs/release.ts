import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { CodePipelineClient } from "@aws-sdk/client-codepipeline";
import type { ECSClient } from "@aws-sdk/client-ecs";
import type { S3Client } from "@aws-sdk/client-s3";
import type { Clock, Pace } from "../common/clock";
import { startedExecution } from "./executions";
import { explainEnd } from "./failure";
import { follow } from "./follow";
import { deployedImages } from "./image";
import { pageWithout } from "./page";
import { upload } from "./upload";
import type { DogsPipeline } from "./whereStackIs";

/** Those of AWS's services that a release goes through. */
export interface Clients {
  s3: S3Client;
  pipelines: CodePipelineClient;
  logs: CloudWatchLogsClient;
  ecs: ECSClient;
}

/** What is released. */
export interface Release {
  /** Name of the version, for a person. */
  version: string;
  zip: Uint8Array;
  /** The background of its page, as CSS has it. */
  background: string;
}

export interface ReleaseOptions {
  /** Told what happens. */
  log: (line: string) => void;
  clock: Clock;
  /** The longest that the execution may take from the upload on, in seconds. Default: 1200. */
  timeout?: number;
  /** Seconds between two looks at it. Default: 5. */
  pollEvery?: number;
}

/**
 * Uploads a zip of dogs, follows the execution that it starts, and looks at the page.
 *
 * @returns Whether the page shows the release.
 * @throws Error where no execution starts, or the time is up
 */
export async function release(
  { s3, pipelines, logs, ecs }: Clients,
  { dogs, siteUrl }: { dogs: DogsPipeline; siteUrl: string },
  { version, zip, background }: Release,
  { log, clock, timeout = 1200, pollEvery = 5 }: ReleaseOptions,
): Promise<boolean> {
  const { bucket, key, pipeline, logGroup } = dogs;
  const pace: Pace = { clock, begun: clock.now(), timeout, pollEvery };
  const versionId = await upload(s3, bucket, key, zip);
  log(`Dogs ${version} has been uploaded to s3://${bucket}/${key}: ${zip.length} bytes, version ${versionId}`);
  const id = await startedExecution(pipelines, pipeline, versionId, pace);
  log(`Execution ${id} of ${pipeline} has started`);
  const ended = await follow(pipelines, pipeline, id, { ...pace, log });
  if (ended.status !== "Succeeded") {
    for (const line of await explainEnd(logs, logGroup, id, ended)) log(line);
    return false;
  }
  for (const { container, tag } of await deployedImages(ecs, ended.actions)) log(`Image tag of ${container}: ${tag}`);
  const url = `${siteUrl}/dogs/`;
  const instead = await pageWithout({ url, background, clock, pollEvery });
  log(
    instead === undefined
      ? `${url} has the background ${background}: it is ${version}`
      : `${url} does not show ${version}, whose background is ${background}: ${instead}`,
  );
  return instead === undefined;
}

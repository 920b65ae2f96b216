/** `npm run release-dogs`: releases dogs by the upload of one zip. */

import { writeFileSync } from "node:fs";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CodePipelineClient } from "@aws-sdk/client-codepipeline";
import { ECSClient } from "@aws-sdk/client-ecs";
import { S3Client } from "@aws-sdk/client-s3";
import { WALL } from "./common/clock";
import { runCommand } from "./common/commandLine";
import { type ClientConfig, OR_LOCAL, stackOnAws, stackOnThisMachine } from "./common/stack";
import { dogsZip } from "./releaseDogs/dogsZip";
import { HELP, type ReleaseCommand, readReleaseCommand } from "./releaseDogs/options";
import { type Clients, type Release, release } from "./releaseDogs/release";
import { withPipeline } from "./releaseDogs/whereStackIs";

const log = (line: string) => void process.stdout.write(`${line}\n`);

async function main(argv: readonly string[]): Promise<number> {
  const { dogsFiles, BACKGROUNDS, VERSIONS } = await import("../apps/dogs/files.mjs");
  const command = readReleaseCommand(argv, VERSIONS);
  if (command.help) {
    log(HELP);
    return 0;
  }
  // The command's version is one of them: it has been checked against these.
  const version = VERSIONS.find((one) => one === command.version) ?? "v2";
  const zip = dogsZip(dogsFiles(version));
  if (command.zip !== undefined) {
    writeFileSync(command.zip, zip);
    log(`Dogs ${version} has been written to ${command.zip}: ${zip.length} bytes`);
    return 0;
  }
  return await releaseTo(command, { version, zip, background: BACKGROUNDS[version] });
}

async function releaseTo({ stack, local, timeout }: ReleaseCommand, dogs: Release): Promise<number> {
  const deployed = withPipeline(stack, local ? stackOnThisMachine(stack) : stackOnAws(stack, OR_LOCAL));
  const clients = clientsOf(deployed.client, local);
  // On this machine nobody counts the calls.
  const isReleased = await release(clients, deployed, dogs, {
    log,
    clock: WALL,
    timeout,
    ...(local && { pollEvery: 1 }),
  });
  for (const client of Object.values(clients)) client.destroy();
  return isReleased ? 0 : 1;
}

/** @param local Whether buckets are in the path, because this machine's name has none before it. */
function clientsOf(config: ClientConfig, local: boolean): Clients {
  return {
    s3: new S3Client({ ...config, forcePathStyle: local }),
    pipelines: new CodePipelineClient(config),
    logs: new CloudWatchLogsClient(config),
    ecs: new ECSClient(config),
  };
}

runCommand(main);

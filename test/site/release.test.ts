import assert from "node:assert/strict";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CodePipelineClient } from "@aws-sdk/client-codepipeline";
import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { S3Client } from "@aws-sdk/client-s3";
import { BACKGROUNDS, dogsFiles } from "../../apps/dogs/files.mjs";
import { dogsZip } from "../../scripts/releaseDogs/dogsZip";
import { release } from "../../scripts/releaseDogs/release";
import { withPipeline } from "../../scripts/releaseDogs/whereStackIs";
import { only } from "../workshop/bringUp";
import { Stand } from "./stand";

describe("a release of dogs on a site on this machine", function () {
  this.timeout(120_000);
  let stand: Stand;
  let clients: { s3: S3Client; pipelines: CodePipelineClient; logs: CloudWatchLogsClient; ecs: ECSClient };
  let deployments: string[];

  beforeEach(async () => {
    stand = await Stand.start({ lab: 6 }, undefined, { speed: 0 });
    const { apiUrl } = stand.address;
    const config = { region: "us-west-2", endpoint: apiUrl, credentials: stand.site.api.credentialsFor("admin") };
    clients = {
      s3: new S3Client({ ...config, forcePathStyle: true }),
      pipelines: new CodePipelineClient(config),
      logs: new CloudWatchLogsClient(config),
      ecs: new ECSClient(config),
    };
    deployments = [];
    stand.site.aws.world.bus.subscribe("deployment", ({ service, state }) => deployments.push(`${service} ${state}`));
  });
  afterEach(async () => {
    for (const client of Object.values(clients)) client.destroy();
    await stand.stop();
  });

  /** Releases files. Virtual time passes while the release waits, and somebody looks at dogs each time. */
  async function releaseFiles(files: Record<string, string>) {
    const said: string[] = [];
    const statuses = new Set<number>();
    const { world } = stand.site.aws;
    const { dogs, siteUrl } = withPipeline("workshop", {
      outputs: stand.outputs,
      client: { region: "us-west-2" },
      siteUrl: stand.address.url,
    });
    const isReleased = await release(
      clients,
      { dogs, siteUrl },
      { version: "v2", zip: dogsZip(files), background: BACKGROUNDS.v2 },
      {
        log: (line) => void said.push(line.replaceAll(siteUrl, "http://site")),
        clock: {
          now: () => world.simulation.now,
          sleep: async (seconds) => {
            await stand.site.clock.advance(seconds);
            statuses.add((await stand.get("/dogs/")).status);
          },
        },
      },
    );
    return { isReleased, said, statuses: [...statuses] };
  }

  function listeningElsewhere(): Record<string, string> {
    const files = dogsFiles("v2");
    return { ...files, "nginx.conf": (files["nginx.conf"] ?? "").replace("listen 80;", "listen 8080;") };
  }

  const background = async () => /--background: (#\w+);/.exec(await (await stand.get("/dogs/")).text())?.[1];

  async function service() {
    const cluster = String(only(stand.account, "aws:ecs/cluster:Cluster").outputs.arn);
    const command = new DescribeServicesCommand({ cluster, services: ["workshop-dogs"] });
    const [found] = (await clients.ecs.send(command)).services ?? [];
    return { revision: found?.taskDefinition?.split("/").pop(), running: found?.runningCount };
  }

  it("puts the new page in the place of the old one, and loses no visitor", async () => {
    assert.equal(await background(), BACKGROUNDS.v1);
    const { isReleased, said, statuses } = await releaseFiles(dogsFiles("v2"));
    assert.equal(isReleased, true, said.join("\n"));
    assert.equal(said.at(-1), `http://site/dogs/ has the background ${BACKGROUNDS.v2}: it is v2`);
    assert.deepEqual([await background(), await background()], [BACKGROUNDS.v2, BACKGROUNDS.v2]);
    assert.deepEqual(statuses, [200]);
    assert.deepEqual(await service(), { revision: "workshop-dogs:2", running: 2 });
    assert.deepEqual(deployments, ["workshop-dogs IN_PROGRESS", "workshop-dogs COMPLETED"]);
  });

  it("takes back what does not answer on the task's port", async () => {
    const { isReleased, said, statuses } = await releaseFiles(listeningElsewhere());
    assert.equal(isReleased, false);
    assert.equal(
      said.at(-1),
      "Deploy/deploy-dogs has failed: JobFailed: The deployment failed, and ECS has rolled workshop-dogs back to " +
        "workshop-dogs:1. ECS deployment circuit breaker: tasks failed to start.",
    );
    const why = /does not answer on port 80: it needs an index\.html, and "listen 80;" in its nginx\.conf$/;
    assert.equal(
      stand.lines.filter((line) => line.startsWith("service:workshop-dogs fails: ") && why.test(line)).length,
      1,
    );
    assert.deepEqual([await background(), await background()], [BACKGROUNDS.v1, BACKGROUNDS.v1]);
    assert.deepEqual(statuses, [200]);
    assert.deepEqual(await service(), { revision: "workshop-dogs:1", running: 2 });
    assert.deepEqual(deployments, [
      "workshop-dogs IN_PROGRESS",
      "workshop-dogs FAILED",
      "workshop-dogs IN_PROGRESS",
      "workshop-dogs COMPLETED",
    ]);
  });

  it("goes back to the release before, which the pipeline deploys once more", async () => {
    assert.equal((await releaseFiles(dogsFiles("v2"))).isReleased, true);
    const { said } = await releaseFiles(listeningElsewhere());
    assert.match(said.at(-1) ?? "", /ECS has rolled workshop-dogs back to workshop-dogs:2\. /);
    await stand.site.clock.advance(120);
    assert.deepEqual([await background(), await background()], [BACKGROUNDS.v2, BACKGROUNDS.v2]);
    assert.deepEqual(await service(), { revision: "workshop-dogs:4", running: 2 });
    const rollback = stand.site.aws.pipelines.executions.at(-1);
    assert.deepEqual([rollback?.kind, rollback?.state], ["ROLLBACK", "Succeeded"]);
  });

  it("shows the log of a build that fails, and deploys nothing", async () => {
    const files = dogsFiles("v2");
    const buildspec = (files["buildspec.yml"] ?? "").replace("- docker build ", "- echo no dogs today; exit 3 # ");
    const { isReleased, said } = await releaseFiles({ ...files, "buildspec.yml": buildspec });
    assert.equal(isReleased, false);
    const failed = said.findIndex((line) => line.startsWith("Build/Build has failed: JobFailed: "));
    assert.match(said[failed] ?? "", /^Build\/Build has failed: JobFailed: Build terminated with state: FAILED\. /);
    assert.match(said[failed + 1] ?? "", /^The last lines of its log, \/workshop\/dogs-pipeline [0-9a-f-]{36}:$/);
    assert.ok(
      said.slice(failed + 2).some((line) => line.endsWith("no dogs today")),
      said.join("\n"),
    );
    assert.equal(await background(), BACKGROUNDS.v1);
    assert.deepEqual([await service(), deployments], [{ revision: "workshop-dogs:1", running: 2 }, []]);
  });
});

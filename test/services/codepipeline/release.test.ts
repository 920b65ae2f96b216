import assert from "node:assert/strict";
import { listVersions } from "../../../local/account/s3/objects";
import type { Execution } from "../../../local/services/codepipeline/execution";
import { ARTIFACTS, BACKGROUNDS, files, Lab6, LOG_GROUP, PIPELINE, PROJECT, REPOSITORY_URL, statesOf } from "./fixture";

/*
 * By hand. S3's event takes 2 s, every action 3 s to be picked up; the build 25 s until it begins and 40 s for its commands:
 * 2 + 3 = 5, 5 + 3 + 25 + 40 = 73. The deployment takes from 8 to 18 s, for a task starts in 8 s and is checked every 10 s; the
 * action looks every 15 s, here twice: 73 + 3 + 30 = 106.
 */
describe("a release of dogs v2", () => {
  let lab: Lab6;
  let version: string;
  let execution: Execution;

  before(async () => {
    lab = await Lab6.ready();
    assert.deepEqual([await lab.background(), lab.revision], [BACKGROUNDS.v1, "workshop-dogs:1"]);
    version = lab.upload(files());
    await lab.run(300);
    [execution] = lab.executions as [Execution];
  });
  after(() => lab.close());

  const build = () => execution.stages[1]?.actions[0]?.externalId ?? "";
  const stream = () => build().split(":")[1] ?? "";
  const tag = () => `${version}-${stream().slice(0, 7)}`;

  it("goes from stage to stage", () => {
    assert.deepEqual(
      lab.said.map((line) => line.replace(/Build [0-9a-f]{7} succeeded/, "Build ID succeeded")),
      [
        "2 - InProgress",
        "2 Source InProgress",
        `5 Source Succeeded Amazon S3 version id: ${version}`,
        "5 Build InProgress",
        "73 Build Succeeded Build ID succeeded",
        "73 Deploy InProgress",
        "106 Deploy Succeeded Deployed workshop-dogs:2",
        "106 - Succeeded",
      ],
    );
  });

  it("is one execution, of the uploaded version", () => {
    assert.equal(lab.executions.length, 1);
    const { pipeline, kind, state, revision, id } = execution;
    assert.deepEqual(
      { pipeline, kind, state, revision },
      { pipeline: PIPELINE, kind: "STANDARD", state: "Succeeded", revision: version },
    );
    assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(
      statesOf(execution),
      "Source Succeeded (Succeeded), Build Succeeded (Succeeded), Deploy Succeeded (Succeeded)",
    );
  });

  it("names what its actions are called elsewhere", () => {
    const [source, , deploy] = execution.stages.flatMap(({ actions }) => actions);
    assert.equal(source?.externalId, version);
    assert.match(build(), new RegExp(`^${PROJECT}:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`));
    assert.equal(deploy?.externalId, "arn:aws:ecs:us-west-2:123456789012:task-definition/workshop-dogs:2");
  });

  it("leaves its two artifacts in the pipeline's own bucket", () => {
    const places = [...execution.artifacts].map(([name, { bucket, key }]) => [
      name,
      bucket,
      key.replace(/[0-9a-f]{7}$/, "ID"),
    ]);
    assert.deepEqual(places, [
      ["source", ARTIFACTS, "workshop-CatsnDogsPi/source/ID"],
      ["MyAppBuild", ARTIFACTS, "workshop-CatsnDogsPi/MyAppBuild/ID"],
    ]);
    const there = listVersions(lab.account, ARTIFACTS).map(({ key }) => key);
    assert.deepEqual(there.sort(), [...execution.artifacts.values()].map(({ key }) => key).sort());
    assert.deepEqual(lab.artifact(execution, "source"), files());
    assert.deepEqual(lab.artifact(execution, "MyAppBuild"), {
      "imagedefinitions.json": `[{"name":"dogs","imageUri":"${REPOSITORY_URL}:${tag()}"}]\n`,
      "build.json": `{"tag":"${tag()}"}\n`,
    });
  });

  it("writes the build's log when its commands have run", () => {
    const lines = lab.stage.pipelines.logs.read(LOG_GROUP, stream()) ?? [];
    assert.deepEqual([...new Set(lines.map(({ at }) => at))], [execution.startedAt + 71]);
    const messages = lines.map(({ message }) => message);
    assert.equal(messages[2], "[Container] YAML location is /codebuild/output/src/buildspec.yml");
    assert.equal(messages.filter((line) => line.startsWith(`${tag()}: digest: sha256:`)).length, 1);
    assert.equal(messages.at(-2), "[Container] Phase complete: UPLOAD_ARTIFACTS State: SUCCEEDED");
  });

  it("pushes the image", () => {
    assert.equal(lab.images, 1);
    assert.deepEqual(lab.pushed(tag())?.files, files());
  });

  it("runs a revision that differs in its image alone", () => {
    assert.deepEqual([lab.revision, lab.image], ["workshop-dogs:2", `${REPOSITORY_URL}:${tag()}`]);
    const records = lab.account
      .records("aws:ecs/taskDefinition:TaskDefinition")
      .filter(({ inputs }) => inputs.family === "workshop-dogs");
    const [one, two] = records.map(({ inputs }) => JSON.stringify(inputs));
    assert.equal(records.length, 2);
    assert.equal(one?.replace("registry.example.com/dogs:v1", lab.image), two);
  });

  it("shows the new page", async () => {
    assert.deepEqual(lab.deployments, ["IN_PROGRESS", "COMPLETED"]);
    assert.equal(lab.stage.healthy(lab.dogs), lab.stage.desired(lab.dogs));
    assert.equal(await lab.background(), BACKGROUNDS.v2);
  });
});

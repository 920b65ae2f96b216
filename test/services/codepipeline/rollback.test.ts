import assert from "node:assert/strict";
import { dogsFiles } from "../../../apps/dogs/files.mjs";
import { BACKGROUNDS, errorOf, files, Lab6, silentFiles, statesOf } from "./fixture";

const rolledBackTo = (revision: string) => ({
  code: "JobFailed",
  message:
    `The deployment failed, and ECS has rolled workshop-dogs back to ${revision}. ` +
    "ECS deployment circuit breaker: tasks failed to start.",
});

const STATES = "Source Succeeded (Succeeded), Build Succeeded (Succeeded), Deploy Failed (Failed)";

describe("a release whose image never becomes healthy", () => {
  let lab: Lab6;
  beforeEach(async () => {
    lab = await Lab6.ready();
  });
  afterEach(() => lab.close());

  const summary = () => lab.executions.map(({ kind, state }) => `${kind} ${state}`);

  it("is taken back by the circuit breaker alone where no release went before", async () => {
    const execution = await lab.release(silentFiles());
    assert.equal(statesOf(execution), STATES);
    assert.deepEqual(errorOf(execution), rolledBackTo("workshop-dogs:1"));
    assert.deepEqual(summary(), ["STANDARD Failed"]);
    assert.deepEqual(lab.deployments, ["IN_PROGRESS", "FAILED", "IN_PROGRESS", "COMPLETED"]);
    assert.deepEqual([lab.revision, lab.image, lab.images], ["workshop-dogs:1", "registry.example.com/dogs:v1", 1]);
    assert.equal(lab.stage.healthy(lab.dogs), lab.stage.desired(lab.dogs));
    assert.equal(await lab.background(), BACKGROUNDS.v1);
  });

  it("shows the old page until then", async () => {
    lab.upload(silentFiles());
    await lab.run(100);
    assert.deepEqual([lab.revision, lab.deployments], ["workshop-dogs:2", ["IN_PROGRESS"]]);
    assert.equal(await lab.background(), BACKGROUNDS.v1);
  });

  it("is followed by an execution that deploys the last good one again", async () => {
    const good = await lab.release(files());
    const image = lab.image;
    lab.said.length = 0;
    const failed = await lab.release({ ...silentFiles(), "index.html": dogsFiles("v1")["index.html"] ?? "" });
    const [, , rollback] = lab.executions;
    assert.equal(statesOf(failed), STATES);
    assert.deepEqual(errorOf(failed), rolledBackTo("workshop-dogs:2"));
    assert.deepEqual(summary(), ["STANDARD Succeeded", "STANDARD Failed", "ROLLBACK Succeeded"]);
    assert.equal(rollback && statesOf(rollback), "Deploy Succeeded (Succeeded)");
    assert.deepEqual([rollback?.revision, rollback?.artifacts], [good.revision, good.artifacts]);
    const [at = ""] = /^\d+/.exec(lab.said.find((line) => line.includes("Deploy Failed")) ?? "") ?? [];
    assert.deepEqual(
      lab.said.slice(6).map((line) => line.replace(/^\d+/, (second) => String(Number(second) - Number(at)))),
      [
        `0 Deploy Failed ${rolledBackTo("workshop-dogs:2").message}`,
        "0 - Failed",
        "0 - InProgress rolls back",
        "0 Deploy InProgress",
        "33 Deploy Succeeded Deployed workshop-dogs:4",
        "33 - Succeeded",
      ],
    );
    assert.deepEqual([lab.revision, lab.image], ["workshop-dogs:4", image]);
    assert.equal(await lab.background(), BACKGROUNDS.v2);
  });

  it("where the rollback fails too, stays where ECS has put it", async () => {
    await lab.release(files());
    const image = lab.image;
    lab.upload(silentFiles());
    await lab.run(100);
    lab.forbid("workshop-CatsnDogsPipeline", "ecs:RegisterTaskDefinition");
    await lab.run(3600);
    assert.deepEqual(summary(), ["STANDARD Succeeded", "STANDARD Failed", "ROLLBACK Failed"]);
    assert.match(
      lab.said.at(-2) ?? "",
      /^\d+ Deploy Failed User: \S+ is not authorized to perform: ecs:RegisterTaskDef/,
    );
    assert.deepEqual([lab.revision, lab.image], ["workshop-dogs:2", image]);
    assert.equal(await lab.background(), BACKGROUNDS.v2);
  });

  it("is not rolled back by a pipeline that does not ask for it", async () => {
    await lab.release(files());
    const [pipeline] = lab.account.records("aws:codepipeline/pipeline:Pipeline");
    const stages = JSON.parse(JSON.stringify(pipeline?.inputs.stages)) as { onFailure?: object }[];
    for (const one of stages) delete one.onFailure;
    lab.edit("aws:codepipeline/pipeline:Pipeline", "", { stages: stages as never });
    await lab.release(silentFiles());
    assert.deepEqual(summary(), ["STANDARD Succeeded", "STANDARD Failed"]);
    assert.deepEqual([lab.revision, await lab.background()], ["workshop-dogs:2", BACKGROUNDS.v2]);
  });

  it("whose image was never pushed fails in the same words", async () => {
    const buildspec = (dogsFiles("v2")["buildspec.yml"] ?? "").replace(/^ *- docker push.*\n/m, "");
    const execution = await lab.release(files({ "buildspec.yml": buildspec }));
    assert.deepEqual(errorOf(execution), rolledBackTo("workshop-dogs:1"));
    assert.deepEqual([lab.images, await lab.background()], [0, BACKGROUNDS.v1]);
  });
});

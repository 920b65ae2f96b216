import assert from "node:assert/strict";
import { dogsFiles } from "../../../apps/dogs/files.mjs";
import { PIPELINE as PIPELINE_TYPE } from "../../../local/services/codepipeline/pipelines";
import { BACKGROUNDS, files, Lab6, silentFiles } from "./fixture";

/** Another page in each release. */
const page = (title: string) =>
  files({ "index.html": (dogsFiles("v2")["index.html"] ?? "").concat(`<!-- ${title} -->`) });

describe("uploads in a row", () => {
  let lab: Lab6;
  beforeEach(async () => {
    lab = await Lab6.ready();
  });
  afterEach(() => lab.close());

  /** When each execution was in a stage, in seconds. */
  const spans = (name: string) =>
    lab.executions.flatMap(({ stages }) => {
      const actions = stages.find((stage) => stage.name === name)?.actions ?? [];
      return actions.map(({ startedAt, endedAt = Number.NaN }) => ({ startedAt, endedAt }));
    });

  /** Executions go through each stage one after the other, in their order. */
  function assertOneAtATime(count: number): void {
    for (const name of ["Source", "Build", "Deploy"]) {
      const found = spans(name);
      assert.equal(found.length, count, name);
      for (const [i, { startedAt }] of found.entries()) {
        const before = found[i - 1];
        if (before) assert.ok(startedAt >= before.endedAt, `${name}: ${startedAt} follows ${before.endedAt}`);
      }
    }
  }

  it("are both released, and the second one stays", async () => {
    const first = lab.upload(files());
    await lab.run(20);
    const second = lab.upload(dogsFiles("v1"));
    await lab.run(120);
    assert.equal(await lab.background(), BACKGROUNDS.v2);
    await lab.run(860);
    assert.deepEqual(
      lab.executions.map(({ state, revision }) => [state, revision]),
      [
        ["Succeeded", first],
        ["Succeeded", second],
      ],
    );
    assertOneAtATime(2);
    // The build is free at 73; who waits for it asks every 3 s, and then, too.
    assert.ok(lab.said.includes("73 Build InProgress"), lab.said.join("\n"));
    assert.deepEqual(lab.deployments, ["IN_PROGRESS", "COMPLETED", "IN_PROGRESS", "COMPLETED"]);
    assert.deepEqual([lab.images, lab.revision, await lab.background()], [2, "workshop-dogs:3", BACKGROUNDS.v1]);
  });

  it("are three releases in their order where there are three", async () => {
    const versions: string[] = [];
    for (const title of ["one", "two", "three"]) {
      versions.push(lab.upload(page(title)));
      await lab.run(10);
    }
    await lab.run(1000);
    assert.deepEqual(
      lab.executions.map(({ state, revision }) => [state, revision]),
      versions.map((version) => ["Succeeded", version]),
    );
    assertOneAtATime(3);
    assert.deepEqual([lab.images, lab.revision], [3, "workshop-dogs:4"]);
    assert.ok((await (await lab.stage.open("/dogs/")).text()).endsWith("<!-- three -->"));
  });

  it("at once are two releases of the newest version", async () => {
    lab.upload(dogsFiles("v1"));
    const newest = lab.upload(files());
    await lab.run(1000);
    assert.deepEqual(
      lab.executions.map(({ state, revision }) => [state, revision]),
      [
        ["Succeeded", newest],
        ["Succeeded", newest],
      ],
    );
    assert.deepEqual([lab.revision, await lab.background()], ["workshop-dogs:3", BACKGROUNDS.v2]);
  });

  it("wait for the rollback of one before them", async () => {
    await lab.release(dogsFiles("v1"));
    lab.upload(silentFiles());
    await lab.run(20);
    lab.upload(files());
    await lab.run(3600);
    assert.deepEqual(
      lab.executions.map(({ kind, state }) => `${kind} ${state}`),
      ["STANDARD Succeeded", "STANDARD Failed", "STANDARD Succeeded", "ROLLBACK Succeeded"],
    );
    const [, , next, rollback] = spans("Deploy");
    assert.ok(next && rollback && next.startedAt >= rollback.endedAt, JSON.stringify({ next, rollback }));
    assert.equal(await lab.background(), BACKGROUNDS.v2);
  });

  it("are refused when fifty wait", () => {
    const [pipeline] = lab.account.records(PIPELINE_TYPE);
    const arn = String(pipeline?.outputs.arn);
    for (let i = 0; i <= 50; i += 1) lab.stage.pipelines.start(arn);
    assert.throws(() => lab.stage.pipelines.start(arn), {
      code: "ConcurrentPipelineExecutionsLimitExceededException",
      message: "The pipeline has reached the limit for concurrent pipeline executions: 50",
    });
    assert.equal(lab.executions.length, 51);
  });
});

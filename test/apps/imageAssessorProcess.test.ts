import assert from "node:assert/strict";
import { Application } from "./application";
import { type Served, serveCats } from "./catsFixture";

const MAIN = "apps/image-assessor/main.mjs";

describe("the image assessor as a process", () => {
  let cats: Served;
  beforeEach(async () => {
    cats = await serveCats();
  });
  const started: Application[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((application) => application.kill()));
    await cats.close();
  });

  function run(env: Record<string, string>): Application {
    const application = new Application(MAIN, { ALB_URL: cats.base, RUN_SECONDS: "0", ...env });
    started.push(application);
    return application;
  }
  const left = async () => Object.keys(JSON.parse(await cats.text("/cats/api/list-pictures/"))).length;

  it("removes pictures, brings them back, and exits with 0 each time", async () => {
    const removing = run({});
    assert.equal(await removing.code(), 0, removing.stderr);
    const { removed } = await removing.line("done");
    assert.ok(typeof removed === "number" && removed >= 2 && removed <= 4, String(removed));
    assert.equal(await left(), 10 - removed);
    const bringingBack = run({ RESETPICTURES: "1" });
    assert.equal(await bringingBack.code(), 0, bringingBack.stderr);
    assert.equal(await left(), 10);
    assert.deepEqual(bringingBack.lines, [
      { level: "info", message: "pictures reset", resets: 1 },
      { level: "info", message: "done", resets: 1 },
    ]);
  });

  it("exits with 1 where it is told no address, and says one thing", async () => {
    const assessor = run({ ALB_URL: "" });
    assert.equal(await assessor.code(), 1);
    assert.deepEqual(
      assessor.lines.map(({ level, message }) => [level, message]),
      [["error", "cannot start"]],
    );
    assert.equal(assessor.stderr, "");
  });

  it("exits with 1 where nobody listens, and says where", async () => {
    const { base } = cats;
    await cats.close();
    const assessor = run({ ALB_URL: base });
    assert.equal(await assessor.code(), 1);
    assert.deepEqual(assessor.lines, [
      {
        level: "error",
        message: "request failed",
        reason: `fetch failed: connect ECONNREFUSED ${base.replace("http://", "")}`,
        method: "GET",
        url: `${base}/cats/api/list-pictures/`,
      },
    ]);
    cats = await serveCats();
  });

  it("exits with 143 by SIGTERM in the middle of a run", async () => {
    const assessor = run({ RUN_SECONDS: "60" });
    await assessor.line("pictures chosen");
    assessor.signal("SIGTERM");
    assert.equal(await assessor.code(), 143);
    assert.deepEqual(assessor.lines.at(-1), { level: "info", message: "stopping", reason: "SIGTERM" });
    assert.equal(await left(), 10);
  });
});

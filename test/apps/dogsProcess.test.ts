import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dogsFiles } from "../../apps/dogs/files.mjs";
import { Application } from "./application";

describe("dogs as a process", () => {
  let application: Application | undefined;

  function run(env: Record<string, string>, path = "apps/dogs/main.mjs"): Application {
    application = new Application(path, { PORT: "0", ...env });
    return application;
  }

  afterEach(async () => {
    await application?.kill();
    application = undefined;
  });

  it("serves v1 where nobody says which version", async () => {
    const dogs = run({});
    const response = await fetch(`${await dogs.base()}/dogs/`);
    assert.equal(await response.text(), dogsFiles("v1")["index.html"]);
    const { port } = new URL(await dogs.base());
    assert.deepEqual(dogs.lines, [{ level: "info", message: "listening", version: "v1", port: Number(port) }]);
  });

  it("serves DOGS_VERSION", async () => {
    const response = await fetch(`${await run({ DOGS_VERSION: "v2" }).base()}/dogs/`);
    assert.equal(await response.text(), dogsFiles("v2")["index.html"]);
  });

  describe("from a folder", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "dogs-folder-"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("serves what is in DOGS_FOLDER, whatever DOGS_VERSION says", async () => {
      writeFileSync(join(folder, "index.html"), "<p>Mine</p>");
      writeFileSync(join(folder, "nginx.conf"), 'add_header X-Mine "yes" always;\n');
      const dogs = run({ DOGS_FOLDER: folder, DOGS_VERSION: "v2" });
      const response = await fetch(`${await dogs.base()}/dogs/`);
      assert.deepEqual([await response.text(), response.headers.get("x-mine")], ["<p>Mine</p>", "yes"]);
      const { port } = new URL(await dogs.base());
      assert.deepEqual(dogs.lines, [{ level: "info", message: "listening", folder, port: Number(port) }]);
    });

    it("does not start without a page", async () => {
      const dogs = run({ DOGS_FOLDER: folder });
      assert.equal(await dogs.code(), 1);
      const expected = `DOGS_FOLDER is ${JSON.stringify(folder)}; use a folder with an index.html`;
      assert.equal(dogs.stderr, `dogs cannot start: Error: ${expected}\n`);
    });
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`ends with 0 by ${signal}, with a connection that is kept`, async () => {
      const dogs = run({});
      await (await fetch(`${await dogs.base()}/dogs/`)).text();
      dogs.signal(signal);
      assert.equal(await dogs.code(), 0, dogs.stderr);
      assert.deepEqual(dogs.lines.at(-1), { level: "info", message: "stopping", reason: signal });
    });
  }

  for (const [env, message] of [
    [{ DOGS_VERSION: "v3" }, 'DOGS_VERSION is "v3"; use one of v1, v2'],
    [{ DOGS_VERSION: "" }, 'DOGS_VERSION is ""; use one of v1, v2'],
    [{ PORT: "http" }, 'PORT is "http"; use a number from 0 to 65535'],
    [{ PORT: "65536" }, 'PORT is "65536"; use a number from 0 to 65535'],
  ] as const) {
    it(`does not start with ${JSON.stringify(env)}`, async () => {
      const dogs = run(env);
      assert.equal(await dogs.code(), 1);
      assert.equal(dogs.stderr, `dogs cannot start: RangeError: ${message}\n`);
      assert.deepEqual(dogs.lines, []);
    });
  }

  it("does not start on a port that is taken", async () => {
    const first = run({});
    const { port } = new URL(await first.base());
    const second = new Application("apps/dogs/main.mjs", { PORT: port });
    assert.equal(await second.code(), 1);
    assert.equal(second.stderr, `dogs cannot start: Error: listen EADDRINUSE: address already in use :::${port}\n`);
  });
});

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dogsFiles } from "../../apps/dogs/files.mjs";
import { ContainerProcess } from "../../local/site/containerProcess";
import { builtDogs, filesOfVersion, hasNginx } from "../../local/site/dogsCommand";

const image = "123456789012.dkr.ecr.us-west-2.amazonaws.com/workshop/dogs:v-1-abc";
const files: Record<string, string> = { ...dogsFiles("v1"), "index.html": "<p>Mine</p>" };

describe("dogs that a pipeline has built", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "dogs-built-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const nginx of [true, false]) {
    it(`are served from their files ${nginx ? "in nginx" : "without nginx"}`, async function () {
      if (nginx && !hasNginx) return this.skip();
      const command = await builtDogs({ image, files, environment: { PATH: process.env.PATH ?? "" }, folder, nginx });
      assert.ok(command);
      let found: (port: number) => void = () => {};
      const port = new Promise<number>((resolve) => {
        found = resolve;
      });
      const child = new ContainerProcess(command, (line) => {
        const number = command.portIn(line);
        if (number !== undefined) found(number);
      });
      const response = await fetch(`http://127.0.0.1:${await port}/dogs/`);
      assert.deepEqual([await response.text(), response.headers.get("cache-control")], ["<p>Mine</p>", "no-store"]);
      assert.equal(response.headers.get("server"), nginx ? "nginx" : null);
      await child.stop();
      assert.equal(await child.exited, 0);
    });
  }

  const message = `${image} does not answer on port 80: it needs an index.html, and "listen 80;" in its nginx.conf`;

  it("do not run where they listen elsewhere", async () => {
    const configuration = (files["nginx.conf"] ?? "").replace("listen 80;", "listen 8080;");
    const elsewhere = { ...files, "nginx.conf": configuration };
    await assert.rejects(builtDogs({ image, files: elsewhere, environment: {}, folder }), { message });
  });

  it("do not run without a page", async () => {
    const { "index.html": _, ...rest } = files;
    await assert.rejects(builtDogs({ image, files: rest, environment: {}, folder }), { message });
  });
});

describe("dogs of a version", () => {
  it("are those of apps/dogs", async () => {
    assert.deepEqual(await filesOfVersion("v2"), dogsFiles("v2"));
  });

  it("are unknown for another version", async () => {
    assert.equal(await filesOfVersion("v3"), undefined);
  });
});

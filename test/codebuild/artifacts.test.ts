import assert from "node:assert/strict";
import { build, commands, emptyTemporaryFolder, phasesOf, source } from "./fixture";

describe("codebuild: artifacts", () => {
  emptyTemporaryFolder();

  const made = commands("mkdir -p out/deep", "echo 1 > a.json", "echo 2 > out/b.json", "echo 3 > out/deep/c.txt");
  const uploaded = (artifacts: object) => build({ ...source(made, { artifacts }), Dockerfile: "" });
  for (const [artifacts, paths] of [
    [{ files: ["a.json"] }, ["a.json"]],
    [{ files: ["out/*"] }, ["out/b.json"]],
    [{ files: ["out/**/*"] }, ["out/b.json", "out/deep/c.txt"]],
    [{ files: ["**/*"] }, ["Dockerfile", "a.json", "buildspec.yml", "out/b.json", "out/deep/c.txt"]],
    [{ files: ["**/*.json"] }, ["a.json", "out/b.json"]],
    [{ files: ["**/*"], "base-directory": "out" }, ["b.json", "deep/c.txt"]],
    [{ files: ["**/*"], "base-directory": "out", "discard-paths": "yes" }, ["b.json", "c.txt"]],
    [{ files: ["a.json", "missing.json"] }, ["a.json"]],
  ] as const) {
    it(`are ${JSON.stringify(artifacts)}`, async () => {
      assert.deepEqual(Object.keys((await uploaded(artifacts)).artifacts), paths);
    });
  }

  it("are what the files hold", async () => {
    const { artifacts } = await uploaded({ files: ["out/b.json"] });
    assert.deepEqual(artifacts, { "out/b.json": new Uint8Array(Buffer.from("2\n")) });
  });

  it("leave a line in the log for a path that finds nothing", async () => {
    const { log } = await uploaded({ files: ["a.json", "missing.json"] });
    assert.ok(log.includes("[Container] Skipping invalid file path missing.json"));
  });

  it("fail where no path finds anything", async () => {
    const result = await uploaded({ files: ["missing.json"] });
    assert.equal(result.status, "FAILED");
    assert.equal(
      phasesOf(result).at(-1),
      "UPLOAD_ARTIFACTS FAILED CLIENT_ERROR Message: no matching artifact paths found",
    );
  });

  for (const base of ["missing", "a.json", ".."]) {
    it(`fail for the base directory ${base}`, async () => {
      assert.equal(
        phasesOf(await uploaded({ files: ["*"], "base-directory": base })).at(-1),
        `UPLOAD_ARTIFACTS FAILED CLIENT_ERROR Message: no matching base directory path found for ${base}`,
      );
    });
  }
});

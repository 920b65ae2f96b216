import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { dogsFiles } from "../../apps/dogs/files.mjs";
import { stackOnThisMachine } from "../../scripts/common/stack";
import { dogsZip } from "../../scripts/releaseDogs/dogsZip";
import { HELP, readReleaseCommand } from "../../scripts/releaseDogs/options";
import { withPipeline } from "../../scripts/releaseDogs/whereStackIs";

const root = join(__dirname, "..", "..");
const VERSIONS = ["v1", "v2"];
const DOGS = { bucket: "code", key: "dogs.zip", pipeline: "Dogs", logGroup: "/alice/codebuild" };

describe("npm run release-dogs", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "catsndogs-release-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Runs the command with a Pulumi whose stack has these outputs. */
  function run(args: string[], outputs: object = {}) {
    const script = `#!/bin/sh\nif [ "$1" = stack ]; then echo '${JSON.stringify(outputs)}'; else echo '{}'; fi\n`;
    writeFileSync(join(folder, "pulumi"), script, { mode: 0o755 });
    return spawnSync(process.execPath, ["--no-warnings", "--require", "tsx/cjs", "scripts/releaseDogs.ts", ...args], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, PATH: `${folder}${delimiter}/usr/bin${delimiter}/bin` },
    });
  }

  it("explains itself", () => {
    const { status, stdout } = run(["--help"]);
    assert.deepEqual([status, stdout], [0, `${HELP}\n`]);
  });

  it("refuses a version that there is none of", () => {
    const { status, stderr } = run(["--stack", "alice", "--version", "v3"]);
    assert.deepEqual([status, stderr], [2, "--version v3: there is no such version of dogs; use one of v1, v2\n"]);
  });

  it("says what to do where there is no pipeline", () => {
    const { status, stderr } = run(["--stack", "alice"], { siteUrl: "http://alice" });
    assert.deepEqual(
      [status, stderr],
      [
        2,
        "Stack alice has no pipeline for dogs: it is not deployed up to lab 6. Go on with: pulumi config set " +
          "catsndogs:lab 6 --stack alice && pulumi up --stack alice\n",
      ],
    );
  });

  it("only writes the zip of a version where it is to", () => {
    const file = join(folder, "dogs.zip");
    const { status, stdout } = run(["--zip", file, "--version", "v1"]);
    const zip = Buffer.from(dogsZip(dogsFiles("v1")));
    assert.deepEqual([status, stdout], [0, `Dogs v1 has been written to ${file}: ${zip.length} bytes\n`]);
    assert.ok(zip.equals(readFileSync(file)));
  });

  it("says why the zip cannot be written", () => {
    const file = join(folder, "none", "dogs.zip");
    const { status, stderr } = run(["--zip", file]);
    assert.deepEqual([status, existsSync(file)], [1, false]);
    assert.equal(stderr, `Error: ENOENT: no such file or directory, open '${file}'\n`);
  });
});

describe("the options of release-dogs", () => {
  it("have defaults: v2, on AWS, within 20 minutes", () => {
    assert.deepEqual(readReleaseCommand(["--stack", "alice"], VERSIONS), {
      stack: "alice",
      version: "v2",
      local: false,
      timeout: 1200,
      zip: undefined,
      help: false,
    });
  });

  it("can all be given", () => {
    const line = ["--stack", "alice", "--version", "v1", "--local", "--timeout", "1440"];
    assert.deepEqual(readReleaseCommand(line, VERSIONS), {
      stack: "alice",
      version: "v1",
      local: true,
      timeout: 86400,
      zip: undefined,
      help: false,
    });
  });

  for (const [line, message] of [
    ["", "--stack is missing: which stack? See npm run release-dogs -- --help"],
    ["--stack alice bob", '"bob" is no option. See npm run release-dogs -- --help'],
    ["--stack alice --lab 6", "Unknown option '--lab'. See npm run release-dogs -- --help"],
    ["--zip dogs.zip --stack alice --local", "--zip only writes the zip: leave out --stack, --local"],
    ["--zip=", "--zip is empty: expected the name of a file, for example --zip dogs.zip"],
    ...["0", "1441", "1.5", "soon"].map((timeout) => [
      `--stack alice --timeout ${timeout}`,
      `--timeout ${timeout}: expected a whole number of minutes from 1 to 1440, for example --timeout 20`,
    ]),
  ] as [string, string][]) {
    it(`refuse ${line || "nothing"}`, () => {
      assert.throws(() => readReleaseCommand(line.split(" ").filter(Boolean), VERSIONS), { message });
    });
  }

  it("name all that is wrong at once", () => {
    assert.throws(() => readReleaseCommand(["--version", "v3", "--timeout", "0"], VERSIONS), {
      message: [
        "--version v3: there is no such version of dogs; use one of v1, v2",
        "--timeout 0: expected a whole number of minutes from 1 to 1440, for example --timeout 20",
        "--stack is missing: which stack? See npm run release-dogs -- --help",
      ].join("\n"),
    });
  });
});

describe("the stack of release-dogs", () => {
  const outputs = { siteUrl: "http://alice.elb/", dogsPipeline: DOGS };

  it("is where its outputs say", () => {
    const client = { region: "us-west-2" };
    assert.deepEqual(withPipeline("alice", { outputs, client }), { dogs: DOGS, siteUrl: "http://alice.elb", client });
  });

  it("has its site on this machine where that runs here", () => {
    const folder = mkdtempSync(join(tmpdir(), "catsndogs-site-"));
    const file = join(folder, "site.json");
    const site = { stack: "alice", region: "us-west-2", apiUrl: "http://127.0.0.1:1", url: "http://127.0.0.1:8080" };
    try {
      writeFileSync(file, JSON.stringify({ ...site, outputs }));
      assert.equal(withPipeline("alice", stackOnThisMachine("alice", file)).siteUrl, "http://127.0.0.1:8080");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

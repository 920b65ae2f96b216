import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { unzipSync, zipSync } from "fflate";
import { build, commands, emptyTemporaryFolder, outputOf, phasesOf, source, zip } from "./fixture";

const executed = (phase: string, command: string, status: number): string =>
  `${phase} FAILED COMMAND_EXECUTION_ERROR Message: Error while executing command: ${command}. Reason: exit status ${status}`;
const names = (phases: string[]): string[] => phases.map((phase) => phase.split(" ")[0] ?? "");

/** Whether a process runs: neither gone nor a zombie. */
function runs(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return !["", "Z"].includes(stdout.trim().slice(0, 1));
}

describe("codebuild: a build", () => {
  emptyTemporaryFolder();

  it("logs what it does, in the words of CodeBuild", async () => {
    const { log } = await build(source(commands("echo one; echo two >&2", "printf three", "false")));
    const from = log.indexOf("[Container] Entering phase BUILD");
    assert.deepEqual(log.slice(0, 3), [
      "[Container] Phase is DOWNLOAD_SOURCE",
      "[Container] CODEBUILD_SRC_DIR=/codebuild/output/src",
      "[Container] YAML location is /codebuild/output/src/buildspec.yml",
    ]);
    assert.deepEqual(log.slice(from, from + 10), [
      "[Container] Entering phase BUILD",
      "[Container] Running command echo one; echo two >&2",
      "one",
      "two",
      "[Container] Running command printf three",
      "three",
      "[Container] Running command false",
      "[Container] Command did not exit successfully false exit status 1",
      "[Container] Phase complete: BUILD State: FAILED",
      "[Container] Phase context status code: COMMAND_EXECUTION_ERROR Message: Error while executing command: false. " +
        "Reason: exit status 1",
    ]);
  });

  it("carries variables and the folder from command to command and from phase to phase", async () => {
    const result = await build(
      source({
        pre_build: { commands: ["mkdir deep", "cd deep", "PLAIN='it''s one'", "export SAID=two"] },
        build: { commands: ['echo "$PLAIN $SAID $(basename "$PWD") $(printenv PLAIN)"'] },
      }),
    );
    assert.deepEqual(outputOf(result), ["its one two deep its one"]);
  });

  it("carries over no option of the shell, and no function", async () => {
    const spec = source(commands("set -euo pipefail; f() { echo f; }", "false | true", "f"), {
      env: { shell: "bash" },
    });
    const result = await build(spec);
    assert.deepEqual(phasesOf(result)[3], executed("BUILD", "f", 127));
    assert.deepEqual(outputOf(result), ["/codebuild/output/tmp/script.sh: line 4: f: command not found"]);
  });

  it("goes on after a command that ends its shell", async () => {
    const result = await build(source(commands("exit 0", "echo on")));
    assert.deepEqual(outputOf(result), ["on"]);
  });

  it("has the variables of CodeBuild and of the project, and nothing of this process", async () => {
    process.env.CODEBUILD_TEST_SECRET = "secret";
    try {
      const result = await build(source(commands("printenv"), { env: { variables: { A: "spec", B: "spec", C: 3 } } }), {
        environment: { A: "project", AWS_DEFAULT_REGION: "eu-west-1", AWS_ACCOUNT_ID: "210987654321" },
        initiator: "codepipeline/workshop",
      });
      const shells = /^(_|OLDPWD|PWD|SHLVL)=/;
      assert.deepEqual(
        outputOf(result)
          .filter((line) => !shells.test(line))
          .sort(),
        [
          "A=project",
          "AWS_ACCOUNT_ID=210987654321",
          "AWS_DEFAULT_REGION=eu-west-1",
          "AWS_REGION=eu-west-1",
          "B=spec",
          "C=3",
          "CODEBUILD_BUILD_ARN=arn:aws:codebuild:eu-west-1:210987654321:build/workshop-CatsnDogsBuild:" +
            "b1e6661e-e4f2-4156-9ab9-82a19example",
          "CODEBUILD_BUILD_ID=workshop-CatsnDogsBuild:b1e6661e-e4f2-4156-9ab9-82a19example",
          "CODEBUILD_BUILD_SUCCEEDING=1",
          "CODEBUILD_INITIATOR=codepipeline/workshop",
          "CODEBUILD_LOG_PATH=b1e6661e-e4f2-4156-9ab9-82a19example",
          "CODEBUILD_RESOLVED_SOURCE_VERSION=L4kqtJlcpXroDTDmpUMLUo",
          "CODEBUILD_SRC_DIR=/codebuild/output/src",
          "HOME=/codebuild/output/home",
          "PATH=/codebuild/output/bin:/usr/bin:/bin",
          "TMPDIR=/codebuild/output/home",
        ],
      );
    } finally {
      delete process.env.CODEBUILD_TEST_SECRET;
    }
  });

  it("has no resolved source version where the source has none", async () => {
    const spec = source(commands('echo "$' + '{CODEBUILD_RESOLVED_SOURCE_VERSION-none}"'));
    assert.deepEqual(outputOf(await build(spec, { resolvedSourceVersion: "" })), ["none"]);
  });

  describe("ends a phase with the first command that fails", () => {
    const tell = "echo $CODEBUILD_BUILD_SUCCEEDING";
    const phases = (failing: string, onFailure?: string): Record<string, string> =>
      source(
        Object.fromEntries(
          ["install", "pre_build", "build", "post_build"].map((name) => [
            name,
            name === failing
              ? { commands: ["exit 3", "echo not"], finally: [tell], ...(onFailure && { "on-failure": onFailure }) }
              : { commands: [tell] },
          ]),
        ),
      );
    const ALL = ["DOWNLOAD_SOURCE", "INSTALL", "PRE_BUILD", "BUILD", "POST_BUILD", "UPLOAD_ARTIFACTS"];
    for (const [failing, onFailure, last, output] of [
      ["install", undefined, 2, ["0"]],
      ["pre_build", undefined, 3, ["1", "0"]],
      ["build", undefined, 6, ["1", "1", "0", "0"]],
      ["post_build", undefined, 6, ["1", "1", "1", "0"]],
      ["pre_build", "CONTINUE", 6, ["1", "0", "0", "0"]],
      ["build", "ABORT", 4, ["1", "1", "0"]],
      ["post_build", "ABORT", 5, ["1", "1", "1", "0"]],
    ] as const) {
      it(`${failing}, on-failure ${onFailure ?? "not given"}`, async () => {
        const result = await build(phases(failing, onFailure));
        assert.equal(result.status, "FAILED");
        assert.deepEqual(names(phasesOf(result)), ALL.slice(0, last));
        assert.ok(phasesOf(result).includes(executed(failing.toUpperCase(), "exit 3", 3)));
        assert.deepEqual(outputOf(result), output);
      });
    }

    it("and fails for a command of finally, too", async () => {
      const result = await build(source({ build: { commands: ["true"], finally: ["exit 4"] } }));
      assert.equal(phasesOf(result)[3], executed("BUILD", "exit 4", 4));
    });
  });

  describe("does not begin", () => {
    const refused = async (given: Uint8Array): Promise<string[]> => phasesOf(await build({}, { source: given }));

    it("without a zip", async () => {
      assert.deepEqual(await refused(Buffer.from("not a zip")), [
        "DOWNLOAD_SOURCE FAILED CLIENT_ERROR Message: zip: not a valid zip file for primary source",
      ]);
    });

    it("with half of a zip", async () => {
      const whole = zip(source(commands("true")));
      assert.deepEqual(await refused(whole.slice(0, whole.length / 2)), await refused(Buffer.from("not a zip")));
    });

    it("without a buildspec.yml in the root", async () => {
      const { "buildspec.yml": yaml = "" } = source(commands("true"));
      assert.deepEqual(await refused(zip({ "dogs/buildspec.yml": yaml })), [
        "DOWNLOAD_SOURCE FAILED YAML_FILE_ERROR Message: stat /codebuild/output/src/buildspec.yml: no such file or directory",
      ]);
    });

    for (const path of ["../escaped", "/escaped", "a/../../escaped", "a\\..\\escaped"]) {
      it(`with a path ${path} in the zip`, async () => {
        const files = { ...unzipSync(zip(source(commands("true")))), [path]: new Uint8Array() };
        assert.deepEqual(await refused(zipSync(files)), [
          `DOWNLOAD_SOURCE FAILED CLIENT_ERROR Message: zip: insecure file path ${JSON.stringify(path)} for primary ` +
            "source: paths are relative, with / and without ..",
        ]);
      });
    }
  });

  it("passes calls of docker and aws on, and what they answer", async () => {
    const calls: object[] = [];
    const result = await build(
      source(commands('cd /; printf in | docker login "two words" --password-stdin', "aws x || echo $?")),
      {
        answer: async ({ tool, args, cwd, stdin }) => {
          calls.push({ tool, args, cwd, stdin });
          return { exitCode: tool === "aws" ? 7 : 0, stdout: "out\n", stderr: "" };
        },
      },
    );
    assert.deepEqual(calls, [
      { tool: "docker", args: ["login", "two words", "--password-stdin"], cwd: "/", stdin: "in" },
      { tool: "aws", args: ["x"], cwd: "/", stdin: "" },
    ]);
    assert.deepEqual(outputOf(result), ["out", "out", "7"]);
  });

  it("throws what an answer throws, rather than blame the source", async () => {
    await assert.rejects(build(source(commands("docker x || true"))), /^Error: nobody is to call docker$/);
  });

  it("ends what takes too long, and all that it has started", async () => {
    const began = performance.now();
    const pids = "echo $$; sleep 60 & echo $!; wait";
    const result = await build(source({ build: { commands: [pids], finally: ["echo not"] } }), { timeoutSeconds: 1 });
    assert.ok(performance.now() - began < 30_000);
    assert.equal(result.status, "FAILED");
    assert.equal(phasesOf(result).at(-1), "BUILD TIMED_OUT BUILD_TIMED_OUT Message: Build has timed out. ");
    const processes = outputOf(result).map(Number);
    assert.equal(processes.length, 2);
    // Whoever adopts an orphan takes a moment to see that it has ended. If it has not, this waits in vain.
    while (processes.some(runs)) await setImmediate();
  });
});

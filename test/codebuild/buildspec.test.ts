import assert from "node:assert/strict";
import { dogsFiles } from "../../apps/dogs/files.mjs";
import { readBuildspec } from "../../local/codebuild/buildspec";
import { PhaseError } from "../../local/codebuild/result";

const RIGHT = "version: 0.2\nphases:\n  build:\n    commands:\n      - make\n";

function refusal(yaml: string): string {
  try {
    readBuildspec(yaml);
  } catch (error) {
    assert.ok(error instanceof PhaseError, String(error));
    return String(error).replace("YAML_FILE_ERROR Message: ", "");
  }
  return "taken";
}

describe("codebuild: a buildspec", () => {
  it("is read with its defaults", () => {
    const phases = { build: { commands: ["make"], finally: [] } };
    assert.deepEqual(readBuildspec(RIGHT), { shell: "sh", variables: {}, phases });
    assert.deepEqual(readBuildspec(`${RIGHT}artifacts:\n  files: [a]\n`).artifacts, {
      files: ["a"],
      baseDirectory: ".",
      discardPaths: false,
    });
  });

  it("may have its version in quotes", () => {
    assert.equal(refusal(RIGHT.replace("0.2", '"0.2"')), "taken");
  });

  it("of dogs has bash, three phases and two artifacts", () => {
    const { shell, phases, artifacts } = readBuildspec(dogsFiles("v1")["buildspec.yml"] ?? "");
    assert.equal(shell, "bash");
    assert.deepEqual(Object.keys(phases), ["pre_build", "build", "post_build"]);
    assert.deepEqual(artifacts?.files, ["imagedefinitions.json", "build.json"]);
  });

  for (const [wrong, expected] of [
    ["", "the buildspec: expected a mapping, got null"],
    ["- a", 'the buildspec: expected a mapping, got ["a"]'],
    [RIGHT.replace("0.2", "0.1"), "version: expected 0.2, got 0.1"],
    [RIGHT.replace("version: 0.2\n", ""), "version: expected 0.2, got nothing"],
    ["version: 0.2\n", "phases: expected a mapping, got nothing"],
    ["version: 0.2\nphases: {}\n", "phases: expected at least one phase with commands, got none"],
    [
      RIGHT.replace("build:", "post-build:"),
      'unknown phase "post-build". Expected: install, pre_build, build, post_build',
    ],
    [`${RIGHT}artefacts: {}\n`, "unknown key artefacts. Expected: version, env, phases, artifacts"],
    [`${RIGHT}env:\n  variable: {}\n`, "unknown key env.variable. Expected: shell, variables"],
    [
      RIGHT.replace("commands:", "command:"),
      "unknown key phases.build.command. Expected: commands, finally, on-failure",
    ],
    [
      RIGHT.replace("\n      - make", " make"),
      'phases.build.commands: expected a list with at least one element, got "make"',
    ],
    [RIGHT.replace("- make", "[]"), "phases.build.commands: expected a list with at least one element, got []"],
    [RIGHT.replace("make", "5"), "phases.build.commands[0]: expected a text, got 5"],
    [
      RIGHT.replace("make", "echo FATAL: no"),
      "Expected Commands[0] to be of string type: found subkeys instead in phases.build.commands",
    ],
    [`${RIGHT}    on-failure: STOP\n`, 'phases.build.on-failure: expected one of ABORT, CONTINUE, got "STOP"'],
    [`${RIGHT}env:\n  shell: zsh\n`, 'env.shell: expected one of sh, bash, got "zsh"'],
    [`${RIGHT}env:\n  variables:\n    A: [1]\n`, "env.variables.A: expected a text, got [1]"],
    [`${RIGHT}env:\n  variables:\n    A-B: 1\n`, "env.variables.A-B: expected a name of letters, digits and _"],
    [
      `${RIGHT}env:\n  variables:\n    CODEBUILD_X: 1\n`,
      "env.variables.CODEBUILD_X: CODEBUILD_ is reserved for CodeBuild's own variables",
    ],
    [`${RIGHT}artifacts: {}\n`, "artifacts.files: expected a list with at least one element, got nothing"],
  ] as const) {
    it(`is refused: ${expected}`, () => assert.equal(refusal(wrong), expected));
  }

  it("is refused with the line where it is no YAML", () => {
    assert.match(refusal("version: 0.2\nphases:\n\tbuild: {}\n"), /at line 3$/);
    assert.match(refusal("version: 0.2\nversion: 0.2\n"), /^Map keys must be unique at line 2$/);
  });

  for (const [yaml, what] of [
    [`${RIGHT}cache:\n  paths: [a]\n`, "cache"],
    [`${RIGHT}env:\n  parameter-store: {}\n`, "env.parameter-store"],
    [`${RIGHT}    runtime-versions: {}\n`, "phases.build.runtime-versions"],
    [`${RIGHT}    on-failure: RETRY-3\n`, "phases.build.on-failure: RETRY"],
    [`${RIGHT}artifacts:\n  files: [a]\n  name: b\n`, "artifacts.name"],
  ] as const) {
    it(`with ${what} is right in CodeBuild, and not run here`, () => {
      assert.equal(
        refusal(yaml),
        `UnsupportedOperation Message: The build on this machine does not run ${what}, which CodeBuild does. Take it ` +
          "out, or add it to local/codebuild.",
      );
    });
  }
});

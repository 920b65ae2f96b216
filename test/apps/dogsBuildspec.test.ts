import assert from "node:assert/strict";
import { buildspec, ENVIRONMENT, runBuild } from "./codeBuildFixture";

const REGISTRY = "123456789012.dkr.ecr.us-west-2.amazonaws.com";
const IMAGE = `${REGISTRY}/workshop/dogs:L4kqtJlcpXroDTDmpUMLUo-b1e6661`;
const LOGIN = [
  "aws ecr get-login-password --region us-west-2",
  `docker login --username AWS --password-stdin ${REGISTRY}`,
  "  password secret",
];
const BUILD = `docker build --tag ${IMAGE} .`;
const PUSH = `docker push ${IMAGE}`;

describe("the buildspec of dogs", () => {
  it("is of the version whose commands share a shell, bash, and leaves two artifacts", () => {
    assert.equal(buildspec.version, 0.2);
    assert.deepEqual(buildspec.env, { shell: "bash" });
    assert.deepEqual(Object.keys(buildspec.phases), ["pre_build", "build", "post_build"]);
    assert.deepEqual(buildspec.artifacts, { files: ["imagedefinitions.json", "build.json"] });
  });

  it("logs in, builds, pushes, and says what it has made", () => {
    const build = runBuild();
    assert.equal(build.stderr, "");
    assert.ok(build.succeeded);
    assert.deepEqual([...build.calls].sort(), [...LOGIN, BUILD, PUSH].sort());
    // The two sides of a pipe begin at the same time.
    assert.deepEqual(build.calls.slice(3), [BUILD, PUSH]);
    assert.deepEqual(JSON.parse(build.artifact("imagedefinitions.json") ?? ""), [{ name: "dogs", imageUri: IMAGE }]);
    assert.deepEqual(JSON.parse(build.artifact("build.json") ?? ""), { tag: "L4kqtJlcpXroDTDmpUMLUo-b1e6661" });
  });

  for (const [name, version, tag] of [
    ["a commit", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567-b1e6661"],
    ["a version with other characters", "..-A b/C:+d_e.f-é'\"$(x)", "AbCd_e.f-x-b1e6661"],
    ["a long version", "x".repeat(1024), `${"x".repeat(40)}-b1e6661`],
  ] as const) {
    it(`makes a tag of ${name}`, () => {
      const build = runBuild({ ...ENVIRONMENT, CODEBUILD_RESOLVED_SOURCE_VERSION: version });
      assert.equal(build.stderr, "");
      assert.deepEqual(JSON.parse(build.artifact("build.json") ?? ""), { tag });
      assert.match(tag, /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/);
      assert.equal(build.calls.at(-1), `docker push ${REGISTRY}/workshop/dogs:${tag}`);
    });
  }

  it("makes another tag for the same source in another build", () => {
    const again = runBuild({ ...ENVIRONMENT, CODEBUILD_BUILD_ID: "workshop-dogs:0c0ffee0-0000" });
    assert.deepEqual(JSON.parse(again.artifact("build.json") ?? ""), { tag: "L4kqtJlcpXroDTDmpUMLUo-0c0ffee" });
  });

  describe("stops", () => {
    for (const [fails, phases, calls] of [
      // Docker takes the empty password, so only the pipe as a whole tells.
      ["aws ecr", ["pre_build"], [...LOGIN.slice(0, 2), "  password "]],
      ["docker login", ["pre_build"], LOGIN],
      ["docker build", ["pre_build", "build", "post_build"], [...LOGIN, BUILD]],
      ["docker push", ["pre_build", "build", "post_build"], [...LOGIN, BUILD, PUSH]],
    ] as const) {
      it(`where ${fails} fails`, () => {
        const build = runBuild(ENVIRONMENT, fails);
        assert.ok(!build.succeeded);
        assert.deepEqual(build.phases, phases);
        assert.deepEqual([...build.calls].sort(), [...calls].sort());
        assert.equal(build.artifact("imagedefinitions.json"), undefined);
        assert.equal(build.artifact("build.json"), undefined);
      });
    }

    it("and says that nothing is pushed after a failed build", () => {
      assert.equal(runBuild(ENVIRONMENT, "docker build").stderr, "The build has failed; nothing is pushed\n");
    });

    for (const [name, advice] of [
      ["AWS_DEFAULT_REGION", "is not set; give it to the CodeBuild project"],
      ["AWS_ACCOUNT_ID", "is not set; give it to the CodeBuild project"],
      ["REPOSITORY_URI", "is not set; give it to the CodeBuild project"],
      ["CODEBUILD_RESOLVED_SOURCE_VERSION", "is not set; switch on the versioning of the source bucket"],
    ] as const) {
      it(`without ${name}`, () => {
        const { [name]: _, ...environment } = ENVIRONMENT;
        const build = runBuild(environment);
        assert.ok(!build.succeeded);
        assert.deepEqual(build.calls, []);
        assert.match(build.stderr, new RegExp(`: ${name}: ${advice}\\n$`));
      });
    }

    it("at a version of which no character is left", () => {
      const build = runBuild({ ...ENVIRONMENT, CODEBUILD_RESOLVED_SOURCE_VERSION: "/ .-" });
      assert.deepEqual(build.calls, []);
      assert.match(build.stderr, /: SOURCE: has no character that a Docker tag may have\n$/);
    });
  });
});

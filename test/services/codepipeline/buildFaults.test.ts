import assert from "node:assert/strict";
import { errorOf, files, Lab6, statesOf } from "./fixture";

const STATES = "Source Succeeded (Succeeded), Build Failed (Failed)";

describe("a release whose build fails", () => {
  let lab: Lab6;
  beforeEach(async () => {
    lab = await Lab6.ready();
  });
  afterEach(() => lab.close());

  /** Uploads it; nothing is pushed, and the service is left alone. */
  async function failing(content: Parameters<Lab6["release"]>[0], why: string): Promise<string[] | undefined> {
    const execution = await lab.release(content);
    const message = `Build terminated with state: FAILED. ${why}`;
    assert.deepEqual([statesOf(execution), execution.state], [STATES, "Failed"]);
    assert.deepEqual(errorOf(execution), { code: "JobFailed", message });
    assert.deepEqual(lab.said.slice(3), ["5 Build InProgress", `73 Build Failed ${message}`, "73 - Failed"]);
    assert.deepEqual([...execution.artifacts.keys()], ["source"]);
    assert.deepEqual(
      [lab.executions.length, lab.images, lab.revision, lab.deployments.length],
      [1, 0, "workshop-dogs:1", 0],
    );
    return lab.output(execution);
  }

  it("without a buildspec", async () => {
    const output = await failing(
      files({ "buildspec.yml": undefined }),
      "YAML_FILE_ERROR Message: stat /codebuild/output/src/buildspec.yml: no such file or directory in phase DOWNLOAD_SOURCE",
    );
    assert.deepEqual(output, []);
  });

  it("where the upload is no zip", async () => {
    const output = await failing(
      Buffer.from("dogs"),
      "CLIENT_ERROR Message: zip: not a valid zip file for primary source in phase DOWNLOAD_SOURCE",
    );
    assert.deepEqual(output, []);
    assert.match(lab.said[2] ?? "", /^5 Source Succeeded Amazon S3 version id: \S+, which is no zip$/);
  });

  it("where a command fails, whose words are in the log", async () => {
    const output = await failing(
      files({ Dockerfile: "FROM nginx:1\nCOPY page.html /\n" }),
      "COMMAND_EXECUTION_ERROR Message: Error while executing command: " +
        'docker build --tag "$REPOSITORY_URI:$IMAGE_TAG" .. Reason: exit status 1 in phase BUILD',
    );
    assert.match(output?.at(-2) ?? "", /^ERROR: failed to build: .*"\/page\.html": not found$/);
    assert.equal(output?.at(-1), "The build has failed; nothing is pushed");
  });

  it("where its role may not push", async () => {
    lab.forbid("workshop-CatsnDogsBuild", "ecr:PutImage");
    const output = await failing(
      files(),
      "COMMAND_EXECUTION_ERROR Message: Error while executing command: " +
        'docker push "$REPOSITORY_URI:$IMAGE_TAG". Reason: exit status 1 in phase POST_BUILD',
    );
    assert.equal(
      output?.at(-1),
      "denied: User: arn:aws:sts::123456789012:assumed-role/workshop-CatsnDogsBuild/AWSCodeBuild is not authorized to " +
        "perform: ecr:PutImage on resource: arn:aws:ecr:us-west-2:123456789012:repository/workshop/dogs because no " +
        "identity-based policy allows the ecr:PutImage action",
    );
  });

  it("succeeds without a log where its role may not write one", async () => {
    lab.forbid("workshop-CatsnDogsBuild", "logs:PutLogEvents");
    const execution = await lab.release(files());
    assert.deepEqual([execution.state, lab.output(execution)], ["Succeeded", undefined]);
  });

  it("does not begin where the pipeline may not start it", async () => {
    lab.forbid("workshop-CatsnDogsPipeline", "codebuild:StartBuild");
    const execution = await lab.release(files());
    assert.equal(statesOf(execution), STATES);
    assert.deepEqual(errorOf(execution), {
      code: "PermissionError",
      message:
        "User: arn:aws:sts::123456789012:assumed-role/workshop-CatsnDogsPipeline/session is not authorized to perform: " +
        "codebuild:StartBuild on resource: arn:aws:codebuild:us-west-2:123456789012:project/workshop-CatsnDogsBuild because " +
        "no identity-based policy allows the codebuild:StartBuild action",
    });
    assert.equal(lab.said.at(-1), "8 - Failed");
  });
});

import assert from "node:assert/strict";
import {
  EVENT_TARGET,
  LOG_GROUP,
  PIPELINE,
  POLICY,
  PROJECT,
  REPOSITORY_URL,
  RULE,
  recordPipeline,
} from "./dogsPipelineFixture";
import { label, type Recorded } from "./recorder";

const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";

const PIPELINE_ARN = "arn:aws:codepipeline:us-west-2:123456789012:workshop-CatsnDogsPipeline";
const CODE = "workshop-code-123456789012-us-west-2";
const ARTIFACTS = "workshop-artifacts-123456789012-us-west-2";

function patternOf(recorded: Recorded) {
  return JSON.parse(recorded.one(RULE).inputs.eventPattern);
}

describe("DogsPipeline with required arguments", () => {
  let recorded: Awaited<ReturnType<typeof recordPipeline>>;

  before(async () => {
    recorded = await recordPipeline();
  });

  it("has a bucket to upload to and one for artifacts, named after the stack, the account and the region", () => {
    const buckets = recorded.all("aws:s3/bucket:Bucket").map(({ name, inputs }) => [name, inputs]);
    assert.deepEqual(buckets.sort(), [
      ["dogs-pipeline-artifacts", { bucket: ARTIFACTS, forceDestroy: true }],
      ["dogs-pipeline-source", { bucket: CODE, forceDestroy: true }],
    ]);
  });

  it("hears of what is uploaded, and not of artifacts", () => {
    assert.deepEqual(recorded.one(NOTIFICATION).inputs, { bucket: CODE, eventbridge: true });
  });

  it("keeps what builds say for a week", () => {
    assert.deepEqual(recorded.one(LOG_GROUP).inputs, { name: "/workshop/dogs-pipeline", retentionInDays: 7 });
  });

  it("builds what the pipeline gives it in ten minutes at most, with Docker, and tells it where the image goes", () => {
    assert.deepEqual(recorded.one(PROJECT).inputs, {
      name: "workshop-CatsnDogsBuild",
      description: "Builds the image of dogs, by the buildspec.yml of its source",
      serviceRole: "arn:aws:iam::123456789012:role/workshop-CatsnDogsBuild",
      buildTimeout: 10,
      source: { type: "CODEPIPELINE" },
      artifacts: { type: "CODEPIPELINE" },
      environment: {
        type: "LINUX_CONTAINER",
        computeType: "BUILD_GENERAL1_SMALL",
        image: "aws/codebuild/amazonlinux-x86_64-standard:5.0",
        privilegedMode: true,
        environmentVariables: [
          { name: "AWS_DEFAULT_REGION", value: "us-west-2" },
          { name: "AWS_ACCOUNT_ID", value: "123456789012" },
          { name: "REPOSITORY_URI", value: REPOSITORY_URL },
        ],
      },
      logsConfig: { cloudwatchLogs: { status: "ENABLED", groupName: "/workshop/dogs-pipeline" } },
    });
  });

  it("releases one upload after the other, and keeps artifacts in their own bucket", () => {
    const { stages: _, ...inputs } = recorded.one(PIPELINE).inputs;
    assert.deepEqual(inputs, {
      name: "workshop-CatsnDogsPipeline",
      roleArn: "arn:aws:iam::123456789012:role/workshop-CatsnDogsPipeline",
      pipelineType: "V2",
      executionMode: "QUEUED",
      artifactStores: [{ type: "S3", location: ARTIFACTS }],
    });
  });

  it("takes the upload, builds it, and deploys what was built, back to the last good one if that fails", () => {
    assert.deepEqual(recorded.one(PIPELINE).inputs.stages, [
      {
        name: "Source",
        actions: [
          {
            name: "Source",
            category: "Source",
            owner: "AWS",
            provider: "S3",
            version: "1",
            outputArtifacts: ["source"],
            configuration: { S3Bucket: CODE, S3ObjectKey: "dogs.zip", PollForSourceChanges: "false" },
          },
        ],
      },
      {
        name: "Build",
        actions: [
          {
            name: "Build",
            category: "Build",
            owner: "AWS",
            provider: "CodeBuild",
            version: "1",
            inputArtifacts: ["source"],
            outputArtifacts: ["MyAppBuild"],
            configuration: { ProjectName: "workshop-CatsnDogsBuild" },
          },
        ],
      },
      {
        name: "Deploy",
        actions: [
          {
            name: "deploy-dogs",
            category: "Deploy",
            owner: "AWS",
            provider: "ECS",
            version: "1",
            inputArtifacts: ["MyAppBuild"],
            configuration: {
              ClusterName: "workshop-cluster",
              ServiceName: "workshop-dogs",
              FileName: "imagedefinitions.json",
            },
          },
        ],
        onFailure: { result: "ROLLBACK" },
      },
    ]);
  });

  it("looks out for this upload in this bucket", () => {
    const { eventPattern: _, ...inputs } = recorded.one(RULE).inputs;
    assert.deepEqual(inputs, {
      name: "workshop-DogsPipeline",
      description: "Starts the pipeline when dogs.zip is uploaded",
    });
    assert.deepEqual(patternOf(recorded), {
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: [CODE] }, object: { key: ["dogs.zip"] } },
    });
  });

  it("starts the pipeline then", () => {
    assert.deepEqual(recorded.one(EVENT_TARGET).inputs, {
      rule: "workshop-DogsPipeline",
      targetId: "CatsnDogsPipeline",
      arn: PIPELINE_ARN,
      roleArn: "arn:aws:iam::123456789012:role/workshop-DogsPipelineEventsRole",
    });
  });

  it("makes nothing before the role that it has may do what it is for", () => {
    for (const [type, name, policy] of [
      [PROJECT, "dogs-pipeline", "dogs-pipeline-build"],
      [PIPELINE, "dogs-pipeline", "dogs-pipeline-pipeline"],
      [EVENT_TARGET, "dogs-pipeline", "dogs-pipeline-events"],
    ] as const) {
      assert.ok(recorded.waitsFor(label(type, name), label(POLICY, policy)), policy);
    }
  });

  it("makes no pipeline, and looks out for nothing, before the bucket keeps versions and tells of uploads", () => {
    const versioning = label("aws:s3/bucketVersioning:BucketVersioning", "dogs-pipeline-source");
    const notification = label(NOTIFICATION, "dogs-pipeline-source");
    for (const type of [PIPELINE, RULE]) {
      assert.ok(recorded.waitsFor(label(type, "dogs-pipeline"), versioning), type);
      assert.ok(recorded.waitsFor(label(type, "dogs-pipeline"), notification), type);
    }
  });

  it("keeps together: all that it makes is its own", () => {
    const component = label("catsndogs:index:DogsPipeline", "dogs-pipeline");
    const others = recorded.resources.filter(({ type, parent }) => type.startsWith("aws:") && parent !== component);
    assert.deepEqual(others, []);
  });

  it("gives out where to upload to, what then runs, and where builds log to", () => {
    assert.deepEqual(recorded.result, {
      source: { bucket: CODE, key: "dogs.zip" },
      pipeline: { name: "workshop-CatsnDogsPipeline", arn: PIPELINE_ARN },
      logGroupName: "/workshop/dogs-pipeline",
    });
  });
});

describe("DogsPipeline with all arguments", () => {
  let recorded: Awaited<ReturnType<typeof recordPipeline>>;

  before(async () => {
    recorded = await recordPipeline({
      stack: "mitch",
      sourceKey: "puppies.zip",
      buildImage: "aws/codebuild/standard:7.0",
      taskRoleArns: ["arn:aws:iam::123456789012:role/dogs"],
    });
  });

  it("takes an upload with the name that was asked for, and starts by it", () => {
    const [source] = recorded.one(PIPELINE).inputs.stages;
    assert.equal(source.actions[0].configuration.S3ObjectKey, "puppies.zip");
    assert.deepEqual(patternOf(recorded).detail.object, { key: ["puppies.zip"] });
    assert.equal(recorded.one(RULE).inputs.description, "Starts the pipeline when puppies.zip is uploaded");
    assert.deepEqual(recorded.result.source, { bucket: "mitch-code-123456789012-us-west-2", key: "puppies.zip" });
  });

  it("builds in the image that was asked for", () => {
    assert.equal(recorded.one(PROJECT).inputs.environment.image, "aws/codebuild/standard:7.0");
  });

  it("begins every physical name with the stack's", () => {
    const names = recorded.resources
      .filter(({ type }) => [PROJECT, PIPELINE, RULE, LOG_GROUP, "aws:iam/role:Role"].includes(type))
      .map(({ inputs }) => inputs.name);
    assert.deepEqual(names.sort(), [
      "/mitch/dogs-pipeline",
      "mitch-CatsnDogsBuild",
      "mitch-CatsnDogsBuild",
      "mitch-CatsnDogsPipeline",
      "mitch-CatsnDogsPipeline",
      "mitch-DogsPipeline",
      "mitch-DogsPipelineEventsRole",
    ]);
  });
});

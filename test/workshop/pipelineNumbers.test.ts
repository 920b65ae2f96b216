import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import type { Props } from "../../local/account/model";
import { added } from "./added";
import { bringUp, only, pick } from "./bringUp";

const PROJECT = "aws:codebuild/project:Project";
const PIPELINE = "aws:codepipeline/pipeline:Pipeline";
const CODE = "workshop-code-123456789012-us-west-2";

describe("the workshop's numbers of lab 6, as deployed", () => {
  let lab5: Account;
  let account: Account;
  let outputs: Record<string, unknown>;

  before(async () => {
    lab5 = (await bringUp({ lab: 5 })).account;
    ({ account, outputs } = await bringUp({ lab: 6 }));
  });

  /** The actions of the pipeline, each with its stage. */
  function actions(): Props[] {
    const stages = only(account, PIPELINE).inputs.stages as { name: string; actions: Props[] }[];
    return stages.flatMap(({ name, actions }) => actions.map((action) => ({ stage: name, ...action })));
  }

  it("adds a pipeline, a build, two buckets, what starts a release, three roles and a log, and nothing else", () => {
    assert.deepEqual(added(lab5, account), {
      Pipeline: 1,
      Project: 1,
      Bucket: 2,
      BucketVersioning: 2,
      BucketPublicAccessBlock: 2,
      BucketServerSideEncryptionConfiguration: 2,
      BucketLifecycleConfiguration: 2,
      BucketNotification: 1,
      EventRule: 1,
      EventTarget: 1,
      Role: 3,
      RolePolicy: 3,
      LogGroup: 1,
    });
  });

  it("tags what it adds with its number, and leaves the tags of what was there", () => {
    const tagged = (where: Account, lab: string) =>
      where
        .records()
        .filter(({ outputs }) => (outputs.tagsAll as Record<string, string> | undefined)?.Lab === lab)
        .map(({ type }) => type.split(":").pop())
        .sort();
    assert.deepEqual(tagged(account, "6"), [
      "Bucket",
      "Bucket",
      "EventRule",
      "LogGroup",
      "Pipeline",
      "Project",
      "Role",
      "Role",
      "Role",
    ]);
    for (const lab of ["0", "1", "2", "3", "4", "5"]) {
      assert.deepEqual(tagged(account, lab), tagged(lab5, lab), `lab ${lab}`);
    }
  });

  it("the pipeline, the build and their roles have the workshop's names, after the stack's", () => {
    assert.equal(only(account, PIPELINE).inputs.name, "workshop-CatsnDogsPipeline");
    assert.equal(only(account, PIPELINE).inputs.roleArn, "arn:aws:iam::123456789012:role/workshop-CatsnDogsPipeline");
    assert.deepEqual(pick(only(account, PROJECT), "name", "serviceRole"), {
      name: "workshop-CatsnDogsBuild",
      serviceRole: "arn:aws:iam::123456789012:role/workshop-CatsnDogsBuild",
    });
  });

  it("the pipeline takes dogs.zip, builds MyAppBuild of it, and deploy-dogs deploys that to the service of dogs", () => {
    const steps = actions().map(({ stage, name, provider, inputArtifacts, outputArtifacts, configuration }) => ({
      stage,
      name,
      provider,
      from: inputArtifacts ?? null,
      to: outputArtifacts ?? null,
      configuration,
    }));
    const cluster = only(account, "aws:ecs/cluster:Cluster").outputs.name;
    assert.deepEqual(steps, [
      {
        stage: "Source",
        name: "Source",
        provider: "S3",
        from: null,
        to: ["source"],
        configuration: { S3Bucket: CODE, S3ObjectKey: "dogs.zip", PollForSourceChanges: "false" },
      },
      {
        stage: "Build",
        name: "Build",
        provider: "CodeBuild",
        from: ["source"],
        to: ["MyAppBuild"],
        configuration: { ProjectName: "workshop-CatsnDogsBuild" },
      },
      {
        stage: "Deploy",
        name: "deploy-dogs",
        provider: "ECS",
        from: ["MyAppBuild"],
        to: null,
        configuration: { ClusterName: cluster, ServiceName: "workshop-dogs", FileName: "imagedefinitions.json" },
      },
    ]);
  });

  it("the build knows the workshop's three variables, the repository of dogs among them", () => {
    const { environmentVariables } = only(account, PROJECT).inputs.environment as Props;
    assert.deepEqual(environmentVariables, [
      { name: "AWS_DEFAULT_REGION", value: "us-west-2" },
      { name: "AWS_ACCOUNT_ID", value: "123456789012" },
      {
        name: "REPOSITORY_URI",
        value: String(only(account, "aws:ecr/repository:Repository", "/dogs").outputs.repositoryUrl),
      },
    ]);
  });

  it("an upload of dogs.zip starts the pipeline", () => {
    const rule = only(account, "aws:cloudwatch/eventRule:EventRule", "DogsPipeline");
    assert.deepEqual(JSON.parse(String(rule.inputs.eventPattern)), {
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: [CODE] }, object: { key: ["dogs.zip"] } },
    });
    const target = only(account, "aws:cloudwatch/eventTarget:EventTarget", "CatsnDogsPipeline");
    assert.deepEqual(pick(target, "rule", "arn"), {
      rule: "workshop-DogsPipeline",
      arn: "arn:aws:codepipeline:us-west-2:123456789012:workshop-CatsnDogsPipeline",
    });
    assert.equal(only(account, "aws:s3/bucketNotification:BucketNotification").id, CODE);
  });

  it("tells where to upload to, and where to look then", () => {
    assert.deepEqual(outputs.dogsPipeline, {
      value: {
        bucket: CODE,
        key: "dogs.zip",
        pipeline: "workshop-CatsnDogsPipeline",
        logGroup: "/workshop/dogs-pipeline",
      },
      secret: false,
    });
  });
});

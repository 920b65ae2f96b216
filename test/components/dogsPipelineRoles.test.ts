import assert from "node:assert/strict";
import {
  CLUSTER,
  FAMILY,
  POLICY,
  REPOSITORY,
  ROLE,
  recordPipeline,
  SERVICE,
  statementsOf,
} from "./dogsPipelineFixture";

const CODE = "arn:aws:s3:::workshop-code-123456789012-us-west-2";
const ARTIFACTS = "arn:aws:s3:::workshop-artifacts-123456789012-us-west-2";
const DOGS = "arn:aws:iam::123456789012:role/dogs";

const ofCluster = { ArnEquals: { "ecs:cluster": CLUSTER } };

const keepArtifacts = {
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
  Resource: `${ARTIFACTS}/*`,
};

/** What the pipeline may do that deploys a service whose tasks have no role. */
const release = [
  { Effect: "Allow", Action: "s3:GetBucketVersioning", Resource: CODE },
  { Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: `${CODE}/dogs.zip` },
  keepArtifacts,
  {
    Effect: "Allow",
    Action: ["codebuild:StartBuild", "codebuild:BatchGetBuilds"],
    Resource: "arn:aws:codebuild:us-west-2:123456789012:project/workshop-CatsnDogsBuild",
  },
  {
    Effect: "Allow",
    Action: ["ecs:DescribeServices", "ecs:UpdateService"],
    Resource: SERVICE,
    Condition: ofCluster,
  },
  { Effect: "Allow", Action: ["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"], Resource: "*" },
  { Effect: "Allow", Action: ["ecs:DescribeTasks", "ecs:ListTasks"], Resource: "*", Condition: ofCluster },
  {
    Effect: "Allow",
    Action: "ecs:TagResource",
    Resource: `${FAMILY}:*`,
    Condition: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
  },
];

describe("the roles of DogsPipeline", () => {
  let recorded: Awaited<ReturnType<typeof recordPipeline>>;

  before(async () => {
    recorded = await recordPipeline();
  });

  it("are three, each taken by one service on behalf of this account alone", () => {
    const roles = recorded.all(ROLE).map(({ name, inputs }) => {
      const [{ Principal, Condition }, ...others] = JSON.parse(inputs.assumeRolePolicy).Statement;
      assert.deepEqual(others, []);
      assert.deepEqual(Condition, { StringEquals: { "aws:SourceAccount": "123456789012" } }, name);
      return [inputs.name, Principal];
    });
    assert.deepEqual(roles.sort(), [
      ["workshop-CatsnDogsBuild", { Service: "codebuild.amazonaws.com" }],
      ["workshop-CatsnDogsPipeline", { Service: "codepipeline.amazonaws.com" }],
      ["workshop-DogsPipelineEventsRole", { Service: "events.amazonaws.com" }],
    ]);
  });

  it("have one policy each, and no other", () => {
    const policies = recorded.all(POLICY).map(({ inputs }) => [inputs.role, inputs.name]);
    assert.deepEqual(policies.sort(), [
      ["workshop-CatsnDogsBuild", "build-and-push"],
      ["workshop-CatsnDogsPipeline", "release"],
      ["workshop-DogsPipelineEventsRole", "start-pipeline"],
    ]);
    assert.deepEqual(recorded.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment"), []);
  });

  it("let a build log to its group, keep artifacts, and push to the one repository", () => {
    assert.deepEqual(statementsOf(recorded, "build"), [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:us-west-2:123456789012:log-group:/workshop/dogs-pipeline:*",
      },
      keepArtifacts,
      { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      {
        Effect: "Allow",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:CompleteLayerUpload",
          "ecr:InitiateLayerUpload",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        Resource: REPOSITORY,
      },
    ]);
  });

  it("let the pipeline read the one upload, start the one build, deploy the one service, and hand no role over", () => {
    assert.deepEqual(statementsOf(recorded, "pipeline"), release);
  });

  it("let EventBridge start this pipeline", () => {
    assert.deepEqual(statementsOf(recorded, "events"), [
      {
        Effect: "Allow",
        Action: "codepipeline:StartPipelineExecution",
        Resource: "arn:aws:codepipeline:us-west-2:123456789012:workshop-CatsnDogsPipeline",
      },
    ]);
  });

  it("let the pipeline hand the tasks' roles to tasks alone, where there are some", async () => {
    assert.deepEqual(statementsOf(await recordPipeline({ taskRoleArns: [DOGS] }), "pipeline"), [
      ...release,
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: [DOGS],
        Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
    ]);
  });

  it("let the pipeline read another upload where it has another name, and dogs.zip no longer", async () => {
    const [, read] = statementsOf(await recordPipeline({ sourceKey: "puppies.zip" }), "pipeline");
    assert.deepEqual(read, {
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: `${CODE}/puppies.zip`,
    });
  });
});

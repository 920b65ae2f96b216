import assert from "node:assert/strict";
import type { Account } from "../../local/account/account";
import { authorize } from "../../local/account/iam/authorize";
import type { ContextEntries } from "../../local/account/iam/context";
import { mayAssume } from "../../local/account/iam/trust";
import { bringUp, only } from "./bringUp";

const PUSH = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:InitiateLayerUpload",
  "ecr:UploadLayerPart",
  "ecr:CompleteLayerUpload",
  "ecr:PutImage",
];
const TO_TASKS = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
const WHILE_REGISTERING = { "ecs:CreateAction": "RegisterTaskDefinition" };

/** What is asked for: an action, a resource, and what the service that is called says besides. */
type Asked = [action: string, resource: string, context?: ContextEntries];

describe("the roles of lab 6", () => {
  let account: Account;

  before(async () => {
    ({ account } = await bringUp({ lab: 6 }));
  });

  const arn = (type: string, suffix = "") => String(only(account, type, suffix).outputs.arn);
  const roleOf = (suffix: string) => arn("aws:iam/role:Role", suffix);
  const bucket = (what: string) => arn("aws:s3/bucket:Bucket", `-${what}-123456789012-us-west-2`);
  const repository = (image: string) => arn("aws:ecr/repository:Repository", `/${image}`);
  const service = (name: string) => arn("aws:ecs/service:Service", `workshop-${name}`);
  const project = () => arn("aws:codebuild/project:Project");
  const pipeline = () => arn("aws:codepipeline/pipeline:Pipeline");
  const group = (name: string) => arn("aws:cloudwatch/logGroup:LogGroup", name);
  const revision = (family: string) => arn("aws:ecs/taskDefinition:TaskDefinition", family);
  const ofCluster = (name = "") => ({ "ecs:cluster": arn("aws:ecs/cluster:Cluster") + name });

  /** Tells of everything that a role may not do that it has to, or may do that it need not. */
  function holds(role: string, allowed: boolean, asked: Asked[]): void {
    const principal = roleOf(role);
    const wrong = asked.filter(
      ([action, resource, context = {}]) =>
        authorize(account, { principal, action, resource, context }).allowed !== allowed,
    );
    assert.deepEqual(wrong, []);
  }
  const may = (role: string, ...asked: Asked[]) => holds(role, true, asked);
  const mayNot = (role: string, ...asked: Asked[]) => holds(role, false, asked);

  describe("the build's", () => {
    const BUILD = "CatsnDogsBuild";

    it("pushes to the repository of dogs, and to no other", () => {
      may(BUILD, ["ecr:GetAuthorizationToken", "*"], ...PUSH.map((action): Asked => [action, repository("dogs")]));
      mayNot(BUILD, ...PUSH.map((action): Asked => [action, repository("cats")]));
    });

    it("does not delete the images of dogs", () => {
      mayNot(BUILD, ["ecr:BatchDeleteImage", repository("dogs")]);
    });

    it("logs to its own group, and makes none", () => {
      const stream = (name: string) => `${group(name)}:log-stream:7c9e6679`;
      may(BUILD, ["logs:CreateLogStream", stream("dogs-pipeline")], ["logs:PutLogEvents", stream("dogs-pipeline")]);
      mayNot(
        BUILD,
        ["logs:CreateLogStream", stream("/workshop/dogs")],
        ["logs:PutLogEvents", stream("/workshop/dogs")],
        ["logs:CreateLogGroup", `${group("dogs-pipeline")}:*`],
      );
    });

    it("takes and leaves artifacts, and does not touch what is uploaded", () => {
      const actions = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"];
      may(BUILD, ...actions.map((action): Asked => [action, `${bucket("artifacts")}/workshop-CatsnDogsPi/source/1`]));
      mayNot(BUILD, ...actions.map((action): Asked => [action, `${bucket("code")}/dogs.zip`]));
    });

    it("deletes no artifact, and does not deploy", () => {
      mayNot(
        BUILD,
        ["s3:DeleteObject", `${bucket("artifacts")}/workshop-CatsnDogsPi/source/1`],
        ["ecs:UpdateService", service("dogs"), ofCluster()],
        ["ecs:RegisterTaskDefinition", "*"],
      );
    });
  });

  describe("the pipeline's", () => {
    const PIPELINE = "CatsnDogsPipeline";

    it("reads dogs.zip, and nothing else that is uploaded", () => {
      may(
        PIPELINE,
        ["s3:GetBucketVersioning", bucket("code")],
        ["s3:GetObject", `${bucket("code")}/dogs.zip`],
        ["s3:GetObjectVersion", `${bucket("code")}/dogs.zip`],
      );
      mayNot(
        PIPELINE,
        ["s3:GetBucketVersioning", bucket("artifacts")],
        ["s3:GetObject", `${bucket("code")}/cats.zip`],
        ["s3:GetObjectVersion", `${bucket("code")}/old/dogs.zip`],
        ["s3:PutObject", `${bucket("code")}/dogs.zip`],
      );
    });

    it("keeps artifacts, and deletes none", () => {
      const key = `${bucket("artifacts")}/workshop-CatsnDogsPi/MyAppBuild/1`;
      may(PIPELINE, ["s3:GetObject", key], ["s3:GetObjectVersion", key], ["s3:PutObject", key]);
      mayNot(PIPELINE, ["s3:DeleteObject", key], ["s3:PutObject", key.replace("workshop-", "other-")]);
    });

    it("starts the build of dogs and looks at it, and no other", () => {
      const other = project().replace(/[^/]+$/, "workshop-Other");
      may(PIPELINE, ["codebuild:StartBuild", project()], ["codebuild:BatchGetBuilds", project()]);
      mayNot(
        PIPELINE,
        ["codebuild:StartBuild", other],
        ["codebuild:BatchGetBuilds", other],
        ["codebuild:UpdateProject", project()],
      );
    });

    it("updates the service of dogs, and not that of cats", () => {
      const actions = ["ecs:DescribeServices", "ecs:UpdateService"];
      may(PIPELINE, ...actions.map((action): Asked => [action, service("dogs"), ofCluster()]));
      mayNot(PIPELINE, ...actions.map((action): Asked => [action, service("cats"), ofCluster()]), [
        "ecs:DeleteService",
        service("dogs"),
        ofCluster(),
      ]);
    });

    it("does nothing on another cluster", () => {
      may(PIPELINE, ["ecs:ListTasks", "*", ofCluster()], ["ecs:DescribeTasks", "*", ofCluster()]);
      mayNot(
        PIPELINE,
        ["ecs:ListTasks", "*", ofCluster("-2")],
        ["ecs:DescribeTasks", "*", ofCluster("-2")],
        ["ecs:UpdateService", service("dogs"), ofCluster("-2")],
        ["ecs:UpdateService", service("dogs").replace("/workshop-dogs", "-2/workshop-dogs"), ofCluster("-2")],
      );
    });

    it("registers revisions, and runs and removes none itself", () => {
      may(PIPELINE, ["ecs:DescribeTaskDefinition", "*"], ["ecs:RegisterTaskDefinition", "*"]);
      mayNot(PIPELINE, ["ecs:DeregisterTaskDefinition", "*"], ["ecs:RunTask", revision("workshop-dogs"), ofCluster()]);
    });

    it("tags a revision of dogs while it registers it, and nothing else", () => {
      may(PIPELINE, ["ecs:TagResource", revision("workshop-dogs"), WHILE_REGISTERING]);
      mayNot(
        PIPELINE,
        ["ecs:TagResource", revision("workshop-cats"), WHILE_REGISTERING],
        ["ecs:TagResource", revision("workshop-dogs")],
        ["ecs:TagResource", revision("workshop-dogs"), { "ecs:CreateAction": "RunTask" }],
      );
    });

    it("hands no role over, as the tasks of dogs have none", () => {
      assert.equal(
        "taskRoleArn" in only(account, "aws:ecs/taskDefinition:TaskDefinition", "workshop-dogs").inputs,
        false,
      );
      mayNot(
        PIPELINE,
        ["iam:PassRole", roleOf("catsContainerTaskRole"), TO_TASKS],
        ["iam:PassRole", roleOf(PIPELINE), TO_TASKS],
      );
    });
  });

  describe("EventBridge's", () => {
    const EVENTS = "DogsPipelineEventsRole";

    it("starts this pipeline, and no other", () => {
      may(EVENTS, ["codepipeline:StartPipelineExecution", pipeline()]);
      mayNot(EVENTS, ["codepipeline:StartPipelineExecution", pipeline().replace("Dogs", "Birds")]);
    });

    it("does not stop it, or start the build without it", () => {
      mayNot(
        EVENTS,
        ["codepipeline:StopPipelineExecution", pipeline()],
        ["codepipeline:UpdatePipeline", pipeline()],
        ["codebuild:StartBuild", project()],
      );
    });
  });

  describe("are taken", () => {
    const SERVICES: Record<string, string> = {
      CatsnDogsBuild: "codebuild.amazonaws.com",
      CatsnDogsPipeline: "codepipeline.amazonaws.com",
      DogsPipelineEventsRole: "events.amazonaws.com",
    };
    const taken = (role: string, by: string, context: ContextEntries) => mayAssume(account, roleOf(role), by, context);

    it("each by its own service, and by no other", () => {
      const all = [...Object.values(SERVICES), "ecs-tasks.amazonaws.com", "ec2.amazonaws.com"];
      for (const [role, own] of Object.entries(SERVICES)) {
        const takers = all.filter((one) => taken(role, one, { "aws:SourceAccount": "123456789012" }));
        assert.deepEqual(takers, [own], role);
      }
    });

    it("on behalf of this account, and of nobody else", () => {
      for (const [role, own] of Object.entries(SERVICES)) {
        assert.equal(taken(role, own, { "aws:SourceAccount": "210987654321" }), false, role);
        assert.equal(taken(role, own, {}), false, role);
      }
    });
  });

  it("may not know where the unicorns are", () => {
    const parameter = arn("aws:ssm/parameter:Parameter");
    for (const role of ["CatsnDogsBuild", "CatsnDogsPipeline", "DogsPipelineEventsRole"]) {
      mayNot(role, ["ssm:GetParameter", parameter], ["ssm:GetParameters", parameter]);
    }
  });
});

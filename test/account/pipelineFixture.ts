import type { Account } from "../../local/account/account";
import type { AccountRecord, Props } from "../../local/account/model";
import { ACCOUNT_ID, accountWith, make } from "./support";

export const PIPELINE = "aws:codepipeline/pipeline:Pipeline";
export const ROLE = "aws:iam/role:Role";

/** The role of the pipeline. */
export const roleArn = `arn:aws:iam::${ACCOUNT_ID}:role/release`;

export const source: Props = {
  name: "Source",
  category: "Source",
  owner: "AWS",
  provider: "S3",
  version: "1",
  outputArtifacts: ["source"],
  configuration: { S3Bucket: "code", S3ObjectKey: "dogs.zip", PollForSourceChanges: "false" },
};
export const build: Props = {
  name: "Build",
  category: "Build",
  owner: "AWS",
  provider: "CodeBuild",
  version: "1",
  inputArtifacts: ["source"],
  outputArtifacts: ["MyAppBuild"],
  configuration: { ProjectName: "builder" },
};
export const deploy: Props = {
  name: "deploy-dogs",
  category: "Deploy",
  owner: "AWS",
  provider: "ECS",
  version: "1",
  inputArtifacts: ["MyAppBuild"],
  configuration: { ClusterName: "workshop", ServiceName: "dogs", FileName: "imagedefinitions.json" },
};

/** An action with more in its configuration. */
export function configured(action: Props, by: Props): Props {
  return { ...action, configuration: { ...(action.configuration as Props), ...by } };
}

/** The stages of a pipeline, each by its actions. */
export function stages(...actions: Props[][]): Props[] {
  return actions.map((list, i) => ({ name: `stage-${i + 1}`, actions: list }));
}

/** The pipeline of the workshop. */
export const pipeline: Props = {
  name: "workshop-CatsnDogsPipeline",
  roleArn,
  pipelineType: "V2",
  executionMode: "QUEUED",
  artifactStores: [{ type: "S3", location: "artifacts" }],
  stages: [
    { name: "Source", actions: [source] },
    { name: "Build", actions: [build] },
    { name: "Deploy", actions: [deploy], onFailure: { result: "ROLLBACK" } },
  ],
};

/** A role's trust in one service. */
export function trusting(Service: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }],
  });
}

const NEEDED: Record<string, Partial<AccountRecord>> = {
  code: { type: "aws:s3/bucket:Bucket", id: "code" },
  versioning: {
    type: "aws:s3/bucketVersioning:BucketVersioning",
    inputs: { bucket: "code", versioningConfiguration: { status: "Enabled" } },
  },
  artifacts: { type: "aws:s3/bucket:Bucket", id: "artifacts" },
  project: { type: "aws:codebuild/project:Project", inputs: { name: "builder" } },
  cluster: { type: "aws:ecs/cluster:Cluster", inputs: { name: "workshop" } },
  service: { type: "aws:ecs/service:Service", inputs: { name: "dogs", cluster: "workshop" } },
};

/** An account with all that the pipeline needs, each unless it is left out: `code`, `versioning`, `role` and the like. */
export function ready(...missing: string[]): Account {
  const needed = Object.entries(NEEDED).filter(([name]) => !missing.includes(name));
  const account = accountWith(...needed.map(([, record]) => record));
  if (!missing.includes("role")) {
    make(account, ROLE, { name: "release", assumeRolePolicy: trusting("codepipeline.amazonaws.com") });
  }
  return account;
}

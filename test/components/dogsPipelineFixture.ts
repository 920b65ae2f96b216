import { DogsPipeline } from "../../components/dogsPipeline";
import type { DogsPipelineArgs } from "../../components/dogsPipelineArgs";
import { type Recorded, record } from "./recorder";

export const PROJECT = "aws:codebuild/project:Project";
export const PIPELINE = "aws:codepipeline/pipeline:Pipeline";
export const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
export const RULE = "aws:cloudwatch/eventRule:EventRule";
export const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";
export const ROLE = "aws:iam/role:Role";
export const POLICY = "aws:iam/rolePolicy:RolePolicy";

export const CLUSTER = "arn:aws:ecs:us-west-2:123456789012:cluster/workshop-cluster";
export const SERVICE = "arn:aws:ecs:us-west-2:123456789012:service/workshop-cluster/workshop-dogs";
export const FAMILY = "arn:aws:ecs:us-west-2:123456789012:task-definition/workshop-dogs";
export const REPOSITORY = "arn:aws:ecr:us-west-2:123456789012:repository/workshop/dogs";
export const REPOSITORY_URL = "123456789012.dkr.ecr.us-west-2.amazonaws.com/workshop/dogs";

/** The beginnings of the ARNs that AWS gives, by type; the rest is the name. */
const ARNS: Record<string, string> = {
  [PROJECT]: "arn:aws:codebuild:us-west-2:123456789012:project/",
  [PIPELINE]: "arn:aws:codepipeline:us-west-2:123456789012:",
  [LOG_GROUP]: "arn:aws:logs:us-west-2:123456789012:log-group:",
  [ROLE]: "arn:aws:iam::123456789012:role/",
};

function required(): DogsPipelineArgs {
  return {
    stack: "workshop",
    repository: { url: REPOSITORY_URL, arn: REPOSITORY },
    cluster: { name: "workshop-cluster", arn: CLUSTER },
    service: { name: "workshop-dogs", arn: SERVICE },
    taskDefinitionFamilyArn: FAMILY,
  };
}

/** Makes the pipeline of a stack "workshop" in us-west-2. */
export function recordPipeline(more: Partial<DogsPipelineArgs> = {}) {
  return record(
    () => {
      const { source, pipeline, logGroupName } = new DogsPipeline("dogs-pipeline", { ...required(), ...more });
      return { source, pipeline, logGroupName };
    },
    {
      calls: {
        "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: "123456789012" }),
        "aws:index/getRegion:getRegion": () => ({ region: "us-west-2" }),
      },
      outputs: (type, _, { bucket, name }) => {
        if (type === "aws:s3/bucket:Bucket") {
          return { arn: `arn:aws:s3:::${bucket}` };
        }
        const arn = ARNS[type];
        return arn === undefined ? undefined : { arn: `${arn}${name}` };
      },
    },
  );
}

/** What the policy of one of the three roles allows: `build`, `pipeline` or `events`. */
export function statementsOf(recorded: Recorded, role: string): unknown[] {
  return JSON.parse(recorded.one(POLICY, `-${role}`).inputs.policy).Statement;
}

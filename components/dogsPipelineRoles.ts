import * as pulumi from "@pulumi/pulumi";
import type { DogsPipelineArgs } from "./dogsPipelineArgs";
import { type Allowed, passRolesToTasks } from "./scopedRole";

/** A bucket as the policies need it. */
export interface BucketArn {
  arn: pulumi.Input<string>;
}

/** What the pipeline itself may do: read the one source, keep artifacts, start the one build, deploy the one service. */
export function pipelineAllows(
  args: DogsPipelineArgs,
  {
    source,
    artifacts,
    key,
    projectArn,
  }: { source: BucketArn; artifacts: BucketArn; key: string; projectArn: pulumi.Input<string> },
): Allowed[] {
  const ofCluster = { ArnEquals: { "ecs:cluster": args.cluster.arn } };
  return [
    { Action: "s3:GetBucketVersioning", Resource: source.arn },
    { Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: pulumi.interpolate`${source.arn}/${key}` },
    {
      Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
      Resource: pulumi.interpolate`${artifacts.arn}/*`,
    },
    { Action: ["codebuild:StartBuild", "codebuild:BatchGetBuilds"], Resource: projectArn },
    { Action: ["ecs:DescribeServices", "ecs:UpdateService"], Resource: args.service.arn, Condition: ofCluster },
    // Neither can be limited to a resource: Service Authorization Reference, Amazon ECS.
    { Action: ["ecs:DescribeTaskDefinition", "ecs:RegisterTaskDefinition"], Resource: "*" },
    { Action: ["ecs:DescribeTasks", "ecs:ListTasks"], Resource: "*", Condition: ofCluster },
    {
      Action: "ecs:TagResource",
      Resource: pulumi.interpolate`${args.taskDefinitionFamilyArn}:*`,
      Condition: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
    },
    ...passRolesToTasks(args.taskRoleArns ?? []),
  ];
}

/** What a build may do: log, take its source and leave its artifacts, push to the one repository. */
export function buildAllows(
  args: DogsPipelineArgs,
  { artifacts, logGroupArn }: { artifacts: BucketArn; logGroupArn: pulumi.Input<string> },
): Allowed[] {
  return [
    // Not to make the group, which would then outlive the stack.
    { Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: pulumi.interpolate`${logGroupArn}:*` },
    {
      Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
      Resource: pulumi.interpolate`${artifacts.arn}/*`,
    },
    { Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      Resource: args.repository.arn,
    },
  ];
}

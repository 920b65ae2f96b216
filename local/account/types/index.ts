import type { TypeDefinition } from "../model";
import { appAutoscalingTypes } from "./appautoscaling";
import { autoscalingTypes } from "./autoscaling";
import { cloudwatchTypes } from "./cloudwatch";
import { codebuildTypes } from "./codebuild";
import { codepipelineTypes } from "./codepipeline";
import { dynamodbTypes } from "./dynamodb";
import { ec2ComputeTypes } from "./ec2/compute";
import { ec2NetworkTypes } from "./ec2/networking";
import { ecrTypes } from "./ecr";
import { ecsTypes } from "./ecs";
import { iamTypes } from "./iam";
import { kmsTypes } from "./kms";
import { lambdaTypes } from "./lambda";
import { lbTypes } from "./lb";
import { route53Types } from "./route53";
import { s3Types } from "./s3";
import { sfnTypes } from "./sfn";
import { snsTypes } from "./sns";
import { sqsTypes } from "./sqs";
import { ssmTypes } from "./ssm";

/** Every resource type of the account. A type that is not here does not exist on this machine. */
export const types: readonly TypeDefinition[] = [
  ...ec2NetworkTypes,
  ...cloudwatchTypes,
  ...ecrTypes,
  ...ecsTypes,
  ...iamTypes,
  ...ec2ComputeTypes,
  ...lbTypes,
  ...autoscalingTypes,
  ...appAutoscalingTypes,
  ...snsTypes,
  ...sqsTypes,
  ...dynamodbTypes,
  ...route53Types,
  ...lambdaTypes,
  ...sfnTypes,
  ...kmsTypes,
  ...ssmTypes,
  ...s3Types,
  ...codebuildTypes,
  ...codepipelineTypes,
];

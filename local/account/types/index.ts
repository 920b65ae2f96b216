import type { TypeDefinition } from "../model";
import { appAutoscalingTypes } from "./appautoscaling";
import { autoscalingTypes } from "./autoscaling";
import { cloudwatchTypes } from "./cloudwatch";
import { codebuildTypes } from "./codebuild";
import { codepipelineTypes } from "./codepipeline";
import { ec2ComputeTypes } from "./ec2/compute";
import { ec2NetworkTypes } from "./ec2/networking";
import { ecrTypes } from "./ecr";
import { ecsTypes } from "./ecs";
import { iamTypes } from "./iam";
import { kmsTypes } from "./kms";
import { lbTypes } from "./lb";
import { s3Types } from "./s3";
import { snsTypes } from "./sns";
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
  ...kmsTypes,
  ...ssmTypes,
  ...s3Types,
  ...codebuildTypes,
  ...codepipelineTypes,
];

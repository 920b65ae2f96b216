/**
 * Policies that AWS manages and that programs around ECS, Spot, Systems Manager, Lambda and the developer tools attach
 * to their roles, as the path and name after `arn:aws:iam::aws:policy/`. An AWS policy that is not here does not exist
 * in the account; add it when a program needs it. Names are those of docs.aws.amazon.com/aws-managed-policy/latest/reference/
 */
const NAMES: readonly string[] = [
  "AWSCodeBuildAdminAccess",
  "AWSCodeBuildDeveloperAccess",
  "AWSCodeBuildReadOnlyAccess",
  "AWSCodeDeployRoleForECS",
  "AWSCodePipelineApproverAccess",
  "AWSCodePipelineCustomActionAccess",
  "AWSCodePipeline_FullAccess",
  "AWSCodePipeline_ReadOnlyAccess",
  "AWSLambda_FullAccess",
  "AWSStepFunctionsFullAccess",
  "AWSXRayDaemonWriteAccess",
  "AdministratorAccess",
  "AmazonEC2ContainerRegistryFullAccess",
  "AmazonEC2ContainerRegistryPowerUser",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonEC2FullAccess",
  "AmazonEC2ReadOnlyAccess",
  "AmazonECS_FullAccess",
  "AmazonEventBridgeFullAccess",
  "AmazonRoute53FullAccess",
  "AmazonS3FullAccess",
  "AmazonS3ReadOnlyAccess",
  "AmazonSNSFullAccess",
  "AmazonSSMFullAccess",
  "AmazonSSMManagedEC2InstanceDefaultPolicy",
  "AmazonSSMManagedInstanceCore",
  "AmazonSSMReadOnlyAccess",
  "AutoScalingFullAccess",
  "CloudWatchAgentServerPolicy",
  "CloudWatchFullAccessV2",
  "CloudWatchLogsFullAccess",
  "CloudWatchReadOnlyAccess",
  "EC2InstanceConnect",
  "IAMFullAccess",
  "IAMReadOnlyAccess",
  "PowerUserAccess",
  "ReadOnlyAccess",
  "SecurityAudit",
  "service-role/AWSCodeDeployRole",
  "service-role/AWSLambdaBasicExecutionRole",
  "service-role/AWSLambdaRole",
  "service-role/AWSLambdaSQSQueueExecutionRole",
  "service-role/AWSLambdaVPCAccessExecutionRole",
  "service-role/AmazonEC2ContainerServiceAutoscaleRole",
  "service-role/AmazonEC2ContainerServiceEventsRole",
  "service-role/AmazonEC2ContainerServiceRole",
  "service-role/AmazonEC2ContainerServiceforEC2Role",
  "service-role/AmazonEC2SpotFleetAutoscaleRole",
  "service-role/AmazonEC2SpotFleetTaggingRole",
  "service-role/AmazonECSInfrastructureRolePolicyForServiceConnectTransportLayerSecurity",
  "service-role/AmazonECSInfrastructureRolePolicyForVolumes",
  "service-role/AmazonECSTaskExecutionRolePolicy",
  "service-role/AmazonSNSRole",
  "service-role/AmazonSSMAutomationRole",
  "service-role/AutoScalingNotificationAccessRole",
  "service-role/CloudWatchEventsBuiltInTargetExecutionAccess",
  "service-role/CloudWatchEventsInvocationAccess",
];

const ARNS = new Set(NAMES.map((name) => `arn:aws:iam::aws:policy/${name}`));

/** Whether AWS manages a policy of this ARN. */
export function isManagedPolicy(arn: string): boolean {
  return ARNS.has(arn);
}

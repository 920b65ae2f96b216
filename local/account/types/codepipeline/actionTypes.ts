/** What a provider's actions take: docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html */
export interface ActionType {
  /** Keys of the configuration without which it is refused. */
  required: readonly string[];
  /** Further keys. */
  optional: readonly string[];
  /** How many artifacts it takes. */
  inputs: readonly [min: number, max: number];
  /** How many artifacts it gives. */
  outputs: readonly [min: number, max: number];
}

const codeBuild: ActionType = {
  required: ["ProjectName"],
  optional: ["PrimarySource", "BatchEnabled", "BuildspecOverride", "CombineArtifacts", "EnvironmentVariables"],
  inputs: [1, 5],
  outputs: [0, 5],
};

/**
 * The action types of this account, by `CATEGORY/OWNER/PROVIDER`, each in version 1. AWS has more of them; add one when a
 * program needs it.
 */
const ACTION_TYPES: Record<string, ActionType> = {
  "Source/AWS/S3": {
    required: ["S3Bucket", "S3ObjectKey"],
    optional: ["AllowOverrideForS3ObjectKey", "PollForSourceChanges"],
    inputs: [0, 0],
    outputs: [1, 1],
  },
  "Build/AWS/CodeBuild": codeBuild,
  "Test/AWS/CodeBuild": codeBuild,
  "Deploy/AWS/ECS": {
    required: ["ClusterName", "ServiceName"],
    optional: ["DeploymentTimeout", "FileName"],
    inputs: [1, 1],
    outputs: [0, 0],
  },
  "Approval/AWS/Manual": {
    required: [],
    optional: ["CustomData", "ExternalEntityLink", "NotificationArn"],
    inputs: [0, 0],
    outputs: [0, 0],
  },
  "Deploy/AWS/CloudFormation": {
    required: ["ActionMode", "StackName"],
    optional: [
      ...["Capabilities", "ChangeSetName", "OutputFileName", "ParameterOverrides", "RoleArn"],
      ...["TemplateConfiguration", "TemplatePath"],
    ],
    inputs: [0, 10],
    outputs: [0, 1],
  },
  "Invoke/AWS/Lambda": {
    required: ["FunctionName"],
    optional: ["UserParameters"],
    inputs: [0, 5],
    outputs: [0, 5],
  },
};

/** Names of all of them, for example `Deploy/AWS/ECS`. */
export const ACTION_TYPE_NAMES = Object.keys(ACTION_TYPES);

/** An action type, or undefined where this account does not have it. */
export function actionType(category: string, owner: string, provider: string, version: string): ActionType | undefined {
  return version === "1" ? ACTION_TYPES[`${category}/${owner}/${provider}`] : undefined;
}

import type { Props } from "../../model";

export const TARGET = "aws:appautoscaling/target:Target";
export const POLICY = "aws:appautoscaling/policy:Policy";

/** docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html */
export const NAMESPACES = [
  ...["appstream", "cassandra", "comprehend", "custom-resource", "dynamodb", "ec2", "ecs", "elasticache"],
  ...["elasticmapreduce", "kafka", "lambda", "neptune", "rds", "sagemaker", "workspaces"],
] as const;

/** The dimensions of each namespace, without its name in front. */
const DIMENSIONS: Record<(typeof NAMESPACES)[number], readonly string[]> = {
  appstream: ["fleet:DesiredCapacity"],
  cassandra: ["table:ReadCapacityUnits", "table:WriteCapacityUnits"],
  comprehend: [
    "document-classifier-endpoint:DesiredInferenceUnits",
    "entity-recognizer-endpoint:DesiredInferenceUnits",
  ],
  "custom-resource": ["ResourceType:Property"],
  dynamodb: [
    ...["index:ReadCapacityUnits", "index:WriteCapacityUnits", "table:ReadCapacityUnits", "table:WriteCapacityUnits"],
  ],
  ec2: ["capacity-reservation:AvailableInstances", "spot-fleet-request:TargetCapacity"],
  ecs: ["service:DesiredCount"],
  elasticache: ["cache-cluster:Nodes", "replication-group:NodeGroups", "replication-group:Replicas"],
  elasticmapreduce: ["instancegroup:InstanceCount"],
  kafka: ["broker-storage:VolumeSize"],
  lambda: ["function:ProvisionedConcurrency"],
  neptune: ["cluster:ReadReplicaCount"],
  rds: ["cluster:ReadReplicaCount"],
  sagemaker: [
    ...["inference-component:DesiredCopyCount", "variant:DesiredInstanceCount"],
    "variant:DesiredProvisionedConcurrency",
  ],
  workspaces: ["workspacespool:DesiredUserSessions"],
};

/** Every scalable dimension, with its namespace in front. */
export const ALL_DIMENSIONS: readonly string[] = NAMESPACES.flatMap((namespace) =>
  DIMENSIONS[namespace].map((dimension) => `${namespace}:${dimension}`),
);

/** What identifies a scalable target: nothing else scales the same dimension of the same resource. */
export function targetKey(inputs: Props): string {
  return [inputs.serviceNamespace, inputs.resourceId, inputs.scalableDimension].map(String).join("|");
}

/** ECS, its images, their builds and their scaling. */
import type { PolicyArgs } from "@pulumi/aws/appautoscaling/policy";
import type { ScheduledActionArgs } from "@pulumi/aws/appautoscaling/scheduledAction";
import type { TargetArgs } from "@pulumi/aws/appautoscaling/target";
import type { ProjectArgs } from "@pulumi/aws/codebuild/project";
import type { PipelineArgs } from "@pulumi/aws/codepipeline/pipeline";
import type { LifecyclePolicyArgs } from "@pulumi/aws/ecr/lifecyclePolicy";
import type { RegistryScanningConfigurationArgs } from "@pulumi/aws/ecr/registryScanningConfiguration";
import type { RepositoryArgs } from "@pulumi/aws/ecr/repository";
import type { RepositoryPolicyArgs } from "@pulumi/aws/ecr/repositoryPolicy";
import type { CapacityProviderArgs } from "@pulumi/aws/ecs/capacityProvider";
import type { ClusterArgs } from "@pulumi/aws/ecs/cluster";
import type { DaemonTaskDefinitionArgs } from "@pulumi/aws/ecs/daemonTaskDefinition";
import type { ExpressGatewayServiceArgs } from "@pulumi/aws/ecs/expressGatewayService";
import type { ServiceArgs } from "@pulumi/aws/ecs/service";
import type { TaskDefinitionArgs } from "@pulumi/aws/ecs/taskDefinition";
import { resourceType } from "./resourceType";

export const scalingPolicy = resourceType<PolicyArgs>("aws:appautoscaling/policy:Policy");
export const scheduledScaling = resourceType<ScheduledActionArgs>("aws:appautoscaling/scheduledAction:ScheduledAction");
export const scalingTarget = resourceType<TargetArgs>("aws:appautoscaling/target:Target");
export const codebuildProject = resourceType<ProjectArgs>("aws:codebuild/project:Project");
export const pipeline = resourceType<PipelineArgs>("aws:codepipeline/pipeline:Pipeline");
export const ecrLifecyclePolicy = resourceType<LifecyclePolicyArgs>("aws:ecr/lifecyclePolicy:LifecyclePolicy");
export const ecrScanningConfiguration = resourceType<RegistryScanningConfigurationArgs>(
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
);
export const ecrRepository = resourceType<RepositoryArgs>("aws:ecr/repository:Repository");
export const ecrRepositoryPolicy = resourceType<RepositoryPolicyArgs>("aws:ecr/repositoryPolicy:RepositoryPolicy");
export const capacityProvider = resourceType<CapacityProviderArgs>("aws:ecs/capacityProvider:CapacityProvider");
export const daemonTaskDefinition = resourceType<DaemonTaskDefinitionArgs>(
  "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition",
);
export const expressGatewayService = resourceType<ExpressGatewayServiceArgs>(
  "aws:ecs/expressGatewayService:ExpressGatewayService",
);
export const ecsCluster = resourceType<ClusterArgs>("aws:ecs/cluster:Cluster");
export const ecsService = resourceType<ServiceArgs>("aws:ecs/service:Service");
export const taskDefinition = resourceType<TaskDefinitionArgs>("aws:ecs/taskDefinition:TaskDefinition");

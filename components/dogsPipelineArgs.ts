import type * as pulumi from "@pulumi/pulumi";

export interface DogsPipelineArgs {
  /** The stack's name; every physical name starts with it. */
  stack: string;
  /** Where the built image goes. */
  repository: { url: pulumi.Input<string>; arn: pulumi.Input<string> };
  cluster: { name: pulumi.Input<string>; arn: pulumi.Input<string> };
  /** The service that the image is deployed to. It has to leave its task definition to the pipeline. */
  service: { name: pulumi.Input<string>; arn: pulumi.Input<string> };
  /** Without its revision: what the pipeline registers further revisions of. */
  taskDefinitionFamilyArn: pulumi.Input<string>;
  /** Roles that the service's tasks have, which the pipeline has to hand over. @default none */
  taskRoleArns?: pulumi.Input<string>[];
  /** What an upload is called, which starts the pipeline. @default "dogs.zip" */
  sourceKey?: string;
  /**
   * CodeBuild's own image, by its name with a version.
   *
   * @default aws/codebuild/amazonlinux-x86_64-standard:5.0
   */
  buildImage?: string;
}

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { base64, type EcsAgentSettings, ecsUserData } from "./userData";

/** The least that the ECS-optimized image takes. */
const ROOT_VOLUME_GIB = 30;

export interface EcsLaunchTemplateArgs {
  /** Physical name, and the `Name` of the instances. */
  name: string;
  imageId: pulumi.Input<string>;
  /** @default none: whoever launches from the template says which */
  instanceType?: string;
  instanceProfileArn: pulumi.Input<string>;
  securityGroupId: pulumi.Input<string>;
  /** The cluster's name as an output, so that the cluster outlives its instances. */
  agent: Omit<EcsAgentSettings, "cluster"> & { cluster: pulumi.Output<string> };
  /** Tags of the instances and volumes that are launched, beside their `Name`. */
  instanceTags: Record<string, string>;
}

/**
 * A launch template for container instances: session tokens required by the metadata service and no way to it from a
 * bridge network, which is a hop away, so containers cannot act as the instance; an encrypted gp3 root volume.
 * @returns its id, and the version that its latest change made, as the string that fleets and groups want
 */
export function ecsLaunchTemplate(
  name: string,
  args: EcsLaunchTemplateArgs,
  parent: pulumi.Resource,
): { id: pulumi.Output<string>; version: pulumi.Output<string> } {
  const { cluster, ...agent } = args.agent;
  const launchedTags = { ...args.instanceTags, Name: args.name };
  const template = new aws.ec2.LaunchTemplate(
    name,
    {
      name: args.name,
      imageId: args.imageId,
      instanceType: args.instanceType,
      iamInstanceProfile: { arn: args.instanceProfileArn },
      vpcSecurityGroupIds: [args.securityGroupId],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: ROOT_VOLUME_GIB, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      userData: cluster.apply((clusterName) => base64(ecsUserData({ cluster: clusterName, ...agent }))),
      tagSpecifications: [
        { resourceType: "instance", tags: launchedTags },
        { resourceType: "volume", tags: launchedTags },
      ],
    },
    { parent },
  );
  // A number and not "$Latest": fleets refuse the alias, and a group would not notice the change.
  return { id: template.id, version: template.latestVersion.apply(String) };
}

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** The AWS account that publishes the images, Amazon ECS itself: a name alone could be anyone's. */
const AMAZON_ECS = "591542846629";

/**
 * The id, in the stack's region, of the ECS-optimized Amazon Linux 2023 image with this exact name. The name pins it:
 * a newer release replaces instances only when a person writes the newer name into the configuration.
 *
 * @param image for example `al2023-ami-ecs-hvm-2023.0.20251015-kernel-6.1-x86_64`
 * @param parent whose provider is asked
 */
export function ecsImageId(image: pulumi.Input<string>, parent: pulumi.Resource): pulumi.Output<string> {
  return aws.ec2.getAmiOutput(
    {
      owners: [AMAZON_ECS],
      filters: [{ name: "name", values: [image] }],
      // AWS marks an image as deprecated after a while; a stack that runs on it must still find it.
      includeDeprecated: true,
    },
    { parent },
  ).id;
}

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface WorkshopProviderArgs {
  /** AWS region of everything in the stack, for example `us-west-2`. */
  region: string;
  /**
   * Named profile of the AWS configuration files.
   *
   * @default the credentials that the environment offers
   */
  profile?: string;
  /** Tags of all that can be tagged. */
  tags: Record<string, string>;
}

/**
 * The AWS provider of the whole program. It tags all that can be tagged, so that a bill, or something that was left
 * behind, leads back to an attendee. What EC2 launches by itself, the instances of a fleet or a group, it cannot reach.
 *
 * Costs $0.0000 an hour: a provider is nothing that runs in AWS.
 */
export class WorkshopProvider extends aws.Provider {
  constructor(name: string, { region, profile, tags }: WorkshopProviderArgs, opts?: pulumi.ResourceOptions) {
    super(name, { region, profile, defaultTags: { tags } }, opts);
  }
}

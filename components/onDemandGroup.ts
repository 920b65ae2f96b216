import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { physicalName } from "./names";

export interface OnDemandGroupArgs {
  /** The stack's name; every physical name starts with it. */
  stack: string;
  count: number;
  subnetIds: pulumi.Input<string[]>;
  launchTemplate: { id: pulumi.Input<string>; version: pulumi.Input<string> };
  /** What the instances need from their first to their last moment. */
  dependsOn: pulumi.Input<pulumi.Resource[]>;
  /** Tags of the instances, and of the group itself: a provider's default tags reach neither. */
  instanceTags: Record<string, string>;
}

/** An Auto Scaling group of fixed size, and a topic that hears when it launches or terminates an instance, or fails to. */
export function onDemandGroup(
  name: string,
  args: OnDemandGroupArgs,
  parent: pulumi.Resource,
): { group: aws.autoscaling.Group; topic: aws.sns.Topic } {
  const { stack, count, instanceTags } = args;
  const group = new aws.autoscaling.Group(
    name,
    {
      name: physicalName(stack, "ECS-On-Demand-Group", 255),
      minSize: count,
      maxSize: count,
      desiredCapacity: count,
      vpcZoneIdentifiers: args.subnetIds,
      launchTemplate: args.launchTemplate,
      // A new image or attribute means new instances, each one started before the one that it replaces goes.
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 200 },
      },
      forceDelete: true,
      tags: Object.entries(instanceTags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    },
    { parent, dependsOn: args.dependsOn },
  );
  const topic = new aws.sns.Topic(name, { name: physicalName(stack, "ECS-On-Demand-Notifications", 256) }, { parent });
  new aws.autoscaling.Notification(
    name,
    {
      groupNames: [group.name],
      notifications: [
        "autoscaling:EC2_INSTANCE_LAUNCH",
        "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
        "autoscaling:EC2_INSTANCE_TERMINATE",
        "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
      ],
      topicArn: topic.arn,
    },
    { parent },
  );
  return { group, topic };
}

/** What runs instances. */
import type { GroupArgs } from "@pulumi/aws/autoscaling/group";
import type { ScheduleArgs } from "@pulumi/aws/autoscaling/schedule";
import type { VolumeArgs } from "@pulumi/aws/ebs/volume";
import type { FleetArgs } from "@pulumi/aws/ec2/fleet";
import type { InstanceArgs } from "@pulumi/aws/ec2/instance";
import type { LaunchConfigurationArgs } from "@pulumi/aws/ec2/launchConfiguration";
import type { LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate";
import type { SpotFleetRequestArgs } from "@pulumi/aws/ec2/spotFleetRequest";
import type { SpotInstanceRequestArgs } from "@pulumi/aws/ec2/spotInstanceRequest";
import { resourceType } from "./resourceType";

export const autoscalingGroup = resourceType<GroupArgs>("aws:autoscaling/group:Group");
export const autoscalingSchedule = resourceType<ScheduleArgs>("aws:autoscaling/schedule:Schedule");
export const ebsVolume = resourceType<VolumeArgs>("aws:ebs/volume:Volume");
export const ec2Fleet = resourceType<FleetArgs>("aws:ec2/fleet:Fleet");
export const instance = resourceType<InstanceArgs>("aws:ec2/instance:Instance");
export const launchConfiguration = resourceType<LaunchConfigurationArgs>(
  "aws:ec2/launchConfiguration:LaunchConfiguration",
);
export const launchTemplate = resourceType<LaunchTemplateArgs>("aws:ec2/launchTemplate:LaunchTemplate");
export const spotFleetRequest = resourceType<SpotFleetRequestArgs>("aws:ec2/spotFleetRequest:SpotFleetRequest");
export const spotInstanceRequest = resourceType<SpotInstanceRequestArgs>(
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
);

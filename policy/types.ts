import type { GroupArgs } from "@pulumi/aws/autoscaling/group";
import type { DefaultSecurityGroupArgs } from "@pulumi/aws/ec2/defaultSecurityGroup";
import type { FleetArgs } from "@pulumi/aws/ec2/fleet";
import type { InstanceArgs } from "@pulumi/aws/ec2/instance";
import type { LaunchConfigurationArgs } from "@pulumi/aws/ec2/launchConfiguration";
import type { LaunchTemplateArgs } from "@pulumi/aws/ec2/launchTemplate";
import type { SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup";
import type { SecurityGroupRuleArgs } from "@pulumi/aws/ec2/securityGroupRule";
import type { SpotFleetRequestArgs } from "@pulumi/aws/ec2/spotFleetRequest";
import type { SpotInstanceRequestArgs } from "@pulumi/aws/ec2/spotInstanceRequest";
import type { SecurityGroupIngressRuleArgs } from "@pulumi/aws/vpc/securityGroupIngressRule";
import type { Unwrap } from "@pulumi/pulumi";

/**
 * A resource type by its token, with the type of its properties. Only types are imported from @pulumi/aws: loading the
 * package itself would take longer than the whole pack.
 */
export interface ResourceType<Props> {
  readonly token: string;
  /** Exists for the compiler alone. */
  readonly props?: Props;
}

function resourceType<Args>(token: string): ResourceType<Unwrap<Args>> {
  return { token };
}

export const autoscalingGroup = resourceType<GroupArgs>("aws:autoscaling/group:Group");
export const defaultSecurityGroup = resourceType<DefaultSecurityGroupArgs>(
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
);
export const ec2Fleet = resourceType<FleetArgs>("aws:ec2/fleet:Fleet");
export const instance = resourceType<InstanceArgs>("aws:ec2/instance:Instance");
export const launchConfiguration = resourceType<LaunchConfigurationArgs>(
  "aws:ec2/launchConfiguration:LaunchConfiguration",
);
export const launchTemplate = resourceType<LaunchTemplateArgs>("aws:ec2/launchTemplate:LaunchTemplate");
export const securityGroup = resourceType<SecurityGroupArgs>("aws:ec2/securityGroup:SecurityGroup");
export const securityGroupIngressRule = resourceType<SecurityGroupIngressRuleArgs>(
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
);
export const securityGroupRule = resourceType<SecurityGroupRuleArgs>("aws:ec2/securityGroupRule:SecurityGroupRule");
export const spotFleetRequest = resourceType<SpotFleetRequestArgs>("aws:ec2/spotFleetRequest:SpotFleetRequest");
export const spotInstanceRequest = resourceType<SpotInstanceRequestArgs>(
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
);

/** Modules under which the provider publishes the same resources a second time. */
const MODULES: readonly (readonly [alias: string, module: string])[] = [
  ["aws:alb/", "aws:lb/"],
  ["aws:applicationloadbalancing/", "aws:lb/"],
  ["aws:elasticloadbalancingv2/", "aws:lb/"],
  ["aws:elasticloadbalancing/", "aws:elb/"],
];

/** `aws:s3/bucketAclV2:BucketAclV2` and its kind are the same resources as those without `V2`. */
const S3_V2 = /^(aws:s3\/\w+)V2:(\w+)V2$/;

/** The token by which rules know a type, for any token that the provider publishes it under. */
export function canonicalToken(token: string): string {
  const s3 = S3_V2.exec(token);
  if (s3) return `${s3[1]}:${s3[2]}`;
  const alias = MODULES.find(([prefix]) => token.startsWith(prefix));
  return alias ? alias[1] + token.slice(alias[0].length) : token;
}

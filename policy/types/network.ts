/** Networks, and what lets traffic in. */
import type { DefaultSecurityGroupArgs } from "@pulumi/aws/ec2/defaultSecurityGroup";
import type { EipArgs } from "@pulumi/aws/ec2/eip";
import type { EipAssociationArgs } from "@pulumi/aws/ec2/eipAssociation";
import type { NatGatewayArgs } from "@pulumi/aws/ec2/natGateway";
import type { SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup";
import type { SecurityGroupRuleArgs } from "@pulumi/aws/ec2/securityGroupRule";
import type { SubnetArgs } from "@pulumi/aws/ec2/subnet";
import type { LoadBalancerArgs as ClassicLoadBalancerArgs } from "@pulumi/aws/elb/loadBalancer";
import type { ListenerArgs } from "@pulumi/aws/lb/listener";
import type { ListenerRuleArgs } from "@pulumi/aws/lb/listenerRule";
import type { LoadBalancerArgs } from "@pulumi/aws/lb/loadBalancer";
import type { TargetGroupArgs } from "@pulumi/aws/lb/targetGroup";
import type { RecordArgs } from "@pulumi/aws/route53/record";
import type { ZoneArgs } from "@pulumi/aws/route53/zone";
import type { SecurityGroupIngressRuleArgs } from "@pulumi/aws/vpc/securityGroupIngressRule";
import { resourceType } from "./resourceType";

export const defaultSecurityGroup = resourceType<DefaultSecurityGroupArgs>(
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
);
export const eip = resourceType<EipArgs>("aws:ec2/eip:Eip");
export const eipAssociation = resourceType<EipAssociationArgs>("aws:ec2/eipAssociation:EipAssociation");
export const natGateway = resourceType<NatGatewayArgs>("aws:ec2/natGateway:NatGateway");
export const securityGroup = resourceType<SecurityGroupArgs>("aws:ec2/securityGroup:SecurityGroup");
export const securityGroupRule = resourceType<SecurityGroupRuleArgs>("aws:ec2/securityGroupRule:SecurityGroupRule");
export const subnet = resourceType<SubnetArgs>("aws:ec2/subnet:Subnet");
export const classicLoadBalancer = resourceType<ClassicLoadBalancerArgs>("aws:elb/loadBalancer:LoadBalancer");
export const listener = resourceType<ListenerArgs>("aws:lb/listener:Listener");
export const listenerRule = resourceType<ListenerRuleArgs>("aws:lb/listenerRule:ListenerRule");
export const loadBalancer = resourceType<LoadBalancerArgs>("aws:lb/loadBalancer:LoadBalancer");
export const targetGroup = resourceType<TargetGroupArgs>("aws:lb/targetGroup:TargetGroup");
export const route53Record = resourceType<RecordArgs>("aws:route53/record:Record");
export const route53Zone = resourceType<ZoneArgs>("aws:route53/zone:Zone");
export const securityGroupIngressRule = resourceType<SecurityGroupIngressRuleArgs>(
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
);

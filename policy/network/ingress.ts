import type { DefaultSecurityGroupArgs } from "@pulumi/aws/ec2/defaultSecurityGroup";
import type { SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup";
import type { SecurityGroupRuleArgs } from "@pulumi/aws/ec2/securityGroupRule";
import type { SecurityGroupIngressRuleArgs } from "@pulumi/aws/vpc/securityGroupIngressRule";
import type { Unwrap } from "@pulumi/pulumi";
import { items, type Seen, type SeenProps } from "../values";

/** One block of addresses that a security group lets in. */
export interface Ingress {
  /** Property that names the block. */
  property: string;
  cidr: string;
  protocol: Seen<string> | null | undefined;
  fromPort: Seen<number> | null | undefined;
  toPort: Seen<number> | null | undefined;
}

type Group = SeenProps<Unwrap<SecurityGroupArgs>> | SeenProps<Unwrap<DefaultSecurityGroupArgs>>;

/** What all three ways to write a rule with lists of blocks have in common. */
type BlockLists = Pick<
  SeenProps<Unwrap<SecurityGroupRuleArgs>>,
  "cidrBlocks" | "ipv6CidrBlocks" | "protocol" | "fromPort" | "toPort"
>;

function ingressOfLists(path: string, rule: BlockLists): Ingress[] {
  const { protocol, fromPort, toPort } = rule;
  const of = (name: "cidrBlocks" | "ipv6CidrBlocks") =>
    items(rule[name]).map(([i, cidr]): Ingress => {
      return { property: `${path}${name}[${i}]`, cidr, protocol, fromPort, toPort };
    });
  return [...of("cidrBlocks"), ...of("ipv6CidrBlocks")];
}

/** What the rules inside a security group let in. */
export function ingressOfGroup(group: Group): Ingress[] {
  return items(group.ingress).flatMap(([i, rule]) => ingressOfLists(`ingress[${i}].`, rule));
}

/** What a `SecurityGroupRule` lets in; nothing where it is for egress. */
export function ingressOfRule(rule: SeenProps<Unwrap<SecurityGroupRuleArgs>>): Ingress[] {
  return rule.type === "ingress" ? ingressOfLists("", rule) : [];
}

/** What a `SecurityGroupIngressRule` lets in. */
export function ingressOfIngressRule(rule: SeenProps<Unwrap<SecurityGroupIngressRuleArgs>>): Ingress[] {
  const { ipProtocol: protocol, fromPort, toPort } = rule;
  return (["cidrIpv4", "cidrIpv6"] as const).flatMap((property): Ingress[] => {
    const cidr = rule[property];
    return typeof cidr === "string" ? [{ property, cidr, protocol, fromPort, toPort }] : [];
  });
}

import type { DefaultSecurityGroupArgs } from "@pulumi/aws/ec2/defaultSecurityGroup";
import type { SecurityGroupArgs } from "@pulumi/aws/ec2/securityGroup";
import type { SecurityGroupRuleArgs } from "@pulumi/aws/ec2/securityGroupRule";
import type { SecurityGroupIngressRuleArgs } from "@pulumi/aws/vpc/securityGroupIngressRule";
import type { Unwrap } from "@pulumi/pulumi";
import { items, type Seen, type SeenProps, UNKNOWN } from "../values";

/** One block of addresses that a security group lets in. */
export interface Ingress {
  /** Property that names the block. */
  property: string;
  cidr: string;
  /** Read only where the block matters, so that nothing else is noted as not known. */
  ports(): Ports;
}

/** What a block of addresses is let in to. */
export interface Ports {
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
  const ports = (): Ports => ({ protocol: rule.protocol, fromPort: rule.fromPort, toPort: rule.toPort });
  const of = (name: "cidrBlocks" | "ipv6CidrBlocks") =>
    items(rule[name]).map(([i, cidr]): Ingress => ({ property: `${path}${name}[${i}]`, cidr, ports }));
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
  const ports = (): Ports => ({ protocol: rule.ipProtocol, fromPort: rule.fromPort, toPort: rule.toPort });
  return (["cidrIpv4", "cidrIpv6"] as const).flatMap((property): Ingress[] => {
    const cidr = rule[property];
    return typeof cidr === "string" ? [{ property, cidr, ports }] : [];
  });
}

/** Protocols that have ports, by the names and numbers that AWS takes. */
const WITH_PORTS: Readonly<Record<string, string>> = { tcp: "tcp", "6": "tcp", udp: "udp", "17": "udp" };

/** The ports that something is let in to. */
export interface Range {
  /** `tcp` or `udp`; undefined for every protocol. */
  protocol: string | undefined;
  from: number;
  to: number;
}

/**
 * The range of ports that is opened; the protocol's name where it is one without ports, or undefined where the range is
 * not known.
 */
export function rangeOf(ports: Ports): Range | string | undefined {
  const { protocol } = ports;
  if (protocol === UNKNOWN || protocol === null || protocol === undefined) return undefined;
  const name = String(protocol).toLowerCase();
  if (name === "-1" || name === "all") return { protocol: undefined, from: 0, to: 65535 };
  const withPorts = WITH_PORTS[name];
  if (withPorts === undefined) return name;
  const { fromPort, toPort } = ports;
  if (fromPort === UNKNOWN || toPort === UNKNOWN) return undefined;
  return { protocol: withPorts, from: fromPort ?? 0, to: toPort ?? fromPort ?? 65535 };
}

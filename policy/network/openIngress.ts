import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { defaultSecurityGroup, securityGroup, securityGroupIngressRule, securityGroupRule } from "../types";
import { type Ingress, ingressOfGroup, ingressOfIngressRule, ingressOfRule, rangeOf } from "./ingress";
import { isWorld, worldSettings } from "./world";

const settings = {
  allowedPorts: {
    type: "array",
    description: "TCP and UDP ports that may be open to the whole world.",
    default: [80, 443],
    items: { type: "integer", minimum: 1, maximum: 65535 },
    uniqueItems: true,
  },
  ...worldSettings,
} as const;

/** Protocols without ports that a network needs to tell senders what it cannot deliver. */
const ICMP = ["icmp", "1", "icmpv6", "58"];

/** The ports that an ingress opens, in words; undefined where all of them may be open, or where they are not known. */
function refusedPorts(ingress: Ingress, allowed: readonly number[]): string | undefined {
  const range = rangeOf(ingress.ports());
  if (range === undefined) return undefined;
  if (typeof range === "string") return ICMP.includes(range) ? undefined : `protocol ${range}`;
  const { protocol, from, to } = range;
  if (protocol === undefined) return "every port of every protocol";
  const open = allowed.filter((port) => port >= from && port <= to).length;
  if (open === to - from + 1) return undefined;
  return from === to ? `${protocol} port ${from}` : `${protocol} ports ${from} to ${to}`;
}

function judge(ingress: readonly Ingress[], { config, refuse }: ResourceContext<ConfigOf<typeof settings>>): void {
  for (const entry of ingress) {
    const ports = isWorld(entry.cidr, config) ? refusedPorts(entry, config.allowedPorts) : undefined;
    if (ports === undefined) continue;
    const allowed = config.allowedPorts.length > 0 ? `only ${config.allowedPorts.join(", ")}` : "no port";
    refuse({
      property: entry.property,
      given: entry.cidr,
      so: `which opens ${ports} to the world`,
      allowed: `${allowed} may be open to it`,
      fix: "Name the addresses or the security group that need it, or narrow the ports.",
    });
  }
}

/** Refuses security groups that let the whole world in on ports not meant for it. */
export const securityGroupOpenIngress = resourceRule(
  {
    name: "security-group-open-ingress",
    area: "network",
    description: "Checks that security groups open nothing but the allowed ports to the whole world.",
    why:
      "Every address on the internet is scanned within minutes. Whatever listens behind an open port of a shared account " +
      "is everybody's problem.",
    severity: "critical",
    remediationSteps:
      "Name the addresses, or better the security group, that need the port. Use Session Manager instead of opening " +
      "SSH. Halves of the internet such as 0.0.0.0/1 count as the world too.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "EC2.18",
      specification: "Security groups should only allow unrestricted incoming traffic for authorized ports",
    },
    settings,
  },
  [
    on(securityGroup, (group, context) => judge(ingressOfGroup(group), context)),
    on(defaultSecurityGroup, (group, context) => judge(ingressOfGroup(group), context)),
    on(securityGroupRule, (rule, context) => judge(ingressOfRule(rule), context)),
    on(securityGroupIngressRule, (rule, context) => judge(ingressOfIngressRule(rule), context)),
  ],
);

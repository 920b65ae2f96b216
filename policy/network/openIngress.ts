import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { defaultSecurityGroup, securityGroup, securityGroupIngressRule, securityGroupRule } from "../types";
import { UNKNOWN } from "../values";
import { type Ingress, ingressOfGroup, ingressOfIngressRule, ingressOfRule } from "./ingress";
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

/** Protocols that have ports, by the names and numbers that AWS takes. */
const WITH_PORTS: Readonly<Record<string, string>> = { tcp: "tcp", "6": "tcp", udp: "udp", "17": "udp" };

/** Protocols without ports that a network needs to tell senders what it cannot deliver. */
const ICMP = ["icmp", "1", "icmpv6", "58"];

/** The ports that an ingress opens, in words; undefined where all of them may be open, or where they are not known. */
function refusedPorts({ protocol, fromPort, toPort }: Ingress, allowed: readonly number[]): string | undefined {
  if (protocol === UNKNOWN || protocol === null || protocol === undefined) return undefined;
  const name = protocol.toLowerCase();
  if (ICMP.includes(name)) return undefined;
  if (name === "-1" || name === "all") return "every port of every protocol";
  const withPorts = WITH_PORTS[name];
  if (withPorts === undefined) return `protocol ${protocol}`;
  if (fromPort === UNKNOWN || toPort === UNKNOWN) return undefined;
  const [from, to] = [fromPort ?? 0, toPort ?? fromPort ?? 65535];
  const open = allowed.filter((port) => port >= from && port <= to).length;
  if (open === to - from + 1) return undefined;
  return from === to ? `${withPorts} port ${from}` : `${withPorts} ports ${from} to ${to}`;
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

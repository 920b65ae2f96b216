import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { defaultSecurityGroup, securityGroup, securityGroupIngressRule, securityGroupRule } from "../types";
import { type Ingress, ingressOfGroup, ingressOfIngressRule, ingressOfRule, rangeOf } from "./ingress";
import { isWorld } from "./world";

const settings = {
  adminPorts: {
    type: "array",
    description:
      "TCP and UDP ports that give whoever gets in the whole machine. By default SSH, telnet, Docker's API, RDP, VNC, " +
      "WinRM and the kubelet.",
    default: [22, 23, 2375, 2376, 3389, 5900, 5985, 5986, 10250],
    items: { type: "integer", minimum: 1, maximum: 65535 },
    minItems: 1,
    maxItems: 100,
    uniqueItems: true,
  },
  minIpv4Prefix: {
    type: "integer",
    description:
      "A public IPv4 block with a shorter prefix may not reach them. 32 is one address, as a class room has one towards " +
      "the internet.",
    default: 32,
    minimum: 1,
    maximum: 32,
  },
  minIpv6Prefix: {
    type: "integer",
    description: "A public IPv6 block with a shorter prefix may not reach them. A /64 is one network.",
    default: 64,
    minimum: 1,
    maximum: 128,
  },
} as const;

function judge(ingress: readonly Ingress[], { config, refuse }: ResourceContext<ConfigOf<typeof settings>>): void {
  for (const { property, cidr, ports } of ingress) {
    if (!isWorld(cidr, config)) continue;
    const range = rangeOf(ports());
    if (range === undefined || typeof range === "string") continue;
    const reached = config.adminPorts.filter((port) => port >= range.from && port <= range.to);
    if (reached.length === 0) continue;
    const prefix = cidr.includes(":") ? config.minIpv6Prefix : config.minIpv4Prefix;
    refuse({
      property,
      given: cidr,
      so: `which reaches administration ${reached.length === 1 ? "port" : "ports"} ${reached.join(", ")}`,
      allowed: `only private addresses, and public blocks of /${prefix} or smaller, may reach those`,
      fix: "Use Session Manager, which needs no open port, or name the one address.",
    });
  }
}

/** Refuses security groups that let more than single addresses of the internet in on ports of administration. */
export const adminPorts = resourceRule(
  {
    name: "admin-ports",
    area: "network",
    description: "Checks that ports of remote administration are open to no network of the internet.",
    why:
      "Whoever guesses a password or has a leaked key owns the machine. A whole provider's block is full of strangers, " +
      "even where it is not the whole world.",
    severity: "critical",
    remediationSteps:
      "Remove the rule and use Session Manager. Where a port has to be open, name a private block, a security group or " +
      "the single address that needs it. Ranges of ports and protocol -1 count as every port in them.",
    framework: {
      name: "CIS AWS Foundations Benchmark",
      version: "3.0.0",
      reference: "5.2, 5.3",
      specification:
        "Ensure no security groups allow ingress from 0.0.0.0/0 or ::/0 to remote server administration ports",
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

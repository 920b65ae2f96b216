import { type AccountRecord, AwsError, type Props, type Records, type Rule, type Value } from "../../model";
import { number, objects, text, texts } from "../read";
import { EGRESS_RULE, INGRESS_RULE, SECURITY_GROUP } from "./references";

export type Direction = "ingress" | "egress";

/** What one rule of a security group lets through: to or from one peer. */
export interface Permission {
  /** As AWS reports it: `tcp`, not 6; `-1` for all. */
  protocol: string;
  from: number | undefined;
  to: number | undefined;
  /** A CIDR block, a prefix list or a security group; `self` for the group itself. */
  peer: string;
}

/** The resource type of a separate rule. */
export const ruleType = (direction: Direction): string => (direction === "ingress" ? INGRESS_RULE : EGRESS_RULE);

/** Protocols that AWS reports by name; every other one by its IANA number. */
const names: Record<string, string> = { all: "-1", "1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6" };

/** A protocol as AWS reports it: names in lower case, `-1` for all. */
export function protocolOf(given: string): string {
  const lower = given.toLowerCase();
  return names[lower] ?? lower;
}

/** Whether two names of protocols mean the same one. */
export function sameProtocol(one: Value, other: Value): boolean {
  return typeof one === "string" && typeof other === "string" && protocolOf(one) === protocolOf(other);
}

/** What is wrong with the name or number of a protocol, or undefined. */
export function protocolProblem(value: Value): string | undefined {
  const protocol = typeof value === "string" ? protocolOf(value) : "";
  if (["-1", "tcp", "udp", "icmp", "icmpv6"].includes(protocol)) return undefined;
  return /^\d+$/.test(protocol) && Number(protocol) <= 255
    ? undefined
    : `expected tcp, udp, icmp, icmpv6, -1 (all) or a protocol number between 0 and 255, got ${JSON.stringify(value)}`;
}

/** What is wrong with a range of ports (for ICMP: a type and a code), or undefined. */
export function portProblem(given: string, from: number, to: number): string | undefined {
  const protocol = protocolOf(given);
  const [min, max] = protocol.startsWith("icmp") ? [-1, 255] : [0, 65535];
  const isPort = (port: number): boolean => Number.isInteger(port) && port >= min && port <= max;
  if (protocol === "tcp" || protocol === "udp" || protocol.startsWith("icmp")) {
    if (!isPort(from) || !isPort(to)) {
      return `expected whole numbers between ${min} and ${max} for ${protocol}, got ${from} to ${to}`;
    }
  }
  return !protocol.startsWith("icmp") && from > to ? `expected a range that goes up, got ${from} to ${to}` : undefined;
}

/** The permissions of a group's inline rules, one for each peer. */
export function inlinePermissions(group: Props, direction: Direction): Permission[] {
  return objects(group, direction).flatMap((rule) => {
    const peers = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"];
    return [...peers.flatMap((peer) => texts(rule, `${peer}[*]`)), ...(rule.self === true ? ["self"] : [])].map(
      (peer) => permission(text(rule, "protocol"), number(rule, "fromPort"), number(rule, "toPort"), peer),
    );
  });
}

/** The permission of a separate rule. */
export function rulePermission(rule: Props): Permission {
  const group = text(rule, "referencedSecurityGroupId");
  const peer = group === text(rule, "securityGroupId") ? "self" : group;
  const block = text(rule, "cidrIpv4") ?? text(rule, "cidrIpv6") ?? text(rule, "prefixListId");
  return permission(text(rule, "ipProtocol"), number(rule, "fromPort"), number(rule, "toPort"), block ?? peer ?? "");
}

function permission(given = "-1", from: number | undefined, to: number | undefined, peer: string): Permission {
  const protocol = protocolOf(given);
  return protocol === "-1" ? { protocol, from: undefined, to: undefined, peer } : { protocol, from, to, peer };
}

/** Equal texts mean the same permission. */
export function permissionKey({ protocol, from, to, peer }: Permission): string {
  return [peer, protocol, from ?? "", to ?? ""].join("|");
}

/** Every permission of a group in one direction, with the group or the separate rule that gives it. */
export function permissionsOf(
  records: Records,
  groupId: string,
  direction: Direction,
): { permission: Permission; holder: AccountRecord }[] {
  const groups = records.records(SECURITY_GROUP).filter(({ id }) => id === groupId);
  const rules = records.records(ruleType(direction)).filter(({ inputs }) => inputs.securityGroupId === groupId);
  return [
    ...groups.flatMap((holder) =>
      inlinePermissions(holder.inputs, direction).map((one) => ({ permission: one, holder })),
    ),
    ...rules.map((holder) => ({ permission: rulePermission(holder.inputs), holder })),
  ];
}

/** The error of a rule that its group has already. */
export function duplicate({ protocol, from, to, peer }: Permission, holder: AccountRecord, groupId: string): AwsError {
  const range = protocol === "-1" ? "ALL" : `${protocol.toUpperCase()}, from port: ${from}, to port: ${to}`;
  return new AwsError(
    "InvalidPermission.Duplicate",
    `the specified rule "peer: ${peer === "self" ? groupId : peer}, ${range}, ALLOW" already exists: ${holder.id}`,
  );
}

/** AWS's limit on the rules of a group in each direction. */
export const RULES_PER_GROUP = {
  code: "L-0EA8095F",
  name: "Inbound or outbound rules per security group",
  default: 60,
  error: "RulesPerSecurityGroupLimitExceeded",
} as const;

/** Letters that AWS takes in the names and descriptions of groups and rules. */
export const GROUP_TEXT: Rule = {
  pattern: /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]*$/,
  is: "letters, digits, spaces and . _ - : / ( ) # , @ [ ] + = & ; { } ! $ *",
};

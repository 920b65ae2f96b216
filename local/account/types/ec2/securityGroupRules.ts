import { AwsError, type CheckFailure, type Context, type Props, type TypeDefinition } from "../../model";
import { given, number, text, undecided } from "../read";
import { ipv6Block } from "./addresses";
import {
  type Direction,
  duplicate,
  GROUP_TEXT,
  permissionKey,
  permissionsOf,
  portProblem,
  protocolOf,
  protocolProblem,
  RULES_PER_GROUP,
  rulePermission,
  ruleType,
  sameProtocol,
} from "./permissions";
import { SECURITY_GROUP, securityGroupReference, vpcWith } from "./references";

/** The inputs of which exactly one says whom a rule is about. */
const PEERS = ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"];

/** One rule of a security group, as a resource of its own. It goes with its group. */
function securityGroupRule(direction: Direction): TypeDefinition {
  const referenced = securityGroupReference("referencedSecurityGroupId");
  return {
    type: ruleType(direction),
    noun: `security group ${direction} rule`,
    rules: {
      cidrIpv4: { cidr: [0, 32] },
      cidrIpv6: ipv6Block(0, 128),
      description: { all: [{ length: [0, 255] }, GROUP_TEXT] },
      fromPort: { range: [-1, 65535] },
      ipProtocol: { test: protocolProblem },
      toPort: { range: [-1, 65535] },
    },
    exactlyOneOf: [PEERS],
    check,
    replaces: ["securityGroupId"],
    // A rule may change in place, but not what kind of peer it is about.
    replacesIf: (olds, news) => (kindOf(olds) === kindOf(news) ? [] : PEERS),
    equal: { ipProtocol: sameProtocol },
    references: [
      {
        path: "securityGroupId",
        to: SECURITY_GROUP,
        except: (id, _rule, records) => vpcWith(records, "defaultSecurityGroupId", id) !== undefined,
        missing: (id) => new AwsError("InvalidGroup.NotFound", `The security group '${id}' does not exist`),
      },
      {
        ...referenced,
        // A group that names itself does not stand in its own way.
        except: (id, rule, records) =>
          id === rule.inputs.securityGroupId || (referenced.except?.(id, rule, records) ?? false),
      },
      {
        path: "prefixListId",
        to: ["aws:ec2/managedPrefixList:ManagedPrefixList", "aws:ec2/prefixList:PrefixList"],
        missing: (id) => new AwsError("InvalidPrefixListID.NotFound", `The prefix list ID '${id}' does not exist`),
      },
    ],
    quotas: [{ ...RULES_PER_GROUP, per: ({ securityGroupId }) => `${direction} of ${securityGroupId}` }],
    verify: (context) => verify(context, direction),
    id: ({ hex }) => `sgr-${hex(17)}`,
    outputs: ({ id, arn, inputs }) => ({
      arn: arn("ec2", `security-group-rule/${id}`),
      ipProtocol: protocolOf(text(inputs, "ipProtocol") ?? ""),
      securityGroupRuleId: id,
    }),
  };
}

export const securityGroupIngressRule = securityGroupRule("ingress");
export const securityGroupEgressRule = securityGroupRule("egress");

function kindOf(inputs: Props): string | undefined {
  return PEERS.find((peer) => given(inputs, peer));
}

function check(inputs: Props): CheckFailure[] {
  const given = text(inputs, "ipProtocol");
  if (given === undefined) return [];
  const protocol = protocolOf(given);
  const ports = ["fromPort", "toPort"];
  if (protocol === "-1") {
    return ports
      .filter((port) => number(inputs, port) !== undefined)
      .map((property) => ({ property, reason: 'may not be given for ipProtocol "-1", which means all ports' }));
  }
  const from = number(inputs, "fromPort");
  const to = number(inputs, "toPort");
  if (from !== undefined && to !== undefined) {
    const problem = portProblem(protocol, from, to);
    return problem === undefined ? [] : [{ property: "fromPort", reason: problem }];
  }
  if (protocol === "icmpv6") return [];
  return ports
    .filter((port) => number(inputs, port) === undefined && !undecided(inputs, port))
    .map((property) => ({ property, reason: `missing; required for ipProtocol "${given}"` }));
}

/** A rule must not repeat one that its group has, inline ones included, and counts with them. */
function verify({ account, before, inputs }: Context, direction: Direction): void {
  const groupId = String(inputs.securityGroupId);
  const others = permissionsOf(account, groupId, direction).filter(({ holder }) => holder.id !== before?.id);
  const wanted = rulePermission(inputs);
  const same = others.find(({ permission }) => permissionKey(permission) === permissionKey(wanted));
  if (same) throw duplicate(wanted, same.holder, groupId);
  const limit = account.quotaValue(RULES_PER_GROUP.code, RULES_PER_GROUP.default);
  if (others.length + 1 > limit) {
    throw new AwsError(
      RULES_PER_GROUP.error,
      `The maximum number of rules per security group has been reached: '${groupId}' has ${others.length} ${direction} ` +
        `rules, ${limit} allowed (${RULES_PER_GROUP.code}).`,
    );
  }
}

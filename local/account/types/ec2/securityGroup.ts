import { AwsError, type CheckFailure, type Context, type Props, type Rule, type TypeDefinition } from "../../model";
import { given, number, objects, repeated, text, undecided } from "../read";
import { ipv6Block } from "./addresses";
import { removeAll } from "./cascade";
import {
  type Direction,
  duplicate,
  GROUP_TEXT,
  inlinePermissions,
  permissionKey,
  permissionsOf,
  portProblem,
  protocolOf,
  protocolProblem,
  RULES_PER_GROUP,
  ruleType,
} from "./permissions";
import { SECURITY_GROUP, securityGroupReference, vpcReference } from "./references";

const directions: readonly Direction[] = ["ingress", "egress"];

const NAME: Rule = {
  all: [{ length: [1, 255] }, { pattern: /^(?!sg-)/i, is: 'a name that does not begin with "sg-"' }, GROUP_TEXT],
};

/**
 * A firewall of network interfaces. Its rules are inline or separate resources. The provider takes away the rule that
 * lets everything out, which AWS gives every new group: what is not listed is not let through.
 */
export const securityGroup: TypeDefinition = {
  type: SECURITY_GROUP,
  noun: "security group",
  rules: {
    name: NAME,
    namePrefix: NAME,
    description: { all: [{ length: [0, 255] }, GROUP_TEXT] },
    ...Object.fromEntries(
      directions.flatMap((direction) => [
        [`${direction}[*].protocol`, { test: protocolProblem }],
        [`${direction}[*].cidrBlocks[*]`, { cidr: [0, 32] }],
        [`${direction}[*].ipv6CidrBlocks[*]`, ipv6Block(0, 128)],
        [`${direction}[*].description`, { all: [{ length: [0, 255] }, GROUP_TEXT] }],
      ]),
    ),
  },
  conflicts: [["name", "namePrefix"]],
  check: (inputs) => directions.flatMap((direction) => check(inputs, direction)),
  autoName: { property: "name", maxLength: 255 },
  defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
  computed: ["egress", "ingress", "name", "namePrefix", "vpcId"],
  replaces: ["description", "name", "namePrefix", "vpcId"],
  sets: [...directions, ...directions.map((direction) => `${direction}[*].securityGroups`)],
  references: [
    // A group without a VPC would go into the default one; see `verify`.
    vpcReference(),
    ...directions.flatMap((direction) => [
      securityGroupReference(`${direction}[*].securityGroups[*]`),
      {
        path: `${direction}[*].prefixListIds[*]`,
        to: ["aws:ec2/managedPrefixList:ManagedPrefixList", "aws:ec2/prefixList:PrefixList"],
        missing: (id: string) =>
          new AwsError("InvalidPrefixListID.NotFound", `The prefix list ID '${id}' does not exist`),
      },
    ]),
  ],
  inUse: (id) => `resource ${id} has a dependent object`,
  unique: [
    {
      key: (inputs) => `${text(inputs, "vpcId")}|${text(inputs, "name")}`,
      taken: ({ name, vpcId }, holder) =>
        new AwsError(
          "InvalidGroup.Duplicate",
          `The security group '${name}' already exists for VPC '${vpcId}': ${holder.id}`,
        ),
    },
  ],
  quotas: [
    {
      code: "L-E79EC296",
      name: "VPC security groups per Region",
      default: 2500,
      error: "SecurityGroupLimitExceeded",
      used: 1, // that of the default VPC
    },
  ],
  verify: (context) => {
    // The default VPC counts against quotas, but nothing here can see or use it.
    if (!given(context.inputs, "vpcId")) throw new AwsError("VPCIdNotSpecified", "No default VPC for this user");
    for (const direction of directions) requireRoom(context, direction);
  },
  id: ({ hex }) => `sg-${hex(17)}`,
  outputs: ({ id, arn, accountId, inputs }) => ({
    arn: arn("ec2", `security-group/${id}`),
    egress: objects(inputs, "egress").map(reported),
    ingress: objects(inputs, "ingress").map(reported),
    namePrefix: inputs.namePrefix ?? "",
    ownerId: accountId,
  }),
  deleted: (context) => {
    for (const direction of directions) {
      removeAll(context, ruleType(direction), ({ inputs }) => inputs.securityGroupId === context.id);
    }
  },
};

function check(inputs: Props, direction: Direction): CheckFailure[] {
  const failures = objects(inputs, direction).flatMap((rule, i): CheckFailure[] => {
    const property = `${direction}[${i}]`;
    const peers = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"];
    const isOpen = peers.some((peer) => undecided(rule, peer) || given(rule, `${peer}[*]`)) || undecided(rule, "self");
    const found: CheckFailure[] = [];
    if (!isOpen && rule.self !== true) {
      found.push({ property, reason: `expected at least one of ${peers.join(", ")} and self, got none` });
    }
    const protocol = text(rule, "protocol");
    const from = number(rule, "fromPort");
    const to = number(rule, "toPort");
    if (protocol === undefined || from === undefined || to === undefined) return found;
    const problem =
      protocolOf(protocol) === "-1" && (from !== 0 || to !== 0)
        ? `fromPort (${from}) and toPort (${to}) must both be 0 to use the 'ALL' "-1" protocol`
        : portProblem(protocol, from, to);
    return problem === undefined ? found : [...found, { property, reason: problem }];
  });
  const twice = repeated(inlinePermissions(inputs, direction).map(permissionKey));
  return twice.length > 0
    ? [...failures, { property: direction, reason: `The same permission must not appear multiple times: ${twice[0]}` }]
    : failures;
}

/** Inline rules must not repeat separate ones, and count with them. */
function requireRoom({ account, before, inputs }: Context, direction: Direction): void {
  const inline = inlinePermissions(inputs, direction);
  const separate = permissionsOf(account, before?.id ?? "", direction).filter(({ holder }) => holder.id !== before?.id);
  for (const permission of inline) {
    const other = separate.find((one) => permissionKey(one.permission) === permissionKey(permission));
    if (other) throw duplicate(permission, other.holder, before?.id ?? "");
  }
  const limit = account.quotaValue(RULES_PER_GROUP.code, RULES_PER_GROUP.default);
  const count = inline.length + separate.length;
  if (count > limit) {
    throw new AwsError(
      RULES_PER_GROUP.error,
      `The maximum number of rules per security group has been reached: ${count} ${direction} rules, ${limit} allowed ` +
        `(${RULES_PER_GROUP.code}).`,
    );
  }
}

/** An inline rule as the provider reports it, with everything that was left out. */
function reported(rule: Props): Props {
  return {
    cidrBlocks: rule.cidrBlocks ?? [],
    description: rule.description ?? "",
    fromPort: rule.fromPort ?? 0,
    ipv6CidrBlocks: rule.ipv6CidrBlocks ?? [],
    prefixListIds: rule.prefixListIds ?? [],
    protocol: protocolOf(text(rule, "protocol") ?? ""),
    securityGroups: rule.securityGroups ?? [],
    self: rule.self ?? false,
    toPort: rule.toPort ?? 0,
  };
}

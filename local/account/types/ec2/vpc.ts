import type { CheckFailure, Props, TypeDefinition } from "../../model";
import { given } from "../read";
import { ipv6Block } from "./addresses";
import { removeAll } from "./cascade";
import { EGRESS_RULE, INGRESS_RULE, ipamPoolReference, ROUTE, ROUTE_TABLE_ASSOCIATION, VPC } from "./references";

/** A virtual network. AWS makes its main route table, default security group and default network ACL with it. */
export const vpc: TypeDefinition = {
  type: VPC,
  noun: "VPC",
  // A VPC is a /16 to a /28: docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
  rules: {
    cidrBlock: { cidr: [16, 28] },
    instanceTenancy: { oneOf: ["default", "dedicated"] },
    ipv4NetmaskLength: { range: [16, 28] },
    ipv6CidrBlock: ipv6Block(44, 60),
    ipv6NetmaskLength: { oneOf: [44, 48, 52, 56, 60] },
  },
  conflicts: [
    ["cidrBlock", "ipv4NetmaskLength"],
    ["assignGeneratedIpv6CidrBlock", "ipv6IpamPoolId"],
    ["assignGeneratedIpv6CidrBlock", "ipv6CidrBlock"],
    ["ipv6CidrBlock", "ipv6NetmaskLength"],
  ],
  atLeastOneOf: [["cidrBlock", "ipv4IpamPoolId"]],
  check,
  defaults: { enableDnsSupport: true, instanceTenancy: "default" },
  computed: [
    "cidrBlock",
    "enableDnsHostnames",
    "enableNetworkAddressUsageMetrics",
    "ipv6CidrBlock",
    "ipv6CidrBlockNetworkBorderGroup",
  ],
  replaces: ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  // AWS turns dedicated tenancy off in place, but not on.
  replacesIf: (_olds, news) => (news.instanceTenancy === "dedicated" ? ["instanceTenancy"] : []),
  references: ["ipv4IpamPoolId", "ipv6IpamPoolId"].map(ipamPoolReference),
  inUse: (id) => `The vpc '${id}' has dependencies and cannot be deleted`,
  quotas: [
    {
      code: "L-F678F1CE",
      name: "VPCs per Region",
      default: 5,
      error: "VpcLimitExceeded",
      used: 1, // the default VPC, which every Region of an account has
    },
  ],
  id: ({ hex }) => `vpc-${hex(17)}`,
  outputs: ({ id, arn, accountId, hex, inputs, region }) => ({
    arn: arn("ec2", `vpc/${id}`),
    assignGeneratedIpv6CidrBlock: inputs.assignGeneratedIpv6CidrBlock ?? false,
    defaultNetworkAclId: `acl-${hex(17, "network ACL")}`,
    defaultRouteTableId: `rtb-${hex(17, "route table")}`,
    defaultSecurityGroupId: `sg-${hex(17, "security group")}`,
    dhcpOptionsId: `dopt-${hex(17, "DHCP options")}`,
    enableDnsHostnames: inputs.enableDnsHostnames ?? false,
    enableNetworkAddressUsageMetrics: inputs.enableNetworkAddressUsageMetrics ?? false,
    mainRouteTableId: `rtb-${hex(17, "route table")}`,
    ownerId: accountId,
    ...ipv6(inputs, region, hex),
  }),
  deleted: (context) => {
    const { defaultSecurityGroupId, mainRouteTableId } = context.before?.outputs ?? {};
    for (const type of [INGRESS_RULE, EGRESS_RULE]) {
      removeAll(context, type, ({ inputs }) => inputs.securityGroupId === defaultSecurityGroupId);
    }
    for (const type of [ROUTE, ROUTE_TABLE_ASSOCIATION]) {
      removeAll(context, type, ({ inputs }) => inputs.routeTableId === mainRouteTableId);
    }
  },
};

function check(inputs: Props): CheckFailure[] {
  const needs = (name: string, other: string): CheckFailure[] =>
    given(inputs, name) && !given(inputs, other) ? [{ property: name, reason: `needs "${other}" beside it` }] : [];
  const hostnames = inputs.enableDnsHostnames === true && inputs.enableDnsSupport === false;
  return [
    ...needs("ipv4NetmaskLength", "ipv4IpamPoolId"),
    ...needs("ipv6CidrBlock", "ipv6IpamPoolId"),
    ...needs("ipv6NetmaskLength", "ipv6IpamPoolId"),
    ...needs("ipv6CidrBlockNetworkBorderGroup", "assignGeneratedIpv6CidrBlock"),
    ...(hostnames ? [{ property: "enableDnsHostnames", reason: 'needs "enableDnsSupport" to be true' }] : []),
  ];
}

/** The /56 that Amazon gives a VPC on request. It comes from 2001:db8::/32, which RFC 3849 keeps for examples. */
function ipv6(inputs: Props, region: string, hex: (digits: number, purpose?: string) => string): Props {
  if (inputs.assignGeneratedIpv6CidrBlock !== true) {
    return { ipv6AssociationId: "", ipv6CidrBlock: "", ipv6CidrBlockNetworkBorderGroup: "" };
  }
  const part = (purpose: string): string => Number.parseInt(hex(3, purpose), 16).toString(16);
  return {
    ipv6AssociationId: `vpc-cidr-assoc-${hex(17, "IPv6")}`,
    ipv6CidrBlock: `2001:db8:${part("IPv6 high")}:${part("IPv6 low")}00::/56`,
    ipv6CidrBlockNetworkBorderGroup: inputs.ipv6CidrBlockNetworkBorderGroup ?? region,
  };
}

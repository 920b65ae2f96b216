import { type Zone, zonesOf } from "../../data/zones";
import { AwsError, type CheckFailure, type Context, type Props, type TypeDefinition } from "../../model";
import { given, text } from "../read";
import { contains, ipv6Block, overlaps } from "./addresses";
import { removeAll } from "./cascade";
import { ipamPoolReference, ROUTE_TABLE_ASSOCIATION, recordOf, SUBNET, VPC, vpcReference } from "./references";

/** A range of a VPC's addresses in one Availability Zone. */
export const subnet: TypeDefinition = {
  type: SUBNET,
  noun: "subnet",
  // A subnet is a /16 to a /28: docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
  rules: {
    cidrBlock: { cidr: [16, 28] },
    ipv4NetmaskLength: { range: [16, 28] },
    ipv6CidrBlock: ipv6Block(44, 64),
    ipv6NetmaskLength: { oneOf: [44, 48, 52, 56, 60, 64] },
    privateDnsHostnameTypeOnLaunch: { oneOf: ["ip-name", "resource-name"] },
  },
  conflicts: [
    ["availabilityZone", "availabilityZoneId"],
    ["cidrBlock", "ipv4NetmaskLength"],
    ["customerOwnedIpv4Pool", "ipv4IpamPoolId"],
    ["ipv6CidrBlock", "ipv6NetmaskLength"],
  ],
  atLeastOneOf: [["cidrBlock", "ipv4IpamPoolId", "ipv6Native"]],
  check,
  defaults: {
    assignIpv6AddressOnCreation: false,
    enableDns64: false,
    enableResourceNameDnsAaaaRecordOnLaunch: false,
    enableResourceNameDnsARecordOnLaunch: false,
    ipv6Native: false,
    mapPublicIpOnLaunch: false,
  },
  computed: ["availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6CidrBlock", "privateDnsHostnameTypeOnLaunch"],
  replaces: [
    "availabilityZone",
    "availabilityZoneId",
    "cidrBlock",
    "ipv4IpamPoolId",
    "ipv4NetmaskLength",
    "ipv6IpamPoolId",
    "ipv6Native",
    "ipv6NetmaskLength",
    "outpostArn",
    "vpcId",
  ],
  // The block cannot be taken from a subnet whose instances get addresses of it.
  replacesIf: (olds) => (olds.assignIpv6AddressOnCreation === true ? ["ipv6CidrBlock"] : []),
  references: [
    vpcReference(),
    ipamPoolReference("ipv4IpamPoolId"),
    ipamPoolReference("ipv6IpamPoolId"),
    {
      path: "outpostArn",
      to: "aws:outposts/outpost:Outpost",
      by: "arn",
      missing: (arn) => new AwsError("InvalidOutpostARN.NotFound", `The outpost ARN '${arn}' does not exist`),
    },
  ],
  quotas: [
    {
      code: "L-407747CB",
      name: "Subnets per VPC",
      default: 200,
      error: "SubnetLimitExceeded",
      per: ({ vpcId }) => String(vpcId),
    },
  ],
  verify: (context) => {
    zoneFor(context.inputs, context.region);
    requireFreeBlock(context);
  },
  id: ({ hex }) => `subnet-${hex(17)}`,
  outputs: ({ id, arn, accountId, hex, inputs, region }) => {
    const zone = zoneFor(inputs, region);
    return {
      arn: arn("ec2", `subnet/${id}`),
      availabilityZone: zone.name,
      availabilityZoneId: zone.id,
      customerOwnedIpv4Pool: inputs.customerOwnedIpv4Pool ?? "",
      enableLniAtDeviceIndex: inputs.enableLniAtDeviceIndex ?? 0,
      ipv6CidrBlock: inputs.ipv6CidrBlock ?? "",
      ipv6CidrBlockAssociationId: given(inputs, "ipv6CidrBlock") ? `subnet-cidr-assoc-${hex(17, "IPv6")}` : "",
      mapCustomerOwnedIpOnLaunch: inputs.mapCustomerOwnedIpOnLaunch ?? false,
      outpostArn: inputs.outpostArn ?? "",
      ownerId: accountId,
      privateDnsHostnameTypeOnLaunch: inputs.privateDnsHostnameTypeOnLaunch ?? "ip-name",
    };
  },
  deleted: (context) => removeAll(context, ROUTE_TABLE_ASSOCIATION, ({ inputs }) => inputs.subnetId === context.id),
};

function check(inputs: Props): CheckFailure[] {
  const outpost = ["customerOwnedIpv4Pool", "mapCustomerOwnedIpOnLaunch", "outpostArn"];
  const pool = outpost.slice(0, 2);
  const needs = (name: string, others: readonly string[]): CheckFailure[] =>
    others
      .filter((other) => given(inputs, name) && !given(inputs, other))
      .map((other) => ({ property: name, reason: `needs "${other}" beside it` }));
  return [
    ...pool.flatMap((name) => needs(name, outpost)),
    ...needs("ipv4NetmaskLength", ["ipv4IpamPoolId"]),
    ...needs("ipv6NetmaskLength", ["ipv6IpamPoolId"]),
    ...(inputs.enableLniAtDeviceIndex === 0
      ? [{ property: "enableLniAtDeviceIndex", reason: "expected a number of at least 1, got 0" }]
      : []),
  ];
}

/** The zone that the inputs name; the Region's first where they name none. */
function zoneFor(inputs: Props, region: string): Zone {
  const zones = zonesOf(region);
  for (const [property, parameter, key] of [
    ["availabilityZone", "availabilityZone", "name"],
    ["availabilityZoneId", "availabilityZoneId", "id"],
  ] as const) {
    const wanted = text(inputs, property);
    if (wanted === undefined) continue;
    const zone = zones.find((one) => one[key] === wanted);
    if (zone) return zone;
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${wanted}) for parameter ${parameter} is invalid. Subnets can currently only be created in the ` +
        `following availability zones: ${zones.map((one) => one[key]).join(", ")}.`,
    );
  }
  const [first] = zones;
  if (!first) throw new AwsError("InvalidParameterValue", `The Region ${region} has no Availability Zone`);
  return first;
}

/** The block must lie in the VPC's, and no other subnet may have a part of it. */
function requireFreeBlock({ account, before, inputs }: Context): void {
  const block = text(inputs, "cidrBlock");
  const vpcId = text(inputs, "vpcId");
  if (block === undefined) return;
  const range = recordOf(account, VPC, vpcId)?.inputs.cidrBlock;
  if (typeof range === "string" && !contains(range, block)) {
    throw new AwsError(
      "InvalidSubnet.Range",
      `The CIDR '${block}' is invalid: it does not lie in ${range} of ${vpcId}.`,
    );
  }
  const other = account
    .records(SUBNET)
    .filter((record) => record.id !== before?.id && record.inputs.vpcId === vpcId)
    .find((record) => typeof record.inputs.cidrBlock === "string" && overlaps(record.inputs.cidrBlock, block));
  if (other) {
    throw new AwsError(
      "InvalidSubnet.Conflict",
      `The CIDR '${block}' conflicts with another subnet: the subnet '${other.id}' has ${other.inputs.cidrBlock}.`,
    );
  }
}

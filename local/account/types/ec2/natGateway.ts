import {
  AwsError,
  type CheckFailure,
  type Context,
  type Props,
  type Records,
  type Reference,
  type TypeDefinition,
} from "../../model";
import { given, text, undecided } from "../read";
import { ipv4Address, privateAddress } from "./addresses";
import { report } from "./cascade";
import { addressOf, associationOf } from "./eip";
import { EIP, gatewayOf, NAT_GATEWAY, recordOf, SUBNET, subnetReference, vpcOf, vpcReference } from "./references";
import { reportRoutes } from "./routes";

const addressReference = (path: string): Reference => ({
  path,
  to: EIP,
  missing: (id) => new AwsError("InvalidAllocationID.NotFound", `The allocation ID '${id}' does not exist`),
  blocks: "InvalidIPAddress.InUse",
});

/** Lets what has no public address reach the internet, through an Elastic IP address in a public subnet. */
export const natGateway: TypeDefinition = {
  type: NAT_GATEWAY,
  noun: "NAT gateway",
  rules: {
    availabilityMode: { oneOf: ["zonal", "regional"] },
    connectivityType: { oneOf: ["public", "private"] },
    privateIp: ipv4Address,
    secondaryPrivateIpAddressCount: { range: [1, 31] },
    "secondaryPrivateIpAddresses[*]": ipv4Address,
  },
  conflicts: [["secondaryPrivateIpAddresses", "secondaryPrivateIpAddressCount"]],
  check,
  defaults: { connectivityType: "public" },
  replaces: [
    "allocationId",
    "availabilityMode",
    "connectivityType",
    "privateIp",
    "secondaryPrivateIpAddressCount",
    "subnetId",
    "vpcId",
  ],
  sets: ["availabilityZoneAddresses", "secondaryAllocationIds", "secondaryPrivateIpAddresses"],
  computed: [
    "availabilityMode",
    "privateIp",
    "secondaryAllocationIds",
    "secondaryPrivateIpAddressCount",
    "secondaryPrivateIpAddresses",
    "vpcId",
  ],
  references: [
    subnetReference("subnetId"),
    vpcReference(),
    addressReference("allocationId"),
    addressReference("secondaryAllocationIds[*]"),
    addressReference("availabilityZoneAddresses[*].allocationIds[*]"),
  ],
  unique: [
    {
      key: (inputs) => text(inputs, "allocationId"),
      taken: ({ allocationId }, holder) =>
        new AwsError(
          "Resource.AlreadyAssociated",
          `Elastic IP address [${allocationId}] is already associated: the NAT gateway '${holder.id}' has it`,
        ),
    },
  ],
  quotas: [
    {
      code: "L-FE5A380F",
      name: "NAT gateways per Availability Zone",
      default: 5,
      error: "NatGatewayLimitExceeded",
      per: (inputs, records) => String(recordOf(records, SUBNET, text(inputs, "subnetId"))?.outputs.availabilityZone),
    },
  ],
  verify: ({ account, inputs }) => {
    if (inputs.connectivityType === "private") return;
    if (inputs.availabilityMode !== "regional" && !given(inputs, "allocationId")) {
      throw new AwsError(
        "MissingParameter",
        "The request must include the AllocationId parameter. Add the required parameter and retry the request.",
      );
    }
    const network = networkOf(account, inputs);
    if (!gatewayOf(account, network)) {
      throw new AwsError("Gateway.NotAttached", `Network ${network} has no Internet gateway attached`);
    }
  },
  id: ({ hex }) => `nat-${hex(17)}`,
  outputs,
  created: reportAddress,
  deleted: (context) => {
    reportAddress(context);
    reportRoutes(context.account, "natGatewayId", context.id);
  },
};

function check(inputs: Props): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const required = (property: string, when: string): void => {
    if (!given(inputs, property)) failures.push({ property, reason: `missing; required ${when}` });
  };
  const refused = (property: string, when: string): void => {
    if (given(inputs, property)) failures.push({ property, reason: `may not be given ${when}` });
  };
  if (inputs.connectivityType === "private") {
    for (const property of ["allocationId", "secondaryAllocationIds"]) refused(property, "for a private NAT gateway");
  } else if (!undecided(inputs, "connectivityType")) {
    refused("secondaryPrivateIpAddressCount", "for a public NAT gateway");
  }
  if (undecided(inputs, "availabilityMode")) return failures;
  if (inputs.availabilityMode === "regional") {
    required("vpcId", "for a regional NAT gateway");
    for (const property of ["allocationId", "subnetId"]) refused(property, "for a regional NAT gateway");
    if (inputs.connectivityType === "private") {
      failures.push({ property: "connectivityType", reason: "a regional NAT gateway must be public, got private" });
    }
  } else {
    required("subnetId", "for a zonal NAT gateway");
    refused("availabilityZoneAddresses", "for a zonal NAT gateway");
  }
  return failures;
}

/** The id of the VPC that a NAT gateway lies in. */
function networkOf(records: Records, inputs: Props): string | undefined {
  return text(inputs, "vpcId") ?? vpcOf(records, text(inputs, "subnetId"));
}

function outputs(context: Context & { id: string }): Props {
  const { account, before, hex, inputs } = context;
  const subnetId = text(inputs, "subnetId");
  const block = text(recordOf(account, SUBNET, subnetId)?.outputs ?? {}, "cidrBlock");
  const neighbours = account.records().filter((record) => record.outputs.subnetId === subnetId);
  const taken = new Set(neighbours.flatMap((record) => text(record.outputs, "privateIp") ?? []));
  const privateIp =
    text(inputs, "privateIp") ??
    text(before?.outputs ?? {}, "privateIp") ??
    (block === undefined ? "" : privateAddress(context, block, taken));
  const regional = inputs.availabilityMode === "regional";
  const address = addressOf(account, text(inputs, "allocationId"));
  return {
    associationId: address ? `eipassoc-${hex(17, "association")}` : "",
    autoProvisionZones: regional ? "enabled" : "",
    autoScalingIps: regional ? "enabled" : "",
    availabilityMode: inputs.availabilityMode ?? "zonal",
    networkInterfaceId: regional ? "" : `eni-${hex(17, "network interface")}`,
    privateIp,
    publicIp: address?.outputs.publicIp ?? "",
    regionalNatGatewayAddresses: [],
    regionalNatGatewayAutoMode: regional ? (given(inputs, "availabilityZoneAddresses") ? "disabled" : "enabled") : "",
    routeTableId: regional ? `rtb-${hex(17, "route table")}` : "",
    secondaryAllocationIds: inputs.secondaryAllocationIds ?? [],
    secondaryPrivateIpAddressCount: inputs.secondaryPrivateIpAddressCount ?? 0,
    secondaryPrivateIpAddresses: inputs.secondaryPrivateIpAddresses ?? [],
    vpcId: networkOf(account, inputs) ?? "",
  };
}

/** Lets the Elastic IP address show where it is in use. */
function reportAddress({ account, inputs, region }: Context): void {
  const address = addressOf(account, text(inputs, "allocationId"));
  if (address) report([address], (record) => associationOf(account, record, region));
}

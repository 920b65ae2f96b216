import { type AccountRecord, AwsError, type Context, type Props, type Records, type TypeDefinition } from "../../model";
import { given, text } from "../read";
import { ipv4Address, privateDnsName, publicAddress, publicDnsName } from "./addresses";
import {
  EIP,
  gatewayOf,
  INSTANCE,
  ipamPoolReference,
  NAT_GATEWAY,
  NETWORK_INTERFACE,
  recordOf,
  vpcOf,
} from "./references";

/** An Elastic IP address. It is given to a NAT gateway, an instance or a network interface. */
export const eip: TypeDefinition = {
  type: EIP,
  noun: "Elastic IP address",
  rules: {
    address: ipv4Address,
    associateWithPrivateIp: ipv4Address,
    // EC2-Classic, the other domain, was retired in 2022.
    domain: { oneOf: ["vpc"] },
  },
  computed: ["domain", "instance", "ipamPoolId", "networkBorderGroup", "networkInterface", "publicIpv4Pool"],
  replaces: ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
  references: [
    ipamPoolReference("ipamPoolId"),
    {
      path: "instance",
      to: INSTANCE,
      missing: (id) => new AwsError("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`),
    },
    {
      path: "networkInterface",
      to: NETWORK_INTERFACE,
      missing: (id) =>
        new AwsError("InvalidNetworkInterfaceID.NotFound", `The networkInterface ID '${id}' does not exist`),
    },
  ],
  inUse: (id) => `The Elastic IP address '${id}' is in use and cannot be released`,
  quotas: [
    {
      code: "L-0263D0A3",
      name: "EC2-VPC Elastic IPs",
      default: 5,
      error: "AddressLimitExceeded",
    },
  ],
  verify: (context) => {
    requireOwnAddress(context);
    requireGateway(context);
  },
  id: ({ hex }) => `eipalloc-${hex(17)}`,
  outputs: (context) => {
    const { account, arn, before, hex, id, inputs, region } = context;
    const taken = account.records().flatMap(({ outputs }) => text(outputs, "publicIp") ?? []);
    const publicIp = text(before?.outputs ?? {}, "publicIp") ?? publicAddress(context, new Set(taken));
    return {
      allocationId: id,
      arn: arn("ec2", `elastic-ip/${id}`),
      carrierIp: "",
      customerOwnedIp: "",
      customerOwnedIpv4Pool: inputs.customerOwnedIpv4Pool ?? "",
      domain: "vpc",
      instance: inputs.instance ?? "",
      ipamPoolId: inputs.ipamPoolId ?? "",
      networkBorderGroup: inputs.networkBorderGroup ?? region,
      ptrRecord: "",
      publicDns: publicDnsName(publicIp, region),
      publicIp,
      publicIpv4Pool: inputs.publicIpv4Pool ?? "amazon",
      ...associationOf(account, { id, inputs }, region),
      ...(given(inputs, "instance") ? { associationId: `eipassoc-${hex(17, "association")}` } : {}),
    };
  },
};

/** The account owns no pool of addresses from which one could be asked for by its number. */
function requireOwnAddress({ account, before, inputs }: Context): void {
  const address = text(inputs, "address");
  if (address === undefined || before) return;
  const holder = account.records(EIP).find(({ outputs }) => outputs.publicIp === address);
  throw holder
    ? new AwsError(
        "InvalidAddress.InUse",
        `The address ${address} is in use: the Elastic IP address '${holder.id}' is it.`,
      )
    : new AwsError("InvalidAddress.NotFound", `The address '${address}' does not belong to you.`);
}

/** An instance can be reached under a public address only through its VPC's internet gateway. */
function requireGateway({ account, inputs }: Context): void {
  const instance = recordOf(account, INSTANCE, text(inputs, "instance"));
  if (!instance) return;
  const network = vpcOf(account, text(instance.outputs, "subnetId"));
  if (gatewayOf(account, network)) return;
  throw new AwsError("Gateway.NotAttached", `Network ${network} is not attached to any internet gateway`);
}

/** What AWS reports of the NAT gateway or instance that has an address; all empty where none has it. */
export function associationOf(
  records: Records,
  { id, inputs }: Pick<AccountRecord, "id" | "inputs">,
  region: string,
): Props {
  const gateway = records.records(NAT_GATEWAY).find((nat) => nat.inputs.allocationId === id);
  const instance = recordOf(records, INSTANCE, text(inputs, "instance"));
  const privateIp = text((gateway ?? instance)?.outputs ?? {}, "privateIp");
  return {
    associationId: gateway?.outputs.associationId ?? "",
    networkInterface: gateway?.outputs.networkInterfaceId ?? instance?.outputs.primaryNetworkInterfaceId ?? "",
    privateDns: privateIp === undefined ? "" : privateDnsName(privateIp, region),
    privateIp: privateIp ?? "",
  };
}

/** The Elastic IP address of an allocation id. */
export function addressOf(records: Records, allocationId: string | undefined): AccountRecord | undefined {
  return allocationId === undefined ? undefined : records.records(EIP).find(({ id }) => id === allocationId);
}

import { type Image, imageOf } from "../../data/images";
import { instanceType } from "../../data/instanceTypes";
import type { Context, Props, Value } from "../../model";
import { get } from "../../paths";
import { isObject } from "../../values";
import { number, objects, text } from "../read";
import { privateAddress, privateDnsName, publicAddress, publicDnsName } from "./addresses";
import { instanceLaunch, type Launch } from "./launch";
import { INSTANCE, recordOf, SUBNET, VPC } from "./references";
import { resolveTemplate } from "./templates";

type Made = Context & { id: string };

/** What EC2 reports of a running instance beyond what was asked for. */
export function instanceOutputs(context: Made): Props {
  const { id, inputs, region, account, arn } = context;
  const launch = instanceLaunch(inputs, region, account);
  const image = imageOf(region, launch.imageId ?? "");
  return {
    arn: arn("ec2", `instance/${id}`),
    ...states,
    ...Object.fromEntries(Object.entries(unlessGiven).map(([name, value]) => [name, inputs[name] ?? value])),
    ami: launch.imageId ?? "",
    instanceType: launch.instanceType ?? "",
    iamInstanceProfile: (launch.instanceProfile ?? "").replace(/^arn:.*\//, ""),
    instanceLifecycle: launch.market === "spot" ? "spot" : "",
    keyName: launch.keyName ?? "",
    metadataOptions: { ...metadataDefaults(image), ...templateOptions(context), ...object(inputs.metadataOptions) },
    ...processor(inputs, launch.instanceType ?? ""),
    ...network(context, launch),
    ...volumes(context, image),
  };
}

/** As EC2 reports an instance that runs and has nothing out of the ordinary. */
const states: Props = {
  instanceState: "running",
  outpostArn: "",
  passwordData: "",
  spotInstanceRequestId: "",
};

const unlessGiven: Props = {
  capacityReservationSpecification: { capacityReservationPreference: "open" },
  disableApiStop: false,
  disableApiTermination: false,
  ebsOptimized: false,
  enablePrimaryIpv6: false,
  enclaveOptions: { enabled: false },
  ephemeralBlockDevices: [],
  hibernation: false,
  hostId: "",
  instanceInitiatedShutdownBehavior: "stop",
  ipv6AddressCount: 0,
  ipv6Addresses: [],
  maintenanceOptions: { autoRecovery: "default" },
  monitoring: false,
  networkInterfaces: [],
  placementGroup: "",
  placementGroupId: "",
  placementPartitionNumber: 0,
  privateDnsNameOptions: {
    enableResourceNameDnsARecord: false,
    enableResourceNameDnsAaaaRecord: false,
    hostnameType: "ip-name",
  },
  secondaryPrivateIps: [],
  // Names, which only instances outside a VPC have.
  securityGroups: [],
  tenancy: "default",
};

/** An image that says `imdsSupport: v2.0`, as ours do, turns session tokens on and lets answers travel a hop further. */
function metadataDefaults(image: Image | undefined): Props {
  return {
    httpEndpoint: "enabled",
    httpProtocolIpv6: "disabled",
    httpPutResponseHopLimit: image ? 2 : 1,
    httpTokens: image ? "required" : "optional",
    instanceMetadataTags: "disabled",
  };
}

function templateOptions({ inputs, region, account }: Made): Props {
  const named = get(inputs, "launchTemplate");
  return isObject(named) ? object(resolveTemplate(account, region, named).data.metadataOptions) : {};
}

function processor(inputs: Props, name: string): Props {
  const type = instanceType(name);
  if (!type) return {};
  const cpuOptions = {
    amdSevSnp: "",
    coreCount: type.vcpus / type.threadsPerCore,
    nestedVirtualization: "",
    threadsPerCore: type.threadsPerCore,
    ...object(inputs.cpuOptions),
  };
  if (!type.credits) return { cpuOptions };
  return { cpuOptions, creditSpecification: inputs.creditSpecification ?? { cpuCredits: type.credits } };
}

function network(context: Made, launch: Launch): Props {
  const { account, region, inputs, hex, before } = context;
  const subnet = recordOf(account, SUBNET, launch.subnetIds[0])?.outputs ?? {};
  const vpc = recordOf(account, VPC, text(subnet, "vpcId"))?.outputs ?? {};
  const others = account.records(INSTANCE).filter((record) => record.id !== context.id);
  const taken = (output: string): Set<string> => new Set(others.map(({ outputs }) => String(outputs[output])));
  const privateIp =
    text(inputs, "privateIp") ??
    text(before?.outputs ?? {}, "privateIp") ??
    privateAddress(context, text(subnet, "cidrBlock") ?? "10.0.0.0/24", taken("privateIp"));
  const isPublic = launch.publicAddress ?? subnet.mapPublicIpOnLaunch === true;
  const publicIp = isPublic
    ? (text(before?.outputs ?? {}, "publicIp") ?? publicAddress(context, taken("publicIp")))
    : "";
  const named = vpc.enableDnsHostnames === true && publicIp !== "";
  const interfaceId = `eni-0${hex(16, "network interface")}`;
  const groups = launch.securityGroupIds.length > 0 ? [...launch.securityGroupIds] : defaultGroup(vpc);
  return {
    associatePublicIpAddress: isPublic,
    availabilityZone: subnet.availabilityZone ?? "",
    primaryNetworkInterface: { deleteOnTermination: true, networkInterfaceId: interfaceId },
    primaryNetworkInterfaceId: interfaceId,
    privateDns: privateDnsName(privateIp, region),
    privateIp,
    publicDns: named ? publicDnsName(publicIp, region) : "",
    publicIp,
    subnetId: launch.subnetIds[0] ?? "",
    vpcSecurityGroupIds: groups,
  };
}

function defaultGroup(vpc: Props): Value[] {
  return typeof vpc.defaultSecurityGroupId === "string" ? [vpc.defaultSecurityGroupId] : [];
}

/** The root volume and the others, as EC2 fills them in; what they are tagged with comes from their own inputs. */
function volumes({ inputs, hex }: Made, image: Image | undefined): Props {
  const root = object(inputs.rootBlockDevice);
  const defaults = image?.rootVolume;
  const size = number(root, "volumeSize") ?? defaults?.sizeGib ?? 8;
  const others = objects(inputs, "ebsBlockDevices").map((device) =>
    volume(device, text(device, "deviceName") ?? "", number(device, "volumeSize") ?? 8, "gp2", hex),
  );
  return {
    rootBlockDevice: volume(root, image?.rootDeviceName ?? "/dev/xvda", size, defaults?.type ?? "gp2", hex),
    ebsBlockDevices: others,
  };
}

function volume(given: Props, deviceName: string, sizeGib: number, byDefault: string, hex: Made["hex"]): Props {
  const type = text(given, "volumeType") ?? byDefault;
  return {
    deleteOnTermination: true,
    encrypted: false,
    kmsKeyId: "",
    tagsAll: given.tags ?? {},
    ...given,
    deviceName,
    iops: number(given, "iops") ?? baselineIops(type, sizeGib),
    throughput: number(given, "throughput") ?? (type === "gp3" ? 125 : 0),
    volumeId: `vol-0${hex(16, `volume ${deviceName}`)}`,
    volumeSize: sizeGib,
    volumeType: type,
  };
}

/** docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
function baselineIops(type: string, sizeGib: number): number {
  if (type === "gp3") return 3000;
  return type === "gp2" ? Math.min(16_000, Math.max(100, 3 * sizeGib)) : 0;
}

function object(value: Value | undefined): Props {
  return isObject(value) ? value : {};
}

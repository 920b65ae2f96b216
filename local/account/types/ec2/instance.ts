import { instanceType } from "../../data/instanceTypes";
import { AwsError, type Props, type TypeDefinition } from "../../model";
import { given } from "../read";
import { ipv4Address } from "./addresses";
import { interfaceHolds } from "./capacity";
import { instanceFailures, requireInstance } from "./instanceChecks";
import { instanceOutputs } from "./instanceOutputs";
import { instanceLaunch } from "./launch";
import { metadataRules, volumeType } from "./launchTemplate";
import { INSTANCE, securityGroupReference, subnetReference } from "./references";
import { USER_DATA_LIMIT } from "./userData";

const VOLUME_SIZE = { range: [1, 65536] } as const;

export const instance: TypeDefinition = {
  type: INSTANCE,
  noun: "instance",
  rules: {
    "cpuOptions.amdSevSnp": { oneOf: ["enabled", "disabled"] },
    "creditSpecification.cpuCredits": { oneOf: ["standard", "unlimited"] },
    "ebsBlockDevices[*].volumeSize": VOLUME_SIZE,
    "ebsBlockDevices[*].volumeType": volumeType,
    instanceInitiatedShutdownBehavior: { oneOf: ["stop", "terminate"] },
    "instanceMarketOptions.marketType": { oneOf: ["spot", "capacity-block"] },
    "maintenanceOptions.autoRecovery": { oneOf: ["default", "disabled"] },
    ...metadataRules("metadataOptions"),
    "privateDnsNameOptions.hostnameType": { oneOf: ["ip-name", "resource-name"] },
    privateIp: ipv4Address,
    "rootBlockDevice.volumeSize": VOLUME_SIZE,
    "rootBlockDevice.volumeType": volumeType,
    "secondaryPrivateIps[*]": ipv4Address,
    tenancy: { oneOf: ["default", "dedicated", "host"] },
    userData: { length: [0, USER_DATA_LIMIT] },
  },
  conflicts: [
    ["userData", "userDataBase64"],
    ["ipv6Addresses", "ipv6AddressCount"],
    ["hostResourceGroupArn", "placementGroup"],
    ["networkInterfaces", "subnetId"],
    ["networkInterfaces", "vpcSecurityGroupIds"],
  ],
  atLeastOneOf: [
    ["ami", "launchTemplate"],
    ["instanceType", "launchTemplate"],
  ],
  check: instanceFailures,
  defaults: {
    forceDestroy: false,
    getPasswordData: false,
    sourceDestCheck: true,
    userDataReplaceOnChange: false,
  },
  replaces: [
    "ami",
    "associatePublicIpAddress",
    "availabilityZone",
    "cpuOptions",
    "ebsBlockDevices",
    "ebsOptimized",
    "enablePrimaryIpv6",
    "enclaveOptions",
    "ephemeralBlockDevices",
    "hibernation",
    "hostId",
    "hostResourceGroupArn",
    "instanceMarketOptions",
    "ipv6AddressCount",
    "ipv6Addresses",
    "keyName",
    "launchTemplate",
    "networkInterfaces",
    "placementGroup",
    "placementGroupId",
    "placementPartitionNumber",
    "primaryNetworkInterface",
    "privateDnsNameOptions.hostnameType",
    "privateIp",
    "rootBlockDevice.encrypted",
    "rootBlockDevice.kmsKeyId",
    "secondaryNetworkInterfaces",
    "securityGroups",
    "subnetId",
    "tenancy",
  ],
  replacesIf: (olds, news) => [
    ...(news.userDataReplaceOnChange === true ? ["userData", "userDataBase64"] : []),
    // An instance is stopped and started to change its type; its image runs on one architecture only.
    ...(architectureOf(olds) === architectureOf(news) ? [] : ["instanceType"]),
  ],
  sets: [
    "ebsBlockDevices",
    "ephemeralBlockDevices",
    "networkInterfaces",
    "secondaryPrivateIps",
    "securityGroups",
    "vpcSecurityGroupIds",
  ],
  computed: [
    "ami",
    "associatePublicIpAddress",
    "availabilityZone",
    "capacityReservationSpecification",
    "cpuOptions",
    "disableApiStop",
    "disableApiTermination",
    "ebsBlockDevices",
    "ebsOptimized",
    "enablePrimaryIpv6",
    "enclaveOptions",
    "ephemeralBlockDevices",
    "hostId",
    "hostResourceGroupArn",
    "iamInstanceProfile",
    "instanceInitiatedShutdownBehavior",
    "instanceMarketOptions",
    "instanceType",
    "ipv6AddressCount",
    "ipv6Addresses",
    "keyName",
    "maintenanceOptions",
    "metadataOptions",
    "monitoring",
    "networkInterfaces",
    "placementGroup",
    "placementGroupId",
    "placementPartitionNumber",
    "primaryNetworkInterface",
    "privateDnsNameOptions",
    "privateIp",
    "rootBlockDevice",
    "secondaryPrivateIps",
    "securityGroups",
    "subnetId",
    "tenancy",
    "userDataBase64",
    "vpcSecurityGroupIds",
  ],
  references: [subnetReference("subnetId"), securityGroupReference("vpcSecurityGroupIds[*]")],
  holds: interfaceHolds,
  quotas: [
    {
      code: "L-1216C47A",
      name: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
      // vCPUs, for a new account: docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-quotas.html
      default: 5,
      error: "VcpuLimitExceeded",
      takes: (inputs, records, region) => {
        const launch = instanceLaunch(inputs, region, records);
        return launch.market === "on-demand" ? (instanceType(launch.instanceType ?? "")?.vcpus ?? 0) : 0;
      },
    },
  ],
  verify: requireInstance,
  id: ({ hex }) => `i-0${hex(16)}`,
  outputs: instanceOutputs,
  verifyDelete: ({ id, inputs }) => {
    if (inputs.disableApiTermination !== true || inputs.forceDestroy === true) return;
    throw new AwsError(
      "OperationNotPermitted",
      `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
  },
};

function architectureOf(inputs: Props): string | undefined {
  if (!given(inputs, "instanceType") || typeof inputs.instanceType !== "string") return undefined;
  return instanceType(inputs.instanceType)?.architecture;
}

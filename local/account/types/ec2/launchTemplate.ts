import { type AccountRecord, AwsError, type Props, type Rule, type TypeDefinition } from "../../model";
import { equal, isObject } from "../../values";
import { number, text } from "../read";
import { launchTemplateFailures } from "./launchTemplateChecks";
import { LAUNCH_TEMPLATE } from "./templates";
import { isBase64, USER_DATA_LIMIT } from "./userData";

/** A boolean that the provider takes as a string, because absence means something else than false. */
export const nullableBoolean: Rule = {
  pattern: /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False|)$/,
  is: '"true", "false" or an empty string',
};

/** EBS's volume types: docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html */
export const volumeType: Rule = { oneOf: ["standard", "gp2", "gp3", "io1", "io2", "sc1", "st1"] };

/** The instance metadata service's settings: docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html */
export function metadataRules(path: string): Record<string, Rule> {
  const switches: Rule = { oneOf: ["enabled", "disabled"] };
  return {
    [`${path}.httpEndpoint`]: switches,
    [`${path}.httpProtocolIpv6`]: switches,
    [`${path}.httpPutResponseHopLimit`]: { range: [1, 64] },
    [`${path}.httpTokens`]: { oneOf: ["optional", "required"] },
    [`${path}.instanceMetadataTags`]: switches,
  };
}

/** docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
const templateName: Rule = {
  all: [
    { length: [3, 128] },
    { pattern: /^[\w()./-]+$/, is: "letters, digits and the characters ( ) . / - _ in a launch template's name" },
  ],
};

const ENABLED: Rule = { oneOf: ["enabled", "disabled"] };

export const launchTemplate: TypeDefinition = {
  type: LAUNCH_TEMPLATE,
  noun: "launch template",
  rules: {
    name: templateName,
    // The provider adds 26 characters of its own.
    namePrefix: { length: [0, 102] },
    description: { length: [0, 255] },
    defaultVersion: { range: [1, Number.POSITIVE_INFINITY] },
    ebsOptimized: nullableBoolean,
    instanceInitiatedShutdownBehavior: { oneOf: ["stop", "terminate"] },
    "blockDeviceMappings[*].ebs.deleteOnTermination": nullableBoolean,
    "blockDeviceMappings[*].ebs.encrypted": nullableBoolean,
    "blockDeviceMappings[*].ebs.throughput": { range: [125, 1000] },
    "blockDeviceMappings[*].ebs.volumeInitializationRate": { range: [100, 300] },
    "blockDeviceMappings[*].ebs.volumeSize": { range: [1, 65536] },
    "blockDeviceMappings[*].ebs.volumeType": volumeType,
    "capacityReservationSpecification.capacityReservationPreference": {
      oneOf: ["capacity-reservations-only", "none", "open"],
    },
    "cpuOptions.amdSevSnp": ENABLED,
    "cpuOptions.nestedVirtualization": ENABLED,
    "creditSpecification.cpuCredits": { oneOf: ["standard", "unlimited"] },
    "iamInstanceProfile.arn": {
      pattern: /^arn:aws:iam::\d{12}:instance-profile\/.+$/,
      is: "an instance profile's ARN",
    },
    "instanceMarketOptions.marketType": { oneOf: ["spot", "capacity-block"] },
    "instanceMarketOptions.spotOptions.instanceInterruptionBehavior": { oneOf: ["hibernate", "stop", "terminate"] },
    "instanceMarketOptions.spotOptions.spotInstanceType": { oneOf: ["one-time", "persistent"] },
    "maintenanceOptions.autoRecovery": { oneOf: ["default", "disabled"] },
    ...metadataRules("metadataOptions"),
    "networkInterfaces[*].associateCarrierIpAddress": nullableBoolean,
    "networkInterfaces[*].associatePublicIpAddress": nullableBoolean,
    "networkInterfaces[*].deleteOnTermination": nullableBoolean,
    "networkInterfaces[*].interfaceType": { oneOf: ["efa", "efa-only", "interface"] },
    "networkPerformanceOptions.bandwidthWeighting": { oneOf: ["default", "ebs-1", "vpc-1"] },
    "placement.tenancy": { oneOf: ["default", "dedicated", "host"] },
    "privateDnsNameOptions.hostnameType": { oneOf: ["ip-name", "resource-name"] },
    // docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateTagSpecificationRequest.html
    "tagSpecifications[*].resourceType": {
      oneOf: ["instance", "volume", "network-interface", "spot-instances-request", "elastic-gpu"],
    },
  },
  conflicts: [
    ["name", "namePrefix"],
    ["defaultVersion", "updateDefaultVersion"],
    ["instanceRequirements", "instanceType"],
    ["securityGroupNames", "vpcSecurityGroupIds"],
  ],
  check: launchTemplateFailures,
  autoName: { property: "name", maxLength: 128 },
  replaces: ["name", "namePrefix"],
  sets: [
    "licenseSpecifications",
    "securityGroupNames",
    "vpcSecurityGroupIds",
    "networkInterfaces[*].securityGroups",
    "networkInterfaces[*].ipv4Addresses",
    "networkInterfaces[*].ipv4Prefixes",
    "networkInterfaces[*].ipv6Addresses",
    "networkInterfaces[*].ipv6Prefixes",
  ],
  computed: ["defaultVersion", "metadataOptions", "name", "namePrefix"],
  // A template is hardly looked at when it is made: what its image, profile, groups and types name may be missing until
  // something is launched from it. docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-template-restrictions.html
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      taken: ({ name }) =>
        new AwsError(
          "InvalidLaunchTemplateName.AlreadyExistsException",
          `Launch template name already in use: ${name}.`,
        ),
    },
  ],
  quotas: [{ code: "L-FB451C26", name: "Launch templates", default: 5000, error: "LaunchTemplateLimitExceeded" }],
  verify: ({ inputs, before }) => {
    requireUserData(text(inputs, "userData"));
    const wanted = number(inputs, "defaultVersion");
    const latest = latestVersion(inputs, before);
    if (wanted !== undefined && wanted > latest) {
      throw new AwsError(
        "InvalidLaunchTemplateId.VersionNotFound",
        `The default version ${wanted} does not exist; the latest version is ${latest}.`,
      );
    }
  },
  id: ({ hex }) => `lt-0${hex(16)}`,
  outputs: ({ id, arn, inputs, before }) => ({
    arn: arn("ec2", `launch-template/${id}`),
    latestVersion: latestVersion(inputs, before),
    defaultVersion: defaultVersion(inputs, before),
    namePrefix: inputs.namePrefix ?? "",
    ...(isObject(inputs.metadataOptions) ? { metadataOptions: metadata(inputs.metadataOptions) } : {}),
  }),
  // The provider's own CustomizeDiff, in internal/service/ec2/ec2_launch_template.go, says so too.
  renewed: ["latestVersion"],
  hidden: ({ inputs, before }) => {
    const versions = isObject(before?.hidden?.versions) ? before.hidden.versions : {};
    return { versions: { ...versions, [String(latestVersion(inputs, before))]: launchData(inputs) } };
  },
};

/** Inputs that belong to the template and not to a version of it. */
const OWN = new Set(["name", "namePrefix", "defaultVersion", "updateDefaultVersion", "tags", "tagsAll", "region"]);

/** What a version says: all but what belongs to the template as a whole. */
function launchData(inputs: Props): Props {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !OWN.has(name) && !name.startsWith("__")));
}

/** A version never changes: whatever is changed in a template makes a new one. */
function latestVersion(inputs: Props, before: AccountRecord | undefined): number {
  if (!before) return 1;
  const latest = number(before.outputs, "latestVersion") ?? 1;
  return equal(launchData(inputs), launchData(before.inputs)) ? latest : latest + 1;
}

/** The version that is launched where none is named: the first one, until somebody says otherwise. */
function defaultVersion(inputs: Props, before: AccountRecord | undefined): number {
  if (inputs.updateDefaultVersion === true) return latestVersion(inputs, before);
  return number(inputs, "defaultVersion") ?? (before ? number(before.outputs, "defaultVersion") : undefined) ?? 1;
}

/** EC2 fills in the rest as soon as one of these options is given. */
function metadata(given: Props): Props {
  return {
    httpEndpoint: "enabled",
    httpProtocolIpv6: "disabled",
    httpPutResponseHopLimit: 1,
    httpTokens: "optional",
    instanceMetadataTags: "disabled",
    ...given,
  };
}

function requireUserData(userData: string | undefined): void {
  if (userData === undefined) return;
  if (!isBase64(userData)) throw new AwsError("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
  if (Buffer.from(userData, "base64").length > USER_DATA_LIMIT) {
    throw new AwsError("InvalidParameterValue", `User data is limited to ${USER_DATA_LIMIT} bytes`);
  }
}

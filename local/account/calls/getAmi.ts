import { type Image, imageNames, images } from "../data/images";
import { AwsError, type CallDefinition, type Props, type Value } from "../model";
import { matches, readFilters } from "./filters";

/** What a filter of DescribeImages compares, for the filters that say something about our images. */
const FILTERS: Record<string, (image: Image) => string> = {
  architecture: ({ architecture }) => architecture,
  "creation-date": ({ creationDate }) => creationDate,
  description: ({ description }) => description,
  "ena-support": () => "true",
  hypervisor: () => "xen",
  "image-id": ({ id }) => id,
  "image-type": () => "machine",
  "is-public": () => "true",
  name: ({ name }) => name,
  "owner-alias": ({ ownerAlias }) => ownerAlias,
  "owner-id": ({ ownerId }) => ownerId,
  "root-device-name": ({ rootDeviceName }) => rootDeviceName,
  "root-device-type": () => "ebs",
  state: () => "available",
  "virtualization-type": () => "hvm",
};

/**
 * `aws.ec2.getAmi`: the one image that owners, filters and a pattern of its name leave over.
 *
 * @throws AwsError with the provider's own messages where nothing, or more than one thing, is left.
 */
export const getAmi: CallDefinition = {
  token: "aws:ec2/getAmi:getAmi",
  args: {
    allowUnsafeFilter: "boolean",
    executableUsers: { list: "string" },
    filters: { list: { object: { name: "string", values: { list: "string" } }, required: ["name", "values"] } },
    includeDeprecated: "boolean",
    mostRecent: "boolean",
    nameRegex: "string",
    owners: { list: "string" },
    region: "string",
    tags: { map: "string" },
    uefiData: "string",
  },
  call: (args, { region, accountId }) => {
    const filters = readFilters(args, FILTERS);
    const owners = strings(args.owners);
    if (args.mostRecent === true && args.allowUnsafeFilter !== true && owners.length === 0) {
      if (!filters.some(({ name }) => name === "image-id" || name === "owner-id")) {
        throw new AwsError(
          "InvalidParameterCombination",
          '"mostRecent" is true and the images are not filtered by owner or id: anybody could publish a newer one. Give "owners".',
        );
      }
    }
    const pattern = readPattern(args.nameRegex);
    const found = images(region)
      .filter((image) => owners.length === 0 || owners.some((owner) => isOwner(image, owner, accountId)))
      // What everybody may launch is shared with nobody in particular.
      .filter(() => strings(args.executableUsers).length === 0)
      .filter((image) => matches(image, filters, FILTERS))
      .filter(({ name }) => pattern?.test(name) ?? true);
    return result(args, oneOf(found, args.mostRecent === true));
  },
};

function readPattern(pattern: Value | undefined): RegExp | undefined {
  if (typeof pattern !== "string") return undefined;
  try {
    return new RegExp(pattern);
  } catch {
    throw new AwsError(
      "InvalidParameterValue",
      `"nameRegex": expected a regular expression, got ${JSON.stringify(pattern)}`,
    );
  }
}

function isOwner(image: Image, owner: string, accountId: string): boolean {
  return image.ownerId === (owner === "self" ? accountId : owner) || image.ownerAlias === owner;
}

function oneOf(found: readonly Image[], mostRecent: boolean): Image {
  const newest = found.toSorted((one, other) => one.creationDate.localeCompare(other.creationDate)).at(-1);
  if (!newest) {
    throw new AwsError(
      "InvalidAMIID.NotFound",
      "Your query returned no results. Please change your search criteria and try again. " +
        `(The account on this machine knows ${imageNames.join(", ")}.)`,
    );
  }
  if (found.length > 1 && !mostRecent) {
    throw new AwsError(
      "InvalidParameterCombination",
      "Your query returned more than one result. Please try a more specific search criteria, or set `mostRecent` " +
        `attribute to true. (It returned ${found.map(({ name }) => name).join(", ")}.)`,
    );
  }
  return newest;
}

function result(args: Props, image: Image): Props {
  const { rootVolume } = image;
  return {
    ...args,
    architecture: image.architecture,
    arn: `arn:aws:ec2:${image.region}::image/${image.id}`,
    blockDeviceMappings: [
      {
        deviceName: image.rootDeviceName,
        ebs: {
          delete_on_termination: "true",
          encrypted: "false",
          iops: String(rootVolume.iops),
          snapshot_id: image.rootSnapshotId,
          throughput: String(rootVolume.throughput),
          volume_size: String(rootVolume.sizeGib),
          volume_type: rootVolume.type,
        },
        noDevice: "",
        virtualName: "",
      },
    ],
    bootMode: image.architecture === "arm64" ? "uefi" : "uefi-preferred",
    creationDate: image.creationDate,
    deprecationTime: twoYearsAfter(image.creationDate),
    description: image.description,
    enaSupport: true,
    hypervisor: "xen",
    id: image.id,
    imageId: image.id,
    imageLocation: `amazon/${image.name}`,
    imageOwnerAlias: image.ownerAlias,
    imageType: "machine",
    imdsSupport: "v2.0",
    includeDeprecated: args.includeDeprecated ?? false,
    kernelId: "",
    lastLaunchedTime: "",
    name: image.name,
    ownerId: image.ownerId,
    platform: "",
    platformDetails: "Linux/UNIX",
    productCodes: [],
    public: true,
    ramdiskId: "",
    region: image.region,
    rootDeviceName: image.rootDeviceName,
    rootDeviceType: "ebs",
    rootSnapshotId: image.rootSnapshotId,
    sriovNetSupport: "simple",
    state: "available",
    stateReason: { code: "UNSET", message: "UNSET" },
    tags: {},
    tpmSupport: "",
    usageOperation: "RunInstances",
    virtualizationType: "hvm",
  };
}

/** Public images are deprecated two years after they were made: docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-deprecate.html */
function twoYearsAfter(date: string): string {
  return `${Number(date.slice(0, 4)) + 2}${date.slice(4)}`;
}

function strings(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

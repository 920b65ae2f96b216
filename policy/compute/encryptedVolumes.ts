import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import {
  ebsVolume,
  ecsService,
  instance,
  launchConfiguration,
  launchTemplate,
  spotFleetRequest,
  spotInstanceRequest,
} from "../types";
import { isKnown, isMissing, items, peek, type Seen, UNKNOWN } from "../values";

const settings = {
  accountEncryptsByDefault: {
    type: "boolean",
    description:
      "Whether the account encrypts every new EBS volume. Where it does, only a volume that is said not to be " +
      "encrypted is refused.",
    default: false,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;

/** What all ways to describe a volume have in common; a launch template writes its flags as strings. */
interface Volume {
  readonly encrypted?: Seen<boolean | string> | null;
  readonly snapshotId?: Seen<string> | null;
}

/** True for a list that is known to have no elements, and for one that is not given. */
function isEmpty(list: unknown): boolean {
  return isMissing(list) || (Array.isArray(list) && list.length === 0);
}

const allowed = "an encrypted volume is required";

function judge(path: string, volume: Volume, { config, refuse }: Context): void {
  const { encrypted } = volume;
  if (encrypted === UNKNOWN || String(encrypted) === "true") return;
  const property = `${path}encrypted`;
  if (!isMissing(encrypted)) {
    refuse({ property, given: String(encrypted), allowed, fix: "Set it to true." });
    return;
  }
  // A volume that is made of a snapshot is encrypted as that is.
  if (config.accountEncryptsByDefault || !isMissing(volume.snapshotId)) return;
  const so = "so the account's default decides, which is not to encrypt";
  refuse({ property, so, allowed, fix: "Set it to true." });
}

/** Judges the volume that an instance starts from; where it is not described, it is as the image and the account have it. */
function judgeRoot(property: string, root: Seen<Volume> | null | undefined, context: Context): void {
  if (isKnown(root)) judge(`${property}.`, root, context);
  if (root === UNKNOWN || isKnown(root) || context.config.accountEncryptsByDefault) return;
  const so = "so the root volume is as the image and the account have it, and public images are not encrypted";
  context.refuse({ property, so, allowed, fix: "Describe it, with encrypted set to true." });
}

/** An instance, a launch configuration or a Spot request: what they call their volumes is the same. */
interface Machine {
  readonly rootBlockDevice?: Seen<Volume> | null;
  readonly ebsBlockDevices?: Seen<readonly (Volume & { readonly noDevice?: boolean })[]> | null;
  readonly launchTemplate?: unknown;
}

function judgeMachine(machine: Machine, context: Context): void {
  const byTemplate = isMissing(machine.rootBlockDevice) && !isMissing(machine.launchTemplate);
  if (!byTemplate) judgeRoot("rootBlockDevice", machine.rootBlockDevice, context);
  for (const [i, device] of items(machine.ebsBlockDevices)) {
    if (isMissing(device.noDevice) || device.noDevice === false) judge(`ebsBlockDevices[${i}].`, device, context);
  }
}

/** Refuses volumes that anybody who gets hold of a snapshot could read. */
export const encryptedVolumes = resourceRule(
  {
    name: "encrypted-volumes",
    area: "compute",
    description: "Checks that EBS volumes are encrypted, those that instances start from included.",
    why:
      "A volume that is not encrypted makes snapshots that are not, and those can be shared with another account, or the " +
      "world, by one call. Encryption with AWS's own key costs nothing.",
    severity: "medium",
    remediationSteps:
      'Set `encrypted: true` on the volume; in a launch template, `encrypted: "true"` of each mapping, also of the root ' +
      "device. Or let the account encrypt by default, and tell the rule so.",
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: "EC2.3",
      specification: "Attached Amazon EBS volumes should be encrypted at-rest",
    },
    settings,
  },
  [
    on(ebsVolume, (volume, context) => judge("", volume, context)),
    on(instance, judgeMachine),
    on(launchConfiguration, judgeMachine),
    on(spotInstanceRequest, judgeMachine),
    on(launchTemplate, (template, context) => {
      const mappings = template.blockDeviceMappings;
      for (const [i, mapping] of items(mappings)) {
        if (isKnown(mapping.ebs)) judge(`blockDeviceMappings[${i}].ebs.`, mapping.ebs, context);
      }
      // A template without an image is only part of what an instance starts with.
      if (!isEmpty(mappings) || isMissing(peek(template, "imageId"))) return;
      judgeRoot("blockDeviceMappings", undefined, context);
    }),
    on(spotFleetRequest, (fleet, context) => {
      for (const [i, specification] of items(fleet.launchSpecifications)) {
        const roots = specification.rootBlockDevices;
        const path = `launchSpecifications[${i}].`;
        if (isEmpty(roots)) judgeRoot(`${path}rootBlockDevices`, undefined, context);
        for (const [j, root] of items(roots)) judge(`${path}rootBlockDevices[${j}].`, root, context);
        for (const [j, device] of items(specification.ebsBlockDevices)) {
          judge(`${path}ebsBlockDevices[${j}].`, device, context);
        }
      }
    }),
    on(ecsService, (service, context) => {
      const configuration = service.volumeConfiguration;
      const volume = isKnown(configuration) ? configuration.managedEbsVolume : undefined;
      // ECS encrypts its volumes unless told otherwise.
      if (!isKnown(volume) || isMissing(volume.encrypted)) return;
      judge("volumeConfiguration.managedEbsVolume.", volume, context);
    }),
  ],
);

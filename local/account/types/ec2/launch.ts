import { imageOf } from "../../data/images";
import type { Props, Records } from "../../model";
import { get } from "../../paths";
import { isObject } from "../../values";
import { number, objects, text, texts } from "../read";
import { resolveTemplate } from "./templates";
import { decodeUserData } from "./userData";

/** A volume as a launch asks for it; what is absent comes from the image, or EC2's defaults. */
export interface VolumeRequest {
  /** Absent for the root volume of whatever the image's root device is. */
  device?: string;
  sizeGib?: number;
  type?: string;
}

/** How instances are launched, from wherever that is written: a template, a fleet's specification, an instance. */
export interface Launch {
  imageId?: string;
  instanceType?: string;
  /** Name or ARN. */
  instanceProfile?: string;
  keyName?: string;
  /** As a script, decoded. */
  userData?: string;
  securityGroupIds: readonly string[];
  /** Subnets that the launch itself names. */
  subnetIds: readonly string[];
  volumes: readonly VolumeRequest[];
  /** What is billed: Spot capacity, or on demand. */
  market: "spot" | "on-demand";
  /** Whether every instance gets a public address; undefined leaves it to the subnet. */
  publicAddress?: boolean;
}

/** What a version of a launch template says. */
export function templateLaunch(data: Props): Launch {
  const interfaces = objects(data, "networkInterfaces");
  const encoded = text(data, "userData");
  const publicly = interfaces.map((one) => text(one, "associatePublicIpAddress")).find((value) => value !== undefined);
  return withoutUndefined({
    imageId: text(data, "imageId"),
    instanceType: text(data, "instanceType"),
    instanceProfile: text(data, "iamInstanceProfile.name") ?? text(data, "iamInstanceProfile.arn"),
    keyName: text(data, "keyName"),
    userData: encoded === undefined ? undefined : decodeUserData(encoded),
    securityGroupIds: [
      ...texts(data, "vpcSecurityGroupIds[*]"),
      ...texts(data, "networkInterfaces[*].securityGroups[*]"),
    ],
    subnetIds: texts(data, "networkInterfaces[*].subnetId"),
    volumes: objects(data, "blockDeviceMappings")
      .filter((mapping) => isObject(mapping.ebs))
      .map((mapping) => volume(text(mapping, "deviceName"), mapping.ebs as Props)),
    market: text(data, "instanceMarketOptions.marketType") === "spot" ? "spot" : "on-demand",
    publicAddress: publicly === undefined ? undefined : publicly === "true",
  });
}

/** What an instance says, together with the launch template that it may name; its own inputs win. */
export function instanceLaunch(inputs: Props, region: string, records: Records): Launch {
  const named = get(inputs, "launchTemplate");
  const template = isObject(named) ? templateLaunch(resolveTemplate(records, region, named).data) : undefined;
  const own = specifiedLaunch(inputs);
  return {
    ...template,
    ...own,
    securityGroupIds: own.securityGroupIds.length > 0 ? own.securityGroupIds : (template?.securityGroupIds ?? []),
    subnetIds: own.subnetIds.length > 0 ? own.subnetIds : (template?.subnetIds ?? []),
    volumes: [...(template?.volumes ?? []), ...own.volumes],
    market: text(inputs, "instanceMarketOptions.marketType") === "spot" ? "spot" : (template?.market ?? "on-demand"),
  };
}

/** What the inputs of an instance, or a launch specification of a Spot fleet, say by themselves. */
export function specifiedLaunch(inputs: Props): Launch {
  const base64 = text(inputs, "userDataBase64");
  const root = get(inputs, "rootBlockDevice");
  const roots = isObject(root) ? [root] : objects(inputs, "rootBlockDevices");
  const publicly = get(inputs, "associatePublicIpAddress");
  return withoutUndefined({
    imageId: text(inputs, "ami"),
    instanceType: text(inputs, "instanceType"),
    instanceProfile: text(inputs, "iamInstanceProfile") ?? text(inputs, "iamInstanceProfileArn"),
    keyName: text(inputs, "keyName"),
    userData: base64 === undefined ? text(inputs, "userData") : decodeUserData(base64),
    securityGroupIds: texts(inputs, "vpcSecurityGroupIds[*]"),
    subnetIds: texts(inputs, "subnetId"),
    volumes: [
      ...roots.map((device) => volume(undefined, device)),
      ...objects(inputs, "ebsBlockDevices").map((device) => volume(text(device, "deviceName"), device)),
    ],
    market: "on-demand" as const,
    publicAddress: typeof publicly === "boolean" ? publicly : undefined,
  });
}

/** A volume that an instance has. */
export interface Volume {
  device: string;
  sizeGib: number;
  type: string;
}

/** The volumes that every instance of a launch gets: the image's root volume, as the launch changes it, and its others. */
export function volumesOf(launch: Launch, region: string): Volume[] {
  const image = launch.imageId === undefined ? undefined : imageOf(region, launch.imageId);
  const volumes = new Map<string, Volume>();
  const root = image?.rootDeviceName ?? "/dev/xvda";
  if (image) volumes.set(root, { device: root, sizeGib: image.rootVolume.sizeGib, type: image.rootVolume.type });
  for (const { device = root, sizeGib, type } of launch.volumes) {
    const before = volumes.get(device);
    // EC2's API still makes a volume without a type a gp2 one.
    volumes.set(device, { device, sizeGib: sizeGib ?? before?.sizeGib ?? 0, type: type ?? before?.type ?? "gp2" });
  }
  return [...volumes.values()];
}

function volume(device: string | undefined, ebs: Props): VolumeRequest {
  return withoutUndefined({ device, sizeGib: number(ebs, "volumeSize"), type: text(ebs, "volumeType") });
}

/** The same object without the properties that are undefined. */
function withoutUndefined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

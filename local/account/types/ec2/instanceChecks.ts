import { AwsError, type CheckFailure, type Context, type Props } from "../../model";
import { get } from "../../paths";
import { isObject } from "../../values";
import { given, list, number, text } from "../read";
import { contains } from "./addresses";
import { instanceLaunch } from "./launch";
import { placeOf, requireLaunchable, requirePlaceable } from "./launchRules";
import { volumeFailures } from "./launchTemplateChecks";
import { INSTANCE, recordOf, SUBNET } from "./references";
import { isBase64, USER_DATA_LIMIT } from "./userData";

/** What the provider's documentation rules out across several inputs of an instance. */
export function instanceFailures(inputs: Props): CheckFailure[] {
  const root = get(inputs, "rootBlockDevice");
  const failures = (list(inputs, "ebsBlockDevices") ?? []).flatMap((device, i) =>
    isObject(device) ? volumeFailures(device, `ebsBlockDevices[${i}]`) : [],
  );
  if (isObject(root)) failures.push(...volumeFailures(root, "rootBlockDevice"));
  const named = ["id", "name"].filter((key) => given(inputs, `launchTemplate.${key}`));
  if (given(inputs, "launchTemplate.version") && named.length !== 1) {
    failures.push({
      property: "launchTemplate",
      reason: `exactly one of "id", "name" must be given, got ${named.length}`,
    });
  }
  const base64 = text(inputs, "userDataBase64");
  if (base64 !== undefined && !isBase64(base64)) {
    failures.push({ property: "userDataBase64", reason: "must be base64-encoded" });
  }
  return failures;
}

/** Refuses what RunInstances refuses. */
export function requireInstance(context: Context): void {
  const { account, region, inputs, before } = context;
  const launch = instanceLaunch(inputs, region, account);
  const image = requireLaunchable(launch, region, account);
  const subnetId = launch.subnetIds[0];
  if (subnetId === undefined) {
    throw new AwsError("VPCIdNotSpecified", "No default VPC for this user. Name the instance's subnet in subnetId.");
  }
  const place = placeOf(subnetId, account);
  const wanted = text(inputs, "availabilityZone");
  if (wanted !== undefined && wanted !== place.zone) {
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${wanted}) for parameter availabilityZone is invalid. Subnet '${subnetId}' is in the availability zone ${place.zone}`,
    );
  }
  requirePlaceable(launch, image, place, account);
  requireRootVolume(inputs, image.rootVolume.sizeGib);
  if (launch.userData !== undefined && Buffer.byteLength(launch.userData) > USER_DATA_LIMIT) {
    throw new AwsError("InvalidParameterValue", `User data is limited to ${USER_DATA_LIMIT} bytes`);
  }
  requireAddress(context, subnetId, before?.id);
}

function requireRootVolume(inputs: Props, least: number): void {
  const size = number(inputs, "rootBlockDevice.volumeSize");
  if (size === undefined || size >= least) return;
  throw new AwsError(
    "InvalidBlockDeviceMapping",
    `Volume of size ${size}GB is smaller than snapshot of the image, expect size >= ${least}GB`,
  );
}

function requireAddress({ account, inputs }: Context, subnetId: string, self: string | undefined): void {
  const wanted = text(inputs, "privateIp");
  if (wanted === undefined) return;
  const block = text(recordOf(account, SUBNET, subnetId)?.outputs ?? {}, "cidrBlock");
  if (block !== undefined && !contains(block, `${wanted}/32`)) {
    throw new AwsError("InvalidParameterValue", `Address ${wanted} does not fall within the subnet's address range`);
  }
  const holder = account
    .records(INSTANCE)
    .find(({ id, outputs }) => id !== self && outputs.privateIp === wanted && outputs.subnetId === subnetId);
  if (holder) throw new AwsError("InvalidIPAddress.InUse", `Address ${wanted} is in use by ${holder.id}.`);
}

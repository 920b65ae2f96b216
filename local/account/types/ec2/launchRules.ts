import { type Image, imageOf } from "../../data/images";
import { type InstanceType, instanceType, isOffered } from "../../data/instanceTypes";
import { zonesOf } from "../../data/zones";
import { AwsError, type Props, type Records } from "../../model";
import { get } from "../../paths";
import { isObject } from "../../values";
import { text } from "../read";
import type { Launch } from "./launch";
import { recordOf, SECURITY_GROUP, SUBNET, vpcOf, vpcWith } from "./references";

const INSTANCE_PROFILE = "aws:iam/instanceProfile:InstanceProfile";
const KEY_PAIR = "aws:ec2/keyPair:KeyPair";

/** Where instances are to run. */
export interface Place {
  zone: string;
  subnetId?: string;
}

/** Refuses a launch that EC2 would refuse wherever it runs, with the errors of RunInstances. Gives the image. */
export function requireLaunchable(launch: Launch, region: string, records: Records): Image {
  const image = requireImage(launch.imageId, region);
  for (const id of launch.securityGroupIds) {
    if (!recordOf(records, SECURITY_GROUP, id) && !vpcWith(records, "defaultSecurityGroupId", id)) {
      throw new AwsError("InvalidGroup.NotFound", `The security group '${id}' does not exist`);
    }
  }
  if (launch.instanceProfile !== undefined) requireProfile(launch.instanceProfile, records);
  const { keyName } = launch;
  if (keyName !== undefined && !records.records(KEY_PAIR).some(({ outputs }) => outputs.keyName === keyName)) {
    throw new AwsError("InvalidKeyPair.NotFound", `The key pair '${keyName}' does not exist`);
  }
  return image;
}

function requireImage(id: string | undefined, region: string): Image {
  if (id === undefined) {
    throw new AwsError("MissingParameter", "The request must contain the parameter ImageId");
  }
  if (!/^ami-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id)) throw new AwsError("InvalidAMIID.Malformed", `Invalid id: "${id}"`);
  const image = imageOf(region, id);
  if (!image) throw new AwsError("InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`);
  return image;
}

function requireProfile(profile: string, records: Records): void {
  const key = profile.startsWith("arn:") ? "arn" : "name";
  const record = records.records(INSTANCE_PROFILE).find(({ outputs }) => outputs[key] === profile);
  if (!record) {
    const what = key === "arn" ? "ARN" : "name";
    throw new AwsError(
      "InvalidParameterValue",
      `Value (${profile}) for parameter iamInstanceProfile.${key} is invalid. Invalid IAM Instance Profile ${what}`,
    );
  }
  if (!text(record.inputs, "role")) {
    throw new AwsError(
      "InvalidParameterValue",
      `IAM Instance Profile "${String(record.outputs.arn)}" has no associated IAM Roles`,
    );
  }
}

/** Refuses an instance type that cannot run an image in a place: unknown, of another architecture, not offered there. */
export function requirePlaceable(launch: Launch, image: Image, place: Place, records: Records): InstanceType {
  const type = requireType(launch.instanceType);
  if (type.architecture !== image.architecture) {
    throw new AwsError(
      "InvalidParameterValue",
      `The architecture '${type.architecture}' of the specified instance type does not match the architecture ` +
        `'${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching ` +
        `architectures, and try again.`,
    );
  }
  if (!isOffered(type.name, place.zone)) throw unsupported(type.name, place.zone);
  const vpc = vpcOf(records, place.subnetId);
  const stranger = launch.securityGroupIds.find((id) => place.subnetId && vpcOf(records, id) !== vpc);
  if (stranger !== undefined) {
    throw new AwsError(
      "InvalidParameter",
      `Security group ${stranger} and subnet ${place.subnetId} belong to different networks.`,
    );
  }
  return type;
}

function requireType(name: string | undefined): InstanceType {
  if (name === undefined) throw new AwsError("MissingParameter", "The request must contain the parameter InstanceType");
  const type = instanceType(name);
  if (type) return type;
  throw new AwsError(
    "InvalidParameterValue",
    `Invalid value '${name}' for InstanceType. (If AWS has it, add it to local/account/data/instanceTypes.ts.)`,
  );
}

function unsupported(type: string, zone: string): AwsError {
  const others = zonesOf(zone.slice(0, -1)).filter(({ name }) => isOffered(type, name));
  const retry =
    others.length > 0
      ? `Please retry your request by not specifying an Availability Zone or choosing ${others.map(({ name }) => name).join(", ")}.`
      : "No Availability Zone of the Region offers it; choose another instance type.";
  return new AwsError(
    "Unsupported",
    `Your requested instance type (${type}) is not supported in your requested Availability Zone (${zone}). ${retry}`,
  );
}

/** The place that a subnet is. */
export function placeOf(subnetId: string, records: Records): Place {
  const subnet = recordOf(records, SUBNET, subnetId);
  if (!subnet) throw new AwsError("InvalidSubnetID.NotFound", `The subnet ID '${subnetId}' does not exist`);
  return { zone: String(subnet.outputs.availabilityZone), subnetId };
}

/** Refuses the choice of types by their attributes: the account has no list of all of AWS's types to choose from. */
export function refuseRequirements(holder: Props, path: string): void {
  if (!isObject(get(holder, path))) return;
  throw new AwsError(
    "UnsupportedOperation",
    "The account on this machine does not choose instance types by instanceRequirements; name the types instead.",
  );
}

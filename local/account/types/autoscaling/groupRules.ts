import { AwsError, type CheckFailure, type Context, type Props } from "../../model";
import { isObject } from "../../values";
import { requireLaunchable, requirePlaceable } from "../ec2/launchRules";
import { groupPools, type Pool } from "../ec2/pools";
import { recordOf, SUBNET } from "../ec2/references";
import { given, list, number, repeated, text, texts } from "../read";

/** What the provider rules out across several inputs of a group. */
export function groupFailures(inputs: Props): CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (given(inputs, "launchTemplate.id") && given(inputs, "launchTemplate.name")) {
    failures.push({ property: "launchTemplate.name", reason: 'at most one of "id", "name" may be given, got both' });
  }
  const keys = (list(inputs, "tags") ?? []).flatMap((tag) => (isObject(tag) ? texts(tag, "key") : []));
  for (const key of repeated(keys)) {
    failures.push({ property: "tags", reason: `the tag ${JSON.stringify(key)} is given more than once` });
  }
  return failures;
}

/** Refuses what CreateAutoScalingGroup and UpdateAutoScalingGroup refuse, and what the provider's waiting would find. */
export function requireGroup(context: Context): void {
  requireSizes(context.inputs);
  requireSubnets(context);
  const pools = asTemplateErrors(() => groupPools(context.inputs, context.region, context.account));
  for (const pool of pools) requirePool(pool, context);
}

function requireSizes(inputs: Props): void {
  const [least, most, size] = [
    number(inputs, "minSize") ?? 0,
    number(inputs, "maxSize") ?? 0,
    number(inputs, "desiredCapacity"),
  ];
  if (most < least) {
    throw new AwsError("ValidationError", `Max bound, ${most}, must be greater than or equal to min bound, ${least}`);
  }
  if (size !== undefined && (size < least || size > most)) {
    throw new AwsError(
      "ValidationError",
      `Desired capacity:${size} must be between the specified min size:${least} and max size:${most}`,
    );
  }
}

function requireSubnets({ inputs, account }: Context): void {
  const subnets = texts(inputs, "vpcZoneIdentifiers[*]");
  if (subnets.length === 0) {
    throw new AwsError(
      "ValidationError",
      "No default VPC for this user. Name the group's subnets in vpcZoneIdentifiers.",
    );
  }
  const vpcs = new Set(subnets.map((id) => text(recordOf(account, SUBNET, id)?.outputs ?? {}, "vpcId")));
  if (vpcs.size > 1) {
    throw new AwsError("ValidationError", `The subnets ${subnets.join(", ")} lie in more than one VPC.`);
  }
}

function requirePool({ launch, zone, subnetId }: Pool, { account, region, inputs }: Context): void {
  const image = asTemplateErrors(() => requireLaunchable(launch, region, account));
  if (zone === undefined) return;
  try {
    requirePlaceable(launch, image, subnetId === undefined ? { zone } : { zone, subnetId }, account);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "Unsupported") throw templateError(error);
    // The group is made and its launches fail in that zone. The provider, which waits for them, then gives up.
    if (inputs.ignoreFailedScalingActivities === true || text(inputs, "waitForCapacityTimeout") === "0") return;
    throw new AwsError("Unsupported", `Scaling activity: Failed: ${error.message} Launching EC2 instance failed.`);
  }
}

function asTemplateErrors<T>(attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    throw templateError(error);
  }
}

/** Auto Scaling tries a launch when it takes a template, and passes on what EC2 says. */
function templateError(error: unknown): unknown {
  if (!(error instanceof AwsError) || error.code === "UnsupportedOperation") return error;
  return new AwsError("ValidationError", `You must use a valid fully-formed launch template. ${error.message}`);
}

/** The zones of a group's subnets, each once, in order. */
export function groupZones({ inputs, account }: Pick<Context, "inputs" | "account">): string[] {
  const zones = texts(inputs, "vpcZoneIdentifiers[*]").map((id) =>
    text(recordOf(account, SUBNET, id)?.outputs ?? {}, "availabilityZone"),
  );
  return [...new Set(zones.filter((zone) => zone !== undefined))].sort();
}

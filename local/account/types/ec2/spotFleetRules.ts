import { AwsError, type CheckFailure, type Context, type Props, type Records } from "../../model";
import { get } from "../../paths";
import { isObject } from "../../values";
import { given, list, number, objects, text, undecided } from "../read";

import { requireLaunchable, requirePlaceable } from "./launchRules";
import { fleetPools, type Pool } from "./pools";
import { recordOf, SUBNET } from "./references";
import { resolveTemplate } from "./templates";
import { trusts } from "./trust";

/** What is wrong across several inputs of a Spot fleet request; the provider and EC2's API reference say so. */
export function fleetFailures(inputs: Props): CheckFailure[] {
  return [
    ...(list(inputs, "launchTemplateConfigs") ?? []).flatMap((config, i) =>
      isObject(config) ? configFailures(config, `launchTemplateConfigs[${i}]`) : [],
    ),
    ...capacityFailures(inputs),
  ];
}

function configFailures(config: Props, path: string): CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (undecided(config, "launchTemplateSpecification")) return failures;
  const property = `${path}.launchTemplateSpecification`;
  const named = ["id", "name"].filter((key) => given(config, `launchTemplateSpecification.${key}`));
  if (named.length !== 1) {
    failures.push({ property, reason: `exactly one of "id", "name" must be given, got ${named.length}` });
  }
  if (!given(config, "launchTemplateSpecification.version")) {
    const reason = "missing; EC2 refuses a Spot fleet request without the number of a launch template's version";
    failures.push({ property: `${property}.version`, reason });
  }
  for (const [i, override] of objects(config, "overrides").entries()) {
    if (given(override, "instanceType") && given(override, "instanceRequirements")) {
      const reason = 'at most one of "instanceType", "instanceRequirements" may be given, got both';
      failures.push({ property: `${path}.overrides[${i}]`, reason });
    }
  }
  return failures;
}

function capacityFailures(inputs: Props): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const [target, onDemand] = [number(inputs, "targetCapacity"), number(inputs, "onDemandTargetCapacity")];
  if (target !== undefined && onDemand !== undefined && onDemand > target) {
    const reason = `expected at most the targetCapacity, ${target}, of which it is a part, got ${onDemand}`;
    failures.push({ property: "onDemandTargetCapacity", reason });
  }
  if (target === 0 && text(inputs, "fleetType") === "request") {
    failures.push({ property: "targetCapacity", reason: "only a fleet of type maintain may begin with 0" });
  }
  const pools = number(inputs, "instancePoolsToUseCount") ?? 1;
  const strategy = text(inputs, "allocationStrategy");
  if (pools > 1 && strategy !== "lowestPrice" && !undecided(inputs, "allocationStrategy")) {
    const reason = `valid only with the allocationStrategy lowestPrice, got it with ${strategy}`;
    failures.push({ property: "instancePoolsToUseCount", reason });
  }
  if (text(inputs, "fleetType") === "request" && given(inputs, "spotMaintenanceStrategies")) {
    failures.push({ property: "spotMaintenanceStrategies", reason: "only for a fleet of type maintain" });
  }
  return failures;
}

/** Refuses what RequestSpotFleet refuses, and what would never launch. */
export function requireFleet({ account, region, inputs }: Context): void {
  requireFleetRole(inputs, account);
  for (const config of objects(inputs, "launchTemplateConfigs")) requireTemplate(config, region, account);
  const pools = fleetPools(inputs, region, account);
  for (const pool of pools) requirePool(pool, region, account);
  requireDistinct(pools);
}

/** AWS's message ends before the colon; what follows says which role is meant and why. */
function requireFleetRole(inputs: Props, records: Records): void {
  const arn = text(inputs, "iamFleetRole");
  const role = records.records("aws:iam/role:Role").find(({ outputs }) => outputs.arn === arn);
  if (role && trusts(role, "spotfleet.amazonaws.com")) return;
  throw new AwsError(
    "InvalidSpotFleetRequestConfig",
    `Parameter: SpotFleetRequestConfig.IamFleetRole is invalid: the role ${arn} does not trust spotfleet.amazonaws.com.`,
  );
}

/** docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-spot-fleet.html and the provider's documentation */
function requireTemplate(config: Props, region: string, records: Records): void {
  const named = get(config, "launchTemplateSpecification");
  const { template, data } = resolveTemplate(records, region, isObject(named) ? named : {});
  const refused = ["instanceMarketOptions", "instanceInitiatedShutdownBehavior"].find((property) =>
    given(data, property),
  );
  if (refused !== undefined) {
    throw new AwsError(
      "InvalidSpotFleetRequestConfig",
      `The launch template ${template.id} has ${refused}, which a Spot fleet does not support. Leave it out.`,
    );
  }
}

function requirePool({ launch, zone, subnetId }: Pool, region: string, records: Records): void {
  const subnetZone = recordOf(records, SUBNET, subnetId)?.outputs.availabilityZone;
  if (subnetId !== undefined && subnetZone !== zone) {
    throw new AwsError(
      "InvalidSpotFleetRequestConfig",
      `The specified Subnet: ${subnetId} cannot be used with the specified Availability Zone: ${zone}.`,
    );
  }
  const image = requireLaunchable(launch, region, records);
  if (zone === undefined) {
    throw new AwsError(
      "VPCIdNotSpecified",
      "No default VPC for this user. Name a subnet in the launch template or in every override.",
    );
  }
  try {
    requirePlaceable(launch, image, subnetId === undefined ? { zone } : { zone, subnetId }, records);
  } catch (error) {
    // EC2 takes a request with a pool that can launch nothing, and writes this error into the fleet's history, where
    // nobody sees it until capacity is missing. So it is refused here, by the same name.
    if (error instanceof AwsError && error.code === "Unsupported") {
      throw new AwsError(
        "spotFleetRequestConfigurationInvalid",
        `${launch.instanceType}, ${launch.imageId}: ${error.message}`,
      );
    }
    throw error;
  }
}

/** One subnet in a zone: two with the same instance type would be the same pool twice. */
function requireDistinct(pools: readonly Pool[]): void {
  const seen = new Set<string>();
  for (const { launch, zone } of pools) {
    const pool = `${launch.instanceType} in ${zone}`;
    if (seen.has(pool)) {
      throw new AwsError(
        "InvalidSpotFleetRequestConfig",
        `The fleet configuration contains duplicate instance pools: ${pool}. Name one subnet a zone for an instance type.`,
      );
    }
    seen.add(pool);
  }
}

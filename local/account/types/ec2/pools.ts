import type { Props, Records } from "../../model";
import { get } from "../../paths";
import { isObject } from "../../values";
import { number, objects, text, texts } from "../read";
import { type Launch, specifiedLaunch, templateLaunch } from "./launch";
import { placeOf, refuseRequirements } from "./launchRules";
import { resolveTemplate } from "./templates";

/** One place and kind of instance that capacity may come from: what AWS calls a capacity pool. */
export interface Pool {
  /** How instances are launched; its instance type is the pool's. */
  launch: Launch;
  subnetId?: string;
  /** Absent where neither a subnet nor a zone was given. */
  zone?: string;
  /** Units of the target capacity that one instance counts for. */
  weight: number;
}

/**
 * The pools of a Spot fleet request: every override of every launch template configuration, or every launch specification.
 *
 * @throws AwsError where a launch template, version or subnet does not exist.
 */
export function fleetPools(inputs: Props, region: string, records: Records): Pool[] {
  const configs = objects(inputs, "launchTemplateConfigs").flatMap((config) => {
    const named = get(config, "launchTemplateSpecification");
    const { data } = resolveTemplate(records, region, isObject(named) ? named : {});
    refuseRequirements(data, "instanceRequirements");
    const launch = templateLaunch(data);
    const overrides = objects(config, "overrides");
    return (overrides.length > 0 ? overrides : [{}]).map((override) => {
      refuseRequirements(override, "instanceRequirements");
      return pool(
        overridden(launch, override),
        text(override, "subnetId") ?? launch.subnetIds[0],
        text(override, "availabilityZone") ?? text(data, "placement.availabilityZone"),
        number(override, "weightedCapacity"),
        records,
      );
    });
  });
  const specifications = objects(inputs, "launchSpecifications").map((specification) => {
    const weight = text(specification, "weightedCapacity");
    const zone = text(specification, "availabilityZone");
    const launch = specifiedLaunch(specification);
    return pool(launch, launch.subnetIds[0], zone, weight ? Number(weight) : undefined, records);
  });
  return [...configs, ...specifications];
}

/**
 * The pools of an Auto Scaling group: its launch template in every one of its subnets, once for each override of a mixed
 * instances policy. None where it has no launch template.
 *
 * @throws AwsError where a launch template, version or subnet does not exist.
 */
export function groupPools(inputs: Props, region: string, records: Records): Pool[] {
  const single = get(inputs, "launchTemplate");
  const mixed = get(inputs, "mixedInstancesPolicy.launchTemplate");
  const named = isObject(single) ? single : isObject(mixed) ? mixedReference(mixed) : undefined;
  if (!named) return [];
  const overrides = isObject(mixed) ? objects(mixed, "overrides") : [];
  const subnets: (string | undefined)[] = texts(inputs, "vpcZoneIdentifiers[*]");
  const zones: (string | undefined)[] = texts(inputs, "availabilityZones[*]");
  return (overrides.length > 0 ? overrides : [{}]).flatMap((override) => {
    refuseRequirements(override, "instanceRequirements");
    const own = get(override, "launchTemplateSpecification");
    const { data } = resolveTemplate(records, region, isObject(own) ? renamed(own) : named);
    refuseRequirements(data, "instanceRequirements");
    const launch = overridden(templateLaunch(data), override);
    const weight = text(override, "weightedCapacity");
    const units = weight ? Number(weight) : undefined;
    if (subnets.length > 0) return subnets.map((subnet) => pool(launch, subnet, undefined, units, records));
    return (zones.length > 0 ? zones : [undefined]).map((zone) => pool(launch, undefined, zone, units, records));
  });
}

function mixedReference(mixed: Props): Props {
  const specification = get(mixed, "launchTemplateSpecification");
  return renamed(isObject(specification) ? specification : {});
}

/** A mixed instances policy names templates by other properties than everything else. */
function renamed({ launchTemplateId, launchTemplateName, version }: Props): Props {
  return { id: launchTemplateId ?? null, name: launchTemplateName ?? null, version: version ?? null };
}

function overridden(launch: Launch, override: Props): Launch {
  const instanceType = text(override, "instanceType");
  return instanceType === undefined ? launch : { ...launch, instanceType };
}

function pool(
  launch: Launch,
  subnetId: string | undefined,
  zone: string | undefined,
  weight: number | undefined,
  records: Records,
): Pool {
  const place = subnetId === undefined ? undefined : placeOf(subnetId, records);
  return {
    launch,
    weight: weight ?? 1,
    ...(place ? { subnetId: place.subnetId, zone: zone ?? place.zone } : zone === undefined ? {} : { zone }),
  };
}

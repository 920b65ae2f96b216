import type { PolicyResource } from "@pulumi/policy";
import { givenOutput } from "../given";
import type { StackContext } from "../rule";
import { type TemplateSpecification, templateIdOf } from "../spot/templates";
import { autoscalingGroup, ec2Fleet, instance, launchTemplate, spotFleetRequest, spotInstanceRequest } from "../types";
import { isKnown, items, type Seen, UNKNOWN } from "../values";

export type Text = Seen<string> | null | undefined;

/** What something says about public addresses, under a top-level property. */
export interface Flag {
  property: string;
  value: Seen<boolean | string> | null | undefined;
}

/** Something that starts instances, in subnets that it names itself. */
export interface Launcher {
  resource: PolicyResource;
  /** The top-level property that names the subnets. */
  property: string;
  /** Path of what names them, for people. */
  path: string;
  subnetIds: readonly Text[];
  /** What it says itself about public addresses. */
  flags: readonly Flag[];
  /** What it launches from: a launch template or a launch configuration, by ids or names; undefined where by itself. */
  template?: { property: string; values: readonly Text[] };
}

function templateOf(
  property: string,
  specification: Seen<TemplateSpecification> | null | undefined,
): Launcher["template"] {
  if (specification === UNKNOWN) return { property, values: [UNKNOWN] };
  if (!isKnown(specification)) return undefined;
  return { property, values: [templateIdOf(specification)] };
}

/** A list of ids, of which an unknown one may be any number. */
function idsOf(ids: Seen<readonly Seen<string>[]> | null | undefined): readonly Text[] {
  if (ids === UNKNOWN) return [UNKNOWN];
  return Array.isArray(ids) ? ids : [];
}

/** A fleet takes several subnets in one string, divided by commas. */
function dividedIds(ids: Text): readonly Text[] {
  return typeof ids === "string" ? ids.split(",").map((id) => id.trim()) : [ids];
}

interface Override {
  readonly subnetId?: Text;
}

interface FleetConfig {
  readonly launchTemplateSpecification?: Seen<TemplateSpecification>;
  readonly overrides?: Seen<readonly Seen<Override>[]>;
}

function ofFleet(resource: PolicyResource, configs: Seen<readonly Seen<FleetConfig>[]> | null | undefined): Launcher[] {
  const property = "launchTemplateConfigs";
  return items(configs).map(([i, { launchTemplateSpecification, overrides }]): Launcher => {
    const known = items(overrides).flatMap(([, { subnetId }]) => dividedIds(subnetId));
    return {
      resource,
      property,
      path: `${property}[${i}].overrides`,
      subnetIds: overrides === UNKNOWN ? [UNKNOWN] : known,
      flags: [],
      template: templateOf(property, launchTemplateSpecification),
    };
  });
}

/** Everything in a stack that starts instances in subnets. */
export function launchersOf({ all }: Pick<StackContext<unknown>, "all">): Launcher[] {
  const flagOf = "associatePublicIpAddress";
  const machines = [...all(instance), ...all(spotInstanceRequest)].map(({ resource, props }): Launcher => {
    const flag: Flag["value"] = givenOutput(resource, flagOf, props[flagOf]);
    // A provider reports as true what the subnet has decided.
    const flags: Flag[] = [{ property: flagOf, value: flag === true ? undefined : flag }];
    const template = templateOf("launchTemplate", givenOutput(resource, "launchTemplate", props.launchTemplate));
    const property = "subnetId";
    const subnetIds: Text[] = [givenOutput(resource, property, props.subnetId)];
    return { resource, property, path: property, subnetIds, flags, template };
  });
  const templates = all(launchTemplate).flatMap(({ resource, props }) =>
    items(props.networkInterfaces).map(([i, one]): Launcher => {
      const property = "networkInterfaces";
      const flags: Flag[] = [{ property, value: one[flagOf] }];
      return { resource, property, path: `${property}[${i}].subnetId`, subnetIds: [one.subnetId], flags };
    }),
  );
  const groups = all(autoscalingGroup).map(({ resource, props }): Launcher => {
    const mixedPolicy = givenOutput(resource, "mixedInstancesPolicy", props.mixedInstancesPolicy);
    const policy = isKnown(mixedPolicy) ? mixedPolicy.launchTemplate : undefined;
    const mixed = isKnown(policy) ? policy.launchTemplateSpecification : undefined;
    const configuration = givenOutput(resource, "launchConfiguration", props.launchConfiguration);
    const named: Text = typeof configuration === "string" || configuration === UNKNOWN ? configuration : undefined;
    return {
      resource,
      property: "vpcZoneIdentifiers",
      path: "vpcZoneIdentifiers",
      subnetIds: idsOf(givenOutput(resource, "vpcZoneIdentifiers", props.vpcZoneIdentifiers)),
      flags: [],
      template: templateOf("launchTemplate", props.launchTemplate) ??
        templateOf("mixedInstancesPolicy", mixed) ?? { property: "launchConfiguration", values: [named] },
    };
  });
  const fleets = [...all(spotFleetRequest), ...all(ec2Fleet)].flatMap(({ resource, props }) =>
    ofFleet(resource, props.launchTemplateConfigs),
  );
  const specifications = all(spotFleetRequest).flatMap(({ resource, props }) =>
    items(props.launchSpecifications).map(([i, one]): Launcher => {
      const property = "launchSpecifications";
      const flags: Flag[] = [{ property, value: one[flagOf] }];
      return { resource, property, path: `${property}[${i}].subnetId`, subnetIds: dividedIds(one.subnetId), flags };
    }),
  );
  return [...machines, ...templates, ...groups, ...fleets, ...specifications];
}

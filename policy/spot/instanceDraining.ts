import type { PolicyResource } from "@pulumi/policy";
import { type StackContext, type StackResource, stackRule } from "../rule";
import {
  autoscalingGroup,
  ec2Fleet,
  instance,
  launchConfiguration,
  launchTemplate,
  spotFleetRequest,
  spotInstanceRequest,
} from "../types";
import { isKnown, isMissing, items, type Seen, UNKNOWN } from "../values";
import { asksForSpot, fleetUsesSpot, spotPolicyOf } from "./market";
import { decodeUserData, joinsEcsCluster, spotDraining } from "./userData";

type Text = Seen<string> | null | undefined;

/** The launch templates that a resource of a fleet refers to. */
interface References {
  fleet: PolicyResource;
  /** The property that holds them. */
  property: string;
  ids: readonly Text[];
  names: readonly Text[];
}

/** What all specifications of a launch template look like, under the two spellings that the provider has. */
interface TemplateSpecification {
  readonly id?: Text;
  readonly name?: Text;
  readonly launchTemplateId?: Text;
  readonly launchTemplateName?: Text;
}

function references(
  fleet: PolicyResource,
  property: string,
  specifications: readonly (TemplateSpecification | typeof UNKNOWN | undefined)[],
): References {
  const known = specifications.filter(isKnown);
  return {
    fleet,
    property,
    ids: known.map((specification) => specification.id ?? specification.launchTemplateId),
    names: known.map((specification) => specification.name ?? specification.launchTemplateName),
  };
}

/** Every reference of a fleet that launches Spot Instances to a launch template. */
function spotReferences({ all }: Pick<StackContext<unknown>, "all">): References[] {
  const fleets = all(spotFleetRequest).map(({ resource, props }) => {
    const specifications = items(props.launchTemplateConfigs).map(([, c]) => c.launchTemplateSpecification);
    return references(resource, "launchTemplateConfigs", specifications);
  });
  const ec2Fleets = all(ec2Fleet).flatMap(({ resource, props }) => {
    if (!fleetUsesSpot(props)) return [];
    const specifications = items(props.launchTemplateConfigs).map(([, c]) => c.launchTemplateSpecification);
    return [references(resource, "launchTemplateConfigs", specifications)];
  });
  const groups = all(autoscalingGroup).flatMap(({ resource, props }) => {
    const template = spotPolicyOf(props)?.launchTemplate;
    if (!isKnown(template)) return [];
    const own = items(template.overrides).map(([, override]) => override.launchTemplateSpecification);
    return [references(resource, "mixedInstancesPolicy", [template.launchTemplateSpecification, ...own])];
  });
  return [...fleets, ...ec2Fleets, ...groups];
}

type Template = StackResource<{ id?: string; name?: string }>;

/**
 * The launch templates of the stack that a fleet refers to: by id or name where these are known, else those that the
 * property depends on, unless it depends on more templates than it names.
 */
function templatesOf<T extends Template>({ fleet, property, ids, names }: References, templates: readonly T[]): T[] {
  const named = templates.filter(
    ({ props }) => (isKnown(props.id) && ids.includes(props.id)) || (isKnown(props.name) && names.includes(props.name)),
  );
  const unknown = [...ids, ...names].filter((value) => value === UNKNOWN).length;
  if (unknown === 0) return named;
  const urns = new Set((fleet.propertyDependencies[property] ?? []).map(({ urn }) => urn));
  const dependedOn = templates.filter(({ resource }) => urns.has(resource.urn));
  return dependedOn.length <= ids.length ? [...new Set([...named, ...dependedOn])] : named;
}

/** Refuses Spot Instances of an ECS cluster that do not drain when AWS takes them back. */
export const spotInstanceDraining = stackRule(
  {
    name: "spot-instance-draining",
    area: "spot",
    description: "Checks that Spot Instances that join an ECS cluster drain when AWS takes them back.",
    why:
      "AWS announces two minutes ahead that it takes a Spot Instance back. Unless the ECS agent is told to drain the " +
      "instance then, its tasks are cut off in the middle of requests.",
    severity: "high",
    remediationSteps:
      "Write `ECS_ENABLE_SPOT_INSTANCE_DRAINING=true` to /etc/ecs/ecs.config in the user data, beside `ECS_CLUSTER`; on " +
      "Bottlerocket, `enable-spot-instance-draining = true` under `[settings.ecs]`.",
    settings: {},
  },
  [autoscalingGroup, ec2Fleet, instance, launchConfiguration, launchTemplate, spotFleetRequest, spotInstanceRequest],
  ({ all, refuse }) => {
    const judge = (resource: PolicyResource, property: string, userData: Text) => {
      if (userData === UNKNOWN || isMissing(userData)) return;
      const text = decodeUserData(userData);
      const draining = spotDraining(text);
      if (!joinsEcsCluster(text) || draining === "true") return;
      refuse(resource, {
        property: `${property}: ECS_ENABLE_SPOT_INSTANCE_DRAINING`,
        given: draining,
        so: "so tasks are cut off when AWS takes the Spot Instance back",
        allowed: "true is required on Spot Instances",
        fix: "Write it to /etc/ecs/ecs.config, beside ECS_CLUSTER.",
      });
    };

    const templates = all(launchTemplate);
    const ofFleets = spotReferences({ all }).flatMap((reference) => templatesOf(reference, templates));
    const ofThemselves = templates.filter(({ props }) => asksForSpot(props.instanceMarketOptions));
    for (const { resource, props } of new Set([...ofFleets, ...ofThemselves])) {
      judge(resource, "userData", props.userData);
    }
    for (const { resource, props } of all(spotFleetRequest)) {
      for (const [i, specification] of items(props.launchSpecifications)) {
        judge(resource, `launchSpecifications[${i}].userData`, specification.userData);
      }
    }
    const machines = [
      ...all(spotInstanceRequest),
      ...all(instance).filter(({ props }) => asksForSpot(props.instanceMarketOptions)),
      ...all(launchConfiguration).filter(({ props }) => isKnown(props.spotPrice) && !isMissing(props.spotPrice)),
    ];
    for (const { resource, props } of machines) {
      judge(resource, "userData", props.userData);
      judge(resource, "userDataBase64", props.userDataBase64);
    }
  },
);

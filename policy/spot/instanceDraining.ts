import type { PolicyResource } from "@pulumi/policy";
import { givenOutput } from "../given";
import { type Reference, referredTo } from "../references";
import { type StackContext, stackRule } from "../rule";
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
import { type Specifications, templateReference } from "./templates";
import { decodeUserData, joinsEcsCluster, spotDraining } from "./userData";

type Text = Seen<string> | null | undefined;

/** Every reference to launch templates of what launches Spot Instances. */
function spotReferences({ all }: Pick<StackContext<unknown>, "all">): Reference[] {
  const fleets = [...all(spotFleetRequest), ...all(ec2Fleet).filter(({ props }) => fleetUsesSpot(props))];
  const groups = all(autoscalingGroup).flatMap(({ resource, props }) => {
    const template = spotPolicyOf(props)?.launchTemplate;
    if (!isKnown(template)) return [];
    const own = items(template.overrides).map(([, override]) => override.launchTemplateSpecification);
    return [templateReference(resource, "mixedInstancesPolicy", [template.launchTemplateSpecification, ...own])];
  });
  const ofFleets = fleets.map(({ resource, props }) => {
    const configs: Seen<readonly { launchTemplateSpecification?: Specifications[number] }[]> =
      props.launchTemplateConfigs ?? [];
    const specifications = items(configs).map(([, config]) => config.launchTemplateSpecification);
    return templateReference(resource, "launchTemplateConfigs", specifications);
  });
  return [...ofFleets, ...groups];
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
  ({ all, refuse, leaveOpen }) => {
    const judge = (resource: PolicyResource, property: string, userData: Text) => {
      const [topLevel = property] = property.split("[", 1);
      if (givenOutput(resource, topLevel, userData) === UNKNOWN) leaveOpen(resource, property);
      if (typeof userData !== "string" || userData === "") return;
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
    const ofFleets = spotReferences({ all }).flatMap((one) => referredTo(one, templates, ({ props }) => [props.name]));
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

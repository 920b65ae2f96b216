import type { Context, Props } from "../../model";
import { get } from "../../paths";
import { isObject } from "../../values";
import { resolveTemplate } from "../ec2/templates";
import { text } from "../read";
import { uuid } from "../uuid";

/** What Auto Scaling reports of a group beyond what was asked for. */
export function groupOutputs(context: Context & { id: string }, desired: number, zones: string[]): Props {
  const { id, inputs, accountId, arn, hex } = context;
  return {
    arn: arn("autoscaling", `autoScalingGroup:${uuid(hex)}:autoScalingGroupName/${id}`),
    availabilityZones: zones,
    availabilityZoneDistribution: inputs.availabilityZoneDistribution ?? {
      capacityDistributionStrategy: "balanced-best-effort",
    },
    capacityReservationSpecification: inputs.capacityReservationSpecification ?? {
      capacityReservationPreference: "default",
    },
    defaultCooldown: inputs.defaultCooldown ?? 300,
    desiredCapacity: desired,
    healthCheckType: inputs.healthCheckType ?? "EC2",
    loadBalancers: inputs.loadBalancers ?? [],
    namePrefix: inputs.namePrefix ?? "",
    predictedCapacity: 0,
    serviceLinkedRoleArn:
      inputs.serviceLinkedRoleArn ??
      `arn:aws:iam::${accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    targetGroupArns: inputs.targetGroupArns ?? [],
    trafficSources: inputs.trafficSources ?? [],
    warmPoolSize: 0,
    ...template(context),
  };
}

/** A template is reported by its id and its name, whichever of them was given. */
function template({ inputs, region, account }: Context): Props {
  const named = get(inputs, "launchTemplate");
  if (!isObject(named)) return {};
  const { template } = resolveTemplate(account, region, named);
  const version = text(named, "version") ?? "$Default";
  return { launchTemplate: { id: template.id, name: template.outputs.name ?? "", version } };
}

import type { PolicyResource } from "@pulumi/policy";
import { dependenciesOf } from "../given";
import { type Reference, referredTo } from "../references";
import { type StackContext, stackRule } from "../rule";
import {
  instance,
  launchConfiguration,
  launchTemplate,
  securityGroup,
  securityGroupIngressRule,
  securityGroupRule,
  spotFleetRequest,
  spotInstanceRequest,
} from "../types";
import { items, type Seen, UNKNOWN } from "../values";
import { ingressOfGroup, ingressOfIngressRule, ingressOfRule } from "./ingress";
import { isWorld, type WorldSize, worldSettings } from "./world";

type All = Pick<StackContext<unknown>, "all">;
type Ids = readonly Seen<string>[] | typeof UNKNOWN | null | undefined;

/** A place where an instance, or what launches one, names its security groups. */
interface Use extends Reference {
  /** Path of the list. */
  path: string;
}

/** A list of ids at a path of a resource. */
function use(resource: PolicyResource, path: string, ids: Ids): Use {
  const [property = path] = path.split("[", 1);
  return { resource, path, property, values: ids === UNKNOWN ? [UNKNOWN] : Array.isArray(ids) ? ids : [] };
}

function uses({ all }: All): Use[] {
  const templates = all(launchTemplate).flatMap(({ resource, props }) => [
    use(resource, "vpcSecurityGroupIds", props.vpcSecurityGroupIds),
    ...items(props.networkInterfaces).map(([i, one]) =>
      use(resource, `networkInterfaces[${i}].securityGroups`, one.securityGroups),
    ),
  ]);
  const machines = [...all(instance), ...all(spotInstanceRequest)].map(({ resource, props }) =>
    use(resource, "vpcSecurityGroupIds", props.vpcSecurityGroupIds),
  );
  const configurations = all(launchConfiguration).map(({ resource, props }) =>
    use(resource, "securityGroups", props.securityGroups),
  );
  const specifications = all(spotFleetRequest).flatMap(({ resource, props }) =>
    items(props.launchSpecifications).map(([i, one]) =>
      use(resource, `launchSpecifications[${i}].vpcSecurityGroupIds`, one.vpcSecurityGroupIds),
    ),
  );
  return [...templates, ...machines, ...configurations, ...specifications];
}

/** The groups of the stack that let the world in, by rules of their own or attached to them, each with the block. */
function openGroups({ all }: All, size: WorldSize): Map<PolicyResource, string> {
  const groups = all(securityGroup);
  const rules = [
    ...all(securityGroupRule).map(({ resource, props }) => ({ resource, props, ingress: ingressOfRule(props) })),
    ...all(securityGroupIngressRule).map(({ resource, props }) => {
      return { resource, props, ingress: ingressOfIngressRule(props) };
    }),
  ];
  const ingress = new Map(groups.map(({ resource, props }) => [resource, ingressOfGroup(props)]));
  for (const { resource, props, ingress: attached } of rules) {
    const reference: Reference = { resource, property: "securityGroupId", values: [props.securityGroupId] };
    for (const group of referredTo(reference, groups)) ingress.get(group.resource)?.push(...attached);
  }
  const open = [...ingress].flatMap(([group, entries]) => {
    const entry = entries.find(({ cidr }) => isWorld(cidr, size));
    return entry ? [[group, entry.cidr] as const] : [];
  });
  return new Map(open);
}

/** True where a property depends on one of these groups. */
function comesFrom(resource: PolicyResource, property: string, open: ReadonlyMap<PolicyResource, string>): boolean {
  const urns = dependenciesOf(resource, property);
  return [...open.keys()].some(({ urn }) => urns.includes(urn));
}

/** Refuses instances that the world can reach by themselves instead of through the load balancer. */
export const instancesNotOpenToWorld = stackRule(
  {
    name: "instances-not-open-to-world",
    area: "network",
    description: "Checks that no instance uses a security group that lets the whole world in.",
    why:
      "A site is reached through its load balancer. A security group that is right for the load balancer lets everybody " +
      "talk to an instance directly when it is used there.",
    severity: "high",
    remediationSteps:
      "Give instances a security group of their own whose ingress names the load balancer's security group as its source.",
    settings: worldSettings,
  },
  [
    instance,
    launchConfiguration,
    launchTemplate,
    securityGroup,
    securityGroupIngressRule,
    securityGroupRule,
    spotFleetRequest,
    spotInstanceRequest,
  ],
  ({ config, all, refuse, leaveOpen }) => {
    const groups = all(securityGroup);
    const open = openGroups({ all }, config);
    for (const { resource, path, property, values } of uses({ all })) {
      const used = referredTo({ resource, property, values }, groups);
      // Where nothing in the stack is open, it does not matter which group is meant.
      const undecided = open.size > 0 && used.length < values.length && values.includes(UNKNOWN);
      if (undecided && comesFrom(resource, property, open)) leaveOpen(resource, path);
      for (const { resource: group } of used) {
        const cidr = open.get(group);
        if (cidr === undefined) continue;
        refuse(resource, {
          property: path,
          given: group.name,
          so: `which lets ${cidr} in`,
          allowed: "a group that names its sources is required on instances",
          fix: "Use a group whose ingress comes from the load balancer's security group.",
        });
      }
    }
  },
);

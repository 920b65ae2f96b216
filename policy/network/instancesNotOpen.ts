import type { PolicyResource } from "@pulumi/policy";
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
import { isKnown, items, type Seen, UNKNOWN } from "../values";
import { type Ingress, ingressOfGroup, ingressOfIngressRule, ingressOfRule } from "./ingress";
import { isWorld, type WorldSize, worldSettings } from "./world";

type All = Pick<StackContext<unknown>, "all">;
type Ids = readonly Seen<string>[] | typeof UNKNOWN | null | undefined;

/** A place where an instance, or what launches one, names its security groups. */
interface Use {
  resource: PolicyResource;
  /** Path of the list. */
  property: string;
  ids: Ids;
}

function uses({ all }: All): Use[] {
  const ofInterfaces = (
    resource: PolicyResource,
    interfaces: Seen<readonly { securityGroups?: string[] }[]> | undefined,
  ): Use[] =>
    items(interfaces).map(([i, one]): Use => {
      return { resource, property: `networkInterfaces[${i}].securityGroups`, ids: one.securityGroups };
    });
  return [
    ...all(launchTemplate).flatMap(({ resource, props }): Use[] => [
      { resource, property: "vpcSecurityGroupIds", ids: props.vpcSecurityGroupIds },
      ...ofInterfaces(resource, props.networkInterfaces),
    ]),
    ...[...all(instance), ...all(spotInstanceRequest)].map(({ resource, props }): Use => {
      return { resource, property: "vpcSecurityGroupIds", ids: props.vpcSecurityGroupIds };
    }),
    ...all(launchConfiguration).map(({ resource, props }): Use => {
      return { resource, property: "securityGroups", ids: props.securityGroups };
    }),
    ...all(spotFleetRequest).flatMap(({ resource, props }) =>
      items(props.launchSpecifications).map(([i, one]): Use => {
        return { resource, property: `launchSpecifications[${i}].vpcSecurityGroupIds`, ids: one.vpcSecurityGroupIds };
      }),
    ),
  ];
}

/** A security group that lets the world in, and the block by which it does. */
interface OpenGroup {
  group: PolicyResource;
  id: Seen<string> | undefined;
  cidr: string;
}

/** The groups of the stack that let the world in, by rules of their own or by rules attached to them. */
function openGroups({ all }: All, size: WorldSize): OpenGroup[] {
  const rules = [
    ...all(securityGroupRule).map(({ resource, props }) => {
      return { resource, groupId: props.securityGroupId, ingress: ingressOfRule(props) };
    }),
    ...all(securityGroupIngressRule).map(({ resource, props }) => {
      return { resource, groupId: props.securityGroupId, ingress: ingressOfIngressRule(props) };
    }),
  ];
  return all(securityGroup).flatMap(({ resource: group, props }) => {
    const attached = rules.filter(({ resource, groupId }) =>
      isKnown(groupId)
        ? groupId === props.id
        : resource.propertyDependencies.securityGroupId?.some(({ urn }) => urn === group.urn),
    );
    const ingress: Ingress[] = [...ingressOfGroup(props), ...attached.flatMap((rule) => rule.ingress)];
    const open = ingress.find(({ cidr }) => isWorld(cidr, size));
    return open ? [{ group, id: props.id, cidr: open.cidr }] : [];
  });
}

/**
 * True where a list names a group: by id where that is known, else by what the property depends on, unless it depends
 * on more groups than it has places that are not known.
 */
function names({ resource, property, ids }: Use, { group, id }: OpenGroup, groups: ReadonlySet<string>): boolean {
  const list = items(ids).map(([, known]) => known);
  if (isKnown(id)) return list.includes(id);
  const unknown = Array.isArray(ids) ? ids.filter((one) => one === UNKNOWN).length : 0;
  const root = property.split(/[[.]/, 1)[0] ?? property;
  const dependedOn = (resource.propertyDependencies[root] ?? []).map(({ urn }) => urn).filter((urn) => groups.has(urn));
  return dependedOn.includes(group.urn) && dependedOn.length <= unknown;
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
  ({ config, all, refuse }) => {
    const groups = new Set(all(securityGroup).map(({ resource }) => resource.urn));
    const open = openGroups({ all }, config);
    for (const use of uses({ all })) {
      for (const entry of open.filter((one) => names(use, one, groups))) {
        refuse(use.resource, {
          property: use.property,
          given: entry.group.name,
          so: `which lets ${entry.cidr} in`,
          allowed: "a group that names its sources is required on instances",
          fix: "Use a group whose ingress comes from the load balancer's security group.",
        });
      }
    }
  },
);

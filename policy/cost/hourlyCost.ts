import type { PolicyResource } from "@pulumi/policy";
import { givenOutput } from "../given";
import type { StackContext } from "../rule";
import { amount } from "../spot/amount";
import {
  classicLoadBalancer,
  dashboard,
  dynamodbTable,
  ebsVolume,
  ecsService,
  eip,
  externalKey,
  kmsKey,
  loadBalancer,
  metricAlarm,
  natGateway,
  rdsCluster,
  rdsInstance,
  replicaKey,
  route53Zone,
} from "../types";
import { isKnown, isMissing, isPartial, items, UNKNOWN } from "../values";
import * as prices from "./prices";

export type CostContext = Pick<StackContext<unknown>, "all" | "leaveOpen">;

/** What a resource costs, or one part of it. */
export interface CostItem {
  resource: PolicyResource;
  /** What is paid for, for example "NAT gateway". */
  what: string;
  /** Dollars an hour. */
  dollars: number;
}

const monthly = (dollars: number) => dollars / prices.HOURS_PER_MONTH;

function networks({ all, leaveOpen }: CostContext): CostItem[] {
  const nats = all(natGateway).map(({ resource }) => ({ resource, what: "NAT gateway", dollars: prices.NAT_GATEWAY }));
  const addresses = all(eip).map(({ resource }) => ({ resource, what: "public address", dollars: prices.PUBLIC_IPV4 }));
  const classic = all(classicLoadBalancer).map(({ resource }) => {
    return { resource, what: "load balancer", dollars: prices.CLASSIC_LOAD_BALANCER };
  });
  const balancers = all(loadBalancer).flatMap(({ resource, props }): CostItem[] => {
    const type = givenOutput(resource, "loadBalancerType", props.loadBalancerType);
    if (type === UNKNOWN) leaveOpen(resource, "loadBalancerType");
    const hour =
      type === "gateway"
        ? prices.GATEWAY_LOAD_BALANCER
        : type === "network"
          ? prices.NETWORK_LOAD_BALANCER
          : prices.APPLICATION_LOAD_BALANCER;
    const itself: CostItem[] = type === UNKNOWN ? [] : [{ resource, what: "load balancer", dollars: hour }];
    if (props.internal === true || type === "gateway") return itself;
    // An address in each of its zones; an Elastic IP address is paid for as such.
    if (givenOutput(resource, "subnets", props.subnets) === UNKNOWN) leaveOpen(resource, "subnets");
    const subnets = Array.isArray(props.subnets) ? props.subnets.length : 0;
    const mapped = items(Array.isArray(props.subnetMappings) ? props.subnetMappings : []);
    // The provider reports the subnets of its mappings once more.
    const zones = mapped.length > 0 ? mapped.filter(([, one]) => isMissing(one.allocationId)).length : subnets;
    return [...itself, { resource, what: "public addresses", dollars: zones * prices.PUBLIC_IPV4 }];
  });
  return [...nats, ...addresses, ...classic, ...balancers];
}

/** An alarm costs by the metrics it watches: one of its own, or those that its expression takes in. */
function alarms({ all, leaveOpen }: CostContext): CostItem[] {
  return all(metricAlarm).map(({ resource, props }) => {
    const given = givenOutput(resource, "metricQueries", props.metricQueries);
    if (isPartial(given)) leaveOpen(resource, "metricQueries");
    const queries = items(Array.isArray(given) ? given : []);
    const metrics = queries.flatMap(([, query]) => (isKnown(query.metric) ? [query.metric] : []));
    const periods = [props.period, ...metrics.map((metric) => metric.period)];
    const isFast = periods.some((period) => typeof period === "number" && period > 0 && period < 60);
    const each = isFast ? prices.FAST_ALARM_METRIC_MONTH : prices.ALARM_METRIC_MONTH;
    return { resource, what: "alarm", dollars: monthly(each * (queries.length === 0 ? 1 : metrics.length)) };
  });
}

/** A table costs by being there where its capacity is provisioned, which is the default. */
function tables({ all, leaveOpen }: CostContext): CostItem[] {
  return all(dynamodbTable).flatMap(({ resource, props }): CostItem[] => {
    if (props.billingMode === "PAY_PER_REQUEST") return [];
    const reads = amount(givenOutput(resource, "readCapacity", props.readCapacity));
    const writes = amount(givenOutput(resource, "writeCapacity", props.writeCapacity));
    if (
      givenOutput(resource, "billingMode", props.billingMode) === UNKNOWN ||
      reads === UNKNOWN ||
      writes === UNKNOWN
    ) {
      leaveOpen(resource, "billingMode");
      return [];
    }
    const dollars = (reads ?? 0) * prices.DYNAMODB_READ_UNIT + (writes ?? 0) * prices.DYNAMODB_WRITE_UNIT;
    return [{ resource, what: "capacity units", dollars }];
  });
}

/** What a volume costs; undefined where its size or its type is not known. EC2 makes a volume without a type a gp2 one. */
export function volumeHour(size: unknown, type: unknown): number | undefined {
  const gib = amount(size);
  const name = isMissing(type) ? "gp2" : type;
  if (typeof gib !== "number" || typeof name !== "string" || !Object.hasOwn(prices.EBS_GIB_MONTH, name))
    return undefined;
  return monthly(gib * (prices.EBS_GIB_MONTH[name] ?? 0));
}

function volumes({ all, leaveOpen }: CostContext): CostItem[] {
  return all(ebsVolume).flatMap(({ resource, props }): CostItem[] => {
    const hour = volumeHour(props.size, props.type);
    if (hour === undefined) leaveOpen(resource, "size");
    return hour === undefined ? [] : [{ resource, what: "volume", dollars: hour }];
  });
}

function others({ all, leaveOpen }: CostContext): CostItem[] {
  // What costs by the hour and has no price in the table is left open, not taken for free.
  for (const { resource } of [...all(rdsInstance), ...all(rdsCluster)]) leaveOpen(resource, "instanceClass");
  for (const { resource, props } of all(ecsService)) {
    if (props.launchType === "FARGATE") leaveOpen(resource, "launchType");
  }
  const fixed = [
    ...[kmsKey, externalKey, replicaKey].map((type) => [all(type), "key", prices.KMS_KEY_MONTH] as const),
    [all(dashboard), "dashboard", prices.DASHBOARD_MONTH] as const,
    [all(route53Zone), "hosted zone", prices.HOSTED_ZONE_MONTH] as const,
  ];
  return fixed.flatMap(([resources, what, month]) =>
    resources.map(({ resource }) => ({ resource, what, dollars: monthly(month) })),
  );
}

/**
 * What a stack costs an hour by being there, instances aside. What it costs by use (traffic, requests, log lines, stored
 * data) is not in it. A value that is needed and not known is left open.
 */
export function hourlyCost(context: CostContext): CostItem[] {
  return [networks, alarms, tables, volumes, others].flatMap((part) => part(context));
}

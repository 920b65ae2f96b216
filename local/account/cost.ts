import { instanceType } from "./data/instanceTypes";
import * as prices from "./data/prices";
import type { AccountRecord, Props, Records } from "./model";
import { find } from "./paths";
import { type Capacity, capacityOf, mean } from "./types/ec2/capacity";
import { volumesOf } from "./types/ec2/launch";
import { number, objects, text } from "./types/read";

/** What one resource costs, or one part of it. */
export interface CostLine {
  /** Of the resource, as Pulumi knows it. */
  id: string;
  /** Pulumi's type token. */
  type: string;
  /** What a person calls the resource: its `Name` tag, its name, or its id. */
  name: string;
  /** Dollars an hour, not rounded. */
  dollars: number;
  /** What is paid for, for example "3 Spot instances". */
  what: string;
}

export interface HourlyCost {
  /** In the order in which the resources were made; only what costs something by being there. */
  lines: CostLine[];
  /** Dollars an hour, not rounded. */
  total: number;
}

/**
 * What the resources of an account cost in an hour by being there, at us-west-2's prices: see data/prices.ts. What is billed
 * by use (traffic, log lines, stored images) is left out. Spot instances are taken at 35 % of their on-demand price,
 * each pool of a fleet having an equal share of its instances.
 */
export function estimateHourlyCost(records: readonly AccountRecord[]): HourlyCost {
  const lookup: Records = { records: (type) => (type ? records.filter((record) => record.type === type) : records) };
  const lines = records.flatMap((record) =>
    (COSTS[record.type] ?? capacityCosts)(record, lookup)
      .filter(({ dollars }) => dollars > 0)
      .map(({ dollars, what }) => ({ id: record.id, type: record.type, name: nameOf(record), dollars, what })),
  );
  return { lines, total: lines.reduce((sum, { dollars }) => sum + dollars, 0) };
}

type Part = Pick<CostLine, "dollars" | "what">;

/** How to price each type that costs something by itself and not through what it launches. */
const COSTS: Record<string, (record: AccountRecord, records: Records) => Part[]> = {
  "aws:ec2/natGateway:NatGateway": () => [{ dollars: prices.NAT_GATEWAY, what: "NAT gateway" }],
  "aws:ec2/eip:Eip": () => [addresses(1)],
  "aws:lb/loadBalancer:LoadBalancer": ({ inputs }) => [
    text(inputs, "loadBalancerType") === "network"
      ? { dollars: prices.NETWORK_LOAD_BALANCER, what: "network load balancer" }
      : { dollars: prices.APPLICATION_LOAD_BALANCER, what: "application load balancer" },
    // An address in every one of its zones; an Elastic IP address is paid for as such.
    ...(inputs.internal === true ? [] : [addresses(ownZones(inputs))]),
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": (alarm) => [alarmCost(alarm)],
  "aws:kms/key:Key": () => [monthly(prices.KMS_KEY_MONTH, "KMS key")],
  "aws:cloudwatch/dashboard:Dashboard": () => [monthly(prices.DASHBOARD_MONTH, "dashboard")],
  "aws:dynamodb/table:Table": (table) => capacityUnits(table),
  "aws:route53/zone:Zone": () => [monthly(prices.HOSTED_ZONE_MONTH, "hosted zone")],
};

function ownZones(inputs: Props): number {
  return (
    find(inputs, "subnets[*]").length + objects(inputs, "subnetMappings").filter((one) => !one.allocationId).length
  );
}

function addresses(count: number): Part {
  return { dollars: count * prices.PUBLIC_IPV4, what: counted(count, "public IPv4 address", "public IPv4 addresses") };
}

function monthly(dollars: number, what: string): Part {
  return { dollars: dollars / prices.HOURS_PER_MONTH, what };
}

/** A table costs by being there where its capacity is provisioned, used or not. */
function capacityUnits({ inputs }: AccountRecord): Part[] {
  if (text(inputs, "billingMode") !== "PROVISIONED") return [];
  const [reads, writes] = [number(inputs, "readCapacity") ?? 0, number(inputs, "writeCapacity") ?? 0];
  const dollars = reads * prices.DYNAMODB_READ_UNIT + writes * prices.DYNAMODB_WRITE_UNIT;
  return [{ dollars, what: `${reads} read and ${writes} write capacity units` }];
}

/** An alarm costs by the metrics it watches: one of its own, or those that its expression takes in. */
function alarmCost({ inputs }: AccountRecord): Part {
  const queries = objects(inputs, "metricQueries");
  const metrics =
    queries.length === 0 ? 1 : queries.filter(({ metric }) => metric !== undefined && metric !== null).length;
  const periods = [
    number(inputs, "period"),
    ...find(inputs, "metricQueries[*].metric.period").map(({ value }) => value),
  ];
  const isFast = periods.some((period) => typeof period === "number" && period < 60);
  const price = isFast ? prices.FAST_ALARM_METRIC_MONTH : prices.ALARM_METRIC_MONTH;
  return monthly(metrics * price, metrics === 1 ? "alarm" : `alarm on ${metrics} metrics`);
}

/** What a Spot fleet, a group or an instance runs: the instances, their volumes, their public addresses. */
function capacityCosts(record: AccountRecord, records: Records): Part[] {
  return capacityOf(record, records).flatMap((capacity) => [
    instanceCost(capacity),
    volumeCost(capacity, record.region),
    addresses(record.outputs.associatePublicIpAddress === true ? 1 : publicInstances(capacity)),
  ]);
}

function instanceCost({ market, instances, pools }: Capacity): Part {
  const each = mean(pools.map(({ launch }) => instanceType(launch.instanceType ?? "")?.dollarsPerHour ?? 0));
  const types = [...new Set(pools.flatMap(({ launch }) => launch.instanceType ?? []))].join(", ");
  const kind = market === "spot" ? "Spot" : "on-demand";
  const share = market === "spot" ? prices.SPOT_SHARE : 1;
  return {
    dollars: instances * each * share,
    what: `${counted(instances, `${kind} instance`, `${kind} instances`)} (${types})`,
  };
}

function volumeCost({ instances, pools }: Capacity, region: string): Part {
  const volumes = pools.map(({ launch }) => volumesOf(launch, region));
  const monthlyEach = volumes.map((all) =>
    all.reduce((sum, { sizeGib, type }) => sum + sizeGib * (prices.EBS_GIB_MONTH[type] ?? 0), 0),
  );
  const gib = mean(volumes.map((all) => all.reduce((sum, { sizeGib }) => sum + sizeGib, 0)));
  return monthly(instances * mean(monthlyEach), `${Math.round(instances * gib)} GiB of EBS volumes`);
}

/** Instances of a fleet or a group that get an address because their template says so. */
function publicInstances({ instances, pools }: Capacity): number {
  return pools.length > 0 && pools.every(({ launch }) => launch.publicAddress === true) ? instances : 0;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function nameOf({ id, inputs, outputs }: AccountRecord): string {
  return text(inputs, "tags.Name") ?? text(outputs, "name") ?? id;
}

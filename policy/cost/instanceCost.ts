import type { InstanceArgs } from "@pulumi/aws/ec2/instance";
import type { SpotInstanceRequestArgs } from "@pulumi/aws/ec2/spotInstanceRequest";
import type { PolicyResource } from "@pulumi/policy";
import type { Unwrap } from "@pulumi/pulumi";
import type { StackResource } from "../rule";
import { type Amount, amount } from "../spot/amount";
import { type Capacity, capacitiesOf, type Pool, templateFinder } from "../spot/capacity";
import { asksForSpot } from "../spot/market";
import { instance, spotInstanceRequest } from "../types";
import { isKnown, isMissing, items, UNKNOWN } from "../values";
import { type CostContext, type CostItem, volumeHour } from "./hourlyCost";
import { instanceHour, PUBLIC_IPV4 } from "./prices";

/**
 * The most that one instance of a pool costs an hour. On Spot that is the bid, which AWS counts by unit of capacity,
 * but never more than On-Demand: docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-instances.html
 */
function poolHour({ type, bid, weight }: Pool, market: "Spot" | "on-demand"): number | undefined {
  if (type === UNKNOWN) return undefined;
  const onDemand = typeof type === "string" ? instanceHour(type) : undefined;
  if (market === "on-demand" || typeof bid !== "number" || weight === UNKNOWN) return onDemand;
  return Math.min(bid * (weight ?? 1), onDemand ?? Number.POSITIVE_INFINITY);
}

/** What the volumes of an instance cost, as far as its launch template gives their sizes; else the image gives them. */
function templateVolumes({ template }: Pool): number {
  const mappings = template?.props.blockDeviceMappings;
  const devices = items(Array.isArray(mappings) ? mappings : []).flatMap(([, { ebs }]) => (isKnown(ebs) ? [ebs] : []));
  return devices.reduce((sum, ebs) => sum + (volumeHour(ebs.volumeSize, ebs.volumeType) ?? 0), 0);
}

/** What some units of a capacity cost if all of them come from the dearest pool. */
function cost(capacity: Capacity, units: Amount, market: "Spot" | "on-demand", { leaveOpen }: CostContext): CostItem[] {
  const { resource, property, pools } = capacity;
  if (units === UNKNOWN) leaveOpen(resource, property);
  if (typeof units !== "number" || units <= 0) return [];
  if (!capacity.inInstances) {
    leaveOpen(resource, property);
    return [];
  }
  for (const list of capacity.partial) leaveOpen(resource, list);
  const priced = pools.flatMap((pool) => {
    const hour = poolHour(pool, market);
    if (hour === undefined || pool.weight === UNKNOWN) {
      leaveOpen(resource, pool.property);
      return [];
    }
    const weight = pool.weight !== undefined && pool.weight > 0 ? pool.weight : 1;
    const count = Math.ceil(units / weight);
    return [{ count, dollars: count * hour, volumes: count * templateVolumes(pool) }];
  });
  const [dearest] = priced.sort((one, other) => other.dollars + other.volumes - one.dollars - one.volumes);
  if (!dearest) return [];
  const what = `${dearest.count} ${market} ${dearest.count === 1 ? "instance" : "instances"}`;
  return [
    { resource, what, dollars: dearest.dollars },
    { resource, what: "volumes", dollars: dearest.volumes },
  ];
}

interface Machine {
  resource: PolicyResource;
  props: StackResource<Unwrap<InstanceArgs> | Unwrap<SpotInstanceRequestArgs>>["props"];
  isSpot: boolean;
  bid: Amount;
}

/** What an instance of its own, or a Spot request, costs. */
function single(context: CostContext): CostItem[] {
  const machines = [
    ...context.all(instance).map(({ resource, props }): Machine => {
      const options = props.instanceMarketOptions;
      const spotOptions = isKnown(options) && isKnown(options.spotOptions) ? options.spotOptions : undefined;
      return { resource, props, isSpot: asksForSpot(options), bid: amount(spotOptions?.maxPrice) };
    }),
    ...context.all(spotInstanceRequest).map(({ resource, props }): Machine => {
      return { resource, props, isSpot: true, bid: amount(props.spotPrice) };
    }),
  ];
  return machines.flatMap(({ resource, props, isSpot, bid }): CostItem[] => {
    const template = templateFinder(context, resource, "launchTemplate")(props.launchTemplate);
    // A type that the template gives is not among the inputs, and not known before the instance is there.
    const type = isKnown(props.instanceType) ? props.instanceType : template?.props.instanceType;
    const market = isSpot ? "Spot" : "on-demand";
    const pool: Pool = { property: "instanceType", type, weight: 1, bid, ...(template && { template }) };
    const hour = poolHour(pool, market);
    if (hour === undefined) context.leaveOpen(resource, "instanceType");
    const root = isKnown(props.rootBlockDevice) ? props.rootBlockDevice : undefined;
    const others = items(Array.isArray(props.ebsBlockDevices) ? props.ebsBlockDevices : []);
    const devices = [...(root ? [root] : []), ...others.map(([, device]) => device)];
    const volumes = devices.reduce((sum, one) => sum + (volumeHour(one.volumeSize, one.volumeType) ?? 0), 0);
    return [
      { resource, what: `1 ${market} instance`, dollars: hour ?? 0 },
      { resource, what: "volumes", dollars: isMissing(root) ? templateVolumes(pool) + volumes : volumes },
      { resource, what: "public address", dollars: props.associatePublicIpAddress === true ? PUBLIC_IPV4 : 0 },
    ];
  });
}

/** What the instances of a stack cost an hour at the most, with the capacity that it begins with. */
export function instanceCost(context: CostContext): CostItem[] {
  const ofFleets = capacitiesOf(context, "atFirst").flatMap((capacity) => [
    ...cost(capacity, capacity.spot, "Spot", context),
    ...cost(capacity, capacity.onDemand, "on-demand", context),
  ]);
  return [...ofFleets, ...single(context)];
}

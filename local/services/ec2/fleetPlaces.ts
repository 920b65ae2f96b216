import { instanceType } from "../../account/data/instanceTypes";
import { AwsError, type Props, type Records } from "../../account/model";
import { get } from "../../account/paths";
import { fleetPools, type Pool } from "../../account/types/ec2/pools";
import { given, list, number, objects, text } from "../../account/types/read";
import type { PoolName } from "./spotMarket";

/** Where a Spot fleet may launch, and on what terms. */
export interface FleetPlace extends PoolName {
  pool: Pool;
  /** The most that a Spot instance may cost there, in dollars an hour. */
  bid: number;
  /** What an instance costs on demand, in dollars an hour. */
  onDemandPrice: number;
  /** For on-demand instances; the smallest comes first. Infinite where there is none. */
  priority: number;
}

/**
 * Every place of a fleet, in the order of its request. A bid is for a unit of capacity: one of the place's own, else the
 * fleet's; without either a Spot instance may cost what it costs on demand:
 * docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-weighting.html and APIReference/API_LaunchTemplateOverrides.html
 *
 * @throws AwsError where a launch template, version or subnet does not exist.
 */
export function fleetPlaces(inputs: Props, region: string, records: Records): FleetPlace[] {
  const terms = termsOf(inputs);
  return fleetPools(inputs, region, records).flatMap((pool, i) => {
    const { zone, launch, weight } = pool;
    const type = launch.instanceType;
    if (type === undefined || zone === undefined) return [];
    const onDemandPrice = instanceType(type)?.dollarsPerHour ?? 0;
    const unitBid = text(terms[i] ?? {}, "spotPrice") ?? text(inputs, "spotPrice");
    const bid = unitBid === undefined ? onDemandPrice : Number(unitBid) * weight;
    const priority = number(terms[i] ?? {}, "priority") ?? Number.POSITIVE_INFINITY;
    return [{ type, zone, pool, bid, onDemandPrice, priority }];
  });
}

/** What each pool of fleetPools says beside its launch, in the same order. */
function termsOf(inputs: Props): Props[] {
  const overrides = objects(inputs, "launchTemplateConfigs").flatMap((config) => {
    const own = objects(config, "overrides");
    return own.length > 0 ? own : [{}];
  });
  return [...overrides, ...objects(inputs, "launchSpecifications")];
}

/** Inputs of a fleet that change what it does and that are not modelled. */
const NOT_MODELLED = [
  "loadBalancers",
  "onDemandMaxTotalPrice",
  "spotMaintenanceStrategies",
  "targetGroupArns",
  "validFrom",
  "validUntil",
];

/** @throws AwsError `UnsupportedOperation` for a fleet that does what is not modelled. */
export function refuseFleet(id: string, inputs: Props): void {
  const unknown = NOT_MODELLED.find((name) => given(inputs, name) && list(inputs, name)?.length !== 0);
  if (unknown !== undefined) throw notModelled(id, `does not model ${unknown}; leave it out`);
  const behaviour = get(inputs, "instanceInterruptionBehaviour");
  if (behaviour !== undefined && behaviour !== "terminate") {
    throw notModelled(id, `terminates interrupted instances; instanceInterruptionBehaviour must be terminate`);
  }
}

function notModelled(id: string, message: string): AwsError {
  return new AwsError("UnsupportedOperation", `The Spot fleet ${id}: the EC2 on this machine ${message}.`);
}

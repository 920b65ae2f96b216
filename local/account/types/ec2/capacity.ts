import { instanceType } from "../../data/instanceTypes";
import { type AccountRecord, AwsError, type Hold, type Props, type Records, type TypeDefinition } from "../../model";
import { number, text } from "../read";
import { instanceLaunch, templateLaunch } from "./launch";
import { fleetPools, groupPools, type Pool } from "./pools";
import { INSTANCE, SECURITY_GROUP, SUBNET } from "./references";
import { LAUNCH_TEMPLATE, versionOf } from "./templates";
import { ecsClusterOf } from "./userData";

export const SPOT_FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
export const GROUP = "aws:autoscaling/group:Group";

/** What a resource runs: so many instances, spread over pools. */
export interface Capacity {
  market: "spot" | "on-demand";
  /** Instances when all of the target capacity is there. */
  instances: number;
  pools: readonly Pool[];
}

/** The types that run instances. */
export const RUNNERS = [SPOT_FLEET, GROUP, INSTANCE] as const;

/** What a Spot fleet, an Auto Scaling group or an instance runs; nothing for anything else. */
export function capacityOf(record: AccountRecord, records: Records): Capacity[] {
  const capacity = undeleted(() => {
    const { type, inputs, outputs, region } = record;
    if (type === SPOT_FLEET) return fleetCapacity(inputs, region, records);
    if (type === GROUP) return groupCapacity(inputs, number(outputs, "desiredCapacity") ?? 0, region, records);
    return type === INSTANCE ? instanceCapacity(record, records) : [];
  });
  return capacity.filter(({ instances }) => instances > 0);
}

/** What a fleet with these inputs runs. */
export function fleetCapacity(inputs: Props, region: string, records: Records): Capacity[] {
  const pools = fleetPools(inputs, region, records);
  const onDemand = number(inputs, "onDemandTargetCapacity") ?? 0;
  const spot = (number(inputs, "targetCapacity") ?? 0) - onDemand;
  return [
    { market: "spot", instances: instancesFor(spot, pools), pools },
    { market: "on-demand", instances: instancesFor(onDemand, pools), pools },
  ];
}

/** A mixed instances policy's shares: docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstancesDistribution.html */
function groupCapacity(inputs: Props, desired: number, region: string, records: Records): Capacity[] {
  const pools = groupPools(inputs, region, records);
  const path = "mixedInstancesPolicy.instancesDistribution";
  const base = Math.min(desired, number(inputs, `${path}.onDemandBaseCapacity`) ?? 0);
  const share = (number(inputs, `${path}.onDemandPercentageAboveBaseCapacity`) ?? 100) / 100;
  const asked = base + Math.ceil((desired - base) * share);
  // A template that asks for Spot instances makes all of a plain group's instances Spot instances.
  const onDemand = pools[0]?.launch.market === "spot" ? 0 : asked;
  return [
    { market: "spot", instances: instancesFor(desired - onDemand, pools), pools },
    { market: "on-demand", instances: instancesFor(onDemand, pools), pools },
  ];
}

function instanceCapacity({ inputs, outputs, region }: AccountRecord, records: Records): Capacity[] {
  const launch = instanceLaunch(inputs, region, records);
  const [subnetId, zone] = [text(outputs, "subnetId"), text(outputs, "availabilityZone")];
  const pool: Pool = { launch, weight: 1, ...(subnetId ? { subnetId } : {}), ...(zone ? { zone } : {}) };
  return [{ market: launch.market, instances: 1, pools: [pool] }];
}

function instancesFor(units: number, pools: readonly Pool[]): number {
  const weight = mean(pools.map((pool) => pool.weight));
  return weight > 0 ? Math.ceil(units / weight) : 0;
}

/** The mean of some numbers; 0 of none. */
export function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

/** vCPUs of Spot instances that a fleet with these inputs runs. */
export function fleetVcpus(inputs: Props, region: string, records: Records): number {
  return vcpus(
    undeleted(() => fleetCapacity(inputs, region, records)),
    "spot",
  );
}

/** vCPUs of on-demand instances that a group with these inputs runs at a size. */
export function groupVcpus(inputs: Props, desired: number, region: string, records: Records): number {
  return vcpus(
    undeleted(() => groupCapacity(inputs, desired, region, records)),
    "on-demand",
  );
}

/** Where a capacity's pools differ in vCPUs, their mean is taken. */
function vcpus(capacities: readonly Capacity[], market: Capacity["market"]): number {
  return capacities
    .filter((capacity) => capacity.market === market)
    .reduce((sum, { instances, pools }) => {
      const each = pools.map(({ launch }) => instanceType(launch.instanceType ?? "")?.vcpus ?? 0);
      return sum + Math.ceil(instances * mean(each));
    }, 0);
}

/** The user data scripts that a launch template carries or that a resource's instances run, each once. */
export function userDataOf(record: AccountRecord, records: Records): string[] {
  const latest = number(record.outputs, "latestVersion");
  const version = record.type === LAUNCH_TEMPLATE && latest !== undefined ? versionOf(record, latest) : undefined;
  const launches = version
    ? [templateLaunch(version.data)]
    : capacityOf(record, records).flatMap(({ pools }) => pools.map(({ launch }) => launch));
  return [...new Set(launches.flatMap(({ userData }) => (userData === undefined ? [] : [userData])))];
}

/** What runs instances that joined an ECS cluster, by the name that their user data gives to the agent. */
export function containerInstancesOf(cluster: string, region: string, records: Records): AccountRecord[] {
  return RUNNERS.flatMap((type) => records.records(type)).filter(
    (record) =>
      record.region === region && userDataOf(record, records).some((script) => ecsClusterOf(script) === cluster),
  );
}

/** Running instances keep the subnets and security groups in being that their network interfaces are in. */
export const interfaceHolds: TypeDefinition["holds"] = { types: [SUBNET, SECURITY_GROUP], of: held };

function held(record: AccountRecord, records: Records): Hold[] {
  const pools = capacityOf(record, records).flatMap((capacity) => capacity.pools);
  const subnets = pools.flatMap(({ subnetId }) => (subnetId === undefined ? [] : [subnetId]));
  const groups = pools.flatMap(({ launch }) => launch.securityGroupIds);
  return [
    ...[...new Set(subnets)].map((id) => ({ type: SUBNET, id, blocks: "DependencyViolation" })),
    ...[...new Set(groups)].map((id) => ({ type: SECURITY_GROUP, id, blocks: "DependencyViolation" })),
  ];
}

/** AWS lets a launch template go while something still names it; then nobody can tell any more what that runs. */
function undeleted(read: () => Capacity[]): Capacity[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof AwsError) return [];
    throw error;
  }
}

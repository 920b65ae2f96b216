import { instanceType } from "../../account/data/instanceTypes";
import type { AccountRecord } from "../../account/model";
import { SPOT_FLEET } from "../../account/types/ec2/capacity";
import { fleetPools, type Pool } from "../../account/types/ec2/pools";
import { number, text } from "../../account/types/read";
import type { CapacityEvent } from "../events";
import { FLEET_RECONCILE } from "../times";
import type { World } from "../world";
import { type Candidate, nextPool, shrinkingPool } from "./allocation";
import type { Instance } from "./instance";
import type { Ec2 } from "./instances";
import type { PoolName, SpotMarket } from "./spotMarket";
import { hasQuota } from "./vcpuQuota";

/** A pool of a fleet, with what runs there. */
interface Place extends Candidate, PoolName {
  pool: Pool;
}

/** How long a pool has no capacity after EC2 has taken instances back from it, in seconds. Typical. */
const SCARCE = 600;

/**
 * Spot fleets: each keeps as many instances as its target asks for, in pools that cost no more than its bid. EC2 gives notice
 * to what runs in a pool whose price passes the bid; a fleet that maintains its capacity launches others when instances are
 * gone. A smaller target gives notice to as many as are too many.
 *
 * docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-spot-fleets.html and spot-fleet-allocation-strategy.html
 */
export class SpotFleets {
  private readonly fleets = new Map<AccountRecord, Fleet>();

  constructor(
    private readonly world: World,
    private readonly ec2: Ec2,
    private readonly market: SpotMarket,
  ) {
    for (const record of world.records(SPOT_FLEET)) this.add(record);
    world.bus.subscribe("resource", ({ record, change }) => {
      if (record.type !== SPOT_FLEET) return;
      if (change === "created") this.add(record);
      else this.cancel(record);
    });
    world.bus.subscribe("change", ({ record }) => this.fleets.get(record)?.reconcile());
    market.onChange(() => {
      for (const fleet of this.fleets.values()) fleet.review();
    });
    world.simulation.every(FLEET_RECONCILE, () => {
      for (const fleet of this.fleets.values()) fleet.reconcile();
    });
  }

  /** EC2 takes instances back for want of capacity, with its notice; their pools have none for ten minutes. */
  reclaim(instances: readonly Instance[]): void {
    const { now } = this.world.simulation;
    for (const instance of instances) {
      const { type, zone } = instance;
      if (this.market.available(type, zone)) this.market.close({ type, zone }, now, now + SCARCE);
      this.ec2.interrupt(instance, "no-capacity");
    }
  }

  private add(record: AccountRecord): void {
    const fleet = new Fleet(this.world, this.ec2, this.market, record);
    this.fleets.set(record, fleet);
    this.world.simulation.after(0, () => fleet.reconcile());
  }

  private cancel(record: AccountRecord): void {
    this.fleets.delete(record);
    if (text(record.inputs, "terminateInstancesOnDelete") !== "true") return;
    for (const instance of this.ec2.all()) if (instance.owner === record.id) this.ec2.terminate(instance);
  }
}

/** One fleet. */
class Fleet {
  /** What could not be done when it was last tried, so that it is said once. */
  private trouble = "";
  private readonly ranks = new Map<string, number>();

  constructor(
    private readonly world: World,
    private readonly ec2: Ec2,
    private readonly market: SpotMarket,
    private readonly record: AccountRecord,
  ) {}

  /** Gives notice to what runs above the bid. */
  review(): void {
    for (const instance of this.members()) {
      if (this.market.price(instance.type, instance.zone) > this.bid(instance.type)) {
        this.ec2.interrupt(instance, "price");
      }
    }
  }

  /** Launches what is missing and gives notice to what is too many. */
  reconcile(): void {
    const target = number(this.record.inputs, "targetCapacity") ?? 0;
    while (this.units() < target && this.launch());
    if (text(this.record.inputs, "excessCapacityTerminationPolicy") === "NoTermination") return;
    while (this.shrink(target));
  }

  private launch(): boolean {
    const places = this.places();
    const affordable = places.filter(({ type, price, pool }) => price * pool.weight <= this.bid(type));
    const open = affordable.filter(({ type, zone }) => this.market.available(type, zone) && this.ec2.isUp(zone));
    const strategy = text(this.record.inputs, "allocationStrategy") ?? "lowestPrice";
    const place = nextPool(strategy, open, number(this.record.inputs, "instancePoolsToUseCount"));
    if (!place) {
      const [subType, message] = affordable.length === 0 ? TOO_CHEAP : NO_CAPACITY;
      return this.fails({ kind: "information", subType, message });
    }
    const { type, zone, pool } = place;
    if (!hasQuota(this.world, this.ec2, "spot", type)) {
      return this.fails({ kind: "error", subType: "spotInstanceCountLimitExceeded", message: NO_QUOTA });
    }
    const { imageId = "", userData = "" } = pool.launch;
    const owner = this.record.id;
    const request = { type, zone, market: "spot", owner, imageId, userData, subnetId: pool.subnetId } as const;
    const { id } = this.ec2.launch(request);
    this.trouble = "";
    this.publish({ kind: "instanceChange", subType: "launched", message: `${id}: ${type} in ${zone}` });
    return true;
  }

  /** Gives notice to one instance, if the target is met without it. */
  private shrink(target: number): boolean {
    const staying = this.members().filter(({ interruptedAt }) => interruptedAt === undefined);
    const strategy = text(this.record.inputs, "allocationStrategy") ?? "lowestPrice";
    const place = shrinkingPool(strategy, this.places(staying));
    const units = this.unitsOf(staying);
    if (!place || units - place.pool.weight < target) return false;
    // The newest goes: it has the least to lose. AWS does not say which.
    const instance = staying.findLast(({ type, zone }) => type === place.type && zone === place.zone);
    if (!instance) return false;
    this.ec2.interrupt(instance, "target-decreased");
    const message = `${instance.id}: the target capacity is ${target}`;
    this.publish({ kind: "instanceChange", subType: "terminationNotified", message });
    return true;
  }

  /** Instances that have not begun to end: one with a notice is replaced when it is gone. */
  private members(): Instance[] {
    return this.ec2.all().filter(({ owner, endedAt }) => owner === this.record.id && endedAt === undefined);
  }

  private units(): number {
    return this.unitsOf(this.members());
  }

  private unitsOf(instances: readonly Instance[]): number {
    const places = this.places([]);
    return instances.reduce((sum, { type, zone }) => {
      const weight = places.find((place) => place.type === type && place.zone === zone)?.pool.weight;
      return sum + (weight ?? 1);
    }, 0);
  }

  private places(instances: readonly Instance[] = this.members()): Place[] {
    return fleetPools(this.record.inputs, this.world.region, this.world.account).flatMap((pool) => {
      const { zone, launch, weight } = pool;
      const type = launch.instanceType;
      if (type === undefined || zone === undefined) return [];
      const there = instances.filter((instance) => instance.type === type && instance.zone === zone).length;
      const price = this.market.price(type, zone) / weight;
      return [{ pool, type, zone, price, instances: there, rank: this.rank(type, zone) }];
    });
  }

  private rank(type: string, zone: string): number {
    const key = `${type} in ${zone}`;
    const rank = this.ranks.get(key) ?? this.world.simulation.random(`fleet|${this.record.id}|${key}`).fraction();
    this.ranks.set(key, rank);
    return rank;
  }

  /** Without a price of its own a fleet pays up to the on-demand price. */
  private bid(type: string): number {
    const bid = text(this.record.inputs, "spotPrice");
    return bid === undefined ? (instanceType(type)?.dollarsPerHour ?? 0) : Number(bid);
  }

  private fails(event: Omit<CapacityEvent, "id">): false {
    if (this.trouble !== event.subType + event.message) this.publish(event);
    this.trouble = event.subType + event.message;
    return false;
  }

  private publish(event: Omit<CapacityEvent, "id">): void {
    this.world.bus.publish("capacity", { id: this.record.id, ...event });
  }
}

/* The history's own names: docs.aws.amazon.com/AWSEC2/latest/UserGuide/fleet-history.html and monitor-spot-fleet-eventbridge.html */

const TOO_CHEAP = [
  "launchSpecUnusable",
  "The price in the launch specification is not valid because it is below the Spot price of every pool.",
] as const;

const NO_CAPACITY = [
  "launchSpecTemporarilyBlacklisted",
  "The configuration is not valid and several attempts to launch instances have failed: there is no Spot capacity in any pool at the price.",
] as const;

const NO_QUOTA =
  "You've reached the limit on the number of Spot Instances that you can launch (MaxSpotInstanceCountExceeded).";

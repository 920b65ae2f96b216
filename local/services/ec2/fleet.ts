import type { AccountRecord } from "../../account/model";
import { number, text } from "../../account/types/read";
import type { CapacityEvent } from "../events";
import type { World } from "../world";
import { type Candidate, nextOnDemandPool, nextPool, shrinkingPool } from "./allocation";
import {
  launched,
  NO_CAPACITY,
  NO_SPOT_QUOTA,
  noOnDemandQuota,
  TOO_DEAR,
  terminated,
  terminationNotified,
} from "./fleetHistory";
import { type FleetPlace, fleetPlaces, refuseFleet } from "./fleetPlaces";
import type { Instance } from "./instance";
import type { Ec2 } from "./instances";
import type { SpotMarket } from "./spotMarket";
import { hasQuota, vcpuQuota } from "./vcpuQuota";

type Market = Instance["market"];

/** On demand first: that is what must be there. */
const MARKETS: readonly Market[] = ["on-demand", "spot"];

/** A place of the fleet as it is now. */
interface Option extends Candidate, FleetPlace {}

/** One Spot fleet; see SpotFleets. */
export class Fleet {
  /** What could not be done when it was last tried, so that it is said once. */
  private readonly trouble = new Map<Market, string>();
  /** How the fleet decides between pools that are otherwise alike. */
  private readonly ranks = new Map<string, number>();
  /** Units that were launched, ever. */
  private readonly placed = { spot: 0, "on-demand": 0 };

  /** @throws AwsError `UnsupportedOperation` for a fleet that does what is not modelled. */
  constructor(
    private readonly world: World,
    private readonly ec2: Ec2,
    private readonly market: SpotMarket,
    private readonly record: AccountRecord,
  ) {
    refuseFleet(record.id, record.inputs);
  }

  /** Gives notice to what runs above the bid. */
  review(): void {
    const places = this.places();
    for (const instance of this.members("spot")) {
      const bid = placeOf(instance, places)?.bid;
      if (bid !== undefined && this.market.price(instance.type, instance.zone) > bid) {
        this.ec2.interrupt(instance, "price");
      }
    }
  }

  /**
   * Launches what is missing, and ends what is too many. A fleet of the type `request` asks for its capacity once: what is
   * gone later is not replaced.
   */
  reconcile(): void {
    const places = this.places();
    const target = number(this.record.inputs, "targetCapacity") ?? 0;
    const onDemand = Math.min(target, number(this.record.inputs, "onDemandTargetCapacity") ?? 0);
    const wanted = { spot: target - onDemand, "on-demand": onDemand };
    const once = text(this.record.inputs, "fleetType") === "request";
    for (const market of MARKETS) {
      let units = once ? this.placed[market] : unitsOf(this.members(market), places);
      while (units < wanted[market]) {
        const weight = this.launch(market, places);
        if (weight === 0) break;
        units += weight;
      }
    }
    if (once || text(this.record.inputs, "excessCapacityTerminationPolicy") === "NoTermination") return;
    for (const market of MARKETS) while (this.shrink(market, wanted[market], target, places));
  }

  publish(entry: Omit<CapacityEvent, "id">): void {
    this.world.bus.publish("capacity", { id: this.record.id, ...entry });
  }

  /** Launches one instance. Returns the units that it counts for, 0 where none could be launched. */
  private launch(market: Market, places: readonly FleetPlace[]): number {
    const option = market === "spot" ? this.nextSpot(places) : this.nextOnDemand(places);
    if (!option) return 0;
    const { type, zone, pool } = option;
    if (!hasQuota(this.world, this.ec2, market, type)) {
      return this.fails(market, market === "spot" ? NO_SPOT_QUOTA : noOnDemandQuota(vcpuQuota(this.world, market)));
    }
    const { imageId = "", userData = "" } = pool.launch;
    const owner = this.record.id;
    const { id } = this.ec2.launch({ type, zone, market, owner, imageId, userData, subnetId: pool.subnetId });
    this.placed[market] += pool.weight;
    this.trouble.delete(market);
    this.publish(launched(id, type, zone));
    return pool.weight;
  }

  private nextSpot(places: readonly FleetPlace[]): Option | undefined {
    const affordable = this.options("spot", places).filter(
      ({ type, zone, bid }) => this.market.price(type, zone) <= bid,
    );
    const open = affordable.filter(({ type, zone }) => this.market.available(type, zone) && this.ec2.isUp(zone));
    const option = nextPool(this.strategy, open, number(this.record.inputs, "instancePoolsToUseCount"));
    if (!option) this.fails("spot", affordable.length === 0 ? TOO_DEAR : NO_CAPACITY);
    return option;
  }

  private nextOnDemand(places: readonly FleetPlace[]): Option | undefined {
    const open = this.options("on-demand", places).filter(({ zone }) => this.ec2.isUp(zone));
    const option = nextOnDemandPool(text(this.record.inputs, "onDemandAllocationStrategy") ?? "lowestPrice", open);
    if (!option) this.fails("on-demand", NO_CAPACITY);
    return option;
  }

  /** Ends one instance, if the market's part of the target is met without it. */
  private shrink(market: Market, wanted: number, target: number, places: readonly FleetPlace[]): boolean {
    const staying = this.members(market).filter(({ interruptedAt }) => interruptedAt === undefined);
    const units = unitsOf(staying, places);
    if (units <= wanted) return false;
    const option = shrinkingPool(this.strategy, this.options(market, places, staying));
    if (!option || units - option.pool.weight < wanted) return false;
    // The newest goes: it has the least to lose. AWS does not say which.
    const instance = staying.findLast(({ type, zone }) => type === option.type && zone === option.zone);
    if (!instance) return false;
    if (market === "spot") this.ec2.interrupt(instance, "target-decreased");
    else this.ec2.terminate(instance);
    this.publish((market === "spot" ? terminationNotified : terminated)(instance.id, target));
    return true;
  }

  private get strategy(): string {
    return text(this.record.inputs, "allocationStrategy") ?? "lowestPrice";
  }

  /** Instances that have not begun to end: one with a notice is replaced when it is gone. */
  private members(market: Market): Instance[] {
    return this.ec2
      .all()
      .filter((one) => one.owner === this.record.id && one.market === market && one.endedAt === undefined);
  }

  private options(market: Market, places: readonly FleetPlace[], instances = this.members(market)): Option[] {
    const counts = new Map<string, number>();
    for (const instance of instances) counts.set(nameOf(instance), (counts.get(nameOf(instance)) ?? 0) + 1);
    return places.map((place) => {
      const { type, zone, pool, onDemandPrice } = place;
      const price = (market === "spot" ? this.market.price(type, zone) : onDemandPrice) / pool.weight;
      return { ...place, price, instances: counts.get(nameOf(place)) ?? 0, rank: this.rank(nameOf(place)) };
    });
  }

  private places(): FleetPlace[] {
    return fleetPlaces(this.record.inputs, this.world.region, this.world.account);
  }

  private rank(name: string): number {
    const rank = this.ranks.get(name) ?? this.world.simulation.random(`fleet|${this.record.id}|${name}`).fraction();
    this.ranks.set(name, rank);
    return rank;
  }

  private fails(market: Market, entry: Omit<CapacityEvent, "id">): 0 {
    if (this.trouble.get(market) !== entry.message) this.publish(entry);
    this.trouble.set(market, entry.message);
    return 0;
  }
}

function nameOf({ type, zone }: { type: string; zone: string }): string {
  return `${type} in ${zone}`;
}

function placeOf({ type, zone }: Instance, places: readonly FleetPlace[]): FleetPlace | undefined {
  return places.find((place) => place.type === type && place.zone === zone);
}

/** Units of capacity that instances count for. */
function unitsOf(instances: readonly Instance[], places: readonly FleetPlace[]): number {
  return instances.reduce((sum, instance) => sum + (placeOf(instance, places)?.pool.weight ?? 1), 0);
}

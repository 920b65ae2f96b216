import { SPOT_PRICE_STEP } from "../times";
import type { World } from "../world";
import { PricePath } from "./spotPrice";

/** A capacity pool: instances of one type in one zone. */
export interface PoolName {
  type: string;
  zone: string;
}

/** Something that holds for a time; seconds of virtual time, the end not included. */
interface Span {
  from: number;
  to: number;
}

/**
 * What Spot instances cost and whether there are any, pool by pool. Prices go their way by chance; what happens beyond that is
 * made to happen, by a scenario.
 */
export class SpotMarket {
  private readonly paths = new Map<string, PricePath>();
  private readonly spikes: (Span & { price: number })[] = [];
  private readonly closures: (Span & Partial<PoolName>)[] = [];
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly world: World) {
    world.simulation.every(SPOT_PRICE_STEP, () => this.changed());
  }

  /**
   * The price of a pool, in dollars an hour an instance.
   *
   * @param at Seconds of virtual time. Default: now.
   */
  price(type: string, zone: string, at = this.world.simulation.now): number {
    const spike = this.spikes.find((one) => holds(one, at));
    return spike ? spike.price : this.path(type, zone).price(at);
  }

  /** Whether a pool has capacity now. */
  available(type: string, zone: string): boolean {
    const { now } = this.world.simulation;
    return !this.closures.some(
      (closure) => holds(closure, now) && (closure.type ?? type) === type && (closure.zone ?? zone) === zone,
    );
  }

  /** Dollars that an instance of a pool costs between two times; until now at the latest. */
  spent(type: string, zone: string, from: number, to: number): number {
    const path = this.path(type, zone);
    const ordinary = (start: number, end: number) => path.spentUntil(end) - path.spentUntil(start);
    return this.spikes.reduce(
      (sum, spike) => {
        const [start, end] = [Math.max(from, spike.from), Math.min(to, spike.to)];
        return start < end ? sum + (spike.price * (end - start)) / 3600 - ordinary(start, end) : sum;
      },
      ordinary(from, to),
    );
  }

  /**
   * Makes every pool cost this much for a time, in dollars an hour.
   *
   * @throws RangeError where another such time has not ended.
   */
  setPrice(price: number, from: number, to: number): void {
    if (this.spikes.some((spike) => from < spike.to && spike.from < to)) {
      throw new RangeError("The prices of Spot instances are set for a part of that time already.");
    }
    this.spikes.push({ price, from, to });
    this.announce({ from, to });
  }

  /** Leaves the pools of a type, of a zone, or of both together without capacity for a time. What runs goes on. */
  close(pools: Partial<PoolName>, from: number, to: number): void {
    this.closures.push({ ...pools, from, to });
    this.announce({ from, to });
  }

  /** Calls somebody whenever a price or a pool's capacity may have changed. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  private announce({ from, to }: Span): void {
    for (const at of [from, to]) this.world.simulation.at(at, () => this.changed());
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }

  private path(type: string, zone: string): PricePath {
    const key = `${type} in ${zone}`;
    const path = this.paths.get(key) ?? new PricePath(type, this.world.simulation.random(`price|${key}`));
    this.paths.set(key, path);
    return path;
  }
}

function holds({ from, to }: Span, at: number): boolean {
  return from <= at && at < to;
}

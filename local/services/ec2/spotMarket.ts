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

/** A time in which prices are others than their paths say. */
interface Spike extends Span {
  /** What a pool costs then, by what it would cost; dollars an hour. */
  price: (ordinary: number) => number;
}

/** A time in which pools have no capacity. */
interface Closure extends Span, Partial<PoolName> {
  /** Whether EC2 takes back what runs in them. */
  reclaims: boolean;
}

/**
 * What Spot instances cost and whether there are any, pool by pool. Prices go their way by chance; what happens beyond that is
 * made to happen, by a scenario:
 *
 * - `setPrice(0.5, from, to)`: every pool costs half a dollar.
 * - `multiplyPrices(3, from, to)`: every pool costs three times what it would.
 * - `close({ zone: "us-west-2a" }, from, to)`: nothing new starts there; what runs goes on.
 * - `withdraw({ type: "m4.large" }, from, to)`: nothing new starts there, and what runs is taken back, with notice.
 * - `SpotFleets.reclaim(instances)`: EC2 takes back these instances, with notice.
 */
export class SpotMarket {
  private readonly paths = new Map<string, PricePath>();
  private readonly spikes: Spike[] = [];
  private readonly closures: Closure[] = [];
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
    const ordinary = this.path(type, zone).price(at);
    const spike = this.spikes.find((one) => holds(one, at));
    return spike ? spike.price(ordinary) : ordinary;
  }

  /** Whether a pool has capacity now. */
  available(type: string, zone: string): boolean {
    return !this.closed({ type, zone }, () => true);
  }

  /** Whether EC2 now takes back what runs in a pool. */
  withdrawn(type: string, zone: string): boolean {
    return this.closed({ type, zone }, ({ reclaims }) => reclaims);
  }

  /** Dollars that an instance of a pool costs between two times. */
  spent(type: string, zone: string, from: number, to: number): number {
    const path = this.path(type, zone);
    return this.spikes.reduce(
      (sum, spike) => {
        const [start, end] = [Math.max(from, spike.from), Math.min(to, spike.to)];
        if (start >= end) return sum;
        return sum + path.spent(start, end, spike.price) - path.spent(start, end);
      },
      path.spent(from, to),
    );
  }

  /**
   * Makes every pool cost this much for a time, in dollars an hour.
   *
   * @throws RangeError for a time that has begun or is empty, and where another time with prices of its own has not ended.
   */
  setPrice(price: number, from: number, to: number): void {
    this.spike({ from, to, price: () => price });
  }

  /**
   * Makes every pool cost so many times what it would for a time.
   *
   * @throws RangeError as {@link setPrice} does.
   */
  multiplyPrices(factor: number, from: number, to: number): void {
    this.spike({ from, to, price: (ordinary) => factor * ordinary });
  }

  /**
   * Leaves the pools of a type, of a zone, or of both together without capacity for a time; all pools where neither is given.
   * What runs goes on.
   *
   * @throws RangeError for a time that has begun or is empty.
   */
  close(pools: Partial<PoolName>, from: number, to: number): void {
    this.shut({ ...pools, from, to, reclaims: false });
  }

  /**
   * As {@link close}; and EC2 takes back the Spot instances that run there, with its notice.
   *
   * @throws RangeError for a time that has begun or is empty.
   */
  withdraw(pools: Partial<PoolName>, from: number, to: number): void {
    this.shut({ ...pools, from, to, reclaims: true });
  }

  /** Calls somebody whenever a price or a pool's capacity may have changed. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  private spike(spike: Spike): void {
    if (this.spikes.some(({ from, to }) => from < spike.to && spike.from < to)) {
      throw new RangeError("The prices of Spot instances are set for a part of that time already.");
    }
    this.announce(spike);
    this.spikes.push(spike);
  }

  private shut(closure: Closure): void {
    this.announce(closure);
    this.closures.push(closure);
  }

  private closed(pool: PoolName, which: (closure: Closure) => boolean): boolean {
    const { now } = this.world.simulation;
    return this.closures.some(
      (closure) =>
        holds(closure, now) &&
        which(closure) &&
        (closure.type ?? pool.type) === pool.type &&
        (closure.zone ?? pool.zone) === pool.zone,
    );
  }

  private announce({ from, to }: Span): void {
    const { simulation } = this.world;
    if (!(from >= simulation.now && from < to)) {
      throw new RangeError(
        `A change of the Spot market must begin at second ${simulation.now} or later and end after that, got ${from} to ${to}.`,
      );
    }
    for (const at of [from, to]) simulation.at(at, () => this.changed());
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

import { instanceType } from "../../account/data/instanceTypes";
import { SPOT_SHARE } from "../../account/data/prices";
import type { Random } from "../kernel/random";
import { SPOT_PRICE_STEP } from "../times";

/*
 * AWS publishes no model of its Spot prices: "adjusted gradually based on long-term trends in supply and demand". So prices
 * here revert to a level of their pool's, some way around the share that cost estimates take, and never pass on demand.
 */

/** How far a pool's level may lie from SPOT_SHARE, as a factor. */
const LEVELS = [0.8, 1.25] as const;
/** What part of its distance from the level a price goes back in a step. */
const REVERSION = 0.02;
/** Standard deviation of a step, as a share of the price. */
const VOLATILITY = 0.006;

const HOUR = 3600;

/** The price of one pool over time, in dollars an hour: a step every SPOT_PRICE_STEP, made as far as somebody asks. */
export class PricePath {
  private readonly prices: number[] = [];
  /** Dollars that an instance has cost from the beginning until each step. */
  private readonly sums: number[] = [0];
  private readonly level: number;
  private readonly onDemand: number;

  constructor(
    type: string,
    private readonly random: Random,
  ) {
    this.onDemand = instanceType(type)?.dollarsPerHour ?? 0;
    this.level = SPOT_SHARE * random.between(...LEVELS);
  }

  /** @param at Seconds of virtual time. */
  price(at: number): number {
    const step = Math.floor(at / SPOT_PRICE_STEP);
    while (this.prices.length <= step) this.extend();
    return this.prices[step] ?? 0;
  }

  /**
   * Dollars that an instance costs between two times.
   *
   * @param instead What it costs an hour at a moment, by this path's price then. Default: this path's price.
   */
  spent(from: number, to: number, instead?: (price: number) => number): number {
    if (!instead) return this.spentUntil(to) - this.spentUntil(from);
    let sum = 0;
    for (let at = from; at < to; ) {
      const next = Math.min(to, (Math.floor(at / SPOT_PRICE_STEP) + 1) * SPOT_PRICE_STEP);
      sum += (instead(this.price(at)) * (next - at)) / HOUR;
      at = next;
    }
    return sum;
  }

  private spentUntil(at: number): number {
    const step = Math.floor(at / SPOT_PRICE_STEP);
    const price = this.price(at);
    return (this.sums[step] ?? 0) + (price * (at - step * SPOT_PRICE_STEP)) / HOUR;
  }

  private extend(): void {
    const before = this.prices.at(-1) ?? this.level * this.onDemand;
    const share = this.onDemand > 0 ? before / this.onDemand : 0;
    const drift = REVERSION * (this.level - share);
    const moved = share + drift + VOLATILITY * share * this.random.normal();
    // EC2 gives prices in hundredths of a cent.
    const price = Math.round(Math.min(1, Math.max(0.1, moved)) * this.onDemand * 1e4) / 1e4;
    this.prices.push(price);
    this.sums.push((this.sums.at(-1) ?? 0) + (price * SPOT_PRICE_STEP) / HOUR);
  }
}

import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A repeatable source of chance, by xoroshiro128+. */
export class Random {
  private readonly generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number, purpose: string) {
    this.generator = xoroshiro128plus(createHash("sha256").update(`${seed}|${purpose}`).digest().readInt32LE());
  }

  /** A number from 0 up to, not including, 1. */
  fraction(): number {
    return uniformFloat64(this.generator);
  }

  /** A number from `low` up to, not including, `high`. */
  between(low: number, high: number): number {
    return low + this.fraction() * (high - low);
  }

  /** A whole number, both ends included. */
  integer(low: number, high: number): number {
    return uniformInt(this.generator, low, high);
  }

  /** A number of the normal distribution with mean 0 and standard deviation 1, by Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.fraction())) * Math.cos(2 * Math.PI * this.fraction());
  }

  /** One of several, each as likely as the others. Throws where there is none. */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError("Cannot pick from nothing.");
    return from[this.integer(0, from.length - 1)] as T;
  }
}

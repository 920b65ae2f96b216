import type { StatisticSet } from "../events";

/** The values of two sets as one. */
export function merge(one: StatisticSet, other: StatisticSet): StatisticSet {
  return {
    sum: one.sum + other.sum,
    count: one.count + other.count,
    minimum: Math.min(one.minimum, other.minimum),
    maximum: Math.max(one.maximum, other.maximum),
  };
}

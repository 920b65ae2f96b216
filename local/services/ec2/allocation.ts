/** A pool as a fleet sees it when it decides. */
export interface Candidate {
  zone: string;
  /** Dollars an hour for a unit of capacity. */
  price: number;
  /** Instances that the fleet has there. */
  instances: number;
  /** How the fleet decides between pools that are otherwise alike; smaller comes first. */
  rank: number;
}

/**
 * The pool that a Spot fleet launches its next instance in, or undefined where there is none:
 * docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-allocation-strategy.html
 *
 * - `diversified` spreads over all pools. AWS does not say which of equals comes first: here the zone with the fewest of the
 *   fleet's instances, then `rank`.
 * - `lowestPrice` takes the cheapest pools, `poolsToUse` of them, in turn.
 * - The strategies that look at how deep a pool is take the cheapest here: all pools are equally deep.
 */
export function nextPool<T extends Candidate>(
  strategy: string,
  candidates: readonly T[],
  poolsToUse = 1,
): T | undefined {
  const byPrice = candidates.toSorted((a, b) => a.price - b.price || a.rank - b.rank);
  if (strategy === "lowestPrice") {
    return byPrice.slice(0, poolsToUse).toSorted((a, b) => a.instances - b.instances)[0];
  }
  if (strategy !== "diversified") return byPrice[0];
  const inZone = (zone: string) =>
    candidates.filter((one) => one.zone === zone).reduce((sum, one) => sum + one.instances, 0);
  return candidates.toSorted(
    (a, b) => a.instances - b.instances || inZone(a.zone) - inZone(b.zone) || a.rank - b.rank,
  )[0];
}

/**
 * The pool that a Spot fleet launches its next on-demand instance in, or undefined where there is none: the cheapest, or with
 * `prioritized` the one of the highest priority, which is the smallest number; AWS does not say which of equals, here the one
 * with the fewest instances: docs.aws.amazon.com/AWSEC2/latest/UserGuide/on-demand-in-spot.html
 */
export function nextOnDemandPool<T extends Candidate & { priority: number }>(
  strategy: string,
  candidates: readonly T[],
): T | undefined {
  const urgency = ({ priority, price }: T) => (strategy === "prioritized" ? priority : price);
  return candidates.toSorted(
    (a, b) => compare(urgency(a), urgency(b)) || a.instances - b.instances || a.rank - b.rank,
  )[0];
}

/** As a difference would, but for numbers that may be infinite. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The pool that gives up an instance when the target shrinks, of those that have one: with `diversified` the fleet terminates
 * "across the pools", here in the one with the most instances, so that the rest stay spread; with `lowestPrice` what costs
 * the most a unit, and so with the others, for which all pools are equally deep here:
 * docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySpotFleetRequest.html
 */
export function shrinkingPool<T extends Candidate>(strategy: string, candidates: readonly T[]): T | undefined {
  const occupied = candidates.filter(({ instances }) => instances > 0);
  const dearest = (a: T, b: T) => b.price - a.price || a.rank - b.rank;
  return occupied.toSorted((a, b) =>
    strategy === "diversified" ? b.instances - a.instances || dearest(a, b) : dearest(a, b),
  )[0];
}

import { merge } from "../cloudwatch/statisticSet";
import type { StatisticSet } from "../events";
import { TARGET_ERROR_RESPONSE, TARGET_RESPONSE } from "../times";

/** How well a target answers, that answers at all. */
export interface Quality {
  /** From when a request leaves the load balancer until its answer begins, in seconds. Default: TARGET_RESPONSE. */
  responseSeconds?: number;
  /**
   * Set for a target that can do no more than so many requests a second, as a container whose pool of connections to its
   * database is exhausted: what is beyond gets its own answer 500, TARGET_ERROR_RESPONSE later. Its health checks pass.
   */
  errors?: { abovePerSecond: number };
}

/** Targets that answer equally well. */
export interface Kind {
  quality: Quality;
  targets: number;
}

/** Says which targets answer equally well: the same text for the same quality. */
export function kindOf({ responseSeconds = TARGET_RESPONSE, errors }: Quality): string {
  return `${responseSeconds} ${errors?.abovePerSecond ?? ""}`;
}

/** The share of a target's requests that it answers with 500, from 0 to 1. @param perSecond Requests that it gets. */
export function errorShare({ errors }: Quality, perSecond: number): number {
  if (!errors || perSecond <= errors.abovePerSecond) return 0;
  return (perSecond - errors.abovePerSecond) / perSecond;
}

/** What a metric of response times has of so many answers and errors of a target; undefined where there are none. */
export function responseTimes(quality: Quality, answered: number, errors: number): StatisticSet | undefined {
  const { responseSeconds = TARGET_RESPONSE } = quality;
  return addTimes(equalTimes(answered, responseSeconds), equalTimes(errors, TARGET_ERROR_RESPONSE));
}

/** Two sets of response times as one. */
export function addTimes(one: StatisticSet | undefined, other: StatisticSet | undefined): StatisticSet | undefined {
  return one && other ? merge(one, other) : (one ?? other);
}

function equalTimes(count: number, seconds: number): StatisticSet | undefined {
  return count === 0 ? undefined : { sum: count * seconds, count, minimum: seconds, maximum: seconds };
}

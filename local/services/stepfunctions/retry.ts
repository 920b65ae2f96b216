import type { Retrier } from "./asl";

/**
 * Seconds until the next attempt: docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-retrying-after-an-error
 *
 * @param done How often this retrier has had it attempted again already.
 * @param chance Gives a number from 0 up to, not including, 1; asked only for a jitter.
 */
export function retryDelay(
  { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds, JitterStrategy = "NONE" }: Retrier,
  done: number,
  chance: () => number,
): number {
  const delay = Math.min(IntervalSeconds * BackoffRate ** done, MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return JitterStrategy === "FULL" ? delay * chance() : delay;
}

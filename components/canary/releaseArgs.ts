import type { Text } from "./asl";

export interface ReleaseMachineArgs {
  /** The stack's name, for messages. */
  stack: string;
  /** The DNS name whose two records share the visitors. */
  record: string;
  /** Name of the table. */
  table: Text;
  topicArn: Text;
  updateRoute53Arn: Text;
  checkHealthArn: Text;
  /** Percent of the visitors for the candidate, step by step; the last is 100. */
  steps: readonly number[];
  /** Seconds that each step is watched before it is judged. */
  waitSeconds: number;
  /** Seconds after which a release that was paused goes back. */
  pauseSeconds: number;
}

/** Seconds that the candidate's tasks have until all of their targets are healthy. */
export const TARGETS_SECONDS = 300;

/** Seconds that a change of DNS has until all name servers know: Route 53 usually takes less than 60. */
export const SYNC_SECONDS = 300;

/** Seconds that a release waits for another one to give way. */
export const LOCK_SECONDS = 900;

/** Seconds after which a function that was called has ended, whether or not its answer came: it has 20, see updateRoute53. */
export const STRAGGLER_SECONDS = 30;

/**
 * Seconds that resolvers keep the answer for an alias to a load balancer: so long it takes until the last visitor has come over.
 * docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html
 */
export const RESOLVERS_SECONDS = 60;

/** Seconds after which CloudWatch has what a load balancer publishes each minute. Typical; a check that knows nothing is repeated. */
export const METRICS_SECONDS = 30;

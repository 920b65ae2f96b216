/** An Auto Scaling group in the middle of an instance refresh. */
export interface Refresh {
  desired: number;
  /** Instances that are to be replaced. */
  old: number;
  /** Instances that came since, and are warmed up. */
  ready: number;
  /** Instances that came since, and are not. */
  warming: number;
  /** Percent of the desired capacity that stays in service. */
  minimum: number;
  /** Percent of the desired capacity that may be there at once. */
  maximum: number;
}

/**
 * How many instances an instance refresh launches and ends next. It keeps at least the minimum in service and has at most the
 * maximum, so that with 100 percent and more it launches before it ends; where the percents leave no room for either, one
 * instance is ended and replaced at a time:
 * docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
 */
export function refreshStep({ desired, old, ready, warming, minimum, maximum }: Refresh): {
  launch: number;
  end: number;
} {
  const all = old + ready + warming;
  const fewest = Math.ceil((minimum * desired) / 100);
  const most = Math.floor((maximum * desired) / 100);
  const end = Math.max(0, Math.min(old, old + ready - fewest));
  const launch = Math.max(0, desired - all, Math.min(most - all, desired - ready - warming));
  const stuck = end === 0 && launch === 0 && warming === 0 && old > 0;
  return stuck ? { launch, end: 1 } : { launch, end };
}

import { adjusted, type StepScaling, stepFor } from "./stepScaling";

/** What a scaling activity leaves behind. */
export interface Cooldown {
  /** Seconds of virtual time at which it ends. */
  until: number;
  /** What scale-outs have added since the first of those that followed each other within their cooldowns. 0 after a scale-in. */
  added: number;
}

/** A scalable target at the moment at which a policy is invoked. */
export interface Situation {
  capacity: number;
  minCapacity: number;
  maxCapacity: number;
  /** Absent where none is in effect. */
  cooldown?: Cooldown | undefined;
  isScaleInSuspended?: boolean;
  isScaleOutSuspended?: boolean;
}

/** docs.aws.amazon.com/autoscaling/application/APIReference/API_NotScaledReason.html */
export type NotScaledReason = "AlreadyAtMaxCapacity" | "AlreadyAtMinCapacity" | "AlreadyAtDesiredCapacity";

/** The capacity that a policy would give a target. */
export interface Proposal {
  capacity: number;
  /** Why it is the one that the target has already. AWS has no code for a cooldown and for suspended scaling. */
  reason?: NotScaledReason;
}

/**
 * What a step scaling policy makes of a target, or undefined where it has no step for the value.
 *
 * Cooldowns, by docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html: within one,
 * "capacity added by the initiating scale-out activity is calculated as part of the desired capacity for the next scale-out
 * activity", so that a larger step adds the difference only; "scale-in activities are blocked until the cooldown period has
 * expired"; and a scale-out after a scale-in is not delayed. AWS does not say what several policies of one target have to do
 * with each other's cooldowns; here they share one.
 *
 * A target outside of its bounds comes back into them with the next activity.
 */
export function propose(
  policy: StepScaling,
  value: number | undefined,
  threshold: number,
  situation: Situation,
): Proposal | undefined {
  const step = value === undefined ? undefined : stepFor(policy.steps, value, threshold);
  if (!step) return undefined;
  const { capacity, cooldown } = situation;
  const wanted = counted(policy, step.adjustment, capacity, cooldown?.added ?? 0);
  const bounded = within(wanted, situation);
  if (bounded === capacity) return { capacity, reason: reasonOf(wanted, capacity) };
  const isScaleIn = bounded < capacity;
  const isBlocked = isScaleIn
    ? cooldown !== undefined || situation.isScaleInSuspended === true
    : situation.isScaleOutSuspended === true;
  return { capacity: isBlocked ? capacity : bounded };
}

/** A capacity brought within the target's bounds. */
export function within(
  capacity: number,
  { minCapacity, maxCapacity }: Pick<Situation, "minCapacity" | "maxCapacity">,
): number {
  return Math.max(minCapacity, Math.min(maxCapacity, capacity));
}

/**
 * Several policies at once: "Application Auto Scaling gives precedence to the policy that provides the largest capacity for
 * both scale out and scale in", docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html. Of equal ones
 * the first.
 */
export function largest<T extends { proposal: Proposal }>(proposals: readonly T[]): T | undefined {
  return proposals.reduce<T | undefined>(
    (best, one) => (best && best.proposal.capacity >= one.proposal.capacity ? best : one),
    undefined,
  );
}

function counted(policy: StepScaling, adjustment: number, capacity: number, added: number): number {
  const plain = adjusted(policy, capacity, adjustment);
  return plain > capacity ? Math.max(capacity, adjusted(policy, capacity - added, adjustment)) : plain;
}

function reasonOf(wanted: number, capacity: number): NotScaledReason {
  if (wanted === capacity) return "AlreadyAtDesiredCapacity";
  return wanted > capacity ? "AlreadyAtMaxCapacity" : "AlreadyAtMinCapacity";
}

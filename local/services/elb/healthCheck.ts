import type { AccountRecord } from "../../account/model";
import { number, text } from "../../account/types/read";

/** How a target group asks its targets, in seconds and checks. */
export interface HealthCheck {
  interval: number;
  timeout: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
}

/** The health check of a target group, as the record reports it now: with AWS's and the provider's defaults. */
export function healthCheckOf(group: AccountRecord): HealthCheck {
  const of = (name: keyof HealthCheck): number => reported(group, `healthCheck.${name}`);
  return {
    interval: of("interval"),
    timeout: of("timeout"),
    healthyThreshold: of("healthyThreshold"),
    unhealthyThreshold: of("unhealthyThreshold"),
  };
}

/** Seconds that a leaving target is given, as the record reports it now. */
export function deregistrationDelayOf(group: AccountRecord): number {
  return reported(group, "deregistrationDelay");
}

function reported(group: AccountRecord, path: string): number {
  const value = number(group.outputs, path);
  if (value === undefined) {
    throw new Error(
      `The target group ${group.id} reports no number "${path}"; the account reports one for each group.`,
    );
  }
  return value;
}

/**
 * Whether so many healthy targets are too few to send requests only to them, so that they go to all targets ("fail open"): fewer
 * than the group's least number, or than its least share, whichever is missed.
 *
 * docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
 */
export function failsOpen({ outputs }: AccountRecord, healthy: number, targets: number): boolean {
  const routing = "targetGroupHealth.unhealthyStateRouting";
  // A block that gives one of the two leaves the other at its default: 1, or "off".
  const least = number(outputs, `${routing}.minimumHealthyTargetsCount`) ?? 1;
  const percent = Number(text(outputs, `${routing}.minimumHealthyTargetsPercentage`) ?? "off");
  return healthy < least || healthy * 100 < (Number.isNaN(percent) ? 0 : percent * targets);
}

/** Seconds from the first check that passes until a target that was unhealthy is healthy. */
export function untilHealthy({ healthyThreshold, interval }: HealthCheck): number {
  return (healthyThreshold - 1) * interval;
}

/** Seconds from the first check that fails until a target is unhealthy; a check without an answer fails at its timeout. */
export function untilUnhealthy({ unhealthyThreshold, interval, timeout }: HealthCheck): number {
  return (unhealthyThreshold - 1) * interval + timeout;
}

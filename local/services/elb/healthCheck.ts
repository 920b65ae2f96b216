import type { AccountRecord } from "../../account/model";
import { number } from "../../account/types/read";

/** How a target group asks its targets, in seconds and checks. */
export interface HealthCheck {
  interval: number;
  timeout: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
}

/** AWS's defaults for targets that are instances, in seconds: docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
const DEFAULTS = { interval: 30, timeout: 5 };

/** The provider's own default, which it sends where the program says nothing. */
const PROVIDER = { healthyThreshold: 3, unhealthyThreshold: 3 };

/** The health check of a target group, as the record has it now. */
export function healthCheckOf({ inputs }: AccountRecord): HealthCheck {
  const of = (name: keyof HealthCheck): number =>
    number(inputs, `healthCheck.${name}`) ?? { ...DEFAULTS, ...PROVIDER }[name];
  return {
    interval: of("interval"),
    timeout: of("timeout"),
    healthyThreshold: of("healthyThreshold"),
    unhealthyThreshold: of("unhealthyThreshold"),
  };
}

/** Seconds that a leaving target is given, as the record has it now; AWS's default is 300. */
export function deregistrationDelayOf({ inputs }: AccountRecord): number {
  return number(inputs, "deregistrationDelay") ?? 300;
}

/** Seconds from the first check that passes until a target that was unhealthy is healthy. */
export function untilHealthy({ healthyThreshold, interval }: HealthCheck): number {
  return (healthyThreshold - 1) * interval;
}

/** Seconds from the first check that fails until a target is unhealthy; a check without an answer fails at its timeout. */
export function untilUnhealthy({ unhealthyThreshold, interval, timeout }: HealthCheck): number {
  return (unhealthyThreshold - 1) * interval + timeout;
}

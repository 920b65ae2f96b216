import type { TargetState } from "../events";

/** How a target stands: docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html */
export interface TargetHealth {
  instanceId: string;
  port: number;
  state: TargetState;
  /** AWS's code, for example `Target.Timeout`; empty for a healthy target. */
  reason: string;
}

/**
 * What AWS writes beside a reason:
 * docs.aws.amazon.com/elasticloadbalancing/latest/application/check-target-health.html
 */
const DESCRIPTIONS: Record<string, string> = {
  "Elb.RegistrationInProgress": "Target registration is in progress",
  "Target.DeregistrationInProgress": "Target deregistration is in progress",
  "Target.FailedHealthChecks": "Health checks failed",
  "Target.InvalidState": "Target is in the terminated state",
  "Target.NotInUse": "Target group is not configured to receive traffic from the load balancer",
  "Target.NotRegistered": "Target is not registered to the target group",
  "Target.Timeout": "Request timed out",
};

/** A reason in AWS's words; undefined where there is nothing to say. */
export function describeReason(reason: string): string | undefined {
  return DESCRIPTIONS[reason];
}

import type { CapacityEvent } from "../events";
import { vcpuLimitExceeded } from "./fleetHistory";

/*
 * What an Auto Scaling group writes into its activity history: a description and a cause, in AWS's words. Kinds of activity have
 * the names of their notifications:
 * docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-sns-notifications.html and as-verify-scaling-activity.html
 */

type Entry = Omit<CapacityEvent, "id">;

/** Why an instance was launched or terminated. */
export type Cause =
  | { why: "difference"; from: number; to: number }
  | { why: "unhealthy" }
  | { why: "refresh" }
  | { why: "balance"; counts: ReadonlyMap<string, number> };

/** Why a group could not launch. */
export type Failure = { why: "capacity"; type: string; zones: readonly string[] } | { why: "quota"; vcpus: number };

/** @param time ISO 8601. */
export function launching(id: string, cause: Cause, time: string): Entry {
  const message = `Launching a new EC2 instance: ${id}. At ${time} ${launchCause(cause)}`;
  return { kind: "instanceChange", subType: "EC2_INSTANCE_LAUNCH", message };
}

/** @param time ISO 8601. */
export function terminating(id: string, cause: Cause, time: string): Entry {
  const chosen = cause.why === "unhealthy" ? "" : ` At ${time} instance ${id} was selected for termination.`;
  const message = `Terminating EC2 instance: ${id}. At ${time} ${terminationCause(cause)}${chosen}`;
  return { kind: "instanceChange", subType: "EC2_INSTANCE_TERMINATE", message };
}

export function launchFailed(failure: Failure): Entry {
  const message = `Launching a new EC2 instance. Status Reason: ${failureReason(failure)} Launching EC2 instance failed.`;
  return { kind: "error", subType: "EC2_INSTANCE_LAUNCH_ERROR", message };
}

function launchCause(cause: Cause): string {
  switch (cause.why) {
    case "difference":
      return `an instance was started in response to a difference between desired and actual capacity, increasing the capacity from ${cause.from} to ${cause.to}.`;
    case "unhealthy":
      return "an instance was launched in response to an unhealthy instance needing to be replaced.";
    case "refresh":
      return "an instance was launched in response to an instance refresh.";
    case "balance":
      return `availability zones ${[...cause.counts.keys()].join(" ")} had ${[...cause.counts.values()].join(" ")} instances respectively. An instance was launched to aid in balancing the group's zones.`;
  }
}

function terminationCause(cause: Cause): string {
  switch (cause.why) {
    case "difference":
      return `an instance was taken out of service in response to a difference between desired and actual capacity, shrinking the capacity from ${cause.from} to ${cause.to}.`;
    case "unhealthy":
      return "an instance was taken out of service in response to an EC2 health check indicating it has been terminated or stopped.";
    case "refresh":
      return "an instance was taken out of service in response to an instance refresh.";
    case "balance":
      return `instances were launched to balance instances in zones ${[...cause.counts.keys()].join(" ")} with other zones resulting in more than desired number of instances in the group.`;
  }
}

function failureReason(failure: Failure): string {
  if (failure.why === "quota") return vcpuLimitExceeded(failure.vcpus);
  const { type, zones } = failure;
  const which = zones.length === 1 ? "Availability Zone" : "Availability Zones";
  return `We currently do not have sufficient ${type} capacity in the ${which} you requested (${zones.join(", ")}). Our system will be working on provisioning additional capacity.`;
}

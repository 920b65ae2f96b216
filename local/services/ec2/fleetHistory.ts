import type { CapacityEvent } from "../events";

/*
 * What a Spot fleet writes into its history, by AWS's names and as AWS describes them:
 * docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EventInformation.html
 */

type Entry = Omit<CapacityEvent, "id">;

/** Every pool costs more than the fleet would pay. */
export const TOO_DEAR: Entry = {
  kind: "information",
  subType: "fleetProgressHalted",
  message: "The price in every launch specification is not valid because it is below the Spot price.",
};

/** No pool at the fleet's price has capacity. */
export const NO_CAPACITY: Entry = {
  kind: "error",
  subType: "allLaunchSpecsTemporarilyBlacklisted",
  message:
    "None of the configurations are valid, and several attempts to launch instances have failed: there is no capacity in any pool at the price.",
};

/** The account may not run more Spot instances. */
export const NO_SPOT_QUOTA: Entry = {
  kind: "error",
  subType: "spotInstanceCountLimitExceeded",
  message:
    "You've reached the limit on the number of Spot Instances that you can launch (MaxSpotInstanceCountExceeded).",
};

/** The account may not run more instances on demand. AWS names no event of its own for it. */
export function noOnDemandQuota(vcpus: number): Entry {
  return {
    kind: "error",
    subType: "allLaunchSpecsTemporarilyBlacklisted",
    message: `None of the configurations are valid, and several attempts to launch instances have failed: ${vcpuLimitExceeded(vcpus)}`,
  };
}

/** EC2's error `VcpuLimitExceeded`. */
export function vcpuLimitExceeded(vcpus: number): string {
  return `You have requested more vCPU capacity than your current vCPU limit of ${vcpus} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`;
}

export function launched(id: string, type: string, zone: string): Entry {
  return { kind: "instanceChange", subType: "launched", message: `${id}: ${type} in ${zone}` };
}

/** A Spot instance got its notice because the target has become smaller. */
export function terminationNotified(id: string, target: number): Entry {
  return {
    kind: "instanceChange",
    subType: "termination_notified",
    message: `${id}: the target capacity is ${target}`,
  };
}

/** An instance on demand was terminated because the target has become smaller. */
export function terminated(id: string, target: number): Entry {
  return { kind: "instanceChange", subType: "terminated", message: `${id}: the target capacity is ${target}` };
}

/** The fleet's request has come into a state. */
export function requestChange(
  subType: "active" | "modify_succeeded" | "cancelled_running" | "cancelled_terminating",
  message: string,
): Entry {
  return { kind: "fleetRequestChange", subType, message };
}

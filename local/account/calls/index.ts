import type { CallDefinition } from "../model";
import { getAmi } from "./getAmi";
import { getAvailabilityZones } from "./getAvailabilityZones";
import { getCallerIdentity } from "./getCallerIdentity";
import { getInstanceType } from "./getInstanceType";
import { getInstanceTypeOfferings } from "./getInstanceTypeOfferings";
import { getRegion } from "./getRegion";

/** Every call without a resource that the account answers. */
export const calls: readonly CallDefinition[] = [
  getAmi,
  getAvailabilityZones,
  getCallerIdentity,
  getInstanceType,
  getInstanceTypeOfferings,
  getRegion,
];

import { AwsError, type Props, type Records } from "../../account/model";
import { get } from "../../account/paths";
import { groupPools, type Pool } from "../../account/types/ec2/pools";
import { given, list, number, text, texts } from "../../account/types/read";
import { TERMINATION_POLICIES } from "./termination";

/** What an Auto Scaling group's own inputs say about how it works. */
export interface GroupSettings {
  maximum: number;
  pools: readonly Pool[];
  /** Whether only the emptiest zone will do, also where it has no capacity. */
  balancedOnly: boolean;
  isProtected: boolean;
  terminationPolicies: readonly string[];
  suspended: ReadonlySet<string>;
  refresh: RefreshSettings | undefined;
}

/** docs.aws.amazon.com/autoscaling/ec2/userguide/understand-instance-refresh-default-values.html */
export interface RefreshSettings {
  /** Percent of the desired capacity. */
  minimum: number;
  maximum: number;
  /** Seconds from `running` until an instance counts. */
  warmup: number;
  /** Whether instances that are as the group would launch them today stay. */
  skipMatching: boolean;
  /** Inputs, beside what is launched, whose change starts a refresh; as the provider's own names. */
  triggers: readonly string[];
}

export function groupSettings(inputs: Props, region: string, records: Records): GroupSettings {
  return {
    maximum: number(inputs, "maxSize") ?? 0,
    pools: groupPools(inputs, region, records).filter(({ zone }) => zone !== undefined),
    balancedOnly: text(inputs, "availabilityZoneDistribution.capacityDistributionStrategy") === "balanced-only",
    isProtected: get(inputs, "protectFromScaleIn") === true,
    terminationPolicies: texts(inputs, "terminationPolicies[*]"),
    suspended: new Set(texts(inputs, "suspendedProcesses[*]")),
    refresh: refreshSettings(inputs),
  };
}

function refreshSettings(inputs: Props): RefreshSettings | undefined {
  if (!given(inputs, "instanceRefresh")) return undefined;
  const percent = (name: string, otherwise: number) => {
    const policy = number(inputs, `instanceMaintenancePolicy.${name}`) ?? -1;
    return number(inputs, `instanceRefresh.preferences.${name}`) ?? (policy < 0 ? otherwise : policy);
  };
  const warmup = text(inputs, "instanceRefresh.preferences.instanceWarmup");
  return {
    minimum: percent("minHealthyPercentage", 90),
    maximum: percent("maxHealthyPercentage", 100),
    warmup: warmup
      ? Number(warmup)
      : (number(inputs, "defaultInstanceWarmup") ?? number(inputs, "healthCheckGracePeriod") ?? 0),
    skipMatching: get(inputs, "instanceRefresh.preferences.skipMatching") === true,
    triggers: texts(inputs, "instanceRefresh.triggers[*]"),
  };
}

/** Inputs of a group that change what it does and that are not modelled. */
const NOT_MODELLED = [
  "capacityRebalance",
  "initialLifecycleHooks",
  "instanceRefresh.preferences.checkpointPercentages",
  "launchConfiguration",
  "loadBalancers",
  "maxInstanceLifetime",
  "targetGroupArns",
  "trafficSources",
  "warmPool",
];

/** @throws AwsError `UnsupportedOperation` for a group that does what is not modelled. */
export function refuseGroup(id: string, inputs: Props, pools: readonly Pool[]): void {
  const unknown = NOT_MODELLED.find((name) => matters(inputs, name));
  if (unknown !== undefined) throw notModelled(id, `does not model ${unknown}; leave it out`);
  const path = "mixedInstancesPolicy.instancesDistribution.onDemandPercentageAboveBaseCapacity";
  if (pools.some(({ launch }) => launch.market === "spot") || (number(inputs, path) ?? 100) < 100) {
    throw notModelled(id, "launches on demand only; ask a Spot fleet for Spot instances");
  }
  if (pools.some(({ weight }) => weight !== 1)) throw notModelled(id, "counts instances; leave out weightedCapacity");
  const policy = texts(inputs, "terminationPolicies[*]").find((name) => !TERMINATION_POLICIES.includes(name));
  if (policy !== undefined) {
    throw notModelled(id, `knows the termination policies ${TERMINATION_POLICIES.join(", ")}, not ${policy}`);
  }
  const process = texts(inputs, "suspendedProcesses[*]").find((name) => /^(HealthCheck|ReplaceUnhealthy)$/.test(name));
  if (process !== undefined) throw notModelled(id, `does not suspend ${process}; leave it out`);
}

function matters(inputs: Props, path: string): boolean {
  const value = get(inputs, path);
  return given(inputs, path) && value !== false && value !== 0 && list(inputs, path)?.length !== 0;
}

function notModelled(id: string, message: string): AwsError {
  return new AwsError("UnsupportedOperation", `The Auto Scaling group ${id}: the one on this machine ${message}.`);
}

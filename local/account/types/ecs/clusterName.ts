import type { Account } from "../../account";
import type { AccountRecord, Value } from "../../model";

/** The cluster's name in what names it: an ARN, a name, or nothing, which means the cluster `default`. */
export function clusterName(named: Value | undefined): string {
  return typeof named === "string" ? (named.split("/").pop() ?? named) : "default";
}

/** The services of a cluster. */
export function servicesOf(account: Account, region: string, cluster: string): AccountRecord[] {
  return account
    .records("aws:ecs/service:Service")
    .filter((record) => record.region === region && clusterName(record.inputs.cluster) === cluster);
}

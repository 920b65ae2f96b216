import { instanceType } from "../../account/data/instanceTypes";
import type { World } from "../world";
import type { Ec2 } from "./instances";

/** The quotas on vCPUs of standard instances, by how they are bought. */
const CODES = { spot: "L-34B43A08", "on-demand": "L-1216C47A" } as const;

/** Whether the account's quota on vCPUs leaves room for one more instance of a type. */
export function hasQuota(world: World, ec2: Ec2, market: "spot" | "on-demand", type: string): boolean {
  const used = ec2
    .all()
    .filter((instance) => instance.market === market && instance.endedAt === undefined)
    .reduce((sum, instance) => sum + vcpus(instance.type), 0);
  return used + vcpus(type) <= vcpuQuota(world, market);
}

/** vCPUs that the account may run. */
export function vcpuQuota(world: World, market: "spot" | "on-demand"): number {
  const code = CODES[market];
  const quota = world.account
    .definitions()
    .flatMap(({ quotas = [] }) => quotas)
    .find((one) => one.code === code);
  return world.account.quotaValue(code, quota?.default ?? 0);
}

function vcpus(type: string): number {
  return instanceType(type)?.vcpus ?? 0;
}

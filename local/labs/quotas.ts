import type { Account } from "../account/account";
import { instanceType } from "../account/data/instanceTypes";
import { capacityOf, RUNNERS, SPOT_FLEET } from "../account/types/ec2/capacity";
import type { World } from "../services/world";
import { boundsOf, fleetResourceId } from "./deployed";

/** All Standard Spot Instance Requests, in vCPUs. */
const SPOT = "L-34B43A08";
/** Running On-Demand Standard instances, in vCPUs. */
const ON_DEMAND = "L-1216C47A";
/** What a new account has of either. */
const NEW_ACCOUNT = 5;
/** The load generator's instance, which comes and goes. */
const LOAD_GENERATOR = 2;

/**
 * Raises the quotas to what one attendee needs, as the README tells an instructor to: a new account has too few vCPUs for
 * the fleet to grow. Returns what was raised, in sentences.
 */
export function raiseQuotas(account: Account, world: World): string[] {
  const spot = world.records(SPOT_FLEET).reduce((sum, fleet) => {
    const most = boundsOf(world, fleetResourceId(fleet))?.max ?? Number(fleet.inputs.targetCapacity);
    const pools = capacityOf(fleet, account).flatMap((capacity) => capacity.pools);
    return sum + most * Math.max(0, ...pools.map(({ launch }) => vcpus(launch.instanceType)));
  }, 0);
  const onDemand = RUNNERS.filter((type) => type !== SPOT_FLEET)
    .flatMap((type) => world.records(type))
    .flatMap((record) => capacityOf(record, account))
    .reduce((sum, { instances, pools }) => sum + instances * vcpus(pools[0]?.launch.instanceType), LOAD_GENERATOR);
  return [["Spot", SPOT, spot] as const, ["on-demand", ON_DEMAND, onDemand] as const].flatMap(
    ([name, code, needed]) => {
      if (needed <= NEW_ACCOUNT) return [];
      account.raiseQuota(code, needed);
      return [`${needed} ${name} vCPUs (a new account has ${NEW_ACCOUNT})`];
    },
  );
}

function vcpus(type: string | undefined): number {
  return instanceType(type ?? "")?.vcpus ?? 0;
}

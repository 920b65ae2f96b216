import type { Context, Props } from "../../model";
import { text } from "../read";
import { type Capacity, fleetCapacity } from "./capacity";
import type { Pool } from "./pools";
import { INSTANCE } from "./references";

/**
 * Leaves behind the instances of a Spot fleet request that was cancelled without their termination: nobody owns them
 * any more, they cost money, and they keep their subnets and security groups. Cancelling terminates them if
 * `terminateInstancesOnDelete` says so, or, where that is absent, `terminateInstancesWithExpiration`.
 */
export function leaveInstances({ account, region, inputs, id }: Context & { id: string }): void {
  const onDelete = text(inputs, "terminateInstancesOnDelete");
  const terminates = onDelete ? /^(1|t)/i.test(onDelete) : inputs.terminateInstancesWithExpiration === true;
  if (terminates) return;
  for (const capacity of fleetCapacity(inputs, region, account)) {
    for (let i = 0; i < capacity.instances; i++) {
      const pool = capacity.pools[i % capacity.pools.length];
      if (pool) account.create(INSTANCE, instanceOf(pool, capacity.market, id), { provider: { region } });
    }
  }
}

function instanceOf({ launch, subnetId }: Pool, market: Capacity["market"], fleet: string): Props {
  return {
    ami: launch.imageId ?? null,
    iamInstanceProfile: launch.instanceProfile ?? null,
    instanceType: launch.instanceType ?? null,
    subnetId: subnetId ?? null,
    tags: { "aws:ec2spot:fleet-request-id": fleet },
    userData: launch.userData ?? null,
    vpcSecurityGroupIds: [...launch.securityGroupIds],
    ...(market === "spot" ? { instanceMarketOptions: { marketType: "spot" } } : {}),
  };
}

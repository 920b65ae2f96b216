import type { AccountRecord } from "../../account/model";
import { GROUP } from "../../account/types/ec2/capacity";
import { groupPools, type Pool } from "../../account/types/ec2/pools";
import { number } from "../../account/types/read";
import { GROUP_RECONCILE } from "../times";
import type { World } from "../world";
import type { Instance } from "./instance";
import type { Ec2 } from "./instances";
import { hasQuota } from "./vcpuQuota";

/**
 * Auto Scaling groups: each keeps its desired capacity, evenly over its zones, and replaces what is gone:
 * docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html#AutoScalingBehavior.Instances
 *
 * A group launches what its launch template says, on demand; of a mixed instances policy the first override is taken.
 */
export class AutoScalingGroups {
  /** Groups that have said already that they cannot launch. */
  private readonly troubled = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly ec2: Ec2,
  ) {
    const all = () => {
      for (const record of world.records(GROUP)) this.reconcile(record);
    };
    world.simulation.after(0, all);
    world.simulation.every(GROUP_RECONCILE, all);
    world.bus.subscribe("change", ({ record }) => {
      if (record.type === GROUP) this.reconcile(record);
    });
    world.bus.subscribe("resource", ({ record, change }) => {
      if (record.type !== GROUP) return;
      if (change === "created") this.reconcile(record);
      else for (const instance of this.members(record)) this.ec2.terminate(instance);
    });
  }

  private reconcile(record: AccountRecord): void {
    const desired = number(record.outputs, "desiredCapacity") ?? 0;
    while (this.members(record).length < desired && this.launch(record, desired));
    while (this.members(record).length > desired && this.end(record, desired));
  }

  private launch(record: AccountRecord, desired: number): boolean {
    const members = this.members(record);
    const open = groupPools(record.inputs, this.world.region, this.world.account).filter(
      ({ zone }) => zone !== undefined && this.ec2.isUp(zone),
    );
    const pool = open.toSorted((a, b) => inZone(members, a) - inZone(members, b))[0];
    const type = pool?.launch.instanceType;
    if (!pool || type === undefined) {
      return this.fails(
        record,
        "We currently do not have sufficient capacity in the Availability Zones you requested.",
      );
    }
    if (!hasQuota(this.world, this.ec2, "on-demand", type)) {
      return this.fails(record, "You have requested more vCPU capacity than your current vCPU limit allows.");
    }
    const { imageId = "", userData = "" } = pool.launch;
    const { id } = this.ec2.launch({
      type,
      zone: pool.zone ?? "",
      market: "on-demand",
      owner: record.id,
      imageId,
      userData,
      subnetId: pool.subnetId,
    });
    this.troubled.delete(record.id);
    const message = `Launching a new EC2 instance: ${id}; the capacity was ${members.length}, the desired capacity is ${desired}`;
    this.world.bus.publish("capacity", { id: record.id, kind: "instanceChange", subType: "launched", message });
    return true;
  }

  /** The default termination policy: the zone with the most instances, and there the oldest. */
  private end(record: AccountRecord, desired: number): boolean {
    const members = this.members(record);
    const count = (zone: string) => members.filter((one) => one.zone === zone).length;
    const [instance] = members.toSorted((a, b) => count(b.zone) - count(a.zone) || a.launchedAt - b.launchedAt);
    if (!instance) return false;
    this.ec2.terminate(instance);
    const message = `Terminating EC2 instance: ${instance.id}; the desired capacity is ${desired}`;
    this.world.bus.publish("capacity", { id: record.id, kind: "instanceChange", subType: "terminated", message });
    return true;
  }

  private fails(record: AccountRecord, message: string): false {
    if (!this.troubled.has(record.id)) {
      this.world.bus.publish("capacity", { id: record.id, kind: "error", subType: "launchFailed", message });
    }
    this.troubled.add(record.id);
    return false;
  }

  private members(record: AccountRecord): Instance[] {
    return this.ec2.all().filter(({ owner, endedAt }) => owner === record.id && endedAt === undefined);
  }
}

function inZone(members: readonly Instance[], { zone }: Pool): number {
  return members.filter((one) => one.zone === zone).length;
}

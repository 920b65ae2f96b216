import type { AccountRecord } from "../../account/model";
import { GROUP } from "../../account/types/ec2/capacity";
import { GROUP_RECONCILE } from "../times";
import type { World } from "../world";
import { Group } from "./group";
import type { Ec2 } from "./instances";

/**
 * Auto Scaling groups: each keeps its desired capacity, evenly over its zones, replaces what is gone, moves instances to a zone
 * that has too few, and replaces all of them when what it launches has changed, if it says `instanceRefresh`. For the last two
 * it may have more than it wants for a while: a tenth of its maximum, or what `maxHealthyPercentage` says.
 *
 * A group launches what its launch template says, on demand; of a mixed instances policy the first override is taken.
 *
 * docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html#AutoScalingBehavior.Instances
 */
export class AutoScalingGroups {
  private readonly groups = new Map<AccountRecord, Group>();

  /** @throws AwsError `UnsupportedOperation` for a deployed group that does what is not modelled. */
  constructor(
    private readonly world: World,
    private readonly ec2: Ec2,
  ) {
    for (const record of world.records(GROUP)) this.add(record);
    world.simulation.every(GROUP_RECONCILE, () => {
      for (const group of this.groups.values()) group.reconcile();
    });
    world.bus.subscribe("change", ({ record, name }) => {
      const group = this.groups.get(record);
      group?.change(name);
      group?.reconcile();
    });
    world.bus.subscribe("resource", ({ record, change }) => {
      if (record.type !== GROUP) return;
      if (change === "created") this.add(record);
      else this.remove(record);
    });
  }

  private add(record: AccountRecord): void {
    const group = new Group(this.world, this.ec2, record);
    this.groups.set(record, group);
    this.world.simulation.after(0, () => {
      if (this.groups.get(record) === group) group.reconcile();
    });
  }

  private remove(record: AccountRecord): void {
    this.groups.get(record)?.end();
    this.groups.delete(record);
  }
}

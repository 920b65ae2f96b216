import type { AccountRecord } from "../../account/model";
import { SPOT_FLEET } from "../../account/types/ec2/capacity";
import { number, text } from "../../account/types/read";
import { FLEET_RECONCILE } from "../times";
import type { World } from "../world";
import { Fleet } from "./fleet";
import { requestChange } from "./fleetHistory";
import type { Instance } from "./instance";
import type { Ec2 } from "./instances";
import type { SpotMarket } from "./spotMarket";

/** How long a pool has no capacity after EC2 has taken instances back from it, in seconds. Typical. */
const SCARCE = 600;

/**
 * Spot fleets: each keeps as many instances as its target asks for, in pools that cost no more than its bid. EC2 gives notice
 * to what runs in a pool whose price passes the bid; a fleet that maintains its capacity launches others when instances are
 * gone. A smaller target gives notice to as many as are too many.
 *
 * docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-spot-fleets.html, spot-fleet-allocation-strategy.html,
 * on-demand-in-spot.html and modify-spot-fleet.html
 */
export class SpotFleets {
  private readonly fleets = new Map<AccountRecord, Fleet>();

  /** @throws AwsError `UnsupportedOperation` for a deployed fleet that does what is not modelled. */
  constructor(
    private readonly world: World,
    private readonly ec2: Ec2,
    private readonly market: SpotMarket,
  ) {
    for (const record of world.records(SPOT_FLEET)) this.add(record);
    world.bus.subscribe("resource", ({ record, change }) => {
      if (record.type !== SPOT_FLEET) return;
      if (change === "created") this.add(record);
      else this.cancel(record);
    });
    world.bus.subscribe("change", ({ record, name }) => this.modify(record, name));
    market.onChange(() => this.review());
    world.simulation.every(FLEET_RECONCILE, () => {
      for (const fleet of this.fleets.values()) fleet.reconcile();
    });
  }

  /**
   * EC2 takes Spot instances back for want of capacity, with its notice; their pools have none for ten minutes.
   *
   * @throws RangeError for an instance on demand.
   */
  reclaim(instances: readonly Instance[]): void {
    const { now } = this.world.simulation;
    for (const instance of instances) {
      const { type, zone } = instance;
      this.ec2.interrupt(instance, "no-capacity");
      if (this.market.available(type, zone)) this.market.close({ type, zone }, now, now + SCARCE);
    }
  }

  private review(): void {
    for (const instance of this.ec2.all()) {
      const { market, type, zone } = instance;
      if (market === "spot" && this.market.withdrawn(type, zone)) this.ec2.interrupt(instance, "no-capacity");
    }
    for (const fleet of this.fleets.values()) fleet.review();
  }

  private add(record: AccountRecord): void {
    const fleet = new Fleet(this.world, this.ec2, this.market, record);
    this.world.simulation.after(0, () => {
      if (!this.world.records(SPOT_FLEET).includes(record)) return;
      this.fleets.set(record, fleet);
      fleet.publish(requestChange("active", `the target capacity is ${targetOf(record)}`));
      fleet.reconcile();
    });
  }

  private modify(record: AccountRecord, name: string): void {
    const fleet = this.fleets.get(record);
    if (!fleet) return;
    if (name === "targetCapacity") {
      fleet.publish(requestChange("modify_succeeded", `the target capacity is ${targetOf(record)}`));
    }
    fleet.reconcile();
  }

  /** Without `terminateInstancesOnDelete` the provider does as `terminateInstancesWithExpiration` says. */
  private cancel(record: AccountRecord): void {
    const fleet = this.fleets.get(record);
    this.fleets.delete(record);
    const { terminateInstancesWithExpiration } = record.inputs;
    const onDelete = text(record.inputs, "terminateInstancesOnDelete");
    const terminates = onDelete ? /^(1|t)/i.test(onDelete) : terminateInstancesWithExpiration === true;
    fleet?.publish(
      terminates
        ? requestChange("cancelled_terminating", "its instances are terminating")
        : requestChange("cancelled_running", "its instances continue to run"),
    );
    if (!terminates) return;
    for (const instance of this.ec2.all()) if (instance.owner === record.id) this.ec2.terminate(instance);
  }
}

function targetOf({ inputs }: AccountRecord): number {
  return number(inputs, "targetCapacity") ?? 0;
}

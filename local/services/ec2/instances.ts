import type { AccountRecord } from "../../account/model";
import { instanceLaunch } from "../../account/types/ec2/launch";
import { INSTANCE } from "../../account/types/ec2/references";
import { text } from "../../account/types/read";
import type { InterruptionReason } from "../events";
import { INSTANCE_PENDING, INSTANCE_SHUTTING_DOWN, SPOT_NOTICE, STATUS_CHECKS } from "../times";
import type { World } from "../world";
import type { Instance, InstanceState, LaunchRequest } from "./instance";

/**
 * EC2's instances: they start, run, are told that they will be taken back, and end. Whoever launches one is a service of its
 * own; instances that the stack deploys by themselves are launched here, and end when the stack no longer has them.
 *
 * docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
 */
export class Ec2 {
  private readonly live = new Map<string, Instance>();
  /** Until when a zone is out of order, seconds of virtual time. */
  private readonly outages = new Map<string, number>();
  /** Those that a zone's failure has hit, until they are gone. */
  private readonly unreachable = new Set<Instance>();

  constructor(private readonly world: World) {
    for (const record of world.records(INSTANCE)) this.launchRecord(record);
    world.bus.subscribe("resource", ({ record, change }) => {
      if (record.type !== INSTANCE) return;
      const instance = this.live.get(record.id);
      if (change === "created") this.launchRecord(record);
      else if (instance) this.terminate(instance);
    });
  }

  /** Launches an instance, which is `pending` at once. */
  launch(request: LaunchRequest): Instance {
    return this.start(`i-${this.world.hex(17)}`, request);
  }

  /** Ends an instance, as a person or a service asks for. What ends already is left alone. */
  terminate(instance: Instance): void {
    if (instance.state === "shutting-down" || instance.state === "terminated") return;
    instance.endedAt = this.world.simulation.now;
    this.move(instance, "shutting-down");
    this.world.simulation.after(INSTANCE_SHUTTING_DOWN, () => this.remove(instance));
  }

  /**
   * Gives a Spot instance its notice; it is terminated SPOT_NOTICE later. One that has a notice already keeps it.
   *
   * docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
   *
   * @throws RangeError for an instance on demand: EC2 does not take those back.
   */
  interrupt(instance: Instance, reason: InterruptionReason): void {
    if (instance.market !== "spot") {
      throw new RangeError(`Only Spot instances are interrupted; ${instance.id} runs on demand. Terminate it instead.`);
    }
    if (instance.interruptedAt !== undefined || instance.endedAt !== undefined) return;
    const at = this.world.simulation.now + SPOT_NOTICE;
    instance.interruptedAt = at;
    this.world.bus.publish("spot-interruption", { instance, at, reason });
    this.world.simulation.at(at, () => this.terminate(instance));
  }

  /**
   * Puts a zone out of order: nothing in it answers any more, without notice, and nothing can be launched there. Status checks
   * find that out a little later, and then the instances are gone, also if the zone is back by then. What has not come up
   * yet never does.
   *
   * @param until Seconds of virtual time.
   */
  failZone(zone: string, until: number): void {
    this.outages.set(zone, Math.max(until, this.outages.get(zone) ?? 0));
    for (const instance of this.all().filter((one) => one.zone === zone)) {
      this.unreachable.add(instance);
      this.world.bus.publish("instance-unreachable", instance);
      this.world.simulation.after(STATUS_CHECKS, () => {
        instance.endedAt ??= this.world.simulation.now;
        this.remove(instance);
      });
    }
  }

  /** Whether anything can be launched in a zone now. */
  isUp(zone: string): boolean {
    return (this.outages.get(zone) ?? 0) <= this.world.simulation.now;
  }

  /** The instance of an id, unless it is terminated. */
  get(id: string): Instance | undefined {
    return this.live.get(id);
  }

  /** All instances that are not terminated, in order of launch. */
  all(): readonly Instance[] {
    return [...this.live.values()];
  }

  /** Launched when everybody listens who wants to. */
  private launchRecord(record: AccountRecord): void {
    const { id, inputs, outputs, region } = record;
    // What a cancelled fleet leaves behind becomes a resource of its own; it runs already.
    const fleet = text(inputs, "tags.aws:ec2spot:fleet-request-id");
    if (fleet !== undefined && this.all().some(({ owner }) => owner === fleet)) return;
    const launch = instanceLaunch(inputs, region, this.world.account);
    this.world.simulation.after(0, () => {
      if (!this.world.records(INSTANCE).includes(record)) return;
      this.start(id, {
        type: launch.instanceType ?? "",
        zone: text(outputs, "availabilityZone") ?? "",
        market: launch.market,
        owner: id,
        imageId: launch.imageId ?? "",
        userData: launch.userData ?? "",
        subnetId: text(outputs, "subnetId"),
      });
    });
  }

  private start(id: string, request: LaunchRequest): Instance {
    const instance: Instance = { id, ...request, launchedAt: this.world.simulation.now, state: "pending" };
    this.live.set(id, instance);
    this.world.bus.publish("instance", instance);
    this.world.simulation.after(INSTANCE_PENDING, () => {
      if (instance.state === "pending" && !this.unreachable.has(instance)) this.move(instance, "running");
    });
    return instance;
  }

  private remove(instance: Instance): void {
    if (instance.state === "terminated") return;
    this.live.delete(instance.id);
    this.unreachable.delete(instance);
    this.move(instance, "terminated");
  }

  private move(instance: Instance, state: InstanceState): void {
    instance.state = state;
    this.world.bus.publish("instance", instance);
  }
}

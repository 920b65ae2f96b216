import type { AccountRecord } from "../../account/model";
import type { Pool } from "../../account/types/ec2/pools";
import { number } from "../../account/types/read";
import type { Random } from "../kernel/random";
import { INSTANCE_PENDING } from "../times";
import type { World } from "../world";
import { type Cause, type Failure, launchFailed, launching, terminating } from "./groupHistory";
import { type GroupSettings, groupSettings, type RefreshSettings, refuseGroup } from "./groupSettings";
import type { Instance } from "./instance";
import { refreshStep } from "./instanceRefresh";
import type { Ec2 } from "./instances";
import { instanceToEnd } from "./termination";
import { hasQuota, vcpuQuota } from "./vcpuQuota";
import { mostWhileBalancing, zonesToFill } from "./zoneBalance";

/** Inputs that say what is launched. */
const LAUNCHES = ["launchTemplate", "mixedInstancesPolicy"];

/** One Auto Scaling group; see AutoScalingGroups. */
export class Group {
  /** Ids of its instances when it last looked. */
  private known: ReadonlySet<string> = new Set();
  /** Ids of instances that an instance refresh replaces. */
  private old = new Set<string>();
  /** By instance that was launched to balance zones and has not been made up for: instances by zone before. */
  private readonly balancing = new Map<string, ReadonlyMap<string, number>>();
  /** Instances that are gone and have not been replaced. */
  private lost = 0;
  private trouble = "";
  private readonly random: Random;

  /** @throws AwsError `UnsupportedOperation` for a group that does what is not modelled. */
  constructor(
    private readonly world: World,
    private readonly ec2: Ec2,
    private readonly record: AccountRecord,
  ) {
    this.random = world.simulation.random(`group|${record.id}`);
    refuseGroup(record.id, record.inputs, this.settings().pools);
  }

  /** A property has another value: what is launched, and whatever else the group says, starts an instance refresh. */
  change(name: string): void {
    const { refresh, pools, suspended } = this.settings();
    if (!refresh || suspended.has("InstanceRefresh")) return;
    if (!LAUNCHES.includes(name) && !refresh.triggers.some((trigger) => isTrigger(trigger, name))) return;
    const members = this.members().filter((one) => !refresh.skipMatching || isOutdated(one, pools));
    this.old = new Set(members.map(({ id }) => id));
  }

  /** Looks at what it has, and does what brings it nearer to what it wants. */
  reconcile(): void {
    const settings = this.settings();
    const desired = number(this.record.outputs, "desiredCapacity") ?? 0;
    this.findLost();
    if (!settings.refresh) this.old.clear();
    if (this.old.size > 0 && settings.refresh) this.refreshInstances(settings, settings.refresh, desired);
    else this.fill(settings, desired);
    if (this.old.size === 0) {
      this.balance(settings, desired);
      this.trim(settings, desired);
    }
    this.known = new Set(this.members().map(({ id }) => id));
  }

  /** The group is gone, and its instances with it. */
  end(): void {
    for (const instance of this.members()) this.ec2.terminate(instance);
  }

  private findLost(): void {
    const members = new Set(this.members().map(({ id }) => id));
    for (const id of this.known) {
      if (members.has(id)) continue;
      this.publish(terminating(id, { why: "unhealthy" }, this.world.simulation.time));
      this.lost += 1;
    }
    for (const ids of [this.old, this.balancing]) for (const id of ids.keys()) if (!members.has(id)) ids.delete(id);
  }

  private fill(settings: GroupSettings, desired: number): void {
    const from = this.members().length;
    for (let missing = desired - from; missing > 0; missing--) {
      if (!this.launch(settings, this.lost > 0 ? { why: "unhealthy" } : { why: "difference", from, to: desired }))
        return;
      this.lost = Math.max(0, this.lost - 1);
    }
    this.lost = 0;
  }

  private refreshInstances(settings: GroupSettings, refresh: RefreshSettings, desired: number): void {
    const fresh = this.members().filter(({ id }) => !this.old.has(id));
    const warm = fresh.filter((one) => this.isWarm(one, refresh));
    const step = refreshStep({
      ...refresh,
      desired,
      old: this.old.size,
      ready: warm.length,
      warming: fresh.length - warm.length,
    });
    for (let i = 0; i < step.end; i++) {
      const instance = this.choose(settings, (one) => this.old.has(one.id));
      if (!instance || !this.terminate(settings, instance, { why: "refresh" })) break;
      this.old.delete(instance.id);
    }
    for (let i = 0; i < step.launch; i++) if (!this.launch(settings, { why: "refresh" })) return;
    this.lost = 0;
  }

  /** Launches in the zones that have too few; once those instances run, others are too many. */
  private balance(settings: GroupSettings, desired: number): void {
    const members = this.members();
    const settled = members.length === desired && members.every(({ state }) => state === "running");
    if (!settled || settings.suspended.has("AZRebalance") || settings.suspended.has("Terminate")) return;
    const zones = zonesOf(settings.pools);
    const counts = new Map(zones.map((zone) => [zone, inZone(members, zone)] as const));
    const room = mostWhileBalancing(settings.maximum) - members.length;
    const open = zones.filter((zone) => this.ec2.isUp(zone));
    for (const zone of zonesToFill(counts, open, room)) {
      const id = this.launch(settings, { why: "balance", counts }, zone);
      if (id === undefined) return;
      this.balancing.set(id, new Map([[zone, counts.get(zone) ?? 0]]));
    }
  }

  /** Ends what is too many, not counting what was launched for balance and does not run yet. */
  private trim(settings: GroupSettings, desired: number): void {
    const from = this.members().length;
    const pending = [...this.balancing.keys()].filter((id) => this.ec2.get(id)?.state !== "running").length;
    if (from <= desired) this.balancing.clear();
    for (let excess = from - pending - desired; excess > 0; excess--) {
      const [balanced] = [...this.balancing].filter(([id]) => this.ec2.get(id)?.state === "running");
      const cause: Cause = balanced
        ? { why: "balance", counts: balanced[1] }
        : { why: "difference", from, to: desired };
      const instance = settings.isProtected ? undefined : this.choose(settings);
      if (!instance || !this.terminate(settings, instance, cause)) return;
      if (balanced) this.balancing.delete(balanced[0]);
    }
  }

  /** Launches one instance where the group has the fewest, or in a zone. Returns its id, or undefined where it could not. */
  private launch(settings: GroupSettings, cause: Cause, within?: string): string | undefined {
    if (settings.suspended.has("Launch")) return undefined;
    const members = this.members();
    const wanted = settings.pools
      .filter(({ zone }) => within === undefined || zone === within)
      .toSorted((a, b) => inZone(members, a.zone) - inZone(members, b.zone));
    const tried = settings.balancedOnly ? wanted.slice(0, 1) : wanted;
    const pool = tried.find(({ zone = "" }) => this.ec2.isUp(zone));
    const type = (pool ?? tried[0])?.launch.instanceType ?? "";
    if (!pool) return this.fails({ why: "capacity", type, zones: zonesOf(tried) });
    if (!hasQuota(this.world, this.ec2, "on-demand", type)) {
      return this.fails({ why: "quota", vcpus: vcpuQuota(this.world, "on-demand") });
    }
    const { launch, subnetId, zone = "" } = pool;
    const { imageId = "", userData = "" } = launch;
    const owner = this.record.id;
    const { id } = this.ec2.launch({ type, zone, market: "on-demand", owner, imageId, userData, subnetId });
    this.trouble = "";
    this.publish(launching(id, cause, this.world.simulation.time));
    return id;
  }

  private choose(settings: GroupSettings, from: (instance: Instance) => boolean = () => true): Instance | undefined {
    const { now } = this.world.simulation;
    return instanceToEnd(settings.terminationPolicies, this.members().filter(from), {
      now,
      isOutdated: (instance) => isOutdated(instance, settings.pools),
      random: this.random,
    });
  }

  private terminate({ suspended }: GroupSettings, instance: Instance, cause: Cause): boolean {
    if (suspended.has("Terminate")) return false;
    this.known = new Set([...this.known].filter((id) => id !== instance.id));
    this.publish(terminating(instance.id, cause, this.world.simulation.time));
    this.ec2.terminate(instance);
    return true;
  }

  private isWarm({ state, launchedAt }: Instance, { warmup }: RefreshSettings): boolean {
    return state === "running" && this.world.simulation.now >= launchedAt + INSTANCE_PENDING + warmup;
  }

  private members(): Instance[] {
    return this.ec2.all().filter(({ owner, endedAt }) => owner === this.record.id && endedAt === undefined);
  }

  private settings(): GroupSettings {
    return groupSettings(this.record.inputs, this.world.region, this.world.account);
  }

  private fails(failure: Failure): undefined {
    const entry = launchFailed(failure);
    if (this.trouble !== entry.message) this.publish(entry);
    this.trouble = entry.message;
  }

  private publish(entry: ReturnType<typeof launching>): void {
    this.world.bus.publish("capacity", { id: this.record.id, ...entry });
  }
}

/** Whether a group would launch an instance otherwise today. */
function isOutdated({ type, zone, imageId, userData }: Instance, pools: readonly Pool[]): boolean {
  return !pools.some(
    ({ launch, zone: its }) =>
      its === zone &&
      launch.instanceType === type &&
      (launch.imageId ?? "") === imageId &&
      (launch.userData ?? "") === userData,
  );
}

/** The provider names inputs with underscores, and lists by one of their elements. */
function isTrigger(trigger: string, name: string): boolean {
  const camel = trigger.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return name === camel || name === `${camel}s`;
}

function zonesOf(pools: readonly Pool[]): string[] {
  return [...new Set(pools.flatMap(({ zone }) => (zone === undefined ? [] : [zone])))];
}

function inZone(members: readonly Instance[], zone: string | undefined): number {
  return members.filter((one) => one.zone === zone).length;
}

import { estimateHourlyCost } from "../account/cost";
import { instanceType } from "../account/data/instanceTypes";
import { EBS_GIB_MONTH, HOURS_PER_MONTH } from "../account/data/prices";
import { capacityOf, mean, RUNNERS } from "../account/types/ec2/capacity";
import { volumesOf } from "../account/types/ec2/launch";
import type { Instance } from "./ec2/instance";
import type { SpotMarket } from "./ec2/spotMarket";
import type { World } from "./world";

/** What has been spent on one kind of thing. */
export interface Spent {
  what: string;
  dollars: number;
}

/** An instance that is billed, and since when. */
interface Meter {
  instance: Instance;
  since: number;
  volumesPerHour: number;
}

const HOUR = 3600;

/**
 * What the stack has cost since the simulation began, by the second: Spot instances at their pool's price at each moment,
 * on-demand instances at theirs, the volumes of both while they exist, and everything else by the hour, as
 * account/cost.ts estimates it. What is billed by use (traffic, log lines) is left out there and here. EC2 bills from `running`
 * on: docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
 */
export class CostMeter {
  private readonly running = new Map<string, Meter>();
  private readonly sums = new Map<string, number>();
  private hourly = new Map<string, number>();
  private counted: number;

  constructor(
    private readonly world: World,
    private readonly market: Pick<SpotMarket, "spent">,
  ) {
    this.counted = world.simulation.now;
    this.refresh();
    world.bus.subscribe("instance", (instance) => this.follow(instance));
  }

  /** Looks at the deployed resources again: to be called when the stack was changed. */
  refresh(): void {
    this.countHours();
    this.hourly = new Map();
    const runners: readonly string[] = RUNNERS;
    for (const { type, what, dollars } of estimateHourlyCost(this.world.account.records()).lines) {
      if (!runners.includes(type)) this.hourly.set(what, (this.hourly.get(what) ?? 0) + dollars);
    }
  }

  /** What each kind of thing has cost until now, in dollars, the most expensive first. */
  lines(): Spent[] {
    this.countHours();
    const sums = new Map(this.sums);
    for (const meter of this.running.values()) {
      for (const { what, dollars } of this.read(meter, this.world.simulation.now)) {
        sums.set(what, (sums.get(what) ?? 0) + dollars);
      }
    }
    return [...sums].map(([what, dollars]) => ({ what, dollars })).sort((a, b) => b.dollars - a.dollars);
  }

  /** Dollars until now. */
  total(): number {
    return this.lines().reduce((sum, { dollars }) => sum + dollars, 0);
  }

  private follow(instance: Instance): void {
    const { now } = this.world.simulation;
    if (instance.state === "running") {
      this.running.set(instance.id, { instance, since: now, volumesPerHour: this.volumesPerHour(instance) });
    }
    const meter = this.running.get(instance.id);
    if (!meter || instance.state === "running") return;
    this.running.delete(instance.id);
    for (const { what, dollars } of this.read(meter, now)) this.add(what, dollars);
  }

  private read({ instance, since, volumesPerHour }: Meter, until: number): Spent[] {
    const hours = (until - since) / HOUR;
    const isSpot = instance.market === "spot";
    const dollars = isSpot
      ? this.market.spent(instance.type, instance.zone, since, until)
      : hours * (instanceType(instance.type)?.dollarsPerHour ?? 0);
    return [
      { what: isSpot ? "Spot instances" : "on-demand instances", dollars },
      { what: "EBS volumes", dollars: hours * volumesPerHour },
    ];
  }

  /** Of the launch that the instance came from; where its pools differ in volumes, their mean is taken. */
  private volumesPerHour({ owner }: Instance): number {
    const record = RUNNERS.flatMap((type) => this.world.records(type)).find(({ id }) => id === owner);
    if (!record) return 0;
    const launches = capacityOf(record, this.world.account).flatMap(({ pools }) => pools.map(({ launch }) => launch));
    const monthly = launches.map((launch) =>
      volumesOf(launch, this.world.region).reduce(
        (sum, { sizeGib, type }) => sum + sizeGib * (EBS_GIB_MONTH[type] ?? 0),
        0,
      ),
    );
    return mean(monthly) / HOURS_PER_MONTH;
  }

  private countHours(): void {
    const { now } = this.world.simulation;
    const hours = (now - this.counted) / HOUR;
    this.counted = now;
    if (hours > 0) for (const [what, dollars] of this.hourly) this.add(what, hours * dollars);
  }

  private add(what: string, dollars: number): void {
    this.sums.set(what, (this.sums.get(what) ?? 0) + dollars);
  }
}

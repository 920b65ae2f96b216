import type { Account } from "../../../local/account/account";
import type { AccountRecord, Props } from "../../../local/account/model";
import { AutoScalingGroups } from "../../../local/services/ec2/autoScalingGroup";
import type { Instance } from "../../../local/services/ec2/instance";
import { Ec2 } from "../../../local/services/ec2/instances";
import { SpotFleets } from "../../../local/services/ec2/spotFleet";
import { SpotMarket } from "../../../local/services/ec2/spotMarket";
import type { CapacityEvent, Events } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { World } from "../../../local/services/world";
import { FLEET, fleet, GROUP, group, madeTemplate, withNetwork } from "../../account/capacityFixture";
import { make } from "../../account/support";

/** The quotas on vCPUs, Spot and on demand, in an account that somebody has raised them in. */
const QUOTAS = ["L-34B43A08", "L-1216C47A"];

/** EC2 with a Spot market, and whatever of fleets and groups is deployed. */
export class Cloud {
  readonly simulation: Simulation;
  readonly account: Account;
  readonly world: World;
  readonly market: SpotMarket;
  readonly ec2: Ec2;
  readonly fleets: SpotFleets;
  /** Instances by the second in which they came into a state: `SECOND ID STATE`. */
  readonly states: { at: number; instance: Instance; state: string }[] = [];
  readonly interruptions: (Events["spot-interruption"] & { now: number })[] = [];
  readonly capacity: (CapacityEvent & { at: number })[] = [];

  /**
   * @param deploy Makes what is deployed before the services start.
   * @param options.account Default: one with a network and the roles that capacity needs.
   */
  constructor(deploy: (account: Account) => void = () => {}, { seed = 1, quota = 1000, account = withNetwork() } = {}) {
    this.account = account;
    this.simulation = new Simulation({ seed });
    for (const code of QUOTAS) this.account.raiseQuota(code, quota);
    deploy(this.account);
    this.world = new World(this.simulation, this.account, "us-west-2");
    const { bus } = this.world;
    const now = () => this.simulation.now;
    bus.subscribe("instance", (instance) => this.states.push({ at: now(), instance, state: instance.state }));
    bus.subscribe("spot-interruption", (event) => this.interruptions.push({ ...event, now: now() }));
    bus.subscribe("capacity", (event) => this.capacity.push({ ...event, at: now() }));
    this.market = new SpotMarket(this.world);
    this.ec2 = new Ec2(this.world);
    this.fleets = new SpotFleets(this.world, this.ec2, this.market);
    new AutoScalingGroups(this.world, this.ec2);
  }

  run(until: number): Promise<void> {
    return this.simulation.run(until);
  }

  /** Where instances run, as `TYPE in ZONE`, sorted. */
  places(): string[] {
    return this.running()
      .map(({ type, zone }) => `${type} in ${zone}`)
      .sort();
  }

  running(): Instance[] {
    return this.ec2.all().filter(({ state }) => state === "running");
  }

  record(type: string): AccountRecord {
    const [record] = this.account.records(type);
    if (!record) throw new Error(`no ${type} is deployed`);
    return record;
  }

  /** What histories say of a kind: `SECOND SUBTYPE`. */
  said(...kinds: CapacityEvent["kind"][]): string[] {
    return this.capacity.filter(({ kind }) => kinds.includes(kind)).map(({ at, subType }) => `${at} ${subType}`);
  }

  /** What histories say by a name: `SECOND MESSAGE`. */
  messages(subType: string): string[] {
    return this.capacity.filter((event) => event.subType === subType).map(({ at, message }) => `${at} ${message}`);
  }

  /** Instances that have not begun to end. */
  staying(): Instance[] {
    return this.ec2.all().filter(({ endedAt }) => endedAt === undefined);
  }

  /** Whatever can be told from outside of what has happened, to compare two courses. */
  course(): string[] {
    return [
      ...this.states.map(
        ({ at, instance, state }) => `${at} ${instance.id} ${instance.type} ${instance.zone} ${state}`,
      ),
      ...this.interruptions.map(({ now, instance, reason }) => `${now} ${instance.id} ${reason}`),
      ...this.capacity.map(({ at, subType, message }) => `${at} ${subType} ${message}`),
    ];
  }
}

/** Deploys a fleet over m4.large and c4.large in two zones, at 0.25 dollars for three instances. */
export function aFleet(by: Props = {}): (account: Account) => void {
  return (account) => {
    make(account, FLEET, { ...fleet(madeTemplate(account)), ...by });
  };
}

/** Deploys an Auto Scaling group of one m4.large in two zones. */
export function aGroup(by: Props = {}): (account: Account) => void {
  return (account) => {
    make(account, GROUP, { ...group(madeTemplate(account)), ...by });
  };
}

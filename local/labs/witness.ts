import type { Instance } from "../services/ec2/instance";
import type { AlarmState, Events, InterruptionReason, ScalingEvent } from "../services/events";
import type { World } from "../services/world";

/** A change of an alarm's state. */
export interface Transition {
  at: number;
  name: string;
  state: AlarmState;
}

/** What a Spot instance was told, and what was left on it when it went. */
export interface Interruption {
  at: number;
  instance: Instance;
  reason: InterruptionReason;
  /** When it will be terminated. */
  until: number;
}

/** What a load balancer did with requests. */
export interface Traffic {
  served: number;
  lost: number;
}

/** What is remembered once a minute. */
export interface Sample {
  at: number;
  /** Requests for each target group since the sample before. */
  requests: Readonly<Record<string, number>>;
  /** Lost of all of them since the sample before. */
  lost: number;
  /** Percent of the cluster's memory that tasks reserved. */
  reservation: number | undefined;
  /** Healthy tasks of all services together. */
  healthy: number;
}

/** Answers what a sample needs to know. */
export interface Probe {
  settle(): void;
  reservation(): number | undefined;
  healthy(): number;
}

/** Remembers what a lab has to look back on. Times are seconds of virtual time. */
export class Witness {
  readonly transitions: Transition[] = [];
  readonly scalings: (ScalingEvent & { at: number })[] = [];
  readonly samples: Sample[] = [];
  /** What ECS said of services since the lab began. */
  serviceEvents: Events["service-event"][] = [];
  /** Since the lab began. */
  interruptions: Interruption[] = [];
  /** The most Spot instances that ran at one time since the lab began. */
  mostSpot = 0;
  private traffic = new Map<string, Traffic>();
  private minute: { requests: Record<string, number>; lost: number } = { requests: {}, lost: 0 };
  private readonly running = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly probe: Probe,
  ) {
    const { bus, simulation } = world;
    bus.subscribe("alarm", ({ name, state }) => this.transitions.push({ at: simulation.now, name, state }));
    bus.subscribe("service-event", (event) => this.serviceEvents.push(event));
    bus.subscribe("scaling", (event) => this.scalings.push({ ...event, at: simulation.now }));
    bus.subscribe("spot-interruption", ({ instance, at, reason }) =>
      this.interruptions.push({ at: simulation.now, instance, reason, until: at }),
    );
    bus.subscribe("requests", ({ targetGroupArn = "", served, lost }) => this.add(targetGroupArn, served, lost));
    bus.subscribe("instance", (instance) => this.count(instance));
    simulation.every(60, () => this.sample());
  }

  /** A lab begins: what it counts begins anew. */
  begin(): void {
    this.probe.settle();
    this.interruptions = [];
    this.serviceEvents = [];
    this.traffic = new Map();
    this.mostSpot = this.running.size;
  }

  /** Requests for a target group since the lab began. */
  trafficOf(targetGroupArn: string): Traffic {
    this.probe.settle();
    return this.traffic.get(targetGroupArn) ?? { served: 0, lost: 0 };
  }

  /** Requests for all target groups, and those that no rule forwards, since the lab began. */
  allTraffic(): Traffic {
    this.probe.settle();
    const sum = { served: 0, lost: 0 };
    for (const { served, lost } of this.traffic.values()) {
      sum.served += served;
      sum.lost += lost;
    }
    return sum;
  }

  /** The newest sample. */
  get newest(): Sample | undefined {
    return this.samples.at(-1);
  }

  /** Samples since a time. */
  since(at: number): Sample[] {
    return this.samples.filter((sample) => sample.at >= at);
  }

  /** When an alarm first came into a state since a time. */
  firstAlarm(name: string, state: AlarmState, since: number): number | undefined {
    return this.transitions.find((one) => one.name === name && one.state === state && one.at >= since)?.at;
  }

  /** The state that an alarm came into last, or undefined where it has never changed. */
  alarmState(name: string): AlarmState | undefined {
    return this.transitions.findLast((one) => one.name === name)?.state;
  }

  /** What scaled something since a time. */
  scalingsOf(resourceId: string, since: number): (ScalingEvent & { at: number })[] {
    return this.scalings.filter((one) => one.resourceId === resourceId && one.at >= since && one.from !== one.to);
  }

  /** How often something turned from growing to shrinking, or back, since a time. */
  reversals(resourceId: string, since: number): number {
    const directions = this.scalingsOf(resourceId, since).map(({ from, to }) => Math.sign(to - from));
    return directions.filter((direction, i) => i > 0 && direction !== directions[i - 1]).length;
  }

  private add(targetGroupArn: string, served: number, lost: number): void {
    const sum = this.traffic.get(targetGroupArn) ?? { served: 0, lost: 0 };
    this.traffic.set(targetGroupArn, { served: sum.served + served, lost: sum.lost + lost });
    const { requests } = this.minute;
    requests[targetGroupArn] = (requests[targetGroupArn] ?? 0) + served + lost;
    this.minute.lost += lost;
  }

  private sample(): void {
    this.probe.settle();
    const { requests, lost } = this.minute;
    this.minute = { requests: {}, lost: 0 };
    const { reservation, healthy } = { reservation: this.probe.reservation(), healthy: this.probe.healthy() };
    this.samples.push({ at: this.world.simulation.now, requests, lost, reservation, healthy });
  }

  private count({ id, market, state }: Instance): void {
    if (market !== "spot") return;
    if (state === "running") this.running.add(id);
    else if (state !== "pending") this.running.delete(id);
    this.mostSpot = Math.max(this.mostSpot, this.running.size);
  }
}

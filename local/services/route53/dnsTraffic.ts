import type { LoadBalancers } from "../elb/loadBalancer";
import type { Flow } from "../elb/traffic";
import { ALIAS_TTL } from "../times";
import type { World } from "../world";
import { Crowd, PARTS, Visits } from "./crowd";
import type { HostedZones } from "./hostedZones";

/** After so many seconds another part of the clients asks anew. */
const PIECE = ALIAS_TTL / PARTS;

/** Requests of many clients to a name. */
export interface NamedFlow {
  /** As `www.catsndogs.lol`. */
  name: string;
  /** With its leading slash; a query may follow. */
  path: string;
  /** Requests a second; may be a fraction. */
  perSecond: number;
}

/**
 * Visitors who look a name up in Route 53 and keep the answer for its time to live: when weights change, they move within that
 * time, a part of them after the other. In all, as many requests are made as their rate says; requests to a name without an
 * answer are lost.
 */
export class DnsTraffic {
  private readonly crowds = new Map<string, Crowd>();
  /** By source, and by name and path. */
  private readonly sources = new Map<string, Map<string, { name: string; visits: Visits }>>();
  /** What each source's load balancers were told last. */
  private readonly told = new Map<string, string>();

  constructor(
    private readonly world: World,
    private readonly zones: Pick<HostedZones, "answers">,
    private readonly balancers: Pick<LoadBalancers, "setTraffic">,
  ) {
    world.simulation.every(PIECE, () => {
      for (const crowd of this.crowds.values()) crowd.renew();
      for (const source of this.sources.keys()) this.tell(source);
    });
  }

  /**
   * Says which requests a source makes from now on; none ends what it made before. Visitors of a name whom there were none of
   * before look it up now.
   */
  setVisitors(source: string, flows: readonly NamedFlow[]): void {
    const { now } = this.world.simulation;
    const before = this.sources.get(source);
    const visits = new Map<string, { name: string; visits: Visits }>();
    for (const { name, path, perSecond } of flows) {
      const key = `${name} ${path}`;
      if (visits.has(key)) throw new Error(`${source} has two flows of visitors to ${name}${path}; give one.`);
      const known = before?.get(key);
      known?.visits.setRate(perSecond, now);
      visits.set(key, known ?? { name, visits: new Visits(name, path, perSecond, now) });
    }
    this.sources.set(source, visits);
    this.forgetCrowds();
    this.tell(source);
    if (visits.size === 0) {
      this.sources.delete(source);
      this.told.delete(source);
    }
  }

  /** Which part of a name's visitors is where, by set identifier, each from above 0 to 1; empty for a simple record. */
  shares(name: string): Record<string, number> {
    const crowd = this.crowds.get(name) ?? this.newCrowd(name);
    return Object.fromEntries(crowd.shares(({ setIdentifier }) => setIdentifier));
  }

  private tell(source: string): void {
    const { now } = this.world.simulation;
    const until = (Math.floor(now / PIECE) + 1) * PIECE;
    const planned = [...(this.sources.get(source)?.values() ?? [])].map(({ name, visits }) => {
      const shares = this.crowd(name).shares(({ dnsName }) => dnsName);
      return { visits, flows: visits.plan(now, until, shares) };
    });
    const flows = planned.flatMap((one): Flow[] => one.flows);
    // What goes on as it is must not begin anew.
    const told = JSON.stringify(flows);
    if (this.told.get(source) === told) return;
    this.told.set(source, told);
    this.balancers.setTraffic(source, flows);
    for (const one of planned) one.visits.begin(one.flows, now);
  }

  private crowd(name: string): Crowd {
    const known = this.crowds.get(name) ?? this.newCrowd(name);
    this.crowds.set(name, known);
    return known;
  }

  private newCrowd(name: string): Crowd {
    return new Crowd(() => this.zones.answers(name));
  }

  /** Clients whom nobody has any more keep no answers. */
  private forgetCrowds(): void {
    const names = [...this.sources.values()].flatMap((visits) => [...visits.values()].map(({ name }) => name));
    for (const name of this.crowds.keys()) if (!names.includes(name)) this.crowds.delete(name);
  }
}

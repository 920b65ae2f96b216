import { DEFAULT_PORT, type Protocol, type Request } from "./request";

/** Requests that arrive at a steady rate. */
export interface Flow {
  loadBalancerDns: string;
  /** Name in the host header. Default: the load balancer's own. */
  host?: string;
  /** With its leading slash; a query may follow. */
  path: string;
  /** Requests a second; may be a fraction. */
  perSecond: number;
  /** Default: HTTP. */
  protocol?: Protocol;
  /** Default: the protocol's own, 80 or 443. */
  port?: number;
}

/** One of a flow's requests, with the port in its host header where a browser would write it. */
export function requestOf(flow: Flow): Request & { port: number } {
  const { loadBalancerDns, host: name = loadBalancerDns, path: url, protocol = "HTTP", port } = flow;
  const [path = "", ...query] = url.split("?");
  const standard = DEFAULT_PORT[protocol];
  const host = (port ?? standard) === standard ? name : `${name}:${port}`;
  return { path, query: query.join("?"), host, protocol, port: port ?? standard };
}

/** Counts whole requests of a flow: in any two adjoining pieces of time as many as in both together. */
export class Arrivals {
  private emitted = 0;

  /** @param began Seconds of virtual time. */
  constructor(
    readonly flow: Flow,
    private readonly began: number,
  ) {}

  /** Requests since the last call, or since it began. */
  until(now: number): number {
    // A rate and a time that are whole together must not lose a request to a rounding error.
    const all = Math.floor((now - this.began) * this.flow.perSecond + 1e-6);
    const fresh = all - this.emitted;
    this.emitted = all;
    return fresh;
  }
}

/** Deals whole things out by weight, so that after any number of them nobody is more than one away from a fair share. */
export class Dealer {
  private readonly owed = new Map<string, number>();

  /** @param shares Weights by name; not all 0. */
  deal(count: number, shares: readonly (readonly [name: string, weight: number])[]): Map<string, number> {
    const total = shares.reduce((sum, [, weight]) => sum + weight, 0);
    const dealt = new Map<string, number>();
    let left = count;
    for (const [name, weight] of shares) {
      const due = (this.owed.get(name) ?? 0) + (count * weight) / total;
      const whole = Math.max(0, Math.min(left, Math.floor(due + 1e-9)));
      dealt.set(name, whole);
      this.owed.set(name, due - whole);
      left -= whole;
    }
    // What fractions leave over goes to those who are owed the most.
    const waiting = shares
      .filter(([, weight]) => weight > 0)
      .toSorted(([one], [other]) => (this.owed.get(other) ?? 0) - (this.owed.get(one) ?? 0));
    for (let i = 0; left > 0; i++, left--) {
      const [name] = waiting[i % waiting.length] ?? ["", 0];
      dealt.set(name, (dealt.get(name) ?? 0) + 1);
      this.owed.set(name, (this.owed.get(name) ?? 0) - 1);
    }
    return dealt;
  }
}

import { Arrivals, Dealer, type Flow } from "../elb/traffic";
import type { Answer } from "./nameServers";

/** In how many parts clients ask anew, one after the other, within the time that they keep an answer. */
export const PARTS = 6;

/**
 * The clients of one name. Each part of them keeps what it was told until it asks again, so a change of weights reaches them
 * one part after the other. In a part there are so many clients that the answers are shared out exactly.
 */
export class Crowd {
  private readonly parts: Answer[][];
  private turn = 0;

  /** @param ask What a client is told now. */
  constructor(private readonly ask: () => Answer[]) {
    this.parts = Array.from({ length: PARTS }, ask);
  }

  /** The part whose answer is the oldest asks again. */
  renew(): void {
    this.parts[this.turn] = this.ask();
    this.turn = (this.turn + 1) % PARTS;
  }

  /** What part of the clients has which answer: fractions of 1, by whatever names an answer. Who got none is left out. */
  shares(by: (answer: Answer) => string): Map<string, number> {
    const sums = new Map<string, number>();
    for (const answer of this.parts.flat()) sums.set(by(answer), (sums.get(by(answer)) ?? 0) + answer.share);
    return new Map([...sums].map(([name, sum]) => [name, sum / PARTS]));
  }
}

/**
 * Requests of clients at a rate, in pieces of time: in each a whole number goes to each load balancer, so that none is lost or
 * counted twice where a piece ends.
 */
export class Visits {
  private arrivals: Arrivals[] = [];
  private readonly dealer = new Dealer();
  /** Requests that should have been made until `settled`, less those that were. */
  private owed = 0;
  private settled: number;

  /**
   * @param perSecond Requests a second; may be a fraction.
   * @param began Seconds of virtual time.
   */
  constructor(
    private readonly name: string,
    private readonly path: string,
    private perSecond: number,
    began: number,
  ) {
    this.settled = began;
  }

  /** Another rate from now on. */
  setRate(perSecond: number, now: number): void {
    this.settle(now);
    this.perSecond = perSecond;
  }

  /**
   * The flows that these visits need from now until a time.
   *
   * @param shares Of the clients, by load balancer.
   */
  plan(now: number, until: number, shares: ReadonlyMap<string, number>): Flow[] {
    this.settle(now);
    const seconds = until - now;
    // As for Arrivals: a rounding error must not cost a request.
    const requests = Math.max(0, Math.floor(this.owed + this.perSecond * seconds + 1e-6));
    return this.deal(requests, shares).map(([loadBalancerDns, count]) => ({
      loadBalancerDns,
      host: this.name,
      path: this.path,
      perSecond: count / seconds,
    }));
  }

  /** Flows have begun now, instead of those before. */
  begin(flows: readonly Flow[], now: number): void {
    this.settle(now);
    this.arrivals = flows.map((flow) => new Arrivals(flow, now));
  }

  private settle(now: number): void {
    // A load balancer counts with the same class, so it has counted the same.
    const made = this.arrivals.reduce((sum, arrivals) => sum + arrivals.until(now), 0);
    this.owed += this.perSecond * (now - this.settled) - made;
    this.settled = now;
  }

  /** Who got no answer asks in vain: no load balancer has the name itself. */
  private deal(requests: number, shares: ReadonlyMap<string, number>): [string, number][] {
    const answered = [...shares.values()].reduce((sum, share) => sum + share, 0);
    const all = [...shares, ...(answered < 1 - 1e-9 ? [[this.name, 1 - answered] as const] : [])];
    return [...this.dealer.deal(requests, all)].filter(([, count]) => count > 0);
  }
}

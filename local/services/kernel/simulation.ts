import { createHash } from "node:crypto";
import { Heap } from "heap-js";
import { Bus } from "./bus";
import { Random } from "./random";

/** Something that is going to happen; it can be called off. */
export interface Timer {
  cancel(): void;
}

interface Entry extends Timer {
  /** Seconds of virtual time. */
  at: number;
  /** Position in the order of scheduling: what is due at the same time happens in that order. */
  order: number;
  action: (() => void) | undefined;
}

/** Where virtual time starts, unless told: what the account's clock says too. */
export const EPOCH = Date.parse("2026-01-01T00:00:00Z");

/**
 * One clock, one queue of what is going to happen, one source of chance. The same seed gives the same course of
 * events, whatever the machine does meanwhile.
 *
 * Times are seconds of virtual time since the simulation began.
 */
export class Simulation {
  readonly bus = new Bus();
  private readonly queue = new Heap<Entry>((a, b) => a.at - b.at || a.order - b.order);
  private readonly seed: number;
  private clock = 0;
  private scheduled = 0;
  /** Pieces of asynchronous work that have not said yet when they go on. */
  private busy = 0;
  private idle: (() => void) | undefined;
  private failure: { error: unknown } | undefined;

  /** @param options.seed Any whole number. Default: 1. */
  constructor(options: { seed?: number } = {}) {
    this.seed = options.seed ?? 1;
  }

  /** Seconds since the simulation began. */
  get now(): number {
    return this.clock;
  }

  /** The virtual time, ISO 8601 in UTC, to the second. */
  get time(): string {
    return this.timeAt(this.clock);
  }

  /** A virtual time as ISO 8601 in UTC, to the second. */
  timeAt(seconds: number): string {
    return new Date(EPOCH + Math.floor(seconds) * 1000).toISOString().replace(".000Z", "Z");
  }

  /** Chance for one purpose: what another purpose draws does not change it. */
  random(purpose: string): Random {
    return new Random(this.seed, purpose);
  }

  /** 64 hexadecimal digits that the seed and a text decide: for ids. */
  digest(text: string): string {
    return createHash("sha256").update(`${this.seed}|${text}`).digest("hex");
  }

  /**
   * Does something at a time.
   *
   * @throws RangeError for a time that has passed.
   */
  at(seconds: number, action: () => void): Timer {
    if (!(seconds >= this.clock)) {
      throw new RangeError(`Cannot schedule for second ${seconds}: it is second ${this.clock} already.`);
    }
    this.scheduled += 1;
    const entry: Entry = { at: seconds, order: this.scheduled, action, cancel: () => (entry.action = undefined) };
    this.queue.push(entry);
    return entry;
  }

  /** Does something so many seconds from now. */
  after(seconds: number, action: () => void): Timer {
    return this.at(this.clock + seconds, action);
  }

  /**
   * Does something at every multiple of a period, as AWS's metrics do at every full minute.
   *
   * @param offset Seconds after the multiple. Default: 0.
   */
  every(period: number, action: () => void, offset = 0): Timer {
    let timer: Timer;
    let round = Math.max(0, Math.ceil((this.clock - offset) / period));
    if (round * period + offset === this.clock && this.clock > 0) round += 1;
    const again = (): void => {
      timer = this.at(round * period + offset, () => {
        round += 1;
        again();
        action();
      });
    };
    again();
    return { cancel: () => timer.cancel() };
  }

  /**
   * Runs everything that is due until a time, and sets the clock to it.
   *
   * @throws whatever an action threw.
   */
  async run(until: number): Promise<void> {
    await this.runWhile(() => true, until);
  }

  /**
   * Runs until a condition holds. It is asked after each moment at which something happened, not after each event of it.
   *
   * @param limit Seconds of virtual time at which to give up.
   * @returns Whether the condition held; the clock is at that moment, or at the limit.
   */
  async runUntil(condition: () => boolean, limit: number): Promise<boolean> {
    if (condition()) return true;
    return !(await this.runWhile(() => !condition(), limit));
  }

  /**
   * Lets asynchronous code take part: no virtual time passes while it works, whatever the machine's clock says; it passes
   * in {@link sleep}.
   */
  perform(work: () => Promise<void>): void {
    this.begin();
    work()
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .finally(() => this.end());
  }

  /** For asynchronous code that runs under {@link perform}: resolves after so many seconds of virtual time. */
  sleep(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(seconds, () => {
        this.begin();
        resolve();
      });
      this.end();
    });
  }

  /** Runs moment by moment while `goOn` holds. Returns whether it got to the limit. */
  private async runWhile(goOn: () => boolean, limit: number): Promise<boolean> {
    for (;;) {
      if (this.busy > 0) await this.settled();
      this.raise();
      const next = this.nextDue(limit);
      if (next === undefined) break;
      this.clock = next;
      await this.moment(next);
      if (!goOn()) return false;
    }
    this.clock = Math.max(this.clock, limit);
    return true;
  }

  /** The time of the next thing to happen, if it is due by then. */
  private nextDue(limit: number): number | undefined {
    for (;;) {
      const entry = this.queue.peek();
      if (entry === undefined || entry.at > limit) return undefined;
      if (entry.action) return entry.at;
      this.queue.pop();
    }
  }

  /**
   * Does everything that is due now, also what is scheduled for now meanwhile. Asynchronous work goes on one piece after the
   * other: how long a piece takes on this machine must not decide which of two is first.
   */
  private async moment(now: number): Promise<void> {
    for (;;) {
      const entry = this.queue.peek();
      if (entry === undefined || entry.at > now) return;
      this.queue.pop();
      entry.action?.();
      if (this.busy > 0) await this.settled();
      this.raise();
    }
  }

  private begin(): void {
    this.busy += 1;
  }

  private end(): void {
    this.busy -= 1;
    if (this.busy === 0) this.idle?.();
  }

  private settled(): Promise<void> {
    return new Promise((resolve) => {
      this.idle = () => {
        this.idle = undefined;
        resolve();
      };
    });
  }

  private raise(): void {
    if (this.failure) throw this.failure.error;
  }
}

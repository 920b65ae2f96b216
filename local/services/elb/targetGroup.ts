import type { AccountRecord } from "../../account/model";
import type { TargetState } from "../events";
import type { Timer } from "../kernel/simulation";
import type { World } from "../world";
import {
  deregistrationDelayOf,
  failsOpen,
  type HealthCheck,
  healthCheckOf,
  untilHealthy,
  untilUnhealthy,
} from "./healthCheck";
import type { Counts } from "./minute";
import type { Quality } from "./quality";
import { type Reach, Serving } from "./serving";
import { noTally, reachOf, type Tally, tallyTarget } from "./tally";
import type { TargetHealth } from "./targetHealth";

/** A host and port that requests may go to. */
interface Target {
  readonly instanceId: string;
  readonly port: number;
  readonly quality: Quality;
  /** When, within each interval, it is asked; seconds. */
  readonly phase: number;
  state: TargetState;
  /** Why it is in its state: AWS's code, or nothing. */
  reason: string;
  /** Whether what listens there answers. */
  answers: boolean;
  /** The next change of state, as things are. */
  timer: Timer | undefined;
}

/**
 * The targets of one target group and their health. Nobody is asked every few seconds: whether a target answers changes
 * seldom, so the moment at which checks will have found out is known beforehand.
 *
 * docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export class TargetGroup {
  private readonly targets = new Map<string, Target>();
  /** Single requests so far. */
  private turn = -1;
  private readonly counts: Record<"healthy" | "unhealthy" | "initial", Tally> = {
    healthy: noTally(),
    unhealthy: noTally(),
    initial: noTally(),
  };
  private readonly serving = new Serving();

  /**
   * @param isUsed Whether a listener forwards to it: only then are targets asked.
   * @param settle Accounts all requests until now; called before anything changes.
   */
  constructor(
    private readonly world: World,
    readonly record: AccountRecord,
    private readonly isUsed: () => boolean,
    private readonly settle: () => void,
  ) {}

  /**
   * Takes requests, and says what becomes of them.
   *
   * @param perSecond How many come here a second, to all targets together.
   */
  serve(requests: number, perSecond: () => number): Counts {
    return this.serving.many(requests, this.reach(), perSecond);
  }

  /** Takes a single request, beside the others, and says which target has it, if any. */
  serveOne(perSecond: () => number): { target: Target | undefined; counts: Counts } {
    const target = this.next();
    return { target, counts: this.serving.one(target, this.reach(), perSecond) };
  }

  /** Where requests go now: to the healthy targets, or where those are too few to all that are not leaving. */
  private reach(): Reach {
    const { healthy, unhealthy, initial } = this.counts;
    const all = reachOf([healthy, unhealthy, initial]);
    return failsOpen(this.record, healthy.targets, all.targets) ? all : reachOf([healthy]);
  }

  /** Its targets, in order of registration. */
  health(): TargetHealth[] {
    return [...this.targets.values()].map(({ instanceId, port, state, reason }) => ({
      instanceId,
      port,
      state,
      reason,
    }));
  }

  /** The target that a single request goes to, in turn, or undefined where there is none. */
  private next(): Target | undefined {
    const targets = [...this.targets.values()];
    const healthy = targets.filter(({ state }) => state === "healthy");
    const all = targets.filter(({ state }) => state === "healthy" || state === "unhealthy" || state === "initial");
    const open = failsOpen(this.record, healthy.length, all.length) ? all : healthy;
    this.turn += 1;
    return open[this.turn % open.length];
  }

  /** Number of targets in a state. */
  count(state: "healthy" | "unhealthy" | "initial"): number {
    return this.counts[state].targets;
  }

  state(instanceId: string, port: number): TargetState | undefined {
    return this.targets.get(key(instanceId, port))?.state;
  }

  /** A new target must pass one check to be healthy; the first comes within an interval. */
  register(instanceId: string, port: number, answers: boolean, quality: Quality = {}): void {
    this.settle();
    const before = this.targets.get(key(instanceId, port));
    if (before) this.remove(before);
    const { interval } = healthCheckOf(this.record);
    const phase = this.world.simulation.random(`health|${this.record.id}|${instanceId}|${port}`).between(0, interval);
    const known = { instanceId, port, quality, phase, answers };
    const target: Target = { ...known, state: "unused", reason: "", timer: undefined };
    this.targets.set(key(instanceId, port), target);
    if (this.isUsed()) this.move(target, "initial", "Elb.RegistrationInProgress");
    else this.move(target, "unused", "Target.NotInUse");
    this.plan(target);
  }

  setAnswering(instanceId: string, port: number, answers: boolean): void {
    const target = this.targets.get(key(instanceId, port));
    if (!target || target.answers === answers) return;
    this.settle();
    this.tally(target, -1);
    target.answers = answers;
    this.tally(target, 1);
    this.plan(target);
  }

  deregister(instanceId: string, port: number): void {
    const target = this.targets.get(key(instanceId, port));
    if (!target || target.state === "draining") return;
    this.settle();
    target.timer?.cancel();
    if (target.state === "unused") {
      this.remove(target);
      return;
    }
    this.move(target, "draining", "Target.DeregistrationInProgress");
    target.timer = this.world.simulation.after(deregistrationDelayOf(this.record), () => this.remove(target));
  }

  /** Takes out whatever is on an instance that is gone. */
  forget(instanceId: string): void {
    const gone = [...this.targets.values()].filter((target) => target.instanceId === instanceId);
    if (gone.length > 0) this.settle();
    for (const target of gone) this.remove(target, "Target.InvalidState");
  }

  /** Looks again whether a listener forwards here. */
  review(): void {
    const used = this.isUsed();
    for (const target of this.targets.values()) {
      // One that is leaving goes when its delay is over, whoever forwards here meanwhile.
      if (target.state === "draining" || used === (target.state !== "unused")) continue;
      this.settle();
      this.move(target, used ? "initial" : "unused", used ? "Elb.RegistrationInProgress" : "Target.NotInUse");
      this.plan(target);
    }
  }

  /** Finds out when checks will have seen what the target does now, and changes its state then. */
  private plan(target: Target): void {
    target.timer?.cancel();
    target.timer = undefined;
    const check = healthCheckOf(this.record);
    const { state, answers } = target;
    if (state === "initial" && answers) this.later(target, check, 0, "healthy", "");
    if (state === "unhealthy" && answers) this.later(target, check, untilHealthy(check), "healthy", "");
    if ((state === "healthy" || state === "initial") && !answers) {
      this.later(target, check, untilUnhealthy(check), "unhealthy", "Target.Timeout");
    }
  }

  private later(target: Target, check: HealthCheck, seconds: number, state: TargetState, reason: string): void {
    const at = nextCheck(this.world.simulation.now, target.phase, check.interval) + seconds;
    target.timer = this.world.simulation.at(at, () => {
      this.settle();
      this.move(target, state, reason);
    });
  }

  private remove(target: Target, reason = "Target.NotRegistered"): void {
    target.timer?.cancel();
    this.targets.delete(key(target.instanceId, target.port));
    this.move(target, "unused", reason);
  }

  private move(target: Target, state: TargetState, reason: string): void {
    this.tally(target, -1);
    target.state = state;
    target.reason = reason;
    this.tally(target, 1);
    const { instanceId, port } = target;
    this.world.bus.publish("target", { targetGroupArn: this.record.id, instanceId, port, state, reason });
  }

  private tally(target: Target, by: 1 | -1): void {
    const { state } = target;
    if (state !== "healthy" && state !== "unhealthy" && state !== "initial") return;
    tallyTarget(this.counts[state], target, by);
  }
}

function key(instanceId: string, port: number): string {
  return `${instanceId}:${port}`;
}

/** The next moment, not before now, that is a multiple of the interval and the phase. */
function nextCheck(now: number, phase: number, interval: number): number {
  return phase + Math.ceil((now - phase) / interval) * interval;
}

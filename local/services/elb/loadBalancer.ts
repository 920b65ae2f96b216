import type { AccountRecord } from "../../account/model";
import { loadBalancersOf } from "../../account/types/lb/actions";
import { LISTENER, LISTENER_RULE, LOAD_BALANCER, TARGET_GROUP } from "../../account/types/lb/references";
import { text } from "../../account/types/read";
import type { MetricSink } from "../cloudwatch/metricSink";
import type { TargetState } from "../events";
import { METRIC_PERIOD } from "../times";
import type { World } from "../world";
import type { LoadBalancing } from "./loadBalancing";
import { type Counts, count, noCounts, publishBalancer, publishHosts, publishTargets } from "./minute";
import type { Quality } from "./quality";
import type { Request } from "./request";
import { decide } from "./routing";
import type { Action } from "./rules";
import { rateTo, type Stream } from "./stream";
import { TargetGroup } from "./targetGroup";
import type { TargetHealth } from "./targetHealth";
import { Arrivals, Dealer, type Flow, requestOf } from "./traffic";

/** Types whose change may send requests elsewhere. */
const ROUTING: ReadonlySet<string> = new Set([LISTENER, LISTENER_RULE, LOAD_BALANCER, TARGET_GROUP]);

/** What became of a single request: a target has it, or the load balancer has answered, or nothing listens there. */
export type Dispatch =
  | { kind: "target"; targetGroupArn: string; instanceId: string; port: number; request: Request }
  | Exclude<Action, { kind: "forward" } | { kind: "error" }>
  | { kind: "error"; statusCode: 500 | 502 | 503 }
  | { kind: "refused" };

/**
 * Application load balancers: they know which targets are healthy, and send requests to them by the listeners' rules.
 *
 * Requests come as flows with a rate and are counted whole, piece by piece: a piece ends whenever something changes that
 * requests depend on, and with each minute. A request to a target that does not answer, or answers with an error, or for which
 * there is no target, is lost. Targets of a group get the same share: the algorithm is taken to be round robin over all zones.
 */
export class LoadBalancers implements LoadBalancing {
  private readonly groups = new Map<string, TargetGroup>();
  private readonly streams = new Map<string, Stream[]>();
  /** Of the minute that runs, by target group and by load balancer. */
  private readonly byGroup = new Map<string, Counts>();
  private readonly byBalancer = new Map<string, Counts>();
  /** Of single requests, where an action has several target groups. */
  private readonly dealer = new Dealer();
  private settled: number;

  constructor(
    private readonly world: World,
    private readonly metrics: MetricSink,
  ) {
    this.settled = world.simulation.now;
    world.bus.subscribe("instance", ({ id, state }) => {
      if (state === "terminated") for (const group of this.groups.values()) group.forget(id);
    });
    world.bus.subscribe("resource", ({ record }) => this.reroute(record));
    world.bus.subscribe("change", ({ record }) => this.reroute(record));
    world.simulation.every(METRIC_PERIOD, () => this.publish());
  }

  register(targetGroupArn: string, instanceId: string, port: number, answers: boolean, quality?: Quality): void {
    this.group(targetGroupArn).register(instanceId, port, answers, quality);
  }

  setAnswering(targetGroupArn: string, instanceId: string, port: number, answers: boolean): void {
    this.group(targetGroupArn).setAnswering(instanceId, port, answers);
  }

  deregister(targetGroupArn: string, instanceId: string, port: number): void {
    this.group(targetGroupArn).deregister(instanceId, port);
  }

  state(targetGroupArn: string, instanceId: string, port: number): TargetState | undefined {
    return this.groups.get(targetGroupArn)?.state(instanceId, port);
  }

  /** The targets of a target group, in order of registration; none of a group that nobody has registered one in. */
  targets(targetGroupArn: string): TargetHealth[] {
    return this.groups.get(targetGroupArn)?.health() ?? [];
  }

  /** Number of healthy targets of a target group. */
  healthy(targetGroupArn: string): number {
    return this.groups.get(targetGroupArn)?.count("healthy") ?? 0;
  }

  /** Says which requests a source makes from now on; none ends what it made before. */
  setTraffic(source: string, flows: readonly Flow[]): void {
    this.settle();
    const { now } = this.world.simulation;
    const streams = flows.map((flow) => this.route(new Arrivals(flow, now), new Dealer()));
    if (streams.length > 0) this.streams.set(source, streams);
    else this.streams.delete(source);
  }

  /** Counts all requests until now. */
  settle(): void {
    const { now } = this.world.simulation;
    if (now === this.settled) return;
    const from = this.settled;
    this.settled = now;
    for (const streams of this.streams.values()) {
      for (const stream of streams) this.count(stream, from, now);
    }
  }

  /**
   * Takes one request, beside the flows, and says what becomes of it.
   *
   * @param dnsName Of the load balancer that gets it.
   */
  take(dnsName: string, request: Request): Dispatch {
    this.settle();
    const { loadBalancer, action } = decide(this.world, dnsName, request);
    if (!loadBalancer || !action) return { kind: "refused" };
    const { now } = this.world.simulation;
    if (action.kind !== "forward") {
      this.answer(loadBalancer.id, action, 1, now, now);
      return action;
    }
    const shares = action.targetGroups.map(({ arn, weight }) => [arn, weight] as const);
    const [[targetGroupArn] = [""]] = [...this.dealer.deal(1, shares)].filter(([, count]) => count > 0);
    const { target, counts } = this.group(targetGroupArn).serveOne(() => this.rate(targetGroupArn));
    this.record(loadBalancer.id, targetGroupArn, counts, now, now);
    if (!target) return { kind: "error", statusCode: 503 };
    if (counts.answered === 0) return { kind: "error", statusCode: counts.errors > 0 ? 500 : 502 };
    const { instanceId, port } = target;
    return { kind: "target", targetGroupArn, instanceId, port, request: action.request };
  }

  private route(arrivals: Arrivals, dealer: Dealer): Stream {
    const request = requestOf(arrivals.flow);
    return { arrivals, dealer, ...decide(this.world, arrivals.flow.loadBalancerDns, request) };
  }

  private reroute({ type }: AccountRecord): void {
    if (!ROUTING.has(type)) return;
    this.settle();
    for (const [source, streams] of this.streams) {
      this.streams.set(
        source,
        streams.map(({ arrivals, dealer }) => this.route(arrivals, dealer)),
      );
    }
    for (const group of this.groups.values()) group.review();
  }

  private count({ arrivals, loadBalancer, action, dealer }: Stream, from: number, to: number): void {
    const requests = arrivals.until(to);
    if (requests === 0) return;
    const loadBalancerArn = loadBalancer?.id ?? "";
    if (action?.kind === "forward") {
      const shares = action.targetGroups.map(({ arn, weight }) => [arn, weight] as const);
      for (const [arn, share] of dealer.deal(requests, shares)) {
        if (share === 0) continue;
        const counts = this.group(arn).serve(share, () => this.rate(arn));
        this.record(loadBalancerArn, arn, counts, from, to);
      }
      return;
    }
    this.answer(loadBalancerArn, action, requests, from, to);
  }

  /** Requests that no target gets. Without a listener the connection is refused. */
  private answer(
    loadBalancerArn: string,
    action: Action | undefined,
    requests: number,
    from: number,
    to: number,
  ): void {
    if (action?.kind === "error") {
      this.countsOf(this.byBalancer, loadBalancerArn)[action.statusCode === 500 ? "failed" : "refused"] += requests;
    }
    // A listener that answers itself serves, unless with an error.
    const isServed = action?.kind === "redirect" || (action?.kind === "fixed-response" && action.statusCode < 400);
    const [served, lost] = isServed ? [requests, 0] : [0, requests];
    this.world.bus.publish("requests", { targetGroupArn: undefined, loadBalancerArn, from, to, served, lost });
  }

  private record(loadBalancerArn: string, targetGroupArn: string, counts: Counts, from: number, to: number): void {
    count(this.countsOf(this.byGroup, targetGroupArn), counts);
    count(this.countsOf(this.byBalancer, loadBalancerArn), counts);
    const { answered: served, errors, silent, refused } = counts;
    const lost = errors + silent + refused;
    const event = { targetGroupArn, loadBalancerArn, from, to, served, lost, ...(errors > 0 && { errors }) };
    this.world.bus.publish("requests", event);
  }

  private rate(targetGroupArn: string): number {
    return rateTo(targetGroupArn, [...this.streams.values()].flat());
  }

  private publish(): void {
    this.settle();
    const at = this.world.simulation.now - METRIC_PERIOD;
    if (at < 0) return;
    for (const [arn, counts] of this.byBalancer) {
      publishBalancer(this.metrics, { LoadBalancer: this.suffix(LOAD_BALANCER, arn) }, at, counts);
    }
    for (const [arn, group] of this.groups) {
      const [loadBalancer = ""] = loadBalancersOf(this.world.account, arn);
      const dimensions = {
        TargetGroup: this.suffix(TARGET_GROUP, arn),
        LoadBalancer: this.suffix(LOAD_BALANCER, loadBalancer),
      };
      publishTargets(this.metrics, dimensions, at, this.byGroup.get(arn) ?? noCounts());
      publishHosts(this.metrics, dimensions, at, {
        healthy: group.count("healthy"),
        unhealthy: group.count("unhealthy"),
        initial: group.count("initial"),
      });
    }
    this.byGroup.clear();
    this.byBalancer.clear();
  }

  private suffix(type: string, arn: string): string {
    return text(this.world.find(type, arn)?.outputs ?? {}, "arnSuffix") ?? "";
  }

  private countsOf(counts: Map<string, Counts>, key: string): Counts {
    const known = counts.get(key) ?? noCounts();
    counts.set(key, known);
    return known;
  }

  private group(arn: string): TargetGroup {
    const known = this.groups.get(arn);
    if (known) return known;
    const record = this.world.find(TARGET_GROUP, arn);
    if (!record) throw new Error(`There is no target group ${arn}.`);
    const isUsed = () => loadBalancersOf(this.world.account, arn).length > 0;
    const group = new TargetGroup(this.world, record, isUsed, () => this.settle());
    this.groups.set(arn, group);
    return group;
  }
}

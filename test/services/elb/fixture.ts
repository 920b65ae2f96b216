import { Account } from "../../../local/account/account";
import type { AccountRecord, Props } from "../../../local/account/model";
import { TARGET_GROUP } from "../../../local/account/types/lb/references";
import { LoadBalancers } from "../../../local/services/elb/loadBalancer";
import type { Metric, RequestsEvent, StatisticSet } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { World } from "../../../local/services/world";
import { network } from "../../account/fixtures";
import { make } from "../../account/support";

export const GROUP = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/cats/1";
export const OTHER_GROUP = "arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/dogs/2";
export const BALANCER = "arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/site/3";
export const DNS = "site.us-west-2.elb.amazonaws.com";

/** A target group that is asked every 10 seconds, with 5 seconds for an answer. */
export const HEALTH_CHECK = { interval: 10, timeout: 5, healthyThreshold: 2, unhealthyThreshold: 3 };

export function record(type: string, id: string, inputs: Props, outputs: Props = {}): AccountRecord {
  return { type, id, region: "us-west-2", inputs, outputs: { ...inputs, arn: id, ...outputs }, serial: 0, seed: "" };
}

/** A target group as the account makes it, under an ARN of the test's choice. */
export function targetGroup(
  arn: string,
  inputs: Props = { deregistrationDelay: 30, healthCheck: HEALTH_CHECK },
): AccountRecord {
  const { account, vpc } = network();
  const made = make(account, TARGET_GROUP, { name: "group", port: 80, protocol: "HTTP", vpcId: vpc.id, ...inputs });
  return record(TARGET_GROUP, arn, made.inputs, { ...made.outputs, arn, arnSuffix: arn.replace(/^.*:/, "") });
}

export function rule(priority: number, conditions: Props[], actions: Props[], transforms: Props[] = []): AccountRecord {
  return record("aws:lb/listenerRule:ListenerRule", `rule-${priority}`, {
    listenerArn: "listener",
    priority,
    conditions,
    actions,
    transforms,
  });
}

/** A listener for HTTP on port 80, unless it is told otherwise. */
export function listener(defaultActions: Props[], by: Props = {}): AccountRecord {
  const inputs = { loadBalancerArn: BALANCER, port: 80, protocol: "HTTP", defaultActions, ...by };
  return record("aws:lb/listener:Listener", "listener", inputs);
}

/** An action that forwards to one target group. */
export function forwardTo(targetGroupArn: string): Props {
  return { type: "forward", targetGroupArn };
}

/** A metric's datapoint as it was put. */
export interface Put {
  metric: Metric;
  at: number;
  values: StatisticSet;
}

export function loadBalancer(): AccountRecord {
  return record("aws:lb/loadBalancer:LoadBalancer", BALANCER, {}, { dnsName: DNS, arnSuffix: "app/site/3" });
}

/** A load balancer in front of two target groups: `/dogs*` goes to the second, everything else to the first. */
export class Site {
  readonly simulation = new Simulation();
  readonly account = new Account();
  readonly puts: Put[] = [];
  readonly requests: RequestsEvent[] = [];
  readonly world: World;
  readonly balancers: LoadBalancers;

  constructor(records: readonly AccountRecord[] = SITE()) {
    for (const one of records) this.add(one);
    this.world = new World(this.simulation, this.account, "us-west-2");
    this.balancers = new LoadBalancers(this.world, {
      put: (metric, at, _period, values) => this.puts.push({ metric, at, values }),
    });
    this.world.bus.subscribe("requests", (event) => this.requests.push(event));
  }

  /** Makes a record as `pulumi up` does: services see it after World.sync. */
  add(one: AccountRecord): void {
    this.account.state.records.push(one);
    const ofType = this.account.records(one.type);
    if (!ofType.includes(one)) (this.account as unknown as { index(record: AccountRecord): void }).index(one);
  }

  /** Healthy targets of the first group, once they have been found. */
  async healthy(...ports: number[]): Promise<void> {
    for (const port of ports) this.balancers.register(GROUP, "i-1", port, true);
    await this.simulation.run(this.simulation.now + 20);
  }

  /** Requests, summed: served and lost of one target group. */
  sum(targetGroupArn: string | undefined): { served: number; lost: number } {
    this.balancers.settle();
    const own = this.requests.filter((event) => event.targetGroupArn === targetGroupArn);
    return {
      served: own.reduce((sum, { served }) => sum + served, 0),
      lost: own.reduce((sum, { lost }) => sum + lost, 0),
    };
  }

  /** Values of a metric of a target group, by the minute; without one, of the load balancer. */
  metric(name: string, targetGroupArn?: string): [at: number, sum: number][] {
    const suffix = targetGroupArn?.replace(/^.*:/, "");
    return this.puts
      .filter(({ metric }) => metric.name === name && metric.dimensions.TargetGroup === suffix)
      .map(({ at, values }) => [at, values.sum]);
  }
}

function SITE(): AccountRecord[] {
  return [
    loadBalancer(),
    targetGroup(GROUP),
    targetGroup(OTHER_GROUP),
    listener([forwardTo(GROUP)]),
    rule(1, [{ pathPattern: { values: ["/dogs*"] } }], [forwardTo(OTHER_GROUP)]),
  ];
}

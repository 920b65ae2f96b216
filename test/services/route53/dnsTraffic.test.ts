import assert from "node:assert/strict";
import fc from "fast-check";
import { RECORD } from "../../../local/account/types/route53/references";
import { LoadBalancers } from "../../../local/services/elb/loadBalancer";
import { Arrivals, type Flow } from "../../../local/services/elb/traffic";
import type { RequestsEvent } from "../../../local/services/events";
import { DnsTraffic } from "../../../local/services/route53/dnsTraffic";
import { ROUTE53_SYNC } from "../../../local/services/times";
import { BLUE, canary, Dns, GREEN, NAME } from "./fixture";

/** Counts what load balancers get, as they count themselves. */
class Counter {
  readonly told: [at: number, source: string, flows: readonly Flow[]][] = [];
  private readonly running = new Map<string, Arrivals[]>();
  private readonly counted = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  setTraffic(source: string, flows: readonly Flow[]): void {
    this.settle();
    this.told.push([this.now(), source, flows]);
    this.running.set(
      source,
      flows.map((flow) => new Arrivals(flow, this.now())),
    );
  }

  /** Requests until now, by load balancer. */
  count(): Record<string, number> {
    this.settle();
    return Object.fromEntries(this.counted);
  }

  /** Of all load balancers. */
  total(): number {
    return Object.values(this.count()).reduce((sum, count) => sum + count, 0);
  }

  private settle(): void {
    for (const arrivals of [...this.running.values()].flat()) {
      const { loadBalancerDns } = arrivals.flow;
      const fresh = arrivals.until(this.now());
      this.counted.set(loadBalancerDns, (this.counted.get(loadBalancerDns) ?? 0) + fresh);
    }
  }
}

describe("visitors by DNS", () => {
  let dns: Dns;
  let counter: Counter;
  let traffic: DnsTraffic;

  beforeEach(() => {
    dns = new Dns();
    counter = new Counter(() => dns.simulation.now);
    traffic = new DnsTraffic(dns.world, dns.zones, counter);
  });

  const visit = (perSecond: number): void => traffic.setVisitors("visitors", [{ name: NAME, path: "/", perSecond }]);

  it("ask the load balancer that they were told of, by the name that they looked up", async () => {
    visit(2);
    await dns.simulation.run(600);
    assert.deepEqual(counter.told, [[0, "visitors", [{ loadBalancerDns: BLUE, host: NAME, path: "/", perSecond: 2 }]]]);
    assert.deepEqual(counter.count(), { [BLUE]: 1200 });
    assert.deepEqual(traffic.shares(NAME), { blue: 1 });
  });

  it("move to new weights within a minute, a sixth of them every ten seconds", async () => {
    visit(60);
    await dns.simulation.run(55 - ROUTE53_SYNC);
    dns.weigh(0, 100);
    const seen: [number, Record<string, number>][] = [];
    for (const at of [55, 60, 70, 80, 90, 100, 110, 300]) {
      await dns.simulation.run(at);
      const shares = Object.entries(traffic.shares(NAME)).map(([side, share]) => [side, Math.round(share * 6)]);
      seen.push([at, Object.fromEntries(shares)]);
    }
    assert.deepEqual(seen, [
      [55, { blue: 6 }],
      [60, { green: 1, blue: 5 }],
      [70, { green: 2, blue: 4 }],
      [80, { green: 3, blue: 3 }],
      [90, { green: 4, blue: 2 }],
      [100, { green: 5, blue: 1 }],
      [110, { green: 6 }],
      [300, { green: 6 }],
    ]);
    // Of 600 in each of the pieces from second 60 to 110: 100, 200, … 500.
    assert.deepEqual(counter.count(), { [BLUE]: 60 * 60 + 1500, [GREEN]: 1500 + 190 * 60 });
  });

  it("are shared out by weight among themselves", async () => {
    dns.weigh(90, 10);
    await dns.simulation.run(ROUTE53_SYNC);
    visit(7);
    await dns.simulation.run(ROUTE53_SYNC + 1000);
    const { [BLUE]: blue = 0, [GREEN]: green = 0 } = counter.count();
    assert.equal(blue + green, 7000);
    assert.ok(Math.abs(green - 700) <= 1, `${green}`);
  });

  it("make as many requests as their rate says, whatever the weights do", async () => {
    const step = fc.record({ blue: fc.integer({ min: 0, max: 100 }), pieces: fc.integer({ min: 1, max: 9 }) });
    const check = async (tenths: number, steps: { blue: number; pieces: number }[]): Promise<void> => {
      dns = new Dns();
      counter = new Counter(() => dns.simulation.now);
      traffic = new DnsTraffic(dns.world, dns.zones, counter);
      visit(tenths / 10);
      for (const { blue, pieces } of steps) {
        dns.weigh(blue, 100 - blue);
        await dns.simulation.run(dns.simulation.now + pieces * 10);
        assert.equal(counter.total(), (dns.simulation.now * tenths) / 10);
      }
    };
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 999 }), fc.array(step, { maxLength: 8 }), check), {
      numRuns: 30,
      seed: 1,
    });
  });

  it("lose no request when they are told again, or become more or fewer", async () => {
    dns.weigh(50, 50);
    let rate = 3;
    let expected = 0;
    visit(rate);
    for (let at = 7; at <= 693; at += 7) {
      await dns.simulation.run(at);
      expected += 7 * rate;
      rate = at % 2 === 0 ? 3.3 : 3.7;
      visit(rate);
    }
    // At the end of a piece all load balancers have whole numbers.
    await dns.simulation.run(700);
    assert.equal(counter.total(), Math.floor(expected + 7 * rate));
  });

  it("have sources of their own, and end", async () => {
    visit(1);
    traffic.setVisitors("others", [
      { name: NAME, path: "/cats/", perSecond: 1 },
      { name: NAME, path: "/dogs/?page=2", perSecond: 2 },
    ]);
    await dns.simulation.run(100);
    traffic.setVisitors("others", []);
    await dns.simulation.run(200);
    assert.deepEqual(counter.count(), { [BLUE]: 200 + 300 });
    assert.deepEqual(
      counter.told.map(([at, source, flows]) => [at, source, flows.map(({ path }) => path)]),
      [
        [0, "visitors", ["/"]],
        [0, "others", ["/cats/", "/dogs/?page=2"]],
        [100, "others", []],
      ],
    );
  });

  it("look a name up again that nobody visited meanwhile", async () => {
    visit(1);
    traffic.setVisitors("visitors", []);
    dns.weigh(0, 1);
    await dns.simulation.run(ROUTE53_SYNC + 5);
    visit(1);
    assert.deepEqual(traffic.shares(NAME), { green: 1 });
  });

  it("ask in vain for a name that is not there any more", async () => {
    visit(6);
    await dns.simulation.run(5);
    dns.account.records(RECORD).length = 0;
    dns.world.sync();
    dns.account.state.records = dns.account.state.records.filter(({ type }) => type !== RECORD);
    dns.world.sync();
    await dns.simulation.run(120);
    assert.deepEqual(traffic.shares(NAME), {});
    // After ten seconds a sixth, after another ten two sixths, … of 60 requests in each.
    assert.deepEqual(counter.count(), { [BLUE]: 60 + 50 + 40 + 30 + 20 + 10, [NAME]: 10 + 20 + 30 + 40 + 50 + 6 * 60 });
  });

  it("are told apart by name and path", () => {
    const flow = { name: NAME, path: "/", perSecond: 1 };
    assert.throws(() => traffic.setVisitors("visitors", [flow, flow]), {
      message: `visitors has two flows of visitors to ${NAME}/; give one.`,
    });
  });
});

describe("visitors by DNS and load balancers", () => {
  it("meet rules with the name in the host header, and are all counted", async () => {
    const listener = (dnsName: string) => ({
      type: "aws:lb/listener:Listener",
      id: `listener ${dnsName}`,
      inputs: {
        loadBalancerArn: `arn:${dnsName}`,
        port: 80,
        protocol: "HTTP",
        defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } }],
      },
    });
    const rule = (dnsName: string) => ({
      type: "aws:lb/listenerRule:ListenerRule",
      id: `rule ${dnsName}`,
      inputs: {
        listenerArn: `listener ${dnsName}`,
        conditions: [{ hostHeader: { values: [NAME] } }],
        actions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "200" } }],
      },
      outputs: { priority: 1 },
    });
    const dns = new Dns(canary(listener(BLUE), listener(GREEN), rule(BLUE), rule(GREEN)));
    const requests: RequestsEvent[] = [];
    dns.world.bus.subscribe("requests", (event) => requests.push(event));
    const balancers = new LoadBalancers(dns.world, { put: () => {} });
    const traffic = new DnsTraffic(dns.world, dns.zones, balancers);
    traffic.setVisitors("visitors", [{ name: NAME, path: "/", perSecond: 3.3 }]);
    dns.weigh(75, 25);
    await dns.simulation.run(1000);
    balancers.settle();
    const sum = (of: (event: RequestsEvent) => number): number => requests.reduce((all, one) => all + of(one), 0);
    assert.equal(
      sum(({ served }) => served),
      3300,
    );
    assert.equal(
      sum(({ lost }) => lost),
      0,
    );
    assert.ok(requests.some(({ loadBalancerArn }) => loadBalancerArn === `arn:${GREEN}`));
  });
});

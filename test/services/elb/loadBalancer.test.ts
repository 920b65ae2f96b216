import assert from "node:assert/strict";
import type { Props } from "../../../local/account/model";
import {
  DNS,
  forwardTo,
  GROUP,
  HEALTH_CHECK,
  listener,
  loadBalancer,
  OTHER_GROUP,
  rule,
  Site,
  targetGroup,
} from "./fixture";

const flow = (path: string, perSecond: number) => ({ loadBalancerDns: DNS, path, perSecond });

describe("load balancers", () => {
  let site: Site;
  beforeEach(() => {
    site = new Site();
  });

  it("send requests to healthy targets by the listener's rules", async () => {
    await site.healthy(1, 2);
    site.balancers.register(OTHER_GROUP, "i-1", 3, true);
    await site.simulation.run(40);
    site.balancers.setTraffic("generator", [flow("/", 2), flow("/dogs/", 5)]);
    await site.simulation.run(100);
    assert.deepEqual(site.sum(GROUP), { served: 120, lost: 0 });
    assert.deepEqual(site.sum(OTHER_GROUP), { served: 300, lost: 0 });
  });

  it("lose what they send to a target that has fallen silent, until they know", async () => {
    await site.healthy(1, 2, 3, 4);
    site.balancers.setTraffic("generator", [flow("/", 10)]);
    site.balancers.setAnswering(GROUP, "i-1", 1, false);
    await site.simulation.run(220);
    const { served, lost } = site.sum(GROUP);
    assert.equal(served + lost, 2000);
    // A quarter of ten a second, for 25 to 35 seconds.
    assert.ok(lost >= 62 && lost <= 88, String(lost));
  });

  it("try every target when none is healthy", async () => {
    await site.healthy(1, 2);
    site.balancers.setAnswering(GROUP, "i-1", 1, false);
    site.balancers.setAnswering(GROUP, "i-1", 2, false);
    await site.simulation.run(100);
    assert.equal(site.balancers.healthy(GROUP), 0);
    // One answers again, and has not been found to: half of the requests reach it.
    site.balancers.setAnswering(GROUP, "i-1", 2, true);
    site.balancers.setTraffic("generator", [flow("/", 2)]);
    await site.simulation.run(105);
    assert.deepEqual(site.sum(GROUP), { served: 5, lost: 5 });
  });

  it("answer with an error where there is no target", async () => {
    site.balancers.setTraffic("generator", [flow("/", 1)]);
    await site.simulation.run(60);
    assert.deepEqual(site.sum(GROUP), { served: 0, lost: 60 });
    assert.deepEqual(site.metric("RequestCount", GROUP), []);
    // Its own errors a load balancer counts by load balancer, not by target group.
    assert.deepEqual(site.metric("HTTPCode_ELB_503_Count"), [[0, 60]]);
    assert.deepEqual(site.metric("HTTPCode_ELB_5XX_Count"), [[0, 60]]);
    assert.deepEqual(site.metric("HTTPCode_ELB_503_Count", GROUP), []);
  });

  it("count what a silent target leaves unanswered as theirs", async () => {
    await site.healthy(1);
    site.balancers.setAnswering(GROUP, "i-1", 1, false);
    site.balancers.setTraffic("generator", [flow("/", 1)]);
    await site.simulation.run(60);
    assert.deepEqual(site.sum(GROUP), { served: 0, lost: 40 });
    assert.deepEqual(site.metric("RequestCount", GROUP), [[0, 40]]);
    assert.deepEqual(site.metric("HTTPCode_Target_2XX_Count", GROUP), []);
    assert.deepEqual(site.metric("HTTPCode_ELB_504_Count"), [[0, 40]]);
  });

  // The example of docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html, with cross-zone
  // load balancing on: 20 targets of which at least half must be healthy, and 6 that fail; then more fail.
  for (const [title, unhealthyStateRouting, silent, servedOf2000] of [
    ["only healthy targets while at least half are", { minimumHealthyTargetsPercentage: "50" }, 6, 2000],
    ["only healthy targets while just half are", { minimumHealthyTargetsPercentage: "50" }, 10, 2000],
    ["every target when fewer than half are healthy", { minimumHealthyTargetsPercentage: "50" }, 11, 900],
    ["every target when fewer than the least number are healthy", { minimumHealthyTargetsCount: 16 }, 5, 1500],
    ["only healthy targets while the least number are", { minimumHealthyTargetsCount: 15 }, 5, 2000],
  ] as const) {
    it(`try ${title}`, async () => {
      const inputs: Props = { healthCheck: HEALTH_CHECK, targetGroupHealth: { unhealthyStateRouting } };
      site = new Site([loadBalancer(), targetGroup(GROUP, inputs), listener([forwardTo(GROUP)])]);
      const ports = Array.from({ length: 20 }, (_, i) => i + 1);
      await site.healthy(...ports);
      for (const port of ports.slice(0, silent)) site.balancers.setAnswering(GROUP, "i-1", port, false);
      await site.simulation.run(100);
      site.balancers.setTraffic("generator", [flow("/", 20)]);
      await site.simulation.run(200);
      assert.deepEqual(site.sum(GROUP), { served: servedOf2000, lost: 2000 - servedOf2000 });
    });
  }

  it("say how many targets are healthy as soon as there is one to check", async () => {
    site.balancers.register(GROUP, "i-1", 1, false);
    await site.simulation.run(60);
    assert.deepEqual(site.metric("HealthyHostCount", GROUP), [[0, 0]]);
    assert.deepEqual(site.metric("UnHealthyHostCount", GROUP), [[0, 1]]);
    assert.deepEqual(site.metric("HealthyHostCount", OTHER_GROUP), []);
  });

  it("listen on their listeners' ports, for their protocols", async () => {
    site = new Site([
      loadBalancer(),
      targetGroup(GROUP),
      listener([forwardTo(GROUP)], { port: 8443, protocol: "HTTPS" }),
    ]);
    await site.healthy(1);
    const secure = { ...flow("/", 1), protocol: "HTTPS" as const };
    site.balancers.setTraffic("right", [{ ...secure, port: 8443 }]);
    site.balancers.setTraffic("wrong port", [secure, flow("/", 1)]);
    site.balancers.setTraffic("wrong protocol", [{ ...flow("/", 1), port: 8443 }]);
    await site.simulation.run(30);
    assert.deepEqual(site.sum(GROUP), { served: 10, lost: 0 });
    assert.deepEqual(site.sum(undefined), { served: 0, lost: 30 });
  });

  it("tell rules the query, and the host with a port of its own", async () => {
    const conditions: Props[] = [
      { queryStrings: [{ key: "page", value: "2" }] },
      { hostHeader: { regexValues: [`^${DNS}:8080$`] } },
    ];
    site = new Site([
      loadBalancer(),
      targetGroup(GROUP),
      targetGroup(OTHER_GROUP),
      listener([forwardTo(GROUP)], { port: 8080 }),
      rule(1, conditions, [forwardTo(OTHER_GROUP)]),
    ]);
    site.balancers.setTraffic("generator", [
      { ...flow("/?page=2", 1), port: 8080 },
      { ...flow("/?page=1", 2), port: 8080 },
    ]);
    await site.simulation.run(10);
    assert.deepEqual([site.sum(OTHER_GROUP).lost, site.sum(GROUP).lost], [10, 20]);
  });

  it("share requests among groups by weight, also when the weights change on the way", async () => {
    const weighted = (cats: number, dogs: number): Props[] => [
      {
        type: "forward",
        forward: {
          targetGroups: [
            { arn: GROUP, weight: cats },
            { arn: OTHER_GROUP, weight: dogs },
          ],
        },
      },
    ];
    const front = listener(weighted(3, 1));
    site = new Site([loadBalancer(), targetGroup(GROUP), targetGroup(OTHER_GROUP), front]);
    await site.healthy(1);
    site.balancers.register(OTHER_GROUP, "i-1", 2, true);
    await site.simulation.run(40);
    site.balancers.setTraffic("generator", [flow("/", 1)]);
    await site.simulation.run(140);
    assert.deepEqual([site.sum(GROUP).served, site.sum(OTHER_GROUP).served], [75, 25]);
    site.world.set(front, "defaultActions", weighted(0, 1));
    await site.simulation.run(240);
    assert.deepEqual([site.sum(GROUP).served, site.sum(OTHER_GROUP).served], [75, 125]);
    site.world.set(front, "defaultActions", weighted(0, 0));
    await site.simulation.run(300);
    assert.deepEqual(site.sum(undefined), { served: 0, lost: 60 });
    assert.deepEqual(site.metric("HTTPCode_ELB_503_Count"), [[240, 60]]);
  });

  it("answer with an error where a transform fails", async () => {
    const rewrite = { regex: ".*", replace: "" };
    const transform = { type: "host-header-rewrite", hostHeaderRewriteConfig: { rewrite } };
    site.add(rule(4, [{ pathPattern: { values: ["/broken"] } }], [forwardTo(GROUP)], [transform]));
    await site.healthy(1);
    site.balancers.setTraffic("generator", [flow("/broken", 1)]);
    await site.simulation.run(60);
    assert.deepEqual(site.sum(undefined), { served: 0, lost: 40 });
    assert.deepEqual(site.metric("HTTPCode_ELB_500_Count"), [[0, 40]]);
  });

  it("send nothing to a target that leaves", async () => {
    await site.healthy(1);
    site.balancers.setTraffic("generator", [flow("/", 1)]);
    await site.simulation.run(30);
    site.balancers.deregister(GROUP, "i-1", 1);
    await site.simulation.run(40);
    assert.deepEqual(site.sum(GROUP), { served: 10, lost: 10 });
  });

  it("publish each minute what came in it, and nothing for a minute without requests", async () => {
    await site.healthy(1);
    site.balancers.setTraffic("generator", [flow("/", 25)]);
    await site.simulation.run(150);
    site.balancers.setTraffic("generator", []);
    await site.simulation.run(400);
    const counts = [
      [0, 1000],
      [60, 1500],
      [120, 750],
    ];
    assert.deepEqual(site.metric("RequestCount", GROUP), counts);
    assert.deepEqual(site.metric("HTTPCode_Target_2XX_Count", GROUP), counts);
    assert.deepEqual(site.metric("HTTPCode_ELB_5XX_Count", GROUP), []);
    const [first] = site.puts.filter(({ metric }) => metric.name === "RequestCount" && !metric.dimensions.TargetGroup);
    assert.deepEqual(first, {
      metric: { namespace: "AWS/ApplicationELB", name: "RequestCount", dimensions: { LoadBalancer: "app/site/3" } },
      at: 0,
      values: { sum: 1000, count: 1000, minimum: 1, maximum: 1 },
    });
    assert.equal(site.metric("HealthyHostCount", GROUP).length, 6);
  });

  it("count each flow as one, also when its rule changes on the way", async () => {
    await site.healthy(1);
    site.balancers.register(OTHER_GROUP, "i-1", 2, true);
    await site.simulation.run(40);
    site.balancers.setTraffic("generator", [flow("/birds", 1)]);
    await site.simulation.run(70);
    site.add(rule(2, [{ pathPattern: { values: ["/birds"] } }], [forwardTo(OTHER_GROUP)]));
    site.world.sync();
    await site.simulation.run(100);
    assert.deepEqual([site.sum(GROUP).served, site.sum(OTHER_GROUP).served], [30, 30]);
  });

  for (const [statusCode, expected] of [
    ["200", { served: 10, lost: 0 }],
    ["503", { served: 0, lost: 10 }],
  ] as const) {
    it(`answer themselves where a rule says so, with ${statusCode}`, async () => {
      const answer = { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode } };
      site.add(rule(3, [{ pathPattern: { values: ["/ping"] } }], [answer]));
      site.world.sync();
      site.balancers.setTraffic("generator", [flow("/ping", 1)]);
      await site.simulation.run(10);
      assert.deepEqual(site.sum(undefined), expected);
    });
  }

  it("refuse what is meant for a load balancer that is not there", async () => {
    site.balancers.setTraffic("generator", [{ ...flow("/", 1), loadBalancerDns: "elsewhere" }]);
    await site.simulation.run(10);
    assert.deepEqual(site.sum(undefined), { served: 0, lost: 10 });
  });
});

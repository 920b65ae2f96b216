import assert from "node:assert/strict";
import fc from "fast-check";
import { DNS, forwardTo, GROUP, OTHER_GROUP, rule, Site } from "./fixture";

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
    assert.deepEqual(site.metric("HTTPCode_ELB_503_Count", GROUP), [[0, 60]]);
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

  it("answer themselves where a rule says so", async () => {
    const answer = { type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "200" } };
    site.add(rule(3, [{ pathPattern: { values: ["/ping"] } }], [answer]));
    site.world.sync();
    site.balancers.setTraffic("generator", [flow("/ping", 1)]);
    await site.simulation.run(10);
    assert.deepEqual(site.sum(undefined), { served: 10, lost: 0 });
  });

  it("refuse what is meant for a load balancer that is not there", async () => {
    site.balancers.setTraffic("generator", [{ ...flow("/", 1), loadBalancerDns: "elsewhere" }]);
    await site.simulation.run(10);
    assert.deepEqual(site.sum(undefined), { served: 0, lost: 10 });
  });

  it("neither lose count of a request nor make one up, whatever changes when", async () => {
    const change = fc.record({
      wait: fc.integer({ min: 0, max: 50 }),
      port: fc.integer({ min: 1, max: 4 }),
      what: fc.constantFrom("register", "silent", "answers", "deregister"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 25 }),
        fc.integer({ min: 1, max: 200 }),
        async (changes, tenths) => {
          const own = new Site();
          own.balancers.setTraffic("generator", [flow("/", tenths / 10)]);
          for (const { wait, port, what } of changes) {
            await own.simulation.run(own.simulation.now + wait);
            if (what === "register") own.balancers.register(GROUP, "i-1", port, true);
            else if (what === "deregister") own.balancers.deregister(GROUP, "i-1", port);
            else own.balancers.setAnswering(GROUP, "i-1", port, what === "answers");
          }
          await own.simulation.run(own.simulation.now + 61);
          const { served, lost } = own.sum(GROUP);
          assert.equal(served + lost, Math.floor((own.simulation.now * tenths) / 10 + 1e-6));
          assert.ok(Number.isInteger(served) && served >= 0 && Number.isInteger(lost) && lost >= 0);
        },
      ),
      { numRuns: 60 },
    );
  });
});

import assert from "node:assert/strict";
import fc from "fast-check";
import type { Props } from "../../../local/account/model";
import type { Quality } from "../../../local/services/elb/quality";
import { DNS, forwardTo, GROUP, listener, loadBalancer, OTHER_GROUP, rule, Site, targetGroup } from "./fixture";

const flow = (path: string, perSecond: number) => ({ loadBalancerDns: DNS, path, perSecond });
const limited = (abovePerSecond: number): Quality => ({ errors: { abovePerSecond } });

describe("how well targets answer", () => {
  let site: Site;
  beforeEach(() => {
    site = new Site();
  });

  /** Registers healthy targets, one a port from 1 on, and sends requests from the first full minute on. */
  async function serve(qualities: readonly (Quality | undefined)[], perSecond: number): Promise<void> {
    for (const [i, quality] of qualities.entries()) site.balancers.register(GROUP, "i-1", i + 1, true, quality);
    await site.simulation.run(60);
    site.requests.length = 0;
    site.puts.length = 0;
    site.balancers.setTraffic("visitors", [flow("/", perSecond)]);
  }

  const errors = () => site.requests.reduce((sum, event) => sum + (event.errors ?? 0), 0);
  const times = (TargetGroup?: string) =>
    site.puts
      .filter(({ metric }) => metric.name === "TargetResponseTime" && metric.dimensions.TargetGroup === TargetGroup)
      .map(({ at, values }) => ({ at, ...values, sum: Number(values.sum.toFixed(6)) }));

  it("publishes how long each answer took, by load balancer and by target group: 20 ms unless it is told otherwise", async () => {
    await serve([undefined], 2);
    await site.simulation.run(120);
    const expected = [{ at: 60, sum: 2.4, count: 120, minimum: 0.02, maximum: 0.02 }];
    assert.deepEqual(times(), expected);
    assert.deepEqual(times(GROUP.replace(/^.*:/, "")), expected);
    assert.deepEqual(site.metric("HTTPCode_Target_5XX_Count"), []);
    assert.equal(errors(), 0);
    assert.ok(site.requests.every((event) => !("errors" in event)));
  });

  it("adds up the times of targets that are not equally fast", async () => {
    await serve([{ responseSeconds: 0.1 }, { responseSeconds: 0.3 }], 1);
    await site.simulation.run(120);
    assert.deepEqual(times(), [{ at: 60, sum: 12, count: 60, minimum: 0.1, maximum: 0.3 }]);
  });

  it("has no time for what nobody answered", async () => {
    await serve([undefined], 1);
    site.balancers.setAnswering(GROUP, "i-1", 1, false);
    await site.simulation.run(120);
    assert.deepEqual(times(), []);
    assert.deepEqual(site.metric("RequestCount"), [[60, 60]]);
  });

  // Ten a second; eight can be served: two tenths of 600 requests.
  it("answers with 500 what is beyond a target's limit, after a second, and stays healthy", async () => {
    await serve([limited(8)], 10);
    await site.simulation.run(120);
    assert.deepEqual(site.sum(GROUP), { served: 480, lost: 120 });
    assert.equal(errors(), 120);
    for (const group of [undefined, GROUP]) {
      assert.deepEqual(site.metric("RequestCount", group), [[60, 600]]);
      assert.deepEqual(site.metric("HTTPCode_Target_2XX_Count", group), [[60, 480]]);
      assert.deepEqual(site.metric("HTTPCode_Target_5XX_Count", group), [[60, 120]]);
    }
    assert.deepEqual(site.metric("HTTPCode_ELB_5XX_Count"), []);
    // 480 × 20 ms, and 120 × 1 s.
    assert.deepEqual(times(), [{ at: 60, sum: 129.6, count: 600, minimum: 0.02, maximum: 1 }]);
    assert.equal(site.balancers.state(GROUP, "i-1", 1), "healthy");
  });

  for (const [title, qualities, perSecond, expected] of [
    ["none at its limit", [limited(10)], 10, 0],
    ["all of them where it can do nothing", [limited(0)], 10, 600],
    ["of what comes to it alone, of two targets", [limited(4), undefined], 10, 60],
    ["none where two share what is too much for one", [limited(5), limited(5)], 10, 0],
  ] as const) {
    it(`answers with 500 ${title}`, async () => {
      await serve(qualities, perSecond);
      await site.simulation.run(120);
      site.balancers.settle();
      assert.equal(errors(), expected);
    });
  }

  it("counts what all sources send to a target, by the weights of the listener's rules", async () => {
    const targetGroups: Props[] = [
      { arn: GROUP, weight: 1 },
      { arn: OTHER_GROUP, weight: 3 },
    ];
    site = new Site([
      loadBalancer(),
      targetGroup(GROUP),
      targetGroup(OTHER_GROUP),
      listener([{ type: "forward", forward: { targetGroups } }]),
      rule(1, [{ pathPattern: { values: ["/cats"] } }], [forwardTo(GROUP)]),
    ]);
    await serve([limited(6)], 8);
    site.balancers.setTraffic("more", [flow("/cats", 4), flow("/cats", 4)]);
    await site.simulation.run(120);
    site.balancers.settle();
    // 8/4 + 4 + 4 a second are 10: four of them too many.
    assert.equal(errors(), 240);
    site.balancers.setTraffic("more", []);
    await site.simulation.run(180);
    site.balancers.settle();
    assert.equal(errors(), 240);
  });

  it("counts the errors of a piece of time as those of its parts", async () => {
    const moments = fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 20 });
    const rate = fc.integer({ min: 1, max: 300 });
    await fc.assert(
      fc.asyncProperty(moments, rate, fc.integer({ min: 0, max: 40 }), async (at, tenths, limit) => {
        site = new Site();
        await serve([limited(limit)], tenths / 10);
        for (const tenth of [...at].sort((one, other) => one - other)) {
          await site.simulation.run(60 + tenth / 10);
          site.balancers.settle();
        }
        await site.simulation.run(120);
        site.balancers.settle();
        const requests = tenths * 6;
        const share = Math.max(0, 1 - limit / (tenths / 10));
        assert.ok(
          Math.abs(errors() - requests * share) < 1,
          `${errors()} of ${requests}, ${requests * share} expected`,
        );
        assert.deepEqual(site.sum(GROUP), { served: requests - errors(), lost: errors() });
      }),
      { numRuns: 60 },
    );
  });

  it("answers single requests as badly as those of the flows", async () => {
    await serve([limited(5)], 10);
    await site.simulation.run(120);
    const request = { path: "/", query: "", host: DNS, method: "GET", protocol: "HTTP" } as const;
    const kinds = [1, 2, 3, 4]
      .map(() => site.balancers.take(DNS, request))
      .map((answer) => (answer.kind === "error" ? answer.statusCode : answer.kind));
    assert.deepEqual(kinds, ["target", 500, "target", 500]);
  });
});

describe("the health of a group's targets", () => {
  it("is told of each, with the reason, until it has left", async () => {
    const site = new Site();
    const { balancers, simulation } = site;
    assert.deepEqual(balancers.targets(GROUP), []);
    for (const port of [1, 2]) balancers.register(GROUP, "i-1", port, port === 1);
    assert.deepEqual(balancers.targets(GROUP), [
      { instanceId: "i-1", port: 1, state: "initial", reason: "Elb.RegistrationInProgress" },
      { instanceId: "i-1", port: 2, state: "initial", reason: "Elb.RegistrationInProgress" },
    ]);
    await simulation.run(60);
    assert.deepEqual(balancers.targets(GROUP), [
      { instanceId: "i-1", port: 1, state: "healthy", reason: "" },
      { instanceId: "i-1", port: 2, state: "unhealthy", reason: "Target.Timeout" },
    ]);
    balancers.deregister(GROUP, "i-1", 1);
    assert.deepEqual(balancers.targets(GROUP)[0], {
      instanceId: "i-1",
      port: 1,
      state: "draining",
      reason: "Target.DeregistrationInProgress",
    });
    await simulation.run(90);
    assert.deepEqual(
      balancers.targets(GROUP).map(({ port }) => port),
      [2],
    );
  });
});

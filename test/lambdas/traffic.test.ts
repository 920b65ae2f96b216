import assert from "node:assert/strict";
import { healthRequestOf } from "../../lambdas/checkHealth/request";
import {
  describeTraffic,
  judgeTraffic,
  type Traffic,
  trafficOf,
  trafficQuery,
} from "../../lambdas/checkHealth/traffic";

const THRESHOLDS = { minimumRequests: 1, errorRatePoints: 1, latencyRatio: 2, latencyFloorSeconds: 0.1 };
const good: Traffic = { requests: 1000, errors: 0, seconds: 0.02 };
const judge = (candidate: Partial<Traffic>, stable: Partial<Traffic> = {}, more: object = {}) =>
  judgeTraffic({ ...good, ...candidate }, { ...good, ...stable }, { ...THRESHOLDS, ...more });

describe("lambdas: the traffic of a side", () => {
  it("is good where it is like the other side's", () => {
    assert.deepEqual(judge({}), []);
  });

  it("is not where nothing is known of it", () => {
    assert.deepEqual(judge({ requests: 0, seconds: undefined }), ["only 0 requests are known, of at least 1"]);
  });

  it("is not where too little is known of it", () => {
    assert.deepEqual(judge({ requests: 99 }, {}, { minimumRequests: 100 }), [
      "only 99 requests are known, of at least 100",
    ]);
  });

  it("is good without visitors where none are asked for", () => {
    assert.deepEqual(judge({ requests: 0, seconds: undefined }, {}, { minimumRequests: 0 }), []);
  });

  it("may fail one request of a hundred more than the other side, and no more", () => {
    assert.deepEqual(judge({ errors: 15 }, { errors: 5 }), []);
    assert.deepEqual(judge({ errors: 16 }, { errors: 5 }), [
      "1.60 % of 1000 requests failed, and 0.50 % on the other side",
    ]);
  });

  it("is judged by itself where the other side has no visitors any more", () => {
    const none = { requests: 0, errors: 0, seconds: undefined };
    assert.deepEqual(judge({ seconds: 3 }, none), []);
    assert.deepEqual(judge({ errors: 11 }, none), ["1.10 % of 1000 requests failed, and 0.00 % on the other side"]);
  });

  it("may be twice as slow as the other side, and no slower", () => {
    assert.deepEqual(judge({ seconds: 0.4 }, { seconds: 0.2 }), []);
    assert.deepEqual(judge({ seconds: 0.401 }, { seconds: 0.2 }), [
      "a response takes 401 ms, and 200 ms on the other side",
    ]);
  });

  it("may always take a tenth of a second", () => {
    assert.deepEqual(judge({ seconds: 0.1 }, { seconds: 0.001 }), []);
  });

  it("tells errors and slowness together", () => {
    assert.equal(judge({ errors: 500, seconds: 2 }).length, 2);
  });

  it("is told in one line", () => {
    assert.equal(describeTraffic(good), "1000 requests, 0.00 % failed, 20 ms");
    assert.equal(
      describeTraffic({ requests: 0, errors: 0, seconds: undefined }),
      "0 requests, 0.00 % failed, no response",
    );
  });
});

describe("lambdas: the question to CloudWatch", () => {
  const since = new Date("2026-01-01T00:10:40Z");
  const query = (at: string) => trafficQuery({ candidate: "app/green/1", stable: "app/blue/2" }, since, new Date(at));

  it("asks for both load balancers from the minute in which the step began", () => {
    const { StartTime, EndTime, MetricDataQueries = [] } = query("2026-01-01T00:11:40Z");
    assert.deepEqual([StartTime, EndTime], [new Date("2026-01-01T00:10:00Z"), new Date("2026-01-01T00:11:40Z")]);
    const told = MetricDataQueries.map(({ Id, MetricStat }) => [Id, MetricStat?.Metric?.MetricName, MetricStat?.Stat]);
    const metrics = (side: string) => [
      [`${side}_requests`, "RequestCount", "Sum"],
      [`${side}_targetErrors`, "HTTPCode_Target_5XX_Count", "Sum"],
      [`${side}_balancerErrors`, "HTTPCode_ELB_5XX_Count", "Sum"],
      [`${side}_seconds`, "TargetResponseTime", "Sum"],
      [`${side}_responses`, "TargetResponseTime", "SampleCount"],
    ];
    assert.deepEqual(told, [...metrics("candidate"), ...metrics("stable")]);
    assert.deepEqual(MetricDataQueries[5]?.MetricStat?.Metric, {
      Namespace: "AWS/ApplicationELB",
      MetricName: "RequestCount",
      Dimensions: [{ Name: "LoadBalancer", Value: "app/blue/2" }],
    });
    assert.ok(MetricDataQueries.every(({ MetricStat }) => MetricStat?.Period === 60));
  });

  it("asks for a minute at least", () => {
    assert.deepEqual(query("2026-01-01T00:10:00Z").EndTime, new Date("2026-01-01T00:11:00Z"));
  });

  const results = (values: Record<string, number[]>) =>
    ["requests", "targetErrors", "balancerErrors", "seconds", "responses"].map((name) => ({
      Id: `candidate_${name}`,
      StatusCode: "Complete" as const,
      Values: values[name] ?? [],
    }));

  it("takes a mean response time over all responses", () => {
    const values = {
      requests: [90, 10],
      seconds: [9, 11],
      responses: [90, 10],
      targetErrors: [2],
      balancerErrors: [1],
    };
    assert.deepEqual(trafficOf("candidate", results(values)), { requests: 100, errors: 3, seconds: 0.2 });
  });

  it("takes no datapoints for none", () => {
    assert.deepEqual(trafficOf("candidate", results({})), { requests: 0, errors: 0, seconds: undefined });
  });

  it("counts requests for which there was no target", () => {
    assert.deepEqual(trafficOf("candidate", results({ balancerErrors: [7] })).requests, 7);
  });

  it("adds up an answer that came in pages", () => {
    const pages = [
      ...results({ requests: [1] }),
      { Id: "candidate_requests", StatusCode: "Complete" as const, Values: [2] },
    ];
    assert.equal(trafficOf("candidate", pages).requests, 3);
  });

  it("does not take an error or silence for none", () => {
    assert.throws(() => trafficOf("candidate", []), {
      message: "CloudWatch has not answered candidate_targetErrors: no result.",
    });
    const broken = results({}).map((one) => ({ ...one, StatusCode: "InternalError" as const }));
    assert.throws(() => trafficOf("candidate", broken), {
      message: "CloudWatch has not answered candidate_targetErrors: InternalError.",
    });
  });
});

describe("lambdas: the question to checkHealth", () => {
  const asked = {
    side: "green",
    deploymentId: "ecs-svc/1",
    phase: "traffic",
    since: "2026-01-01T00:10:40Z",
    at: "2026-01-01T00:11:40Z",
  };

  it("is read", () => {
    assert.deepEqual(healthRequestOf(asked), { ...asked, since: new Date(asked.since), at: new Date(asked.at) });
  });

  it("of a rollback asks for no deployment", () => {
    assert.equal(healthRequestOf({ ...asked, deploymentId: "rollback-1" }).deploymentId, null);
    assert.equal(healthRequestOf({ ...asked, deploymentId: null }).deploymentId, null);
  });

  const wrong: [by: object, message: string][] = [
    [{ side: "red" }, 'side is "red"; expected "blue" or "green".'],
    [{ deploymentId: 7 }, 'deploymentId is 7; expected an ECS deployment\'s id, "ecs-svc/…", or null.'],
    [{ phase: "after" }, 'phase is "after"; expected "targets" or "traffic".'],
    [{ since: "soon" }, 'since is "soon"; expected a time in ISO 8601.'],
    [{ at: undefined }, "at is missing; expected a time in ISO 8601."],
  ];
  for (const [by, message] of wrong) {
    it(`is refused: ${message}`, () => {
      assert.throws(() => healthRequestOf({ ...asked, ...by }), { name: "InvalidRequest", message });
    });
  }
});

import assert from "node:assert/strict";
import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { cloudwatchHandlers } from "../../local/api/cloudwatch";
import { LocalApi } from "../../local/api/localApi";
import { Metrics } from "../../local/services/cloudwatch/metrics";
import type { StatisticSet } from "../../local/services/events";
import { EPOCH, Simulation } from "../../local/services/kernel/simulation";
import { World } from "../../local/services/world";
import { accountWithRole, CALLER, ROLE_ARN } from "../account/iam/fixture";

const DIMENSIONS = { LoadBalancer: "app/site/3" };
const at = (seconds: number) => new Date(EPOCH + seconds * 1000);

/** A query of a metric of the load balancer's. */
function query(Id: string, MetricName = "RequestCount", Stat = "Sum", Period = 60): MetricDataQuery {
  const Dimensions = Object.entries(DIMENSIONS).map(([Name, Value]) => ({ Name, Value }));
  return { Id, MetricStat: { Metric: { Namespace: "AWS/ApplicationELB", MetricName, Dimensions }, Period, Stat } };
}

type Call = GetMetricDataCommand["input"];

describe("local API: CloudWatch with AWS's own SDK", () => {
  let simulation: Simulation;
  let metrics: Metrics;
  let api: LocalApi;
  let url: string;
  let admin: CloudWatchClient;

  beforeEach(async () => {
    simulation = new Simulation();
    const statement = { Effect: "Allow", Action: "cloudwatch:PutMetricData", Resource: "*" };
    const account = accountWithRole([statement]);
    const world = new World(simulation, account, "us-west-2");
    metrics = new Metrics(world);
    api = new LocalApi({ account, region: "us-west-2", handlers: cloudwatchHandlers(world, metrics) });
    ({ url } = await api.listen());
    admin = client("admin");
  });
  afterEach(async () => {
    admin.destroy();
    await api.close();
  });

  function client(principal: string): CloudWatchClient {
    const credentials = api.credentialsFor(principal);
    return new CloudWatchClient({ endpoint: url, region: "us-west-2", maxAttempts: 1, credentials });
  }

  /** Puts values into minutes, the first one's first: the sum of so many requests each. */
  async function put(sums: readonly (number | undefined)[], name = "RequestCount"): Promise<void> {
    for (const [minute, sum] of sums.entries()) {
      await simulation.run(Math.max(simulation.now, (minute + 1) * 60));
      if (sum === undefined) continue;
      const values: StatisticSet = { sum, count: 2, minimum: 1, maximum: sum - 1 };
      metrics.put({ namespace: "AWS/ApplicationELB", name, dimensions: DIMENSIONS }, minute * 60, 60, values);
    }
    await simulation.run(sums.length * 60 + 10);
  }

  const ask = (MetricDataQueries: MetricDataQuery[], from: number, to: number, by: Partial<Call> = {}) =>
    admin.send(new GetMetricDataCommand({ MetricDataQueries, StartTime: at(from), EndTime: at(to), ...by }));

  it("gives the datapoints of whole minutes, the newest first, and leaves out those without one", async () => {
    await put([10, undefined, 30, 40]);
    const { MetricDataResults, Messages, NextToken } = await ask([query("requests")], 0, 240);
    assert.deepEqual(MetricDataResults, [
      {
        Id: "requests",
        Label: "RequestCount",
        Timestamps: [at(180), at(120), at(0)],
        Values: [40, 30, 10],
        StatusCode: "Complete",
      },
    ]);
    assert.deepEqual([Messages, NextToken], [[], undefined]);
  });

  for (const [statistic, value] of [
    ["Sum", 30],
    ["Average", 15],
    ["Minimum", 1],
    ["Maximum", 29],
    ["SampleCount", 2],
  ] as const) {
    it(`knows the statistic ${statistic}`, async () => {
      await put([30]);
      const { MetricDataResults } = await ask([query("m", "RequestCount", statistic)], 0, 60);
      assert.deepEqual(MetricDataResults?.[0]?.Values, [value]);
    });
  }

  it("rounds the start down to its minute, and takes the minute in which the end lies", async () => {
    await put([10, 20, 30, 40]);
    const { MetricDataResults } = await ask([query("m")], 75, 130, { ScanBy: "TimestampAscending" });
    assert.deepEqual(MetricDataResults?.[0]?.Timestamps, [at(60), at(120)]);
    const ended = await ask([query("m")], 75, 120);
    assert.deepEqual(ended.MetricDataResults?.[0]?.Timestamps, [at(60)]);
  });

  it("counts longer periods from the start on", async () => {
    await put([10, 20, 30, 40]);
    const { MetricDataResults } = await ask([query("m", "RequestCount", "Sum", 120)], 60, 180);
    assert.deepEqual(MetricDataResults?.[0]?.Timestamps, [at(60)]);
    assert.deepEqual(MetricDataResults?.[0]?.Values, [50]);
  });

  it("knows nothing of before the simulation, of what is to come, nor of what cannot be seen yet", async () => {
    await put([10]);
    await simulation.run(120);
    const metric = { namespace: "AWS/ApplicationELB", name: "RequestCount", dimensions: DIMENSIONS };
    metrics.put(metric, 60, 60, { sum: 5, count: 5, minimum: 1, maximum: 1 });
    const year = 365 * 86_400;
    const { MetricDataResults } = await ask([query("m")], -30 * year, 30 * year);
    assert.deepEqual(MetricDataResults?.[0]?.Timestamps, [at(0)]);
    const other = { ...query("other"), Label: "mine" };
    if (other.MetricStat?.Metric) other.MetricStat.Metric.Namespace = "AWS/ECS";
    const unknown = await ask([other], 0, 60);
    assert.deepEqual(unknown.MetricDataResults, [
      { Id: "other", Label: "mine", Timestamps: [], Values: [], StatusCode: "Complete" },
    ]);
  });

  it("calculates expressions, and keeps to itself what returns no data", async () => {
    await put([10, 40]);
    await put([1, undefined], "HTTPCode_Target_5XX_Count");
    const hidden = (one: MetricDataQuery) => ({ ...one, ReturnData: false });
    const queries = [
      hidden(query("requests")),
      hidden(query("errors", "HTTPCode_Target_5XX_Count")),
      hidden({ Id: "share", Expression: "FILL(errors, 0) / requests" }),
      { Id: "percent", Expression: "100 * share" },
    ];
    const { MetricDataResults } = await ask(queries, 0, 120);
    assert.deepEqual(MetricDataResults, [
      { Id: "percent", Label: "percent", Timestamps: [at(60), at(0)], Values: [0, 10], StatusCode: "Complete" },
    ]);
  });

  const many = Array.from({ length: 501 }, (_, i) => query(`m${i}`));
  const expression = (Id: string, Expression: string): MetricDataQuery => ({ Id, Expression });
  const withStat = (MetricStat: Partial<MetricDataQuery["MetricStat"]>): MetricDataQuery => {
    const one = query("m");
    return { ...one, MetricStat: { ...one.MetricStat, ...MetricStat } as MetricDataQuery["MetricStat"] };
  };
  const PERIOD = "The parameter MetricDataQueries.member.1.MetricStat.Period";
  for (const [title, queries, [from, to], message] of [
    ["no time at all", [query("m")], [60, 60], "The parameter StartTime must not equal parameter EndTime."],
    [
      "an end before the start",
      [query("m")],
      [60, 0],
      "The parameter StartTime must be less than the parameter EndTime.",
    ],
    [
      "an id that begins with a capital",
      [query("m"), query("Requests")],
      [0, 60],
      "The value Requests for parameter MetricDataQueries.member.2.Id is not matching the expected pattern " +
        "^[a-z][a-zA-Z0-9_]*$.",
    ],
    [
      "an id that is there twice",
      [query("m"), query("m", "Other")],
      [0, 60],
      "The values for parameter id in MetricDataQueries are not unique.",
    ],
    ["501 queries", many, [0, 60], "The collection MetricDataQueries must not have a size greater than 500."],
    [
      "90 seconds",
      [withStat({ Period: 90 })],
      [0, 60],
      `${PERIOD} must be a value in the set [ 1, 5, 10, 20, 30 ] or any multiple of 60.`,
    ],
    [
      "a period of 0",
      [withStat({ Period: 0 })],
      [0, 60],
      `${PERIOD} must be a value in the set [ 1, 5, 10, 20, 30 ] or any multiple of 60.`,
    ],
    [
      "no metric and no expression",
      [{ Id: "m" }],
      [0, 60],
      "The parameter MetricDataQueries.member.1.MetricStat is required.",
    ],
    [
      "a metric and an expression",
      [{ ...query("m"), Expression: "1" }],
      [0, 60],
      "The parameters MetricDataQueries.member.1.Expression and MetricDataQueries.member.1.MetricStat are mutually " +
        "exclusive and you have specified both.",
    ],
    [
      "a statistic that is none",
      [query("m", "RequestCount", "Middle")],
      [0, 60],
      "The value Middle for parameter MetricDataQueries.member.1.MetricStat.Stat is not supported.",
    ],
    [
      "a metric without a namespace",
      [withStat({ Metric: { MetricName: "RequestCount" } })],
      [0, 60],
      "The parameter MetricDataQueries.member.1.MetricStat.Metric.Namespace is required.",
    ],
    [
      "an expression of itself",
      [expression("m", "n + 1"), expression("n", "m")],
      [0, 60],
      "The expression m depends on itself.",
    ],
  ] as [string, MetricDataQuery[], [number, number], string][]) {
    it(`refuses ${title}`, async () => {
      await simulation.run(60);
      await assert.rejects(ask(queries, from, to), { name: "ValidationException", message });
    });
  }

  it("takes 500 queries", async () => {
    const { MetricDataResults } = await ask(many.slice(1), 0, 60);
    assert.equal(MetricDataResults?.length, 500);
  });

  for (const [title, queries, by, message] of [
    ["percentiles", [query("m", "TargetResponseTime", "p99")], {}, /knows the statistics .*, not p99\.$/],
    ["periods of high resolution", [withStat({ Period: 10 })], {}, /periods of a minute and more, not .*Period 10\.$/],
    ["units", [withStat({ Unit: "Seconds" })], {}, /MetricStat the fields Metric, Period, Stat, not Unit\.$/],
    ["pages", [query("m")], { MaxDatapoints: 1 }, /of a call the fields .*, not MaxDatapoints\.$/],
    [
      "expressions over several periods",
      [query("m"), query("n", "RequestCount", "Sum", 120), expression("e", "m + n")],
      {},
      /one period for all metrics of a call with the expression e, got 60, 120\.$/,
    ],
  ] as [string, MetricDataQuery[], Partial<Call>, RegExp][]) {
    it(`says that it does not model ${title}`, async () => {
      await assert.rejects(ask(queries, 0, 60, by), { name: "UnsupportedOperation", message });
    });
  }

  it("does not know another order", async () => {
    await assert.rejects(ask([query("m")], 0, 60, { ScanBy: "Random" as "TimestampAscending" }), {
      name: "ValidationException",
      message: "The value Random for parameter ScanBy is not supported.",
    });
  });

  it("asks for cloudwatch:GetMetricData", async () => {
    const role = client(ROLE_ARN);
    const command = new GetMetricDataCommand({ MetricDataQueries: [query("m")], StartTime: at(0), EndTime: at(60) });
    try {
      await assert.rejects(role.send(command), {
        name: "AccessDeniedException",
        message:
          `User: ${CALLER} is not authorized to perform: cloudwatch:GetMetricData on resource: * because no ` +
          "identity-based policy allows the cloudwatch:GetMetricData action",
      });
    } finally {
      role.destroy();
    }
  });
});

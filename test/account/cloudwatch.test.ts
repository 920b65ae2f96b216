import assert from "node:assert/strict";
import { Account } from "../../local/account/account";
import { type Props, UNKNOWN } from "../../local/account/model";
import { ACCOUNT_ID, accountWith, change, failures, make, options, refusal, replaces, without } from "./support";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const LOGS = "aws:cloudwatch/logGroup:LogGroup";

const alarm: Props = {
  name: "workshop-ScaleUpSpotFleet",
  namespace: "AWS/ECS",
  metricName: "MemoryReservation",
  dimensions: { ClusterName: "workshop" },
  statistic: "Maximum",
  period: 60,
  evaluationPeriods: 2,
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  threshold: 20,
};

const requests = {
  id: "m1",
  metric: { namespace: "AWS/ApplicationELB", metricName: "RequestCount", period: 60, stat: "Sum" },
};

/** The scale-in alarm of a service: what is not there counts as 0. */
const filled: Props = {
  ...without(alarm, "namespace", "metricName", "dimensions", "statistic", "period"),
  metricQueries: [requests, { id: "e1", expression: "FILL(m1, 0)", returnData: true }],
};

const queries = (...metricQueries: Props[]): Props => ({ ...filled, metricQueries });

describe("account: CloudWatch alarms", () => {
  it("makes an alarm on a metric with the ARN and defaults of CloudWatch", () => {
    const { id, outputs } = make(new Account(), ALARM, alarm);
    assert.equal(id, "workshop-ScaleUpSpotFleet");
    assert.equal(outputs.arn, `arn:aws:cloudwatch:us-west-2:${ACCOUNT_ID}:alarm:workshop-ScaleUpSpotFleet`);
    assert.equal(outputs.actionsEnabled, true);
    assert.equal(outputs.treatMissingData, "missing");
    assert.equal(outputs.evaluateLowSampleCountPercentiles, "");
  });

  it("makes an alarm on an expression", () => {
    assert.deepEqual(make(new Account(), ALARM, filled).outputs.metricQueries, filled.metricQueries);
  });

  const limits: [what: string, news: Props, ...expected: string[]][] = [
    [
      "a metric and queries",
      { ...filled, ...alarm },
      'metricQueries: at most one of "namespace", "metricQueries" may be given, got "namespace", "metricQueries"',
      'metricQueries: at most one of "dimensions", "metricQueries" may be given, got "dimensions", "metricQueries"',
      'metricQueries: at most one of "period", "metricQueries" may be given, got "period", "metricQueries"',
      'metricQueries: at most one of "statistic", "metricQueries" may be given, got "statistic", "metricQueries"',
      'metricQueries: at most one of "metricName", "metricQueries", "evaluationCriteria" may be given, ' +
        'got "metricName", "metricQueries"',
    ],
    [
      "neither a metric nor queries",
      without(alarm, "metricName"),
      'metricName: one of "metricName", "metricQueries", "evaluationCriteria" must be given',
    ],
    [
      "a metric without its namespace",
      without(alarm, "namespace"),
      "namespace: missing; CloudWatch needs it for this alarm",
    ],
    ["a metric without a period", without(alarm, "period"), "period: missing; CloudWatch needs it for this alarm"],
    [
      "a metric without a statistic",
      without(alarm, "statistic"),
      'statistic: one of "statistic", "extendedStatistic" must be given',
    ],
    [
      "no operator",
      without(alarm, "comparisonOperator"),
      "comparisonOperator: missing; CloudWatch needs it for this alarm",
    ],
    [
      "no number of periods",
      without(alarm, "evaluationPeriods"),
      "evaluationPeriods: missing; CloudWatch needs it for this alarm",
    ],
    [
      "no threshold",
      without(alarm, "threshold"),
      "threshold: missing; the operator GreaterThanOrEqualToThreshold compares with it",
    ],
    [
      "a number for an operator on a band",
      { ...alarm, comparisonOperator: "GreaterThanUpperThreshold" },
      "thresholdMetricId: missing; the operator GreaterThanUpperThreshold compares with it",
    ],
    [
      "an unknown statistic",
      { ...alarm, statistic: "Max" },
      'statistic: expected one of Average, Maximum, Minimum, SampleCount, Sum, got "Max"',
    ],
    [
      "a percentile that is none",
      { ...without(alarm, "statistic"), extendedStatistic: "p101" },
      'extendedStatistic: expected a percentile such as p99.9 or a statistic such as TM(2%:98%), got "p101"',
    ],
    [
      "an unknown unit",
      { ...alarm, unit: "Requests" },
      "unit: expected one of Seconds, Microseconds, Milliseconds, Percent, Count, Count/Second, None, Bytes, " +
        "Bytes/Second, Bits, Bits/Second, Kilobytes, Kilobytes/Second, Kilobits, Kilobits/Second, Megabytes, " +
        "Megabytes/Second, Megabits, Megabits/Second, Gigabytes, Gigabytes/Second, Gigabits, Gigabits/Second, " +
        'Terabytes, Terabytes/Second, Terabits, Terabits/Second, got "Requests"',
    ],
    ["a period of 90 s", { ...alarm, period: 90 }, "period: expected 10, 20, 30 or a multiple of 60 seconds, got 90"],
    ["a period of 0 s", { ...alarm, period: 0 }, "period: expected 10, 20, 30 or a multiple of 60 seconds, got 0"],
    [
      "a look back of more than a day",
      { ...alarm, evaluationPeriods: 1441 },
      "evaluationPeriods: Metrics cannot be checked across more than a day " +
        "(EvaluationPeriods * Period must be <= 86400), got 1441 * 60",
    ],
    [
      "a look back of more than seven days",
      { ...alarm, period: 3600, evaluationPeriods: 169 },
      "evaluationPeriods: Metrics cannot be checked across more than seven days " +
        "(EvaluationPeriods * Period must be <= 604800), got 169 * 3600",
    ],
    [
      "a look back of more than a day by a query's period",
      { ...filled, evaluationPeriods: 1441 },
      "evaluationPeriods: Metrics cannot be checked across more than a day " +
        "(EvaluationPeriods * Period must be <= 86400), got 1441 * 60",
    ],
    [
      "more datapoints than periods",
      { ...alarm, datapointsToAlarm: 3 },
      "datapointsToAlarm: expected at most evaluationPeriods, which is 2, got 3",
    ],
    ["half a period", { ...alarm, evaluationPeriods: 1.5 }, "evaluationPeriods: expected a whole number, got 1.5"],
    [
      "an unknown treatment of missing data",
      { ...alarm, treatMissingData: "zero" },
      'treatMissingData: expected one of breaching, notBreaching, ignore, missing, got "zero"',
    ],
    [
      "31 dimensions",
      { ...alarm, dimensions: Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`d${i}`, "x"])) },
      `dimensions: expected between 0 and 30 elements, got ${`${JSON.stringify(
        Object.fromEntries(Array.from({ length: 31 }, (_, i) => [`d${i}`, "x"])),
      ).slice(0, 117)}...`}`,
    ],
    [
      "an action that is no ARN",
      { ...alarm, alarmActions: ["scale-up"] },
      'alarmActions[0]: expected an ARN, got "scale-up"',
    ],
    [
      "six actions",
      { ...alarm, okActions: Array.from({ length: 6 }, (_, i) => `arn:aws:sns:us-west-2:1:t${i}`) },
      `okActions: expected between 0 and 5 elements, got ${JSON.stringify(
        Array.from({ length: 6 }, (_, i) => `arn:aws:sns:us-west-2:1:t${i}`),
      ).slice(0, 117)}...`,
    ],
    [
      "an id in capitals",
      queries({ ...requests, id: "M1", returnData: true }),
      'metricQueries[0].id: expected a lower-case letter and then letters, digits and underscores, got "M1"',
    ],
    [
      "a metric's statistic that is none",
      queries({ ...requests, metric: { ...requests.metric, stat: "Total" }, returnData: true }),
      "metricQueries[0].metric.stat: expected one of Average, Maximum, Minimum, SampleCount, Sum or a percentile " +
        'such as p99, got "Total"',
    ],
    [
      "a metric without a namespace",
      queries({ ...requests, metric: without(requests.metric, "namespace"), returnData: true }),
      "metricQueries[0].metric.namespace: missing; a metric is named by it and by its metricName",
    ],
    [
      "a query that is a metric and an expression",
      queries({ ...requests, expression: "1", returnData: true }),
      'metricQueries[0]: exactly one of "expression", "metric" must be given',
    ],
    [
      "a query that is neither",
      queries({ id: "m1", returnData: true }),
      'metricQueries[0]: exactly one of "expression", "metric" must be given',
    ],
    [
      "an expression on an id that is not there",
      queries(requests, { id: "e1", expression: "FILL(m2, 0)", returnData: true }),
      `metricQueries[1].expression: Error in expression 'e1': "m2" is the id of no metric query; there are m1, e1`,
    ],
    [
      "an expression on itself",
      queries(requests, { id: "e1", expression: "m1 + e1", returnData: true }),
      'metricQueries[1].expression: the expression "e1" depends on itself',
    ],
    [
      "a search",
      queries({ id: "e1", expression: "SUM(SEARCH('{AWS/ECS}', 'Sum', 60))", returnData: true }),
      "metricQueries[0].expression: SEARCH is not supported on Metric Alarms.",
    ],
    [
      "an id given twice",
      queries(requests, { ...requests, returnData: true }),
      'metricQueries: the id "m1" is given more than once',
    ],
    [
      "no query that returns data",
      queries(requests),
      "metricQueries: exactly one metric query must have returnData true, got none",
    ],
    [
      "two queries that return data",
      queries({ ...requests, returnData: true }, { id: "e1", expression: "m1 * 2", returnData: true }),
      "metricQueries: exactly one metric query must have returnData true, got m1, e1",
    ],
    [
      "eleven metrics",
      queries(...Array.from({ length: 11 }, (_, i) => ({ ...requests, id: `m${i}` })), {
        id: "e1",
        expression: "SUM(METRICS())",
        returnData: true,
      }),
      "metricQueries: expected at most 10 metrics, got 11",
    ],
    [
      "a band that returns no data",
      {
        ...without(queries({ ...requests, returnData: true }), "threshold"),
        comparisonOperator: "GreaterThanUpperThreshold",
        thresholdMetricId: "ad1",
      },
      "thresholdMetricId: Metrics list must contain exactly one metric matching the ThresholdMetricId parameter; " +
        '"ad1" returns no data',
    ],
  ];
  for (const [what, news, ...expected] of limits) {
    it(`refuses ${what}`, () => assert.deepEqual(failures(ALARM, news), expected));
  }

  it("accepts an anomaly detector's band, percentiles, words and numbers in expressions", () => {
    const band: Props = {
      ...without(filled, "threshold"),
      comparisonOperator: "GreaterThanUpperThreshold",
      thresholdMetricId: "ad1",
      metricQueries: [
        { ...requests, metric: { ...requests.metric, stat: "p99.9" }, returnData: true },
        { id: "ad1", expression: "ANOMALY_DETECTION_BAND(m1, 2)", returnData: true },
      ],
    };
    assert.deepEqual(failures(ALARM, band), []);
    const expression = "IF(m1 > 1e3 AND HOUR(m1) < 9, m1 / PERIOD(m1), 0.5)";
    assert.deepEqual(failures(ALARM, queries(requests, { id: "e1", expression, returnData: true })), []);
  });

  it("looks back a day at a minute, and seven days at an hour", () => {
    assert.deepEqual(failures(ALARM, { ...alarm, evaluationPeriods: 1440 }), []);
    assert.deepEqual(failures(ALARM, { ...alarm, period: 3600, evaluationPeriods: 168 }), []);
  });

  it("passes over what is not known yet", () => {
    const news = { ...alarm, alarmActions: [UNKNOWN], dimensions: { ClusterName: UNKNOWN }, threshold: UNKNOWN };
    assert.deepEqual(failures(ALARM, news), []);
    assert.deepEqual(failures(ALARM, { ...filled, metricQueries: UNKNOWN }), []);
  });

  it("replaces an alarm for its name only", () => {
    assert.deepEqual(replaces(ALARM, alarm, { name: "other" }), ["name"]);
    assert.deepEqual(replaces(ALARM, alarm, { threshold: 30, period: 300, dimensions: { ClusterName: "x" } }), []);
  });

  it("refuses to overwrite the alarm of another owner", () => {
    const account = new Account();
    make(account, ALARM, alarm);
    assert.equal(
      refusal(() => make(account, ALARM, { ...alarm, threshold: 30 })),
      "ResourceConflict: The alarm workshop-ScaleUpSpotFleet exists already. CloudWatch would overwrite it without " +
        "a word; give this one a name of its own.",
    );
  });

  const scaling = `arn:aws:autoscaling:us-west-2:${ACCOUNT_ID}:scalingPolicy:1:resource/ec2/spot-fleet-request/sfr-1:policyName/up`;

  it("refuses an action of ours that does not exist", () => {
    assert.equal(
      refusal(() => make(new Account(), ALARM, { ...alarm, alarmActions: [scaling] })),
      `ValidationError: The alarm action ${scaling} does not exist.`,
    );
  });

  it("takes a scaling policy, and leaves AWS's own actions to AWS", () => {
    const policy = { type: "aws:appautoscaling/policy:Policy", id: "up", outputs: { arn: scaling } };
    const alarmActions = [scaling, "arn:aws:automate:us-west-2:ec2:stop"];
    const { outputs } = make(accountWith(policy), ALARM, { ...alarm, alarmActions });
    assert.deepEqual(outputs.alarmActions, alarmActions);
  });

  it("changes an alarm in place, and sees no change in another order of actions", () => {
    const account = new Account();
    const made = make(account, ALARM, alarm);
    assert.equal(change(account, ALARM, made, { threshold: 30 }).threshold, 30);
    const actions = (...alarmActions: string[]): Props => ({ ...alarm, alarmActions });
    assert.equal(account.diff(ALARM, actions("a", "b"), actions("b", "a")).changes, false);
  });

  it("counts alarms against CloudWatch's limit", () => {
    const account = new Account();
    account.raiseQuota("cloudwatch-alarms", 0);
    assert.match(
      refusal(() => make(account, ALARM, alarm)),
      /^LimitExceeded: The quota "Alarms per Region" \(cloudwatch-alarms\) is 0; 0 in use, 1 more asked for\./,
    );
  });
});

describe("account: CloudWatch log groups", () => {
  const logs: Props = { name: "/workshop/cats" };

  it("makes a log group with the ARN and defaults of CloudWatch Logs", () => {
    const { id, outputs } = make(new Account(), LOGS, logs);
    assert.equal(id, "/workshop/cats");
    assert.equal(outputs.arn, `arn:aws:logs:us-west-2:${ACCOUNT_ID}:log-group:/workshop/cats`);
    assert.equal(outputs.retentionInDays, 0);
    assert.equal(outputs.logGroupClass, "STANDARD");
    assert.equal(outputs.deletionProtectionEnabled, false);
  });

  const limits: [by: Props, expected: string][] = [
    [{ name: "a b" }, 'name: expected 1 to 512 letters, digits and the characters . - _ / #, got "a b"'],
    [
      { retentionInDays: 10 },
      "retentionInDays: expected one of 0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, " +
        "1827, 2192, 2557, 2922, 3288, 3653, got 10",
    ],
    [{ logGroupClass: "CHEAP" }, 'logGroupClass: expected one of STANDARD, INFREQUENT_ACCESS, DELIVERY, got "CHEAP"'],
    [{ kmsKeyId: "alias/unicorns" }, 'kmsKeyId: expected the ARN of a KMS key, got "alias/unicorns"'],
  ];
  for (const [by, expected] of limits) {
    it(`refuses ${JSON.stringify(by)}`, () => assert.deepEqual(failures(LOGS, { ...logs, ...by }), [expected]));
  }

  it("puts 26 digits behind a name prefix", () => {
    const { id, outputs } = make(new Account(), LOGS, { namePrefix: "/workshop/" });
    assert.match(id, /^\/workshop\/\d{26}$/);
    assert.deepEqual([outputs.name, outputs.namePrefix], [id, "/workshop/"]);
  });

  it("refuses a name of 513 characters and takes one of 512", () => {
    assert.deepEqual(failures(LOGS, { name: "x".repeat(512) }), []);
    assert.equal(failures(LOGS, { name: "x".repeat(513) }).length, 1);
  });

  it("refuses a name that is taken", () => {
    const account = new Account();
    make(account, LOGS, logs);
    assert.equal(
      refusal(() => make(account, LOGS, logs)),
      "ResourceAlreadyExistsException: The specified log group already exists",
    );
  });

  it("refuses a key that does not exist", () => {
    const kmsKeyId = `arn:aws:kms:us-west-2:${ACCOUNT_ID}:key/1`;
    assert.equal(
      refusal(() => make(new Account(), LOGS, { ...logs, kmsKeyId })),
      `InvalidParameterException: The specified KMS key does not exist or is not allowed to be used: ${kmsKeyId}`,
    );
  });

  it("keeps a log group that is protected, and leaves one that is to be retained", () => {
    const guarded = new Account();
    make(guarded, LOGS, { ...logs, deletionProtectionEnabled: true });
    assert.equal(
      refusal(() => guarded.delete(LOGS, "/workshop/cats", options)),
      "OperationAbortedException: The log group /workshop/cats is protected from deletion; " +
        "set deletionProtectionEnabled to false first.",
    );
    const kept = new Account();
    make(kept, LOGS, { ...logs, skipDestroy: true });
    kept.delete(LOGS, "/workshop/cats", options);
    assert.equal(kept.records(LOGS).length, 1);
  });

  it("replaces a log group for its name and class, and changes its retention in place", () => {
    assert.deepEqual(replaces(LOGS, logs, { name: "other" }), ["name"]);
    assert.deepEqual(replaces(LOGS, logs, { logGroupClass: "INFREQUENT_ACCESS" }), ["logGroupClass"]);
    assert.deepEqual(replaces(LOGS, logs, { retentionInDays: 7 }), []);
  });
});

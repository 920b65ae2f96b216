import { AwsError, type Reference, type Rule, type TypeDefinition } from "../../model";
import { text } from "../read";
import { alarmFailures, isPeriod } from "./alarmChecks";
import { metricQueryFailures } from "./metricQueries";
import { EXTENDED_STATISTIC, STATISTICS, UNITS } from "./units";

const name: Rule = { length: [1, 255] };
const namespace: Rule = {
  all: [{ length: [1, 255] }, { pattern: /^[^:]/, is: "a namespace that does not begin with :" }],
};
const dimensions: Rule = { items: [0, 30] };
const dimension: Rule = { length: [1, 1024] };
const actions: Rule = { items: [0, 5] };
const action: Rule = { pattern: /^arn:aws:[a-z0-9-]+:[^:]*:[^:]*:.+$/, is: "an ARN" };
const period: Rule = {
  test: (value) =>
    isPeriod(value) ? undefined : `expected 10, 20, 30 or a multiple of 60 seconds, got ${JSON.stringify(value)}`,
};

/** An action of ours must exist; what AWS itself answers (`arn:aws:automate:…`, Systems Manager) is left to it. */
const actionReference = (path: string): Reference => ({
  path,
  to: ["aws:appautoscaling/policy:Policy", "aws:autoscaling/policy:Policy", "aws:sns/topic:Topic"],
  by: "arn",
  except: (arn) => !/^arn:aws:(autoscaling|sns):/.test(arn),
  missing: (arn) => new AwsError("ValidationError", `The alarm action ${arn} does not exist.`),
});

const ACTIONS = ["alarmActions", "okActions", "insufficientDataActions"];

export const metricAlarm: TypeDefinition = {
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  noun: "alarm",
  // AWS::CloudWatch::Alarm's registry schema and the provider's own validation.
  rules: {
    name,
    alarmDescription: { length: [0, 1024] },
    comparisonOperator: {
      oneOf: [
        ...["GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"],
        ...["LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"],
      ],
    },
    evaluationPeriods: { range: [1, Number.POSITIVE_INFINITY] },
    datapointsToAlarm: { range: [1, Number.POSITIVE_INFINITY] },
    evaluationInterval: { range: [10, 3600] },
    metricName: name,
    namespace,
    period,
    statistic: { oneOf: STATISTICS },
    extendedStatistic: {
      pattern: EXTENDED_STATISTIC,
      is: "a percentile such as p99.9 or a statistic such as TM(2%:98%)",
    },
    unit: { oneOf: UNITS },
    dimensions,
    "dimensions.*": dimension,
    treatMissingData: { oneOf: ["breaching", "notBreaching", "ignore", "missing"] },
    evaluateLowSampleCountPercentiles: { oneOf: ["evaluate", "ignore"] },
    thresholdMetricId: name,
    ...Object.fromEntries(
      ACTIONS.flatMap((list) => [
        [list, actions],
        [`${list}[*]`, action],
      ]),
    ),
    "metricQueries[*].id": {
      pattern: /^[a-z]\w{0,254}$/,
      is: "a lower-case letter and then letters, digits and underscores",
    },
    "metricQueries[*].expression": { length: [1, 2048] },
    "metricQueries[*].period": period,
    "metricQueries[*].metric.metricName": name,
    "metricQueries[*].metric.namespace": namespace,
    "metricQueries[*].metric.period": period,
    "metricQueries[*].metric.unit": { oneOf: UNITS },
    "metricQueries[*].metric.dimensions": dimensions,
    "metricQueries[*].metric.dimensions.*": dimension,
    "metricQueries[*].metric.stat": {
      test: (value) =>
        STATISTICS.includes(String(value)) || EXTENDED_STATISTIC.test(String(value))
          ? undefined
          : `expected one of ${STATISTICS.join(", ")} or a percentile such as p99, got ${JSON.stringify(value)}`,
    },
  },
  exactlyOneOf: [["metricName", "metricQueries", "evaluationCriteria"]],
  conflicts: [
    ...["namespace", "dimensions", "period", "statistic", "extendedStatistic"].map((one) => [one, "metricQueries"]),
    ["statistic", "extendedStatistic"],
    ["threshold", "thresholdMetricId"],
  ],
  check: (inputs) => [...alarmFailures(inputs), ...metricQueryFailures(inputs)],
  autoName: { property: "name", maxLength: 255 },
  defaults: { actionsEnabled: true, treatMissingData: "missing" },
  replaces: ["name"],
  sets: [...ACTIONS, "metricQueries"],
  computed: ["evaluateLowSampleCountPercentiles"],
  references: ACTIONS.map((list) => actionReference(`${list}[*]`)),
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      // PutMetricAlarm overwrites an alarm of that name without a word. Two stacks would then own one alarm and change
      // it to and fro, and the first `destroy` would take it from the other; so the collision is refused here.
      taken: (inputs) =>
        new AwsError(
          "ResourceConflict",
          `The alarm ${inputs.name} exists already. CloudWatch would overwrite it without a word; give this one a name of its own.`,
        ),
    },
  ],
  quotas: [
    {
      // CloudWatch's documentation names 5,000 alarms a region; Service Quotas has no code for it.
      code: "cloudwatch-alarms",
      name: "Alarms per Region",
      default: 5000,
      error: "LimitExceeded",
    },
  ],
  id: ({ inputs }) => String(inputs.name),
  outputs: ({ id, inputs, arn }) => ({
    arn: arn("cloudwatch", `alarm:${id}`),
    evaluateLowSampleCountPercentiles: inputs.evaluateLowSampleCountPercentiles ?? "",
  }),
};

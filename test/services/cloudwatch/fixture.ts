import type { Account } from "../../../local/account/account";
import type { AccountRecord, Props } from "../../../local/account/model";
import { Alarms } from "../../../local/services/cloudwatch/alarms";
import { Metrics } from "../../../local/services/cloudwatch/metrics";
import type { Events, Metric, StatisticSet } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { World } from "../../../local/services/world";
import { accountWith, without } from "../../account/support";

export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** What the tests watch: the requests of a target group. */
export const REQUESTS: Metric = {
  namespace: "AWS/ApplicationELB",
  name: "RequestCount",
  dimensions: { LoadBalancer: "app/site/1", TargetGroup: "targetgroup/cats/2" },
};

/** ARN of a scaling policy, and of a topic. */
export const POLICY_ARN =
  "arn:aws:autoscaling:us-west-2:123456789012:scalingPolicy:6d8972f3-efc8-437c-92d1-6270f29a66e7:resource/ecs/service/main/cats:policyName/out";
export const TOPIC_ARN = "arn:aws:sns:us-west-2:123456789012:pager";

/** An alarm on {@link REQUESTS}: 1,000 or more in each of two minutes. */
export function alarm(name: string, by: Props = {}): Partial<AccountRecord> {
  const inputs = {
    name,
    namespace: REQUESTS.namespace,
    metricName: REQUESTS.name,
    dimensions: { ...REQUESTS.dimensions },
    statistic: "Sum",
    period: 60,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1000,
    evaluationPeriods: 2,
    treatMissingData: "missing",
    actionsEnabled: true,
    ...by,
  };
  return { type: ALARM, id: name, inputs, outputs: { ...inputs } };
}

/** The same on an expression over {@link REQUESTS}, which is `m1` there. */
export function mathAlarm(name: string, expression: string, by: Props = {}): Partial<AccountRecord> {
  const { namespace, name: metricName, dimensions } = REQUESTS;
  const metric: Props = { namespace, metricName, dimensions: { ...dimensions }, period: 60, stat: "Sum" };
  const metricQueries: Props[] = [
    { id: "m1", metric, returnData: false },
    { id: "e1", expression, returnData: true },
  ];
  const plain = ["namespace", "metricName", "dimensions", "statistic", "period"];
  return { type: ALARM, id: name, inputs: { ...without(alarm(name).inputs ?? {}, ...plain), metricQueries, ...by } };
}

export const one = (value: number): StatisticSet => ({ sum: value, count: 1, minimum: value, maximum: value });

/** A world with alarms, and what they said. */
export interface Watched {
  account: Account;
  simulation: Simulation;
  world: World;
  metrics: Metrics;
  alarms: Alarms;
  /** `SECOND NAME STATE` of each change. */
  changes: string[];
  reasons: string[];
  /** `SECOND NAME STATE VALUE` of each action. */
  actions: string[];
  /** Requests in each minute, from the minute that begins at `from` on; null for a minute without a datapoint. */
  requests: (values: readonly (number | null)[], from?: number) => void;
}

export function watch(...records: Partial<AccountRecord>[]): Watched {
  const account = accountWith(...records);
  const simulation = new Simulation();
  const world = new World(simulation, account, "us-west-2");
  const metrics = new Metrics(world);
  const changes: string[] = [];
  const reasons: string[] = [];
  const actions: string[] = [];
  world.bus.subscribe("alarm", ({ name, state, reason }: Events["alarm"]) => {
    changes.push(`${simulation.now} ${name} ${state}`);
    reasons.push(reason);
  });
  world.bus.subscribe("alarm-action", ({ alarm: name, state, arn, value }: Events["alarm-action"]) =>
    actions.push(`${simulation.now} ${name} ${state} ${arn === TOPIC_ARN ? "topic" : "policy"} ${value ?? "-"}`),
  );
  const alarms = new Alarms(world, metrics);
  const requests = (values: readonly (number | null)[], from = 0): void => {
    values.forEach((value, i) => {
      const at = from + i * 60;
      if (value !== null) simulation.at(at + 60, () => metrics.put(REQUESTS, at, 60, one(value)));
    });
  };
  return { account, simulation, world, metrics, alarms, changes, reasons, actions, requests };
}

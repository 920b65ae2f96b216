import type { PolicyArgs as ScalingPolicyArgs } from "@pulumi/aws/appautoscaling/policy";
import type { PolicyArgs as GroupPolicyArgs } from "@pulumi/aws/autoscaling/policy";
import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm";
import type { PolicyResource } from "@pulumi/policy";
import type { Unwrap } from "@pulumi/pulumi";
import { dependenciesOf, givenOutput } from "../given";
import { referredTo } from "../references";
import type { StackContext, StackResource } from "../rule";
import { autoscalingPolicy, metricAlarm, scalingPolicy } from "../types";
import { isMissing, items, type Seen, UNKNOWN } from "../values";
import { groupStepScalingOf, type StepScaling, stepScalingOf } from "./steps";

export type Alarm = StackResource<Unwrap<MetricAlarmArgs>>;

type Stack = Pick<StackContext<unknown>, "all">;
type Policy = StackResource<Unwrap<ScalingPolicyArgs> | Unwrap<GroupPolicyArgs>>;

/** A step scaling policy of either kind. */
export interface StepPolicy {
  resource: PolicyResource;
  scaling: StepScaling;
  /** What it scales: the same text for the same target; undefined where that is not known. */
  target?: string;
}

/** The actions of an alarm, by the state that starts them. */
export const ACTIONS = ["alarmActions", "okActions", "insufficientDataActions"] as const;
export type Actions = (typeof ACTIONS)[number];

/** An alarm that starts a policy. */
export interface Feed {
  alarm: Alarm;
  actions: Actions;
  policy: StepPolicy;
}

/** How alarms and step scaling policies of a stack hang together. */
export interface Feeds {
  policies: readonly StepPolicy[];
  feeds: readonly Feed[];
  /** Lists of actions that may name policies besides. */
  open: readonly { alarm: Alarm; actions: Actions }[];
}

/** A value, or where it is not known, what it is made of. */
function identity(resource: PolicyResource, property: string, value: unknown): string | undefined {
  if (typeof value === "string" && value !== "") return value;
  if (value !== UNKNOWN) return undefined;
  const urns = dependenciesOf(resource, property);
  return urns.length > 0 ? [...new Set(urns)].sort().join(" ") : undefined;
}

function stepPolicies({ all }: Stack): Map<PolicyResource, StepPolicy> {
  const policies = new Map<PolicyResource, StepPolicy>();
  for (const { resource, props } of all(scalingPolicy)) {
    const scaling = stepScalingOf(props);
    const id = identity(resource, "resourceId", props.resourceId);
    const dimension = identity(resource, "scalableDimension", props.scalableDimension);
    if (scaling) policies.set(resource, { resource, scaling, target: id && dimension && `${dimension} of ${id}` });
  }
  for (const { resource, props } of all(autoscalingPolicy)) {
    const scaling = groupStepScalingOf(props);
    const target = identity(resource, "autoscalingGroupName", props.autoscalingGroupName);
    if (scaling) policies.set(resource, { resource, scaling, target });
  }
  return policies;
}

/** What an alarm calls a policy. */
const arnOf = ({ props }: Policy): readonly (Seen<string> | undefined)[] => [(props as { arn?: Seen<string> }).arn];

/** Which alarms of a stack start which of its step scaling policies. */
export function feedsOf(stack: Stack): Feeds {
  const policies = stepPolicies(stack);
  // Of all kinds, for an alarm that names another one names none of these.
  const candidates: Policy[] = [...stack.all(scalingPolicy), ...stack.all(autoscalingPolicy)];
  const feeds: Feed[] = [];
  const open: { alarm: Alarm; actions: Actions }[] = [];
  for (const alarm of stack.all(metricAlarm)) {
    for (const actions of ACTIONS) {
      const list: Seen<readonly unknown[]> | undefined = givenOutput(alarm.resource, actions, alarm.props[actions]);
      if (isMissing(list)) continue;
      const values: readonly Seen<string>[] = Array.isArray(list) ? list : [UNKNOWN];
      const named = referredTo({ resource: alarm.resource, property: actions, values }, candidates, arnOf);
      for (const { resource } of named) {
        const policy = policies.get(resource);
        if (policy) feeds.push({ alarm, actions, policy });
      }
      // An unknown action comes from one of the policies that the list depends on, or from a topic.
      const from = dependenciesOf(alarm.resource, actions);
      const meant = candidates.filter((one) => from.includes(one.resource.urn) && !named.includes(one));
      if (values.includes(UNKNOWN) && (from.length === 0 || meant.length > 0)) open.push({ alarm, actions });
    }
  }
  return { policies: [...policies.values()], feeds, open };
}

/** What an alarm watches, in itself or through metric math. */
export interface Watched {
  /** Path of the metric's name. */
  property: string;
  namespace: unknown;
  metricName: unknown;
  statistic: unknown;
  dimensions: unknown;
  /** The top-level property that holds the dimensions. */
  top: "dimensions" | "metricQueries";
  /** The query's id, where it is one. */
  id?: Seen<string>;
}

/** Whether an alarm watches by metric math of which nothing is known. */
export function isUnknownMath({ resource, props }: Alarm): boolean {
  return givenOutput(resource, "metricQueries", props.metricQueries) === UNKNOWN;
}

/** The metrics that an alarm watches. */
export function watchedBy({ resource, props }: Alarm): Watched[] {
  if (!isMissing(givenOutput(resource, "metricName", props.metricName))) {
    const { namespace, metricName, dimensions, statistic, extendedStatistic } = props;
    const stat = isMissing(statistic) ? extendedStatistic : statistic;
    return [{ property: "metricName", namespace, metricName, statistic: stat, dimensions, top: "dimensions" }];
  }
  return items(props.metricQueries).flatMap(([i, { id, metric }]) => {
    if (isMissing(metric) || metric === UNKNOWN) return [];
    const { namespace, metricName, stat, dimensions } = metric;
    const property = `metricQueries[${i}].metric.metricName`;
    const own = { property, namespace, metricName, statistic: stat, dimensions, top: "metricQueries" as const };
    return [{ ...own, id: typeof id === "string" || id === UNKNOWN ? id : undefined }];
  });
}

/** On which side of its threshold an alarm is in ALARM, and whether at the threshold too. */
export interface Side {
  side: "above" | "below";
  inclusive: boolean;
}

const SIDES: Readonly<Record<string, Side>> = {
  GreaterThanOrEqualToThreshold: { side: "above", inclusive: true },
  GreaterThanThreshold: { side: "above", inclusive: false },
  LessThanOrEqualToThreshold: { side: "below", inclusive: true },
  LessThanThreshold: { side: "below", inclusive: false },
};

/** Undefined for alarms of anomalies, and where the operator is not known. */
export function sideOf({ props }: Alarm): Side | undefined {
  const operator = props.comparisonOperator;
  return typeof operator === "string" && Object.hasOwn(SIDES, operator) ? SIDES[operator] : undefined;
}

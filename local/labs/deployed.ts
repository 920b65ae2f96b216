import type { AccountRecord, Props } from "../account/model";
import { get } from "../account/paths";
import { SPOT_FLEET } from "../account/types/ec2/capacity";
import { number, objects, text, texts } from "../account/types/read";
import { type TaskSpec, taskSpecOf } from "../services/ecs/taskSpec";
import type { World } from "../services/world";

/*
 * What the deployed resources say that a lab looks at. Nothing here knows a number of the workshop's: a stack with other
 * settings answers otherwise.
 */

const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const TARGET = "aws:appautoscaling/target:Target";
const POLICY = "aws:appautoscaling/policy:Policy";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** A scaling policy and the alarm that invokes it. */
export interface Scaling {
  direction: "out" | "in";
  policy: string;
  alarm: AccountRecord;
  /** The alarm's. */
  threshold: number;
  /** What one invocation adds, or takes away as a negative number, in the order of the policy's steps. */
  adjustments: number[];
}

/** The stack's Spot fleet. Throws where there is none: the labs begin with it. */
export function fleetOf(world: World): AccountRecord {
  const [fleet] = world.records(SPOT_FLEET);
  if (!fleet) throw new Error("The stack has no Spot fleet: it is deployed up to lab 0, and labs begin with lab 1.");
  return fleet;
}

/** The id under which Application Auto Scaling knows a fleet. */
export function fleetResourceId(fleet: AccountRecord): string {
  return `spot-fleet-request/${fleet.id}`;
}

/** The services, in order of creation. */
export function servicesOf(world: World): AccountRecord[] {
  return world.records(SERVICE);
}

/** What a revision of a task definition asks for, by its ARN; undefined where it is not deployed. */
export function revisionOf(world: World, arn: string | undefined): TaskSpec | undefined {
  const record = world.records(TASK_DEFINITION).find(({ outputs }) => outputs.arn === arn);
  return record && taskSpecOf(record);
}

/** What the revision that a service runs asks for. */
export function currentRevision(world: World, { inputs }: AccountRecord): TaskSpec | undefined {
  return revisionOf(world, text(inputs, "taskDefinition"));
}

/** The service whose name ends in this one after the stack's. Throws where there is none. */
export function serviceNamed(world: World, name: string): AccountRecord {
  const service = servicesOf(world).find((one) => nameOf(one).endsWith(`-${name}`));
  if (!service) throw new Error(`The stack has no service ${name}.`);
  return service;
}

/** The id under which Application Auto Scaling knows a service. */
export function serviceResourceId(service: AccountRecord): string {
  const cluster = text(service.inputs, "cluster")?.split("/").pop() ?? "";
  return `service/${cluster}/${nameOf(service)}`;
}

/** The services that scale, in order of creation. */
export function scaledServicesOf(world: World): AccountRecord[] {
  return servicesOf(world).filter((service) => boundsOf(world, serviceResourceId(service)) !== undefined);
}

/** A resource's name. */
export function nameOf(record: AccountRecord): string {
  return text(record.outputs, "name") ?? record.id;
}

/** The target group that a service registers its tasks in. */
export function targetGroupOf(service: AccountRecord): string | undefined {
  return texts(service.inputs, "loadBalancers[*].targetGroupArn")[0];
}

/** Between how many tasks or instances something may scale, or undefined where it does not. */
export function boundsOf(world: World, resourceId: string): { min: number; max: number } | undefined {
  const target = scalableTarget(world, resourceId);
  if (!target) return undefined;
  return { min: number(target.inputs, "minCapacity") ?? 0, max: number(target.inputs, "maxCapacity") ?? 0 };
}

/** The scalable target of a service or a fleet. */
export function scalableTarget(world: World, resourceId: string): AccountRecord | undefined {
  return world.records(TARGET).find(({ inputs }) => text(inputs, "resourceId") === resourceId);
}

/** How something scales: its policies that an alarm invokes, scaling out first. */
export function scalingsOf(world: World, resourceId: string): Scaling[] {
  const found = world
    .records(POLICY)
    .filter(({ inputs }) => text(inputs, "resourceId") === resourceId)
    .flatMap((policy) => scalingOf(world, policy));
  return found.sort((a, b) => (a.direction === b.direction ? 0 : a.direction === "out" ? -1 : 1));
}

/** The one that scales out, or in. Throws where there is none. */
export function scalingOfDirection(world: World, resourceId: string, direction: "out" | "in"): Scaling {
  const found = scalingsOf(world, resourceId).find((scaling) => scaling.direction === direction);
  if (!found) throw new Error(`${resourceId} has no scaling policy with an alarm that scales it ${direction}.`);
  return found;
}

function scalingOf(world: World, policy: AccountRecord): Scaling[] {
  const arn = text(policy.outputs, "arn") ?? "";
  const alarm = world.records(ALARM).find(({ inputs }) => texts(inputs, "alarmActions[*]").includes(arn));
  const threshold = alarm && number(alarm.inputs, "threshold");
  const steps = objects(policy.inputs, "stepScalingPolicyConfiguration.stepAdjustments");
  const adjustments = steps.flatMap((step: Props) => number(step, "scalingAdjustment") ?? []);
  if (!alarm || threshold === undefined || adjustments.length === 0) return [];
  const direction = (adjustments[0] ?? 0) > 0 ? "out" : "in";
  return [{ direction, policy: nameOf(policy), alarm, threshold, adjustments }];
}

/** The highest price that a fleet pays for an instance, in dollars an hour; undefined for the on-demand price. */
export function bidOf(fleet: AccountRecord): number | undefined {
  const bid = text(fleet.inputs, "spotPrice");
  return bid === undefined ? undefined : Number(bid);
}

/** Seconds that an alarm needs at least, from the first breaching datapoint's minute on. */
export function alarmSeconds(alarm: AccountRecord): number {
  const needed = number(alarm.inputs, "datapointsToAlarm") ?? number(alarm.inputs, "evaluationPeriods") ?? 1;
  const period =
    number(alarm.inputs, "period") ?? (get(alarm.inputs, "metricQueries[*].metric.period") as number) ?? 60;
  return needed * period;
}

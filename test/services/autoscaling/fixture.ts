import type { Account } from "../../../local/account/account";
import type { AccountRecord, Props } from "../../../local/account/model";
import { ApplicationAutoScaling } from "../../../local/services/autoscaling/applicationAutoScaling";
import type { Events } from "../../../local/services/events";
import { Simulation } from "../../../local/services/kernel/simulation";
import { World } from "../../../local/services/world";
import { accountWith } from "../../account/support";

export const TARGET = "aws:appautoscaling/target:Target";
export const POLICY = "aws:appautoscaling/policy:Policy";
export const SERVICE = "aws:ecs/service:Service";
export const FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";

const FLEET_ID = "sfr-73fbd2ce-aa30-494c-8788-1cee4EXAMPLE";
const CATS: Props = {
  serviceNamespace: "ecs",
  resourceId: "service/main/cats",
  scalableDimension: "ecs:service:DesiredCount",
};
const FLEET_TARGET: Props = {
  serviceNamespace: "ec2",
  resourceId: `spot-fleet-request/${FLEET_ID}`,
  scalableDimension: "ec2:spot-fleet-request:TargetCapacity",
};

export const policyArn = (name: string): string =>
  `arn:aws:autoscaling:us-west-2:123456789012:scalingPolicy:1:policyName/${name}`;

/** Steps as `FROM..TO: ADJUSTMENT`, relative to the threshold; an end that is left out is infinite. */
export function steps(adjustments: Record<string, number>): Props[] {
  return Object.entries(adjustments).map(([range, scalingAdjustment]) => {
    const [lower, upper] = range.split("..");
    return {
      ...(lower ? { metricIntervalLowerBound: lower } : {}),
      ...(upper ? { metricIntervalUpperBound: upper } : {}),
      scalingAdjustment,
    };
  });
}

/** A policy of the ECS service `cats`, or of the fleet. */
export function policy(
  name: string,
  adjustments: Record<string, number>,
  by: Props = {},
  of: "cats" | "fleet" = "cats",
): Partial<AccountRecord> {
  const stepScalingPolicyConfiguration: Props = {
    adjustmentType: "ChangeInCapacity",
    cooldown: 300,
    stepAdjustments: steps(adjustments),
    ...by,
  };
  const target = of === "cats" ? CATS : FLEET_TARGET;
  return {
    type: POLICY,
    id: name,
    inputs: { name, policyType: "StepScaling", ...target, stepScalingPolicyConfiguration },
    outputs: { arn: policyArn(name) },
  };
}

/** The ECS service `cats` on the cluster `main`, and its scalable target; from 2 to 100 tasks unless told. */
export function cats(desiredCount: number, by: Props = {}): Partial<AccountRecord>[] {
  const inputs = { ...CATS, minCapacity: 2, maxCapacity: 100, ...by };
  const cluster = "arn:aws:ecs:us-west-2:123456789012:cluster/main";
  return [
    // Of the same name, on another cluster and on the default one: to be left alone.
    { type: SERVICE, id: "other", inputs: { desiredCount: 1 }, outputs: { name: "cats", cluster: `${cluster}-2` } },
    { type: SERVICE, id: "default", inputs: { desiredCount: 1 }, outputs: { name: "cats" } },
    { type: SERVICE, id: "cats", inputs: { desiredCount }, outputs: { name: "cats", cluster, desiredCount } },
    { type: TARGET, id: String(CATS.resourceId), inputs, outputs: { ...inputs, suspendedState: {} } },
  ];
}

/** A fleet, and its scalable target; from 3 to 10 instances. */
export function fleet(targetCapacity: number): Partial<AccountRecord>[] {
  const inputs = { ...FLEET_TARGET, minCapacity: 3, maxCapacity: 10 };
  return [
    { type: FLEET, id: FLEET_ID, inputs: { targetCapacity }, outputs: { targetCapacity } },
    { type: TARGET, id: String(FLEET_TARGET.resourceId), inputs, outputs: inputs },
  ];
}

/** Everything that Application Auto Scaling said, and a way to invoke it. */
export interface Scaled {
  account: Account;
  simulation: Simulation;
  world: World;
  /** `SECOND POLICY FROM>TO`, and the reason where nothing was scaled. */
  lines: string[];
  events: (Events["scaling"] & { at: number })[];
  /** At a second, a policy's alarm is in ALARM with a value. Threshold: 20, unless told. */
  invoke: (second: number, name: string, value?: number, threshold?: number) => void;
  record: (id: string) => AccountRecord;
}

export function scaled(...records: Partial<AccountRecord>[]): Scaled {
  const account = accountWith(...records);
  const simulation = new Simulation();
  const world = new World(simulation, account, "us-west-2");
  new ApplicationAutoScaling(world);
  const lines: string[] = [];
  const events: Scaled["events"] = [];
  world.bus.subscribe("scaling", (event) => {
    const reason = event.status === "NotScaled" ? ` ${event.reason ?? "no code"}` : "";
    lines.push(`${simulation.now} ${event.policy || event.cause} ${event.from}>${event.to}${reason}`);
    events.push({ ...event, at: simulation.now });
  });
  return {
    account,
    simulation,
    world,
    lines,
    events,
    invoke: (second, name, value, threshold = 20) => {
      const action = { alarm: `${name}-alarm`, state: "ALARM" as const, arn: policyArn(name), value, threshold };
      simulation.at(second, () => world.bus.publish("alarm-action", action));
    },
    record: (id) => {
      const found = account.records().find((one) => one.id === id);
      if (!found) throw new Error(`There is no record ${id}.`);
      return found;
    },
  };
}

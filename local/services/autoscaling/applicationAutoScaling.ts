import { type AccountRecord, AwsError, type Props } from "../../account/model";
import { get } from "../../account/paths";
import { POLICY, TARGET, targetKey } from "../../account/types/appautoscaling/namespaces";
import { number, text } from "../../account/types/read";
import { isObject } from "../../account/values";
import type { AlarmAction, ScalingEvent } from "../events";
import { SCALING_ACTION } from "../times";
import type { World } from "../world";
import { type Cooldown, largest, type Proposal, propose, type Situation, within } from "./proposal";
import { capacityOf, type Scalable, scalableOf } from "./scalable";
import { stepScalingOf } from "./stepScaling";

/** A policy that an alarm has called. */
interface Invocation {
  policy: AccountRecord;
  action: AlarmAction;
}

/**
 * Moves the size of ECS services and Spot fleets as step scaling policies say when alarms invoke them. What is invoked within
 * SCALING_ACTION seconds is decided together, and the policy that gives the largest capacity wins. Each decision publishes one
 * `scaling` event; its words are those of docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scaling-activities.html
 *
 * A target's bounds hold from when it is registered or its bounds are changed: then, and only then, its capacity is brought
 * within them without a policy. A decision is made and the capacity set at the same moment, at which the cooldown starts;
 * AWS starts it when the scaling activity has completed, which may be later.
 *
 * AWS "applies your specified aggregation type to the most recent metric data points", and does not say to how many: here it
 * is the newest that the alarm evaluated, for which all aggregation types give the same.
 */
export class ApplicationAutoScaling {
  /** By {@link targetKey}, of the policies invoked since its last decision. */
  private readonly invoked = new Map<string, Invocation[]>();
  /** By {@link targetKey}, that of the newest activity, over or not. */
  private readonly cooldowns = new Map<string, Cooldown>();

  /** @throws AwsError for a deployed policy that is not a step scaling policy */
  constructor(private readonly world: World) {
    world.records(POLICY).forEach(requireStepScaling);
    for (const target of world.records(TARGET)) this.register(target);
    world.bus.subscribe("alarm-action", (action) => this.invoke(action));
    world.bus.subscribe("resource", ({ record, change }) => {
      if (record.type === POLICY && change === "created") requireStepScaling(record);
      if (record.type !== TARGET) return;
      if (change === "created") this.register(record);
      else this.forget(record);
    });
    world.bus.subscribe("change", ({ record, name }) => {
      if (record.type === TARGET && ["minCapacity", "maxCapacity"].includes(name)) this.register(record);
    });
  }

  /** Brings a target's capacity within the bounds that were set, a moment later. */
  private register(target: AccountRecord): void {
    this.world.simulation.after(SCALING_ACTION, () => {
      const scalable = this.world.records(TARGET).includes(target) ? scalableOf(this.world, target) : undefined;
      if (!scalable) return;
      const from = capacityOf(scalable);
      const to = within(from, boundsOf(target));
      if (to === from) return;
      const cause = `${to > from ? "minimum" : "maximum"} capacity was set to ${to}`;
      this.scale(target, scalable, { policy: "", from, to, cause, status: "Successful" });
    });
  }

  private forget(target: AccountRecord): void {
    this.invoked.delete(targetKey(target.inputs));
    this.cooldowns.delete(targetKey(target.inputs));
  }

  private invoke(action: AlarmAction): void {
    const policy = this.world.records(POLICY).find(({ outputs }) => outputs.arn === action.arn);
    if (!policy) return;
    const key = targetKey(policy.inputs);
    const waiting = this.invoked.get(key);
    if (waiting) {
      waiting.push({ policy, action });
      return;
    }
    this.invoked.set(key, [{ policy, action }]);
    this.world.simulation.after(SCALING_ACTION, () => this.decide(key));
  }

  private decide(key: string): void {
    const invocations = this.invoked.get(key) ?? [];
    this.invoked.delete(key);
    const target = this.world.records(TARGET).find(({ inputs }) => targetKey(inputs) === key);
    const scalable = target && scalableOf(this.world, target);
    const [first] = invocations;
    if (!first || !target || !scalable) return;
    const situation = this.situationOf(target, scalable);
    const proposals = invocations.flatMap((invocation) => {
      const proposal = proposalOf(invocation, situation);
      return proposal ? [{ invocation, proposal }] : [];
    });
    const best = largest(proposals);
    this.carryOut(target, scalable, situation, best?.invocation ?? first, best?.proposal);
  }

  private carryOut(
    target: AccountRecord,
    scalable: Scalable,
    situation: Situation,
    { policy, action }: Invocation,
    proposal: Proposal | undefined,
  ): void {
    const from = situation.capacity;
    const to = proposal?.capacity ?? from;
    const name = text(policy.inputs, "name") ?? policy.id;
    const cause = `monitor alarm ${action.alarm} in state ${action.state} triggered policy ${name}`;
    const activity = { policy: name, from, to, cause };
    if (to === from) {
      this.publish(target, { ...activity, status: "NotScaled", ...(proposal?.reason && { reason: proposal.reason }) });
      return;
    }
    this.cooldowns.set(targetKey(target.inputs), {
      until: this.world.simulation.now + stepScalingOf(configurationOf(policy)).cooldown,
      added: to > from ? (situation.cooldown?.added ?? 0) + to - from : 0,
    });
    this.scale(target, scalable, { ...activity, status: "Successful" });
  }

  private scale(target: AccountRecord, scalable: Scalable, event: Omit<ScalingEvent, "resourceId">): void {
    this.publish(target, event);
    this.world.set(scalable.record, scalable.property, event.to);
  }

  private publish(target: AccountRecord, event: Omit<ScalingEvent, "resourceId">): void {
    this.world.bus.publish("scaling", { resourceId: target.id, ...event });
  }

  private situationOf(target: AccountRecord, scalable: Scalable): Situation {
    const cooldown = this.cooldowns.get(targetKey(target.inputs));
    return {
      capacity: capacityOf(scalable),
      ...boundsOf(target),
      cooldown: cooldown && this.world.simulation.now < cooldown.until ? cooldown : undefined,
      isScaleInSuspended: get(target.outputs, "suspendedState.dynamicScalingInSuspended") === true,
      isScaleOutSuspended: get(target.outputs, "suspendedState.dynamicScalingOutSuspended") === true,
    };
  }
}

function proposalOf({ policy, action }: Invocation, situation: Situation): Proposal | undefined {
  return propose(stepScalingOf(configurationOf(policy)), action.value, action.threshold, situation);
}

function configurationOf({ inputs }: AccountRecord): Props {
  const configuration = get(inputs, "stepScalingPolicyConfiguration");
  return isObject(configuration) ? configuration : {};
}

function boundsOf({ inputs }: AccountRecord): { minCapacity: number; maxCapacity: number } {
  return {
    minCapacity: number(inputs, "minCapacity") ?? 0,
    maxCapacity: number(inputs, "maxCapacity") ?? Number.POSITIVE_INFINITY,
  };
}

/** The other types bring their own alarms, or forecasts. */
function requireStepScaling({ id, inputs }: AccountRecord): void {
  const type = text(inputs, "policyType") ?? "StepScaling";
  if (type === "StepScaling") return;
  throw new AwsError(
    "UnsupportedOperation",
    `The scaling policy ${id}: the services on this machine know StepScaling only, got ${type}.`,
  );
}

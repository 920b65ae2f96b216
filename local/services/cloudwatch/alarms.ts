import type { AccountRecord } from "../../account/model";
import { texts } from "../../account/types/read";
import type { AlarmState } from "../events";
import { EPOCH } from "../kernel/simulation";
import { ALARM_EVALUATION, METRIC_DELAY, METRIC_PERIOD } from "../times";
import type { World } from "../world";
import { evaluate, type Verdict } from "./evaluation";
import type { Metrics } from "./metrics";
import { reasonOf } from "./reason";
import { lookBack, valuesOf, type Watch, watchOf } from "./watch";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** Which actions belong to which state. */
const ACTIONS: Record<AlarmState, string> = {
  ALARM: "alarmActions",
  OK: "okActions",
  INSUFFICIENT_DATA: "insufficientDataActions",
};

/** What is known of an alarm between two evaluations. */
interface Standing {
  state: AlarmState;
  reason: string;
  /** Whether it came into its state by a change; an alarm is made in INSUFFICIENT_DATA, which is none. */
  hasChanged: boolean;
}

/**
 * Evaluates every deployed alarm once a minute, on the datapoints that can be seen by then. An alarm's actions are invoked
 * when it changes its state, those of scaling policies again each minute that it stays in it, unless its actions are
 * disabled: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 *
 * A period longer than a minute ends at the last full minute and slides with it, as AWS's histories of alarms show.
 */
export class Alarms {
  private standings = new Map<string, Standing>();

  /** @throws AwsError for a deployed alarm that is not modelled */
  constructor(
    private readonly world: World,
    private readonly metrics: Metrics,
  ) {
    for (const record of world.records(ALARM)) this.prepare(record);
    world.bus.subscribe("resource", ({ record, change }) => {
      if (record.type === ALARM && change === "created") this.prepare(record);
    });
    world.simulation.every(METRIC_PERIOD, () => this.evaluateAll(), ALARM_EVALUATION);
  }

  /** The state of an alarm; undefined where there is no such alarm. */
  state(name: string): AlarmState | undefined {
    return this.standings.get(name)?.state;
  }

  /** Why it is in its state, in CloudWatch's words. */
  reason(name: string): string | undefined {
    return this.standings.get(name)?.reason;
  }

  /** Refuses now what could not be evaluated later. */
  private prepare(record: AccountRecord): void {
    valuesOf(record, watchOf(record), this.metrics, 0);
    this.standings.set(record.id, {
      state: "INSUFFICIENT_DATA",
      reason: "Unchecked: Initial alarm creation",
      hasChanged: false,
    });
  }

  private evaluateAll(): void {
    const end = Math.floor((this.world.simulation.now - METRIC_DELAY) / METRIC_PERIOD) * METRIC_PERIOD;
    const deployed = this.world.records(ALARM);
    const names = new Set(deployed.map(({ id }) => id));
    for (const name of this.standings.keys()) if (!names.has(name)) this.standings.delete(name);
    for (const record of deployed) this.evaluateOne(record, end);
  }

  private evaluateOne(record: AccountRecord, end: number): void {
    const standing = this.standings.get(record.id);
    if (!standing) return;
    const watch = watchOf(record);
    this.metrics.keep(lookBack(watch) + METRIC_PERIOD);
    const verdict = evaluate(valuesOf(record, watch, this.metrics, end), watch);
    const before = standing.state;
    const state = verdict.state ?? before;
    if (state !== before) {
      const timeOf = (age: number): Date => new Date(EPOCH + (end - age * watch.period) * 1000);
      standing.state = state;
      standing.reason = reasonOf(state, verdict, watch, timeOf);
      standing.hasChanged = true;
      this.world.bus.publish("alarm", { name: record.id, state, before, reason: standing.reason });
    }
    if (standing.hasChanged) this.invoke(record, watch, verdict, state, state !== before);
  }

  private invoke(record: AccountRecord, watch: Watch, verdict: Verdict, state: AlarmState, isNew: boolean): void {
    if (record.inputs.actionsEnabled === false) return;
    for (const arn of texts(record.inputs, `${ACTIONS[state]}[*]`)) {
      if (!isNew && !isScaling(arn)) continue;
      this.world.bus.publish("alarm-action", {
        alarm: record.id,
        state,
        arn,
        value: verdict.points[0]?.value,
        threshold: watch.threshold,
      });
    }
  }
}

function isScaling(arn: string): boolean {
  return /^arn:aws:autoscaling:[^:]*:[^:]*:scalingPolicy:/.test(arn);
}

import type { AccountRecord } from "../../account/model";
import { text } from "../../account/types/read";
import type { MetricSink } from "../cloudwatch/metricSink";
import { METRIC_PERIOD } from "../times";
import type { World } from "../world";

export const EVENT_RULE = "aws:cloudwatch/eventRule:EventRule";
export const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";

/** A rule's name. */
export function ruleName({ outputs, id }: AccountRecord): string {
  return text(outputs, "name") ?? id;
}

/**
 * Invokes every target of a rule, counts that in the rule's metrics and tells it on the bus.
 *
 * @param invoke Returns why a target could not be invoked, or nothing.
 */
export function invokeTargets(
  world: World,
  metrics: MetricSink,
  record: AccountRecord,
  invoke: (target: AccountRecord) => string[],
): void {
  const rule = ruleName(record);
  const count = (name: string) => {
    const at = Math.floor(world.simulation.now / METRIC_PERIOD) * METRIC_PERIOD;
    const metric = { namespace: "AWS/Events", name, dimensions: { RuleName: rule } };
    metrics.put(metric, at, METRIC_PERIOD, { sum: 1, count: 1, minimum: 1, maximum: 1 });
  };
  count("TriggeredRules");
  for (const target of world.records(EVENT_TARGET)) {
    if (text(target.inputs, "rule") !== rule) continue;
    count("Invocations");
    const failures = invoke(target);
    if (failures.length > 0) count("FailedInvocations");
    world.bus.publish("rule", { rule, targetId: text(target.inputs, "targetId") ?? "", failures });
  }
}

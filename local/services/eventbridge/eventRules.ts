import type { AccountRecord, Props } from "../../account/model";
import { NULL_VERSION } from "../../account/s3/objects";
import { parseJson, text } from "../../account/types/read";
import { isObject } from "../../account/values";
import type { MetricSink } from "../cloudwatch/metricSink";
import { EVENT_DELIVERY, S3_EVENT } from "../times";
import type { World } from "../world";
import { executionStatusChange } from "./executionEvents";
import { meetsPattern } from "./pattern";
import { EVENT_RULE, invokeTargets } from "./targets";
import { taskStateChange, type Versions } from "./taskEvents";

const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";

/** Invokes a target of a rule with an event. Returns why it could not, or nothing. */
export type Invoke = (target: AccountRecord, event: Props, rule: AccountRecord) => string[];

/** What an event's delivery may have around it. */
export interface DeliveryOptions {
  /** Puts what could not be delivered into a queue, for a rule. Default: it is lost. */
  deadLetter?: (queueArn: string, ruleArn: string, body: string) => void;
  /**
   * Seconds after which an event of ECS's is delivered, once or several times: ECS promises no more than that it comes at
   * least once, in any order. Default: once, after EVENT_DELIVERY.
   */
  taskDeliveries?: (event: Props) => number[];
}

/**
 * EventBridge's rules with an event pattern, on the default bus. Events come from the services that are modelled: S3, of
 * buckets that notify EventBridge, ECS, of its tasks, and Step Functions, of its executions.
 *
 * What fails is counted and told, and goes to the target's dead-letter queue if it has one. It is not tried again: what can
 * fail here is that a target is not there or may not be invoked, for which EventBridge does not try again either.
 *
 * docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html and ev-events.html,
 * docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
 */
export class EventRules {
  private readonly versions: Versions = new Map();

  /** @param targets What invokes a target, by the service in its ARN, for example `codepipeline`. */
  constructor(
    private readonly world: World,
    private readonly metrics: MetricSink,
    private readonly targets: Readonly<Record<string, Invoke>>,
    private readonly options: DeliveryOptions = {},
  ) {
    const { simulation } = world;
    world.bus.subscribe("task", (task) => {
      if (!this.isHeard("aws.ecs")) return;
      const event = taskStateChange(world, this.versions, task);
      const delays = options.taskDeliveries?.(event) ?? [EVENT_DELIVERY];
      for (const delay of delays) simulation.after(delay, () => this.deliver(event));
    });
    world.bus.subscribe("execution", (execution) => {
      if (!this.isHeard("aws.states")) return;
      simulation.after(EVENT_DELIVERY, () => this.deliver(executionStatusChange(execution)));
    });
    world.bus.subscribe("object-created", ({ bucket, key, versionId, size }) => {
      if (!this.notifies(bucket)) return;
      const detail = {
        version: "0",
        bucket: { name: bucket },
        // A bucket that keeps no versions has none to name.
        object: { key, size, ...(versionId !== NULL_VERSION && { "version-id": versionId }) },
        reason: "PutObject",
      };
      world.simulation.after(S3_EVENT, () => {
        this.deliver({
          source: "aws.s3",
          "detail-type": "Object Created",
          resources: [`arn:aws:s3:::${bucket}`],
          detail,
        });
      });
    });
  }

  /** Delivers an event to whatever rule it meets. @param event Without what EventBridge itself adds. */
  deliver(event: Props): void {
    const { simulation, region, account } = this.world;
    const whole: Props = {
      version: "0",
      id: this.world.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
      account: account.state.accountId,
      time: simulation.time,
      region,
      ...event,
    };
    for (const rule of this.world.records(EVENT_RULE)) {
      const pattern = parseJson(text(rule.inputs, "eventPattern") ?? "");
      if (!isObject(pattern) || text(rule.outputs, "state") === "DISABLED" || !meetsPattern(pattern, whole)) continue;
      this.invoke(rule, whole);
    }
  }

  private invoke(rule: AccountRecord, event: Props): void {
    invokeTargets(this.world, this.metrics, rule, (target) => {
      const service = text(target.inputs, "arn")?.split(":")[2] ?? "";
      const invoke = this.targets[service];
      const failures = invoke ? invoke(target, event, rule) : [`targets of ${service} are not modelled`];
      const queue = text(target.inputs, "deadLetterConfig.arn");
      if (failures.length > 0 && queue !== undefined) {
        this.options.deadLetter?.(queue, String(rule.outputs.arn), JSON.stringify(event));
      }
      return failures;
    });
  }

  /** Whether any rule asks for events of a source: of the others, which are many, none is made. */
  private isHeard(source: string): boolean {
    return this.world.records(EVENT_RULE).some(({ inputs }) => text(inputs, "eventPattern")?.includes(source));
  }

  private notifies(bucket: string): boolean {
    return this.world
      .records(NOTIFICATION)
      .some(({ inputs }) => inputs.bucket === bucket && inputs.eventbridge === true);
  }
}

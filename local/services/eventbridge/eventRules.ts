import type { AccountRecord, Props } from "../../account/model";
import { NULL_VERSION } from "../../account/s3/objects";
import { given, parseJson, text } from "../../account/types/read";
import { isObject } from "../../account/values";
import type { MetricSink } from "../cloudwatch/metricSink";
import { EVENT_DELIVERY, S3_EVENT } from "../times";
import type { World } from "../world";
import { executionStatusChange } from "./executionEvents";
import { meetsPattern } from "./pattern";
import { EVENT_RULE, invokeTargets } from "./targets";
import { TaskChanges, taskStateChange } from "./taskEvents";

const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";

/** What a target may get instead of the event. A pipeline gets nothing anyway. */
const INPUTS = ["input", "inputPath", "inputTransformer"];

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
  private readonly changes = new TaskChanges();

  /** @param targets What invokes a target, by the service in its ARN, for example `codepipeline`. */
  constructor(
    private readonly world: World,
    private readonly metrics: MetricSink,
    private readonly targets: Readonly<Record<string, Invoke>>,
    private readonly options: DeliveryOptions = {},
  ) {
    const { simulation } = world;
    world.bus.subscribe("task", (task) => {
      const change = this.changes.of(task, simulation.time);
      if (!this.isHeard("aws.ecs", "ECS Task State Change")) return;
      const event = this.whole(taskStateChange(world, change, task));
      const delays = options.taskDeliveries?.(event) ?? [EVENT_DELIVERY];
      for (const delay of delays) simulation.after(delay, () => this.route(event));
    });
    world.bus.subscribe("execution", (execution) => {
      if (!this.isHeard("aws.states", "Step Functions Execution Status Change")) return;
      const event = this.whole(executionStatusChange(execution));
      simulation.after(EVENT_DELIVERY, () => this.route(event));
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

  /** Delivers an event of now to whatever rule it meets. @param event Without what EventBridge itself adds. */
  deliver(event: Props): void {
    this.route(this.whole(event));
  }

  /** An event with what all of them have. It is the same one however often it is delivered. */
  private whole(event: Props): Props {
    const { simulation, region, account } = this.world;
    return {
      version: "0",
      id: this.world.hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
      account: account.state.accountId,
      time: simulation.time,
      region,
      ...event,
    };
  }

  private route(event: Props): void {
    for (const [rule, pattern] of this.patterns()) {
      if (meetsPattern(pattern, event)) this.invoke(rule, event);
    }
  }

  private invoke(rule: AccountRecord, event: Props): void {
    invokeTargets(this.world, this.metrics, rule, (target) => {
      const failures = this.failuresOf(rule, target, event);
      const queue = text(target.inputs, "deadLetterConfig.arn");
      if (failures.length > 0 && queue !== undefined) {
        this.options.deadLetter?.(queue, String(rule.outputs.arn), JSON.stringify(event));
      }
      return failures;
    });
  }

  private failuresOf(rule: AccountRecord, target: AccountRecord, event: Props): string[] {
    const service = text(target.inputs, "arn")?.split(":")[2] ?? "";
    const invoke = this.targets[service];
    if (!invoke) return [`targets of ${service} are not modelled`];
    const changed = service !== "codepipeline" && INPUTS.find((name) => given(target.inputs, name));
    return changed ? [`${changed} of a target is not modelled`] : invoke(target, event, rule);
  }

  /** Whether any rule asks for such events: of the others, which are many, none is made. */
  private isHeard(source: string, type: string): boolean {
    const event = { source, "detail-type": type };
    return this.patterns().some(([, pattern]) => {
      const known = Object.entries(pattern).filter(([name]) => name in event);
      return meetsPattern(Object.fromEntries(known), event);
    });
  }

  /** The rules that are enabled and have a pattern. */
  private patterns(): [rule: AccountRecord, pattern: Props][] {
    return this.world.records(EVENT_RULE).flatMap((rule): [AccountRecord, Props][] => {
      const pattern = parseJson(text(rule.inputs, "eventPattern") ?? "");
      return isObject(pattern) && text(rule.outputs, "state") !== "DISABLED" ? [[rule, pattern]] : [];
    });
  }

  private notifies(bucket: string): boolean {
    return this.world
      .records(NOTIFICATION)
      .some(({ inputs }) => inputs.bucket === bucket && inputs.eventbridge === true);
  }
}

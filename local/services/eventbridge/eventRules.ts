import type { AccountRecord, Props } from "../../account/model";
import { NULL_VERSION } from "../../account/s3/objects";
import { parseJson, text } from "../../account/types/read";
import { isObject } from "../../account/values";
import type { MetricSink } from "../cloudwatch/metricSink";
import { S3_EVENT } from "../times";
import type { World } from "../world";
import { meetsPattern } from "./pattern";
import { EVENT_RULE, invokeTargets } from "./targets";

const NOTIFICATION = "aws:s3/bucketNotification:BucketNotification";

/** Invokes a target with an event. Returns why it could not, or nothing. */
export type Invoke = (target: AccountRecord, event: Props) => string[];

/**
 * EventBridge's rules with an event pattern, on the default bus. Events come from the services that are modelled: S3, of
 * buckets that notify EventBridge. What fails is counted and told, and not tried again.
 *
 * docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html and ev-events.html
 */
export class EventRules {
  /** @param targets What invokes a target, by the service in its ARN, for example `codepipeline`. */
  constructor(
    private readonly world: World,
    private readonly metrics: MetricSink,
    private readonly targets: Readonly<Record<string, Invoke>>,
  ) {
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
      return invoke ? invoke(target, event) : [`targets of ${service} are not modelled`];
    });
  }

  private notifies(bucket: string): boolean {
    return this.world
      .records(NOTIFICATION)
      .some(({ inputs }) => inputs.bucket === bucket && inputs.eventbridge === true);
  }
}

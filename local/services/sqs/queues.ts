import { authorize } from "../../account/iam/authorize";
import { ROLE } from "../../account/iam/principal";
import { lets } from "../../account/iam/service";
import type { AccountRecord } from "../../account/model";
import { number, text } from "../../account/types/read";
import type { MetricSink } from "../cloudwatch/metricSink";
import { METRIC_PERIOD } from "../times";
import type { World } from "../world";

const QUEUE = "aws:sqs/queue:Queue";

/** Of a message, where the queue does not say; the provider's default for `maxMessageSize`. */
const MOST_BYTES = 262_144;

/** Who sends: a role, or a service of AWS's on behalf of something. */
export type Sender = { role: string } | { service: string; sourceArn: string };

/**
 * SQS, as far as others put messages into queues. Nobody takes them out again: the queues here are for what was given up.
 * The number of messages is a metric once a minute.
 */
export class Queues {
  constructor(
    private readonly world: World,
    private readonly metrics: MetricSink = { put: () => {} },
  ) {
    world.simulation.every(METRIC_PERIOD, () => this.publish());
  }

  /**
   * Puts a message into a queue. Returns why it could not, in SQS's words, or undefined.
   * docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
   */
  send(by: Sender, queueArn: string, body: string): string | undefined {
    const record = this.find(queueArn);
    if (!record) return `The specified queue does not exist: ${queueArn}`;
    if (!this.isAllowed(by, record)) return `Access to the resource ${queueArn} is denied.`;
    if (record.inputs.fifoQueue === true) return "The request must contain the parameter MessageGroupId.";
    const most = number(record.inputs, "maxMessageSize") ?? MOST_BYTES;
    if (Buffer.byteLength(body) > most) {
      return `One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`;
    }
    record.hidden = { ...record.hidden, messages: [...this.messages(queueArn), body] };
    return undefined;
  }

  /** The bodies of a queue's messages, the oldest first. */
  messages(queueArn: string): string[] {
    const { messages } = this.find(queueArn)?.hidden ?? {};
    return Array.isArray(messages) ? messages.map(String) : [];
  }

  private isAllowed(by: Sender, { outputs }: AccountRecord): boolean {
    const { account } = this.world;
    const resource = String(outputs.arn);
    const resourcePolicy = text(outputs, "policy") || undefined;
    const action = "sqs:SendMessage";
    if ("role" in by) {
      // A role that is gone can do nothing.
      if (!account.records(ROLE).some((role) => role.outputs.arn === by.role)) return false;
      return authorize(account, { principal: by.role, action, resource, resourcePolicy }).allowed;
    }
    return lets(resourcePolicy, { ...by, action, resource, accountId: account.state.accountId });
  }

  private find(queueArn: string): AccountRecord | undefined {
    return this.world.records(QUEUE).find(({ outputs }) => outputs.arn === queueArn);
  }

  private publish(): void {
    const at = this.world.simulation.now - METRIC_PERIOD;
    if (at < 0) return;
    for (const { outputs } of this.world.records(QUEUE)) {
      const count = this.messages(String(outputs.arn)).length;
      const metric = {
        namespace: "AWS/SQS",
        name: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: String(outputs.name) },
      };
      this.metrics.put(metric, at, METRIC_PERIOD, { sum: count, count: 1, minimum: count, maximum: count });
    }
  }
}

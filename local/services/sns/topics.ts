import { type Caller, requireAllowed } from "../../account/actions/caller";
import { fieldsOf } from "../../account/actions/input";
import { AwsError, type Props } from "../../account/model";
import { text } from "../../account/types/read";
import { uuid } from "../../account/types/uuid";
import { isObject } from "../../account/values";
import type { TaskHandler } from "../stepfunctions/branch";
import { TaskError } from "../stepfunctions/errors";
import type { World } from "../world";

const TOPIC = "aws:sns/topic:Topic";

/** What is understood of Publish. */
const FIELDS = ["Message", "MessageAttributes", "Subject", "TopicArn"];

/** What Step Functions passes on: docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html */
const TASK_FIELDS = [
  ...FIELDS,
  "MessageStructure",
  "PhoneNumber",
  "TargetArn",
  "MessageDeduplicationId",
  "MessageGroupId",
];

/** Bytes of a message, its attributes included: docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const MOST_BYTES = 262_144;

/** What was published. */
export interface Notification {
  topicArn: string;
  message: string;
  subject: string;
  /** String values by name. */
  attributes: Record<string, string>;
  /** Seconds of virtual time. */
  at: number;
}

/** SNS, as far as messages are published; who subscribes by e-mail is told on the bus. */
export class Topics {
  /** In order. */
  readonly published: Notification[] = [];

  constructor(private readonly world: World) {}

  /**
   * Publish.
   *
   * @throws AwsError `AuthorizationError`, `NotFound`, `InvalidParameter`, `InvalidParameterValue`
   */
  publish(caller: Caller, input: unknown): { MessageId: string } {
    const fields = fieldsOf(input);
    const unknown = Object.keys(fields).find((name) => !FIELDS.includes(name));
    if (unknown !== undefined) throw invalid(`${unknown} Reason: not modelled on this machine; leave it out`);
    const topicArn = text(fields, "TopicArn");
    if (topicArn === undefined) throw invalid("TopicArn or TargetArn Reason: no value for required parameter");
    const record = this.world.records(TOPIC).find(({ outputs }) => outputs.arn === topicArn);
    this.requirePublish(caller, topicArn, text(record?.outputs ?? {}, "policy"));
    if (!record) throw new AwsError("NotFound", "Topic does not exist");
    if (record.inputs.fifoTopic === true) {
      throw invalid("The MessageGroupId parameter is required for FIFO topics");
    }
    const message = text(fields, "Message") ?? "";
    const subject = text(fields, "Subject") ?? "";
    requireMessage(message, subject, fields);
    const attributes = attributesOf(fields);
    const notification: Notification = { topicArn, message, subject, attributes, at: this.world.simulation.now };
    this.published.push(notification);
    const { at: _, ...told } = notification;
    this.world.bus.publish("notification", told);
    return { MessageId: uuid((digits) => this.world.hex(digits)) };
  }

  /** SNS has a name of its own for the refusal, and writes its own in capitals. */
  private requirePublish(caller: Caller, resource: string, policy: string | undefined): void {
    try {
      const resourcePolicy = policy || undefined;
      requireAllowed(this.world.account, caller, { action: "SNS:Publish", resource, resourcePolicy });
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "AccessDeniedException") throw error;
      throw new AwsError("AuthorizationError", error.message);
    }
  }
}

/** Step Functions' own integration: a message that is an object is sent as JSON. */
export function snsTask(topics: Pick<Topics, "publish">): TaskHandler {
  return (caller, args) => {
    const fields = fieldsOf(args);
    const unknown = Object.keys(fields).find((name) => !TASK_FIELDS.includes(name));
    if (unknown !== undefined) {
      throw new TaskError("States.Runtime", `The field "${unknown}" is not supported by Step Functions.`);
    }
    const Message = isObject(fields.Message) ? JSON.stringify(fields.Message) : (fields.Message ?? "");
    return { ...topics.publish(caller, { ...fields, Message }) };
  };
}

/** docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function requireMessage(message: string, subject: string, fields: Props): void {
  if (message === "") throw invalid("Empty message");
  const { MessageAttributes } = fields;
  // Of an attribute, its name, its type and its value count.
  const attributes = Object.entries(isObject(MessageAttributes) ? MessageAttributes : {})
    .flatMap(([name, value]) => [name, ...Object.values(isObject(value) ? value : {})])
    .reduce((sum: number, one) => sum + Buffer.byteLength(String(one)), 0);
  if (Buffer.byteLength(message) + attributes > MOST_BYTES) throw invalid("Message too long");
  // ASCII without line breaks, not beginning with a space.
  if ("Subject" in fields && !/^[!-~][ -~]{0,99}$/.test(subject)) throw invalid("Subject");
}

/** docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html; after a dot, a type may have a label of its own. */
const ATTRIBUTE_TYPE = /^(String|Number|Binary)(\..+)?$/;

function attributesOf({ MessageAttributes }: Props): Record<string, string> {
  const given = isObject(MessageAttributes) ? MessageAttributes : {};
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const { DataType, StringValue } = isObject(value) ? value : {};
      if (!ATTRIBUTE_TYPE.test(String(DataType))) {
        throw new AwsError(
          "InvalidParameterValue",
          `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is ` +
            "Binary, Number, and String.",
        );
      }
      if (typeof StringValue !== "string" || StringValue === "") {
        throw new AwsError(
          "InvalidParameterValue",
          `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
        );
      }
      if (/^Number/.test(String(DataType)) && !Number.isFinite(Number(StringValue))) {
        throw new AwsError("InvalidParameterValue", `Could not cast message attribute '${name}' value to number.`);
      }
      return [name, StringValue];
    }),
  );
}

function invalid(what: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}

/** The e-mail addresses that hear of a topic, confirmed or not. */
export function subscribers(world: World, topicArn: string): string[] {
  return world
    .records("aws:sns/topicSubscription:TopicSubscription")
    .filter(({ inputs }) => inputs.topic === topicArn && inputs.protocol === "email")
    .flatMap(({ inputs }) => text(inputs, "endpoint") ?? []);
}

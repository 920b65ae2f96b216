import { type Caller, requireAllowed } from "../../account/actions/caller";
import { fieldsOf, requiredText } from "../../account/actions/input";
import { AwsError, type Props } from "../../account/model";
import { text } from "../../account/types/read";
import { uuid } from "../../account/types/uuid";
import { isObject } from "../../account/values";
import type { TaskHandler } from "../stepfunctions/branch";
import type { World } from "../world";

const TOPIC = "aws:sns/topic:Topic";

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
   * @throws AwsError `NotFound`, `InvalidParameter`, `AccessDeniedException`
   */
  publish(caller: Caller, input: unknown): { MessageId: string } {
    const fields = fieldsOf(input);
    const topicArn = requiredText(fields, "TopicArn");
    requireAllowed(this.world.account, caller, { action: "sns:Publish", resource: topicArn });
    if (!this.world.records(TOPIC).some(({ outputs }) => outputs.arn === topicArn)) {
      throw new AwsError("NotFound", "Topic does not exist");
    }
    const message = text(fields, "Message") ?? "";
    const subject = text(fields, "Subject") ?? "";
    requireMessage(message, subject, fields);
    const notification: Notification = {
      topicArn,
      message,
      subject,
      attributes: attributesOf(fields),
      at: this.world.simulation.now,
    };
    this.published.push(notification);
    const { at: _, ...told } = notification;
    this.world.bus.publish("notification", told);
    return { MessageId: uuid((digits) => this.world.hex(digits)) };
  }
}

/** Step Functions' own integration: a message that is an object is sent as JSON. */
export function snsTask(topics: Pick<Topics, "publish">): TaskHandler {
  return (caller, args) => {
    const fields = fieldsOf(args);
    const Message = isObject(fields.Message) ? JSON.stringify(fields.Message) : (fields.Message ?? "");
    return { ...topics.publish(caller, { ...fields, Message }) };
  };
}

/** docs.aws.amazon.com/sns/latest/api/API_Publish.html */
function requireMessage(message: string, subject: string, fields: Props): void {
  if (message === "") throw new AwsError("InvalidParameter", "Invalid parameter: Empty message");
  if (Buffer.byteLength(message) > MOST_BYTES) {
    throw new AwsError("InvalidParameter", "Invalid parameter: Message too long");
  }
  // ASCII without line breaks, not beginning with a space.
  if ("Subject" in fields && !/^[!-~][ -~]{0,99}$/.test(subject)) {
    throw new AwsError("InvalidParameter", "Invalid parameter: Subject");
  }
}

function attributesOf({ MessageAttributes }: Props): Record<string, string> {
  const given = isObject(MessageAttributes) ? MessageAttributes : {};
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const { DataType, StringValue } = isObject(value) ? value : {};
      if (typeof DataType !== "string" || typeof StringValue !== "string" || StringValue === "") {
        throw new AwsError(
          "InvalidParameterValue",
          `The message attribute '${name}' must contain a non-empty message attribute value for message attribute type '${DataType}'.`,
        );
      }
      return [name, StringValue];
    }),
  );
}

/** The e-mail addresses that hear of a topic, confirmed or not. */
export function subscribers(world: World, topicArn: string): string[] {
  return world
    .records("aws:sns/topicSubscription:TopicSubscription")
    .filter(({ inputs }) => inputs.topic === topicArn && inputs.protocol === "email")
    .flatMap(({ inputs }) => text(inputs, "endpoint") ?? []);
}

/** How SNS reaches subscribers, and what each takes for an endpoint: docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
interface Endpoint {
  form: RegExp;
  /** What the form says, in words. */
  is: string;
  /** What SNS says of another endpoint. */
  message: string;
}

const arn = (service: string, resource: string): RegExp =>
  new RegExp(`^arn:aws:${service}:[a-z0-9-]+:\\d{12}:${resource}$`);

const email: Endpoint = {
  form: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  is: "an email address",
  message: "Invalid parameter: Email address",
};

const http = (scheme: string): Endpoint => ({
  form: new RegExp(`^${scheme}://[^\\s/]+(/\\S*)?$`),
  is: `a URL that begins with ${scheme}://`,
  message: "Invalid parameter: Endpoint must match the specified protocol",
});

export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  application: {
    form: arn("sns", "endpoint/.+"),
    is: "the ARN of a mobile app's endpoint",
    message: "Invalid parameter: Application endpoint ARN",
  },
  email,
  "email-json": email,
  firehose: {
    form: arn("firehose", "deliverystream/.+"),
    is: "the ARN of a Firehose delivery stream",
    message: "Invalid parameter: Firehose endpoint ARN",
  },
  http: http("http"),
  https: http("https"),
  lambda: {
    form: arn("lambda", "function:[\\w-]+(:[\\w$-]+)?"),
    is: "the ARN of a Lambda function",
    message: "Invalid parameter: Lambda endpoint ARN",
  },
  sms: {
    form: /^\+?\d{5,15}$/,
    is: "a phone number in E.164 format",
    message: "Invalid parameter: Invalid SMS endpoint",
  },
  sqs: {
    form: arn("sqs", "[\\w-]{1,80}(\\.fifo)?"),
    is: "the ARN of an SQS queue",
    message: "Invalid parameter: SQS endpoint ARN",
  },
};

/** Protocols whose endpoint is a person or a server elsewhere, who has to confirm that it wants the messages. */
export const TO_CONFIRM = ["email", "email-json", "http", "https"];

/** Protocols that can deliver a message as it is, without SNS's envelope: docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html */
export const CAN_BE_RAW = ["firehose", "http", "https", "sqs"];

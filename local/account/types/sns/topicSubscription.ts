import {
  type AccountRecord,
  AwsError,
  type CheckFailure,
  type Context,
  type Props,
  type TypeDefinition,
} from "../../model";
import { equal, isObject } from "../../values";
import { given, parseJson, text, undecided } from "../read";
import { uuid } from "../uuid";
import { CAN_BE_RAW, ENDPOINTS, TO_CONFIRM } from "./endpoints";
import { filterPolicyFailure } from "./filterPolicy";
import { TOPIC_SUBSCRIPTION, topicReference } from "./references";

/** What Subscribe is given besides topic, protocol and endpoint. */
const ATTRIBUTES = [
  ...["deliveryPolicy", "filterPolicy", "filterPolicyScope", "rawMessageDelivery", "redrivePolicy", "replayPolicy"],
  "subscriptionRoleArn",
];

/**
 * Who gets what is published to a topic: docs.aws.amazon.com/sns/latest/api/API_Subscribe.html. A person who is to get emails
 * has to confirm that first; until then, SNS keeps the subscription pending, for two days at most, and the provider, which
 * cannot delete a pending one, forgets it.
 */
export const topicSubscription: TypeDefinition = {
  type: TOPIC_SUBSCRIPTION,
  noun: "topic subscription",
  rules: {
    protocol: { oneOf: Object.keys(ENDPOINTS) },
    confirmationTimeoutInMinutes: { range: [1, 10] },
    deliveryPolicy: { json: true },
    filterPolicy: { json: true },
    filterPolicyScope: { oneOf: ["MessageAttributes", "MessageBody"] },
    redrivePolicy: { json: true },
    replayPolicy: { json: true },
    subscriptionRoleArn: { pattern: /^arn:aws:iam::\d{12}:role\/.+$/, is: "a role's ARN" },
  },
  check: (inputs) => [...endpointFailures(inputs), ...scopeFailures(inputs)],
  defaults: { confirmationTimeoutInMinutes: 1, endpointAutoConfirms: false, rawMessageDelivery: false },
  replaces: ["endpoint", "protocol", "topic"],
  computed: ["filterPolicyScope"],
  json: ["deliveryPolicy", "filterPolicy", "redrivePolicy", "replayPolicy"],
  references: [
    topicReference("topic"),
    {
      path: "subscriptionRoleArn",
      to: "aws:iam/role:Role",
      by: "arn",
      missing: (arn) =>
        new AwsError(
          "InvalidParameter",
          `Invalid parameter: SubscriptionRoleArn Reason: The role ${arn} does not exist`,
        ),
    },
  ],
  unique: [
    {
      key: ({ topic, protocol, endpoint }) => [topic, protocol, endpoint].map(String).join("|"),
      taken,
    },
  ],
  verify: (context) => {
    requireAttributes(context.inputs);
    requireEndpoint(context);
  },
  id: ({ inputs, hex }) => `${inputs.topic}:${uuid(hex)}`,
  outputs: ({ id, inputs, accountId }) => {
    const isPending = TO_CONFIRM.includes(String(inputs.protocol)) && inputs.endpointAutoConfirms !== true;
    return {
      arn: id,
      confirmationWasAuthenticated: !isPending,
      filterPolicyScope: inputs.filterPolicyScope ?? (given(inputs, "filterPolicy") ? "MessageAttributes" : ""),
      ownerId: accountId,
      pendingConfirmation: isPending,
    };
  },
};

/** With the same attributes Subscribe hands out the subscription that is there, and two resources would own one: refused as well. */
function taken(inputs: Props, holder: AccountRecord): AwsError {
  const isSame = ATTRIBUTES.every((name) => equal(inputs[name], holder.inputs[name]));
  return new AwsError(
    "InvalidParameter",
    isSame
      ? `The subscription ${holder.id} exists already. Another resource would share it without a word.`
      : "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
  );
}

function endpointFailures(inputs: Props): CheckFailure[] {
  const protocol = text(inputs, "protocol");
  if (protocol === "firehose" && !given(inputs, "subscriptionRoleArn")) {
    return [{ property: "subscriptionRoleArn", reason: "missing; the protocol firehose needs it" }];
  }
  return [];
}

function scopeFailures(inputs: Props): CheckFailure[] {
  if (!given(inputs, "filterPolicyScope") || given(inputs, "filterPolicy") || undecided(inputs, "filterPolicy"))
    return [];
  return [{ property: "filterPolicy", reason: "missing; filterPolicyScope needs it" }];
}

/** SNS looks at the form of an endpoint, and not whether there is anybody. */
function requireEndpoint({ inputs, account }: Context): void {
  const protocol = String(inputs.protocol);
  const endpoint = text(inputs, "endpoint") ?? "";
  const { form, is, message } = ENDPOINTS[protocol] ?? { form: /^/, is: "", message: "" };
  if (!form.test(endpoint)) {
    throw new AwsError("InvalidParameter", `${message}: expected ${is}, got ${JSON.stringify(endpoint)}`);
  }
  const isFifo = account
    .records("aws:sns/topic:Topic")
    .some(({ id, inputs: { fifoTopic } }) => id === inputs.topic && fifoTopic);
  if (isFifo && protocol !== "sqs") {
    throw new AwsError(
      "InvalidParameter",
      "Invalid parameter: Invalid parameter: Endpoint Reason: Please use an SQS queue as the endpoint of a FIFO topic",
    );
  }
  if (!isFifo && endpoint.endsWith(".fifo") && protocol === "sqs") {
    throw new AwsError(
      "InvalidParameter",
      "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
    );
  }
}

function requireAttributes(inputs: Props): void {
  const refuse = (problem: string): AwsError => new AwsError("InvalidParameter", `Invalid parameter: ${problem}`);
  const protocol = String(inputs.protocol);
  const filter = text(inputs, "filterPolicy");
  const failure = filter && filterPolicyFailure(filter, inputs.filterPolicyScope === "MessageBody");
  if (failure) throw refuse(failure);
  if (inputs.rawMessageDelivery === true && !CAN_BE_RAW.includes(protocol)) {
    throw refuse(`Delivery protocol [${protocol}] does not support raw message delivery.`);
  }
  const redrive = text(inputs, "redrivePolicy");
  const policy = redrive ? parseJson(redrive) : undefined;
  if (redrive && !(isObject(policy) && /^arn:aws:sqs:[a-z0-9-]+:\d{12}:.+$/.test(String(policy.deadLetterTargetArn)))) {
    throw refuse("RedrivePolicy: deadLetterTargetArn is an invalid arn");
  }
}

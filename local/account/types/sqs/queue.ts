import {
  type AccountRecord,
  AwsError,
  type CheckFailure,
  type Context,
  type Props,
  type TypeDefinition,
} from "../../model";
import { equal, show } from "../../values";
import { removeAll } from "../ec2/cascade";
import { samePolicy } from "../iam/policyDocument";
import { notModelled } from "../notModelled";
import { given, text, undecided } from "../read";
import { QUEUE_POLICY_RULE, requireQueuePolicy } from "./policyDocument";
import { requireRedrivePolicy } from "./redrive";
import { QUEUE, QUEUE_POLICY } from "./references";

/** The provider adds 26 characters of its own to a name prefix. */
const SUFFIX = 26;

/** Inputs and the attributes of SQS that they are, which its error messages name. */
const ATTRIBUTES: Record<string, string> = {
  contentBasedDeduplication: "ContentBasedDeduplication",
  delaySeconds: "DelaySeconds",
  kmsMasterKeyId: "KmsMasterKeyId",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  policy: "Policy",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  visibilityTimeoutSeconds: "VisibilityTimeout",
};

/** A queue. Its messages are in the record's `hidden`. docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
export const queue: TypeDefinition = {
  type: QUEUE,
  noun: "queue",
  rules: {
    deduplicationScope: { oneOf: ["messageGroup", "queue"] },
    delaySeconds: { range: [0, 900] },
    fifoThroughputLimit: { oneOf: ["perQueue", "perMessageGroupId"] },
    kmsDataKeyReusePeriodSeconds: { range: [60, 86_400] },
    maxMessageSize: { range: [1024, 1_048_576] },
    messageRetentionSeconds: { range: [60, 1_209_600] },
    policy: QUEUE_POLICY_RULE,
    receiveWaitTimeSeconds: { range: [0, 20] },
    redrivePolicy: { json: true },
    visibilityTimeoutSeconds: { range: [0, 43_200] },
  },
  conflicts: [
    ["name", "namePrefix"],
    ["kmsMasterKeyId", "sqsManagedSseEnabled"],
  ],
  check: (inputs) => [...notModelled(inputs, ["redriveAllowPolicy"]), ...nameFailures(inputs), ...fifoFailures(inputs)],
  autoName: { property: "name", maxLength: 80 },
  defaults: {
    contentBasedDeduplication: false,
    delaySeconds: 0,
    fifoQueue: false,
    maxMessageSize: 262_144,
    messageRetentionSeconds: 345_600,
    receiveWaitTimeSeconds: 0,
    visibilityTimeoutSeconds: 30,
  },
  replaces: ["name", "namePrefix", "fifoQueue"],
  computed: [
    ...["deduplicationScope", "fifoThroughputLimit", "kmsDataKeyReusePeriodSeconds", "name", "namePrefix", "policy"],
    ...["redrivePolicy", "sqsManagedSseEnabled"],
  ],
  json: ["redrivePolicy"],
  equal: { policy: samePolicy },
  unique: [{ key: (inputs) => text(inputs, "name"), taken }],
  verify: (context) => {
    requireRedrivePolicy(context);
    const policy = text(context.inputs, "policy");
    if (policy !== undefined) requireQueuePolicy(context, policy, context.arn("sqs", nameOf(context)));
  },
  id: (context) => `https://sqs.${context.region}.amazonaws.com/${context.accountId}/${nameOf(context)}`,
  outputs: (context) => {
    const { account, id, inputs, arn } = context;
    const isFifo = inputs.fifoQueue === true;
    return {
      arn: arn("sqs", nameOf(context)),
      deduplicationScope: inputs.deduplicationScope ?? (isFifo ? "queue" : ""),
      fifoThroughputLimit: inputs.fifoThroughputLimit ?? (isFifo ? "perQueue" : ""),
      kmsDataKeyReusePeriodSeconds: inputs.kmsDataKeyReusePeriodSeconds ?? 300,
      kmsMasterKeyId: inputs.kmsMasterKeyId ?? "",
      name: nameOf(context),
      namePrefix: inputs.namePrefix ?? "",
      policy: policyOf(account.records(QUEUE_POLICY), id) ?? inputs.policy ?? "",
      redriveAllowPolicy: "",
      redrivePolicy: inputs.redrivePolicy ?? "",
      // SQS encrypts with its own keys where nothing else is asked for.
      sqsManagedSseEnabled: inputs.sqsManagedSseEnabled ?? !given(inputs, "kmsMasterKeyId"),
      url: id,
    };
  },
  deleted: (context) => removeAll(context, QUEUE_POLICY, ({ inputs }) => inputs.queueUrl === context.id),
};

/** What a queue policy of its own, if it has one, says. */
function policyOf(policies: readonly AccountRecord[], url: string): string | undefined {
  const policy = policies.find(({ inputs }) => inputs.queueUrl === url);
  return policy && text(policy.inputs, "policy");
}

function nameOf({ inputs, digits }: Pick<Context, "inputs" | "digits">): string {
  return (
    text(inputs, "name") ?? `${inputs.namePrefix ?? ""}${digits(SUFFIX, "name")}${inputs.fifoQueue ? ".fifo" : ""}`
  );
}

/** With the same attributes CreateQueue hands out the queue that is there, and two stacks would own one: that is refused as well. */
function taken(inputs: Props, holder: AccountRecord): AwsError {
  const [, attribute] =
    Object.entries(ATTRIBUTES).find(([property]) => !equal(inputs[property], holder.inputs[property])) ?? [];
  return new AwsError(
    "QueueAlreadyExists",
    attribute === undefined
      ? `The queue ${holder.id} exists already. Another resource would share it without a word.`
      : `A queue already exists with the same name and a different value for attribute ${attribute}`,
  );
}

function nameFailures(inputs: Props): CheckFailure[] {
  if (undecided(inputs, "fifoQueue")) return [];
  const fifo = inputs.fifoQueue === true;
  const name = text(inputs, "name");
  const prefix = text(inputs, "namePrefix");
  const pattern = fifo ? /^[\w-]{1,75}\.fifo$/ : /^[\w-]{1,80}$/;
  const characters = "letters, digits, hyphens and underscores";
  if (name !== undefined && !pattern.test(name)) {
    const allowed = fifo ? `1 to 75 ${characters}, and .fifo` : `1 to 80 ${characters}`;
    return [{ property: "name", reason: `expected ${allowed}, got ${show(name)}` }];
  }
  const longest = (fifo ? 75 : 80) - SUFFIX;
  if (prefix === undefined || (/^[\w-]+$/.test(prefix) && prefix.length <= longest)) return [];
  return [{ property: "namePrefix", reason: `expected 1 to ${longest} ${characters}, got ${show(prefix)}` }];
}

/** docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html */
function fifoFailures(inputs: Props): CheckFailure[] {
  if (undecided(inputs, "fifoQueue")) return [];
  if (inputs.fifoQueue === true) {
    return inputs.fifoThroughputLimit === "perMessageGroupId" && inputs.deduplicationScope !== "messageGroup"
      ? [{ property: "fifoThroughputLimit", reason: "perMessageGroupId needs the deduplicationScope messageGroup" }]
      : [];
  }
  const only = ["deduplicationScope", "fifoThroughputLimit"].filter((property) => given(inputs, property));
  if (inputs.contentBasedDeduplication === true) only.unshift("contentBasedDeduplication");
  return only.map((property) => ({ property, reason: "can only be set for FIFO queues" }));
}

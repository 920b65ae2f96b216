import { AwsError, type CheckFailure, type Props, type Rule, type TypeDefinition } from "../../model";
import { removeAll } from "../ec2/cascade";
import { given, text, undecided } from "../read";
import { ownersPolicy } from "./ownersPolicy";
import { TOPIC, TOPIC_POLICY, TOPIC_SUBSCRIPTION } from "./references";

const role: Rule = { pattern: /^arn:aws:iam::\d{12}:role\/.+$/, is: "a role's ARN" };
const rate: Rule = { range: [0, 100] };

/** The protocols whose deliveries SNS can log, as the provider's properties begin. */
const PROTOCOLS = ["application", "firehose", "http", "lambda", "sqs"];

export const topic: TypeDefinition = {
  type: TOPIC,
  noun: "SNS topic",
  rules: {
    ...Object.fromEntries(
      PROTOCOLS.flatMap((protocol): [string, Rule][] => [
        [`${protocol}FailureFeedbackRoleArn`, role],
        [`${protocol}SuccessFeedbackRoleArn`, role],
        [`${protocol}SuccessFeedbackSampleRate`, rate],
      ]),
    ),
    archivePolicy: { json: true },
    deliveryPolicy: { json: true },
    policy: { json: true },
    displayName: { length: [0, 100] },
    fifoThroughputScope: { oneOf: ["Topic", "MessageGroup"] },
    signatureVersion: { range: [1, 2] },
    tracingConfig: { oneOf: ["PassThrough", "Active"] },
  },
  conflicts: [["name", "namePrefix"]],
  check: topicFailures,
  autoName: { property: "name", maxLength: 256 },
  defaults: { contentBasedDeduplication: false, fifoTopic: false },
  replaces: ["name", "namePrefix", "fifoTopic"],
  computed: ["fifoThroughputScope", "name", "namePrefix", "policy", "signatureVersion", "tracingConfig"],
  json: ["archivePolicy", "deliveryPolicy", "policy"],
  unique: [
    {
      key: (inputs) => text(inputs, "name"),
      // CreateTopic refuses a name that is taken with other tags in these words. With the same tags it hands out the
      // topic that is there: two stacks would own one topic, and the first to go would take it from the other. That is
      // refused here as well.
      taken: ({ name }) =>
        new AwsError(
          "InvalidParameter",
          `Invalid parameter: Tags Reason: Topic already exists with different tags: ${name}`,
        ),
    },
  ],
  quotas: [{ code: "L-61103206", name: "Topics per account", default: 100_000, error: "TopicLimitExceeded" }],
  id: ({ arn, inputs }) => arn("sns", String(inputs.name)),
  outputs: ({ account, id, inputs, accountId }) => ({
    arn: id,
    beginningArchiveTime: "",
    fifoThroughputScope: inputs.fifoThroughputScope ?? "",
    namePrefix: inputs.namePrefix ?? "",
    owner: accountId,
    policy:
      account.records(TOPIC_POLICY).find((policy) => policy.inputs.arn === id)?.inputs.policy ??
      inputs.policy ??
      ownersPolicy(id, accountId),
    signatureVersion: inputs.signatureVersion ?? 0,
    tracingConfig: inputs.tracingConfig ?? "",
  }),
  // Its subscriptions and its policy go with it.
  deleted: (context) => {
    removeAll(context, TOPIC_SUBSCRIPTION, ({ inputs }) => inputs.topic === context.id);
    removeAll(context, TOPIC_POLICY, ({ inputs }) => inputs.arn === context.id);
  },
};

/** As the provider checks them when it plans. */
function topicFailures(inputs: Props): CheckFailure[] {
  const failures: CheckFailure[] = [];
  if (undecided(inputs, "fifoTopic")) return failures;
  const fifo = inputs.fifoTopic === true;
  const name = text(inputs, "name");
  const pattern = fifo ? /^[\w-]{1,251}\.fifo$/ : /^[\w-]{1,256}$/;
  if (name !== undefined && !pattern.test(name)) {
    const allowed = fifo
      ? "1 to 251 letters, digits, hyphens and underscores, and .fifo"
      : "1 to 256 letters, digits, hyphens and underscores";
    failures.push({ property: "name", reason: `expected ${allowed}, got ${JSON.stringify(name)}` });
  }
  const onlyFifo = ["archivePolicy", "fifoThroughputScope"].filter((property) => given(inputs, property));
  if (inputs.contentBasedDeduplication === true) onlyFifo.push("contentBasedDeduplication");
  if (!fifo) failures.push(...onlyFifo.map((property) => ({ property, reason: "can only be set for FIFO topics" })));
  return failures;
}

import { AwsError, type Context, type TypeDefinition } from "../../model";
import { report } from "../ec2/cascade";
import { samePolicy } from "../iam/policyDocument";
import { text } from "../read";
import { QUEUE_POLICY_RULE, requireQueuePolicy } from "./policyDocument";
import { ofQueue, QUEUE, QUEUE_POLICY } from "./references";

/** Who may do what with a queue: docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-creating-custom-policies.html */
export const queuePolicy: TypeDefinition = {
  type: QUEUE_POLICY,
  noun: "queue policy",
  rules: { policy: QUEUE_POLICY_RULE },
  replaces: ["queueUrl"],
  // A queue has one, and deleting the old one after the new one was made would take that away.
  deleteBeforeReplace: true,
  equal: { policy: samePolicy },
  references: [ofQueue],
  unique: [
    {
      key: ({ queueUrl }) => String(queueUrl),
      // SetQueueAttributes overwrites what is there: two resources would take turns, so the second is refused.
      taken: ({ queueUrl }) =>
        new AwsError("ResourceAlreadyExistsException", `The queue ${queueUrl} has a policy already.`),
    },
  ],
  verify: (context) => {
    const arn = queueOf(context).map(({ outputs }) => String(outputs.arn))[0] ?? "";
    requireQueuePolicy(context, text(context.inputs, "policy") ?? "", arn);
  },
  id: ({ inputs }) => String(inputs.queueUrl),
  created: show,
  updated: show,
  deleted: (context) => report(queueOf(context), () => ({ policy: "" })),
};

function queueOf({ account, inputs }: Context) {
  return account.records(QUEUE).filter(({ id }) => id === inputs.queueUrl);
}

/** The queue reports the policy that it has, whoever set it. */
function show(context: Context): void {
  report(queueOf(context), () => ({ policy: text(context.inputs, "policy") ?? "" }));
}

import { AwsError, type Context, type TypeDefinition } from "../../model";
import { report } from "../ec2/cascade";
import { samePolicy } from "../iam/policyDocument";
import { type ResourcePolicyFailure, resourcePolicyFailure } from "../iam/resourcePolicy";
import { text } from "../read";
import { ownersPolicy } from "./ownersPolicy";
import { TOPIC, TOPIC_POLICY, topicReference } from "./references";

/** Actions of a topic's policy; SNS takes no wildcards: docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html */
const ACTIONS = [
  ...["AddPermission", "DeleteTopic", "GetDataProtectionPolicy", "GetTopicAttributes", "ListSubscriptionsByTopic"],
  ...["ListTagsForResource", "Publish", "PutDataProtectionPolicy", "Receive", "RemovePermission"],
  ...["SetTopicAttributes", "Subscribe"],
].map((action) => `sns:${action.toLowerCase()}`);

/** What SNS says; it gives no reason, which is added here. */
const MESSAGES: Record<ResourcePolicyFailure["about"], string> = {
  syntax: "Policy Error: null",
  principal: "Policy Error: PrincipalNotFound",
  action: "Policy statement action out of service scope!",
  resource: "Policy Error: null",
};

/** Who may do what with a topic: docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
export const topicPolicy: TypeDefinition = {
  type: TOPIC_POLICY,
  noun: "topic policy",
  // docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
  rules: { policy: { all: [{ json: true }, { length: [1, 30_720] }] } },
  replaces: ["arn"],
  // A topic has one, and deleting the old one after the new one was made would take that away.
  deleteBeforeReplace: true,
  equal: { policy: samePolicy },
  references: [topicReference("arn")],
  unique: [
    {
      key: ({ arn }) => String(arn),
      // SetTopicAttributes overwrites what is there: two resources would take turns, so the second is refused.
      taken: ({ arn }) => new AwsError("ResourceAlreadyExistsException", `The topic ${arn} has a policy already.`),
    },
  ],
  verify: (context) => {
    const { arn, policy } = context.inputs;
    const failure = resourcePolicyFailure(context, String(policy), String(arn), (action) => ACTIONS.includes(action));
    if (!failure) return;
    throw new AwsError("InvalidParameter", `Invalid parameter: ${MESSAGES[failure.about]} ${failure.reason}`);
  },
  id: ({ inputs }) => String(inputs.arn),
  outputs: ({ accountId }) => ({ owner: accountId }),
  created: (context) => show(context, text(context.inputs, "policy") ?? ""),
  updated: (context) => show(context, text(context.inputs, "policy") ?? ""),
  // A topic without a policy of its own has the one that SNS gave it.
  deleted: (context) => show(context, ownersPolicy(String(context.inputs.arn), context.accountId)),
};

/** The topic reports the policy that it has, whoever set it. */
function show({ account, inputs }: Context, policy: string): void {
  report(
    account.records(TOPIC).filter(({ id }) => id === inputs.arn),
    () => ({ policy }),
  );
}

import { AwsError, type Context, type Rule } from "../../model";
import { resourcePolicyFailure } from "../iam/resourcePolicy";

/** docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
export const QUEUE_POLICY_RULE: Rule = { all: [{ json: true }, { length: [1, 8192] }] };

/**
 * Refuses a policy that SQS does not take.
 *
 * @param arn Of the queue.
 * @throws AwsError `InvalidAttributeValue`
 */
export function requireQueuePolicy(context: Context, document: string, arn: string): void {
  const failure = resourcePolicyFailure(context, document, arn, (action) => /^(\*|sqs:[a-z*?]+)$/.test(action));
  if (!failure) return;
  throw new AwsError("InvalidAttributeValue", `Invalid value for the parameter Policy. ${failure.reason}`);
}

import { AwsError, type Context } from "../../model";
import { isObject, isPresent } from "../../values";
import { parseJson, text } from "../read";
import { QUEUE } from "./references";

/** docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html `RedrivePolicy` */
const MOST_RECEIVES = 1000;

/**
 * Refuses a redrive policy that SQS does not take: the dead-letter queue must be there, and of the same kind.
 *
 * @throws AwsError `InvalidParameterValue`
 */
export function requireRedrivePolicy({ account, inputs, region }: Context): void {
  const document = text(inputs, "redrivePolicy");
  if (!document) return;
  const refuse = (reason: string): AwsError =>
    new AwsError(
      "InvalidParameterValue",
      `Value ${document} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
    );
  const policy = parseJson(document);
  if (!isObject(policy)) throw refuse("Redrive policy is not a valid JSON map.");
  for (const name of ["deadLetterTargetArn", "maxReceiveCount"]) {
    if (!isPresent(policy[name])) throw refuse(`Redrive policy does not contain mandatory attribute: ${name}.`);
  }
  const most = Number(policy.maxReceiveCount);
  if (!Number.isInteger(most) || most < 1 || most > MOST_RECEIVES) {
    throw refuse(
      `Invalid value for maxReceiveCount: ${policy.maxReceiveCount}, valid values are from 1 to ${MOST_RECEIVES} both inclusive.`,
    );
  }
  const dead = account
    .records(QUEUE)
    .find((queue) => queue.region === region && queue.outputs.arn === policy.deadLetterTargetArn);
  if (!dead) throw refuse("Dead letter target does not exist.");
  if ((dead.inputs.fifoQueue === true) !== (inputs.fifoQueue === true)) {
    throw refuse("Dead-letter queue must be same type of queue as the source.");
  }
}

import { AwsError, type Context } from "../../model";
import { FUNCTION } from "../lambda/references";
import { text } from "../read";
import { STATE_MACHINE } from "../sfn/stateMachine";

/**
 * Refuses a function, a state machine or a dead-letter queue that is not there. PutTargets looks at the form of ARNs alone, and
 * each event would be lost as a failed invocation; here it shows at once, in the words of the service itself.
 *
 * @throws AwsError `ResourceNotFoundException`, `StateMachineDoesNotExist`, `AWS.SimpleQueueService.NonExistentQueue`
 */
export function requireTargets({ account, inputs }: Context): void {
  const arn = text(inputs, "arn") ?? "";
  const exists = (type: string, wanted: string) => account.records(type).some(({ outputs }) => outputs.arn === wanted);
  const [, , service] = arn.split(":");
  if (service === "lambda" && !exists(FUNCTION, arn)) {
    throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`);
  }
  if (service === "states" && !exists(STATE_MACHINE, arn)) {
    throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
  }
  const queue = text(inputs, "deadLetterConfig.arn");
  if (queue !== undefined && !exists("aws:sqs/queue:Queue", queue)) {
    throw new AwsError("AWS.SimpleQueueService.NonExistentQueue", `The specified queue does not exist. (${queue})`);
  }
}

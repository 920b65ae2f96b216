import type { Props } from "../../account/model";
import type { ExecutionEvent } from "../events";
import { EPOCH } from "../kernel/simulation";

/** A change of an execution's status as Step Functions tells EventBridge: docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
export function executionStatusChange(execution: ExecutionEvent): Props {
  const { executionArn, stateMachineArn, name, status, startedAt, stoppedAt, error, cause, input, output } = execution;
  const millis = (seconds: number): number => EPOCH + Math.round(seconds * 1000);
  return {
    source: "aws.states",
    "detail-type": "Step Functions Execution Status Change",
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate: millis(startedAt),
      stopDate: stoppedAt === undefined ? null : millis(stoppedAt),
      input,
      inputDetails: { included: true },
      output: output ?? null,
      outputDetails: output === undefined ? null : { included: true },
      error: error ?? null,
      cause: cause ?? null,
    },
  };
}

import type { StateMachines } from "../services/stepfunctions/stateMachines";
import type { Handlers } from "./handlers";

/** Step Functions' name in the header that says which operation is meant. */
const PREFIX = "AWSStepFunctions";

/** Step Functions: docs.aws.amazon.com/step-functions/latest/apireference/Welcome.html */
export function stepFunctionsHandlers(machines: StateMachines): Handlers {
  return {
    [`${PREFIX}.StartExecution`]: (caller, input) => machines.start(caller, input),
    [`${PREFIX}.DescribeExecution`]: (caller, input) => machines.describe(caller, input),
    [`${PREFIX}.ListExecutions`]: (caller, input) => machines.list(caller, input),
    [`${PREFIX}.StopExecution`]: (caller, input) => machines.stop(caller, input),
    [`${PREFIX}.GetExecutionHistory`]: (caller, input) => machines.history(caller, input),
    [`${PREFIX}.DescribeStateMachine`]: (caller, input) => machines.describeStateMachine(caller, input),
  };
}

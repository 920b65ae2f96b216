import { fieldsOf } from "../../account/actions/input";
import type { TaskHandler } from "../stepfunctions/branch";
import { TaskError } from "../stepfunctions/errors";
import type { Functions } from "./functions";

/** docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
const FIELDS = ["ClientContext", "FunctionName", "InvocationType", "Payload", "Qualifier"];

/**
 * Step Functions' own integration, `arn:aws:states:::lambda:invoke`: a function that fails is the task's error, under the name
 * of what it has thrown. docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export function lambdaTask(functions: Pick<Functions, "invoke">): TaskHandler {
  return async (caller, args) => {
    const unknown = Object.keys(fieldsOf(args)).find((name) => !FIELDS.includes(name));
    if (unknown !== undefined) {
      throw new TaskError("States.Runtime", `The field "${unknown}" is not supported by Step Functions.`);
    }
    const { FunctionError, Payload, ...answer } = await functions.invoke(caller, args);
    if (FunctionError === undefined) return { ...answer, Payload };
    const { errorType } = Payload as { errorType?: string };
    throw new TaskError(errorType ?? "Lambda.Unknown", JSON.stringify(Payload));
  };
}

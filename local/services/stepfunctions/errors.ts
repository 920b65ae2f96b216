import { AwsError } from "../../account/model";

/** An error of a state's, which Retry and Catch may name. */
export class StateError extends Error {
  /**
   * @param error Its name, for example `States.Timeout`.
   * @param cause What has happened; empty where AWS says nothing.
   */
  constructor(
    readonly error: string,
    override readonly cause: string,
  ) {
    super(`${error}: ${cause}`);
  }
}

/** What a task fails with. A handler throws it under the name that Retry and Catch shall see. */
export class TaskError extends StateError {}

/** What goes wrong in a state itself; AWS puts in front of its cause which state that was. */
export class RuntimeError extends StateError {
  /** @param location The field that could not be evaluated, as `Output/count`. */
  constructor(
    error: "States.QueryEvaluationError" | "States.NoChoiceMatched" | "States.DataLimitExceeded" | "States.Runtime",
    cause: string,
    readonly location?: string,
  ) {
    super(error, cause);
  }
}

const TIMEOUTS = ["States.Timeout", "States.HeartbeatTimeout"];

/**
 * Whether a retrier or catcher is meant for an error.
 *
 * docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html: no wildcard matches States.DataLimitExceeded, and
 * States.Runtime always fails the execution. A heartbeat that did not come is a kind of time-out.
 */
export function handles(errorEquals: readonly string[], error: string): boolean {
  if (error === "States.Runtime") return false;
  if (errorEquals.includes(error)) return true;
  if (error === "States.DataLimitExceeded") return false;
  return errorEquals.some(
    (name) =>
      name === "States.ALL" ||
      (name === "States.TaskFailed" && !TIMEOUTS.includes(error)) ||
      (name === "States.Timeout" && error === "States.HeartbeatTimeout"),
  );
}

/** How Step Functions calls services: in error names, and in the words of their SDK for Java. */
const SERVICES: Record<string, readonly [prefix: string, words: string]> = {
  dynamodb: ["DynamoDB", "DynamoDb"],
  lambda: ["Lambda", "Lambda"],
  sns: ["SNS", "Sns"],
  sqs: ["SQS", "Sqs"],
  ecs: ["ECS", "Ecs"],
  "aws-sdk:route53": ["Route53", "Route53"],
  "aws-sdk:dynamodb": ["DynamoDb", "DynamoDb"],
  "aws-sdk:sns": ["Sns", "Sns"],
  "aws-sdk:ecs": ["Ecs", "Ecs"],
};

/** The service and the action of a task's resource: of `arn:aws:states:::aws-sdk:route53:getChange`, `aws-sdk:route53` and `getChange`. */
export function resourceOf(arn: string): { resourceType: string; resource: string } {
  const parts = arn.split(":").slice(5);
  return { resourceType: parts.slice(0, -1).join(":"), resource: parts.at(-1) ?? "" };
}

/**
 * What a task's failure is called: `DynamoDB.ConditionalCheckFailedException`. What is no error of AWS's is a fault of the
 * program and is thrown.
 */
export function taskErrorOf(error: unknown, arn: string, requestId: string): TaskError {
  if (error instanceof TaskError) return error;
  if (!(error instanceof AwsError)) throw error;
  const { resourceType } = resourceOf(arn);
  const last = resourceType.split(":").pop() ?? "";
  const capital = last.charAt(0).toUpperCase() + last.slice(1);
  const [prefix, words] = SERVICES[resourceType] ?? [capital, capital];
  const cause = `${error.message} (Service: ${words}, Status Code: 400, Request ID: ${requestId})`;
  // Lambda's SDK has no class for this one, so that it comes under the general name.
  if (resourceType === "lambda" && error.code === "AccessDeniedException") {
    return new TaskError("Lambda.AWSLambdaException", cause);
  }
  return new TaskError(`${prefix}.${error.code.replace(/Exception$/, "")}Exception`, cause);
}

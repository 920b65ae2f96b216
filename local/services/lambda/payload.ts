import { AwsError, type Value } from "../../account/model";
import type { Outcome } from "./sandbox";

/*
 * Bytes of what goes into a function and of what comes out: 6 MB, docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html,
 * and to the byte in Lambda's own errors, which allow a result a hundred more.
 */
const MOST_OF_EVENT = 6_291_456;
const MOST_OF_RESULT = 6_291_556;

/** @throws AwsError `RequestEntityTooLargeException` */
export function requireSize(event: Value): void {
  if (Buffer.byteLength(JSON.stringify(event)) <= MOST_OF_EVENT) return;
  throw new AwsError(
    "RequestEntityTooLargeException",
    `Request must be smaller than ${MOST_OF_EVENT} bytes for the InvokeFunction operation`,
  );
}

/** What has come of an invocation that has returned. @param json What it has returned. */
export function returned(json: string): Outcome {
  if (Buffer.byteLength(json) <= MOST_OF_RESULT) return { result: JSON.parse(json) as Value };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MOST_OF_RESULT} bytes).`;
  return { failure: { errorType: "Function.ResponseSizeTooLarge", errorMessage } };
}

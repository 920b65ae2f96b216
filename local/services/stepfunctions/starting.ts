import { AwsError, type Props } from "../../account/model";
import { parseJson, text } from "../../account/types/read";

/** The most bytes of an execution's input. */
const MOST_INPUT = 262_144;

/** The seconds for which an execution, and so its name, is remembered after its end: docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const RETENTION = 90 * 24 * 3600;

/**
 * The input of an execution, as JSON text.
 *
 * docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 *
 * @throws AwsError `InvalidExecutionInput`, `ValidationException`
 */
export function inputOf(fields: Props): string {
  const input = text(fields, "input") ?? "{}";
  if (Buffer.byteLength(input) > MOST_INPUT) {
    throw tooLong("input", MOST_INPUT);
  }
  if (parseJson(input) === undefined) {
    throw new AwsError(
      "InvalidExecutionInput",
      "Invalid State Machine Execution Input: 'The input is not valid JSON.'",
    );
  }
  return input;
}

/**
 * Throws for what no execution may be called.
 *
 * @throws AwsError `InvalidName`, `ValidationException`
 */
export function requireName(name: string): void {
  if (name.length > 80) throw tooLong("name", 80);
  // White space, brackets, wildcards, special characters and control characters.
  const isBad = /[\s<>{}[\]?*"#%\\^|~`$&,;:/]|\p{Cc}|[\ufffe\uffff]|\p{Cs}/u.test(name);
  if (isBad || name === "") throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
}

/**
 * Throws for an ARN that is not one of this kind.
 *
 * @throws AwsError `InvalidArn`
 */
export function requireArn(arn: string, kind: "stateMachine" | "execution"): void {
  const [, found] = /^arn:aws:states:[^:]+:\d{12}:([^:]+):.+$/.exec(arn) ?? [];
  if (found === kind) return;
  const why = found === undefined ? "Invalid ARN prefix" : "Resource type not valid in this context";
  throw new AwsError("InvalidArn", `Invalid Arn: '${why}: ${found ?? arn}'`);
}

/** A text that is at most so long. */
export function shortText(fields: Props, name: string, most: number): string | undefined {
  const value = text(fields, name);
  if (value !== undefined && value.length > most) throw tooLong(name, most);
  return value;
}

function tooLong(name: string, most: number): AwsError {
  return new AwsError(
    "ValidationException",
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
  );
}

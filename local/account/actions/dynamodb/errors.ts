import { AwsError, type Value } from "../../model";
import { DetailedAwsError } from "../detailedError";
import type { AttributeMap } from "./attributeValue";

/** A request that DynamoDB refuses as it is. */
export function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** As {@link invalid}, with the words that DynamoDB has for most values that it refuses. */
export function invalidParameter(message: string): AwsError {
  return invalid(`One or more parameter values were invalid: ${message}`);
}

/** A value of another JSON type than the API's model has for it. `type` is that type's name in AWS's words: String, Boolean. */
export function wrongType(value: Value | undefined, type: string): AwsError {
  return new AwsError("SerializationException", reason(value, type));
}

function reason(value: Value | undefined, type: string): string {
  if (Array.isArray(value)) return `Unrecognized collection type class java.lang.${type}`;
  if (typeof value === "object") return "Start of structure or map found where not expected";
  if (typeof value === "boolean") return `${value ? "TRUE" : "FALSE"}_VALUE cannot be converted to ${type}`;
  if (typeof value === "string") return `STRING_VALUE cannot be converted to ${type}`;
  return `${Number.isInteger(value) ? "NUMBER" : "DECIMAL"}_VALUE cannot be converted to ${type}`;
}

/**
 * A condition that does not hold.
 *
 * @param item What is there, where the request asked to be told. Left out where nothing is.
 */
export function conditionFailed(item: AttributeMap | undefined): AwsError {
  return new DetailedAwsError(
    "ConditionalCheckFailedException",
    "The conditional request failed",
    item ? { Item: item } : {},
  );
}

import { AwsError } from "../../model";
import type { AttributeMap } from "./attributeValue";
import { compareValues } from "./comparison";
import { invalid } from "./errors";
import { type KeyAttribute, requireKey } from "./keys";
import type { RequestFields } from "./requestFields";
import type { Table } from "./tables";

const WRONG = "The provided starting key is invalid";

/** Reads `ExclusiveStartKey`; that it fits the table is another question. */
export function readStartKey(fields: RequestFields): AttributeMap | undefined {
  return inWords(() => fields.attributes("ExclusiveStartKey"), isAboutNumbers);
}

/** Throws where a start is not a key of the table. */
export function requireStartKey(attributes: readonly KeyAttribute[], start: AttributeMap): void {
  inWords(
    () => requireKey(attributes, start),
    () => false,
  );
}

/** The order of items that have the same partition key: below, at or above zero. */
export function compareRanges({ range }: Table, one: AttributeMap, other: AttributeMap): number {
  const [a, b] = range ? [one[range.name], other[range.name]] : [];
  return (a && b && compareValues(a, b)) ?? 0;
}

/** DynamoDB says of most that is wrong with a start what it was; of numbers and of sets with the same value twice, it does not. */
function isAboutNumbers(message: string): boolean {
  return /contains duplicates|number set|numeric value|significant digits|number with magnitude/.test(message);
}

function inWords<T>(act: () => T, isExcepted: (message: string) => boolean): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ValidationException" || isExcepted(error.message)) throw error;
    throw invalid(`${WRONG}: ${error.message}`);
  }
}

import { AwsError, type Props } from "../account/model";
import { number, text } from "../account/types/read";

/** CodePipeline's largest page, and its default. */
const LARGEST = 100;

/**
 * The part of a list that a call asks for, by `maxResults` and `nextToken`.
 *
 * @throws AwsError `ValidationException`, `InvalidNextTokenException`
 */
export function pageOf<T>(items: readonly T[], fields: Props): { items: T[]; nextToken?: string } {
  const most = number(fields, "maxResults") ?? LARGEST;
  if (!Number.isInteger(most) || most < 1 || most > LARGEST) {
    throw new AwsError(
      "ValidationException",
      `maxResults is ${most}; it must be a whole number from 1 to ${LARGEST}, for example ${LARGEST}.`,
    );
  }
  const token = text(fields, "nextToken");
  const from = Number(token ?? 0);
  if (token !== undefined && !(/^\d+$/.test(token) && from < items.length)) {
    throw new AwsError("InvalidNextTokenException", `nextToken is "${token}"; it must be one that a page before gave.`);
  }
  const end = from + most;
  return { items: items.slice(from, end), ...(end < items.length && { nextToken: String(end) }) };
}

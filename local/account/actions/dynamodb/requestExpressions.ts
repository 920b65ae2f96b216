import { invalid } from "./errors";
import { type Condition, leavesOf, pathsOf, resolveCondition } from "./expressions/conditionChecks";
import { parseCondition } from "./expressions/conditionSyntax";
import { type DocumentPath, requireApart, requireUnreserved, resolvePath, takePath } from "./expressions/documentPath";
import { Placeholders } from "./expressions/placeholders";
import { ExpressionError, TokenReader } from "./expressions/tokens";
import { pathsInUpdate, resolveUpdate, type UpdateAction } from "./expressions/update";
import { parseUpdate } from "./expressions/updateSyntax";
import type { RequestFields } from "./requestFields";

/** The longest expression, in bytes: docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const LONGEST = 4096;

/** The expressions of a request; those that it does not have are undefined. */
export interface Expressions {
  update?: UpdateAction[];
  condition?: Condition;
  keyCondition?: Condition;
  filter?: Condition;
  projection?: DocumentPath[];
}

/**
 * Reads the expressions of a request, with the names and values that they refer to.
 *
 * @throws AwsError `ValidationException`, `SerializationException`
 */
export function readExpressions(fields: RequestFields): Expressions {
  const placeholders = Placeholders.read(
    fields.get("ExpressionAttributeNames"),
    fields.get("ExpressionAttributeValues"),
  );
  const read = <T>(name: string, parse: (text: string) => T): T | undefined => {
    const text = fields.text(name);
    return text === undefined ? undefined : inWordsOf(name, () => parse(requireLength(text)));
  };
  const condition = (text: string): Condition => resolveCondition(parseCondition(text), placeholders);
  const expressions = {
    update: read("UpdateExpression", (text) => resolveUpdate(parseUpdate(text), placeholders)),
    condition: read("ConditionExpression", condition),
    keyCondition: read("KeyConditionExpression", condition),
    filter: read("FilterExpression", condition),
    projection: read("ProjectionExpression", (text) => parseProjection(text, placeholders)),
  };
  placeholders.requireUsed();
  return expressions;
}

/** All paths in a request's expressions. */
export function pathsIn({
  update = [],
  condition,
  keyCondition,
  filter,
  projection = [],
}: Expressions): DocumentPath[] {
  const inConditions = [condition, keyCondition, filter].flatMap((one) => (one ? pathsInCondition(one) : []));
  return [...pathsInUpdate(update), ...inConditions, ...projection];
}

/** All paths in a condition. */
export function pathsInCondition(condition: Condition): DocumentPath[] {
  return leavesOf(condition).flatMap(({ operands }) => pathsOf(operands));
}

function parseProjection(expression: string, placeholders: Placeholders): DocumentPath[] {
  const tokens = new TokenReader(expression);
  const written = [];
  do {
    const path = takePath(tokens);
    if (!path) throw tokens.syntaxError();
    written.push(path);
  } while (tokens.takeSymbol(","));
  tokens.expectEnd();
  for (const path of written) requireUnreserved(path);
  const paths = written.map((path) => resolvePath(path, placeholders));
  requireApart(paths);
  return paths;
}

function requireLength(expression: string): string {
  if (expression.trim() === "") throw new ExpressionError("The expression can not be empty;");
  const size = Buffer.byteLength(expression);
  if (size <= LONGEST) return expression;
  throw new ExpressionError(`Expression size has exceeded the maximum allowed size; expression size: ${size}`);
}

function inWordsOf<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof ExpressionError ? invalid(`Invalid ${name}: ${error.message}`) : error;
  }
}

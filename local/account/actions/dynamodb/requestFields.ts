import { AwsError, type Props, type Value } from "../../model";
import { isPresent } from "../../values";
import { fieldsOf } from "../input";
import { type AttributeMap, readAttributes } from "./attributeValue";
import { invalid, wrongType } from "./errors";

/** What an operation takes. */
export interface Operation {
  /** As `GetItem`. */
  name: string;
  /** All parameters of it. */
  parameters: readonly string[];
  /** Those that hold expressions, in the order in which AWS's messages name them. */
  expressions: readonly string[];
  /** Those from before there were expressions; none of them is modelled. */
  legacy: readonly string[];
}

/** A table's name, or its ARN: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
const TABLE_NAME = /^([a-zA-Z0-9_.-]+|arn:aws:dynamodb:[a-z0-9-]+:\d{12}:table\/[a-zA-Z0-9_.-]+)$/;

/** The parameters of a request. What is wrong with the values of several is told at once, by {@link RequestFields.requireValid}. */
export class RequestFields {
  private readonly problems: string[] = [];
  private readonly fields: Props;

  /** @throws AwsError `SerializationException`; `UnsupportedOperation` for a parameter that is not known here */
  constructor(
    private readonly operation: Operation,
    input: unknown,
  ) {
    this.fields = fieldsOf(input);
    const known = [...operation.parameters, ...operation.legacy];
    const unknown = Object.keys(this.fields).find((name) => !known.includes(name));
    if (unknown === undefined) return;
    throw unsupported(
      `The parameter ${unknown} of ${operation.name} is not known here. Known are: ${operation.parameters.join(", ")}.`,
    );
  }

  /** The value of a parameter as it was given; undefined where it was not. */
  get(name: string): Value | undefined {
    const value = this.fields[name];
    return isPresent(value) ? value : undefined;
  }

  /** A string. */
  text(name: string): string | undefined {
    const value = this.get(name);
    if (value !== undefined && typeof value !== "string") throw wrongType(value, "String");
    return value;
  }

  /** A switch. */
  flag(name: string): boolean | undefined {
    const value = this.get(name);
    if (value !== undefined && typeof value !== "boolean") throw wrongType(value, "Boolean");
    return value;
  }

  /** An item or a key, whose values are looked at after all parameters were. */
  attributes(name: string): AttributeMap | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : readAttributes(value);
  }

  /** The table that is meant. Nothing else is told of a request without one. */
  tableName(): string {
    const name = this.text("TableName");
    if (name === undefined) this.problem("TableName", undefined, "Member must not be null");
    else if (name.length < 1) this.problem("TableName", name, "Member must have length greater than or equal to 1");
    else if (name.length > 255) this.problem("TableName", name, "Member must have length less than or equal to 255");
    else if (!TABLE_NAME.test(name)) {
      this.problem("TableName", name, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    }
    this.requireValid();
    return name ?? "";
  }

  /** One of some words. */
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const given = this.text(name);
    const chosen = choices.find((choice) => choice === given);
    if (given !== undefined && chosen === undefined) {
      this.problem(name, given, `Member must satisfy enum value set: [${choices.join(", ")}]`);
    }
    return chosen;
  }

  /** A whole number from 1 on. */
  count(name: string): number | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    if (typeof value !== "number") throw wrongType(value, "Integer");
    if (value < 1) this.problem(name, String(value), "Member must have value greater than or equal to 1");
    return Math.floor(value);
  }

  /** That a parameter has to be there. */
  require(name: string): void {
    if (this.get(name) === undefined) this.problem(name, undefined, "Member must not be null");
  }

  /** Throws where the value of a parameter was wrong. */
  requireValid(): void {
    const { problems } = this;
    if (problems.length === 0) return;
    const detected = `${problems.length} validation error${problems.length > 1 ? "s" : ""} detected`;
    throw invalid(`${detected}: ${problems.join("; ")}`);
  }

  /** Throws where parameters are there that belong to expressions which are not, or to requests without any. */
  requireExpressions(): void {
    const isGiven = (name: string): boolean => this.get(name) !== undefined;
    const { expressions, legacy, name } = this.operation;
    const [given, old] = [expressions.filter(isGiven), legacy.filter(isGiven)];
    if (given.length > 0 && old.length > 0) {
      throw invalid(
        "Can not use both expression and non-expression parameters in the same request: " +
          `Non-expression parameters: {${old.join(", ")}} Expression parameters: {${given.join(", ")}}`,
      );
    }
    if (old[0] !== undefined) {
      throw unsupported(`${old[0]} of ${name} is from before DynamoDB had expressions, and is not modelled.`);
    }
    if (isGiven("ExpressionAttributeNames") && given.length === 0) {
      throw invalid("ExpressionAttributeNames can only be specified when using expressions");
    }
    const withValues = expressions.filter((one) => one !== "ProjectionExpression");
    if (isGiven("ExpressionAttributeValues") && !withValues.some(isGiven)) {
      const are = withValues.length > 1 ? "are" : "is";
      throw invalid(
        `ExpressionAttributeValues can only be specified when using expressions: ${withValues.join(" and ")} ${are} null`,
      );
    }
  }

  private problem(name: string, value: string | undefined, constraint: string): void {
    const field = name.charAt(0).toLowerCase() + name.slice(1);
    const shown = value === undefined ? "null" : `'${value}'`;
    this.problems.push(`Value ${shown} at '${field}' failed to satisfy constraint: ${constraint}`);
  }
}

/** What DynamoDB has and this model of it has not. */
function unsupported(message: string): AwsError {
  return new AwsError("UnsupportedOperation", message);
}

import { isDeepStrictEqual } from "node:util";
import type { PolicyConfigSchema } from "@pulumi/policy";

/** JSON Schema as far as `@pulumi/policy` lets a rule use it. */
export type Schema = PolicyConfigSchema["properties"][string];
type Definition = Schema | boolean;

/** What is wrong with a value, one sentence for each problem, each beginning with the path of the value. */
export function schemaProblems(schema: Definition, value: unknown, path: string): string[] {
  if (schema === true) return [];
  if (schema === false) return [`${path}: not allowed here`];
  const wrongType = typeProblem(schema, value);
  if (wrongType) return [`${path}: ${wrongType}, got ${JSON.stringify(value)}`];
  return [
    ...[...generalProblems(schema, value), ...numberProblems(schema, value), ...stringProblems(schema, value)].map(
      (problem) => `${path}: ${problem}, got ${JSON.stringify(value)}`,
    ),
    ...listProblems(schema, value, path),
    ...objectProblems(schema, value, path),
  ];
}

function typeProblem({ type }: Schema, value: unknown): string | undefined {
  if (type === undefined) return undefined;
  const allowed: readonly string[] = Array.isArray(type) ? type : [type];
  const actual = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  const fits = allowed.includes(actual) || (allowed.includes("integer") && Number.isInteger(value));
  return fits ? undefined : `expected ${allowed.join(" or ")}`;
}

function generalProblems(schema: Schema, value: unknown): string[] {
  const problems: string[] = [];
  if (schema.enum && !schema.enum.some((one) => isDeepStrictEqual(one, value))) {
    problems.push(`expected one of ${schema.enum.map((one) => JSON.stringify(one)).join(", ")}`);
  }
  if (schema.const !== undefined && !isDeepStrictEqual(schema.const, value)) {
    problems.push(`expected ${JSON.stringify(schema.const)}`);
  }
  return problems;
}

function numberProblems(schema: Schema, value: unknown): string[] {
  if (typeof value !== "number") return [];
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  return [
    minimum !== undefined && value < minimum && `expected at least ${minimum}`,
    maximum !== undefined && value > maximum && `expected at most ${maximum}`,
    exclusiveMinimum !== undefined && value <= exclusiveMinimum && `expected more than ${exclusiveMinimum}`,
    exclusiveMaximum !== undefined && value >= exclusiveMaximum && `expected less than ${exclusiveMaximum}`,
    multipleOf !== undefined && !Number.isInteger(value / multipleOf) && `expected a multiple of ${multipleOf}`,
  ].filter((problem) => problem !== false);
}

function stringProblems(schema: Schema, value: unknown): string[] {
  if (typeof value !== "string") return [];
  const { minLength, maxLength, pattern } = schema;
  return [
    minLength !== undefined && value.length < minLength && `expected at least ${minLength} characters`,
    maxLength !== undefined && value.length > maxLength && `expected at most ${maxLength} characters`,
    pattern !== undefined && !new RegExp(pattern, "u").test(value) && `expected text that matches ${pattern}`,
  ].filter((problem) => problem !== false);
}

function listProblems(schema: Schema, value: unknown, path: string): string[] {
  if (!Array.isArray(value)) return [];
  const { items, additionalItems = true, minItems, maxItems, uniqueItems, contains } = schema;
  const problems = value.flatMap((element, index) => {
    const definition = Array.isArray(items) ? (items[index] ?? additionalItems) : (items ?? true);
    return schemaProblems(definition, element, `${path}[${index}]`);
  });
  const counted = `got ${value.length}`;
  if (minItems !== undefined && value.length < minItems) {
    problems.push(`${path}: expected at least ${minItems} elements, ${counted}`);
  }
  if (maxItems !== undefined && value.length > maxItems) {
    problems.push(`${path}: expected at most ${maxItems} elements, ${counted}`);
  }
  const repeated = value.find((one, index) => value.slice(0, index).some((other) => isDeepStrictEqual(one, other)));
  if (uniqueItems && repeated !== undefined) problems.push(`${path}: ${JSON.stringify(repeated)} stands there twice`);
  if (contains && !value.some((one) => schemaProblems(contains, one, path).length === 0)) {
    problems.push(`${path}: no element is as the rule requires one to be`);
  }
  return problems;
}

function objectProblems(schema: Schema, value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const { properties = {}, patternProperties = {}, additionalProperties = true, required = [] } = schema;
  const { minProperties, maxProperties, propertyNames, dependencies = {} } = schema;
  const names = Object.keys(value);
  const problems = Object.entries(value).flatMap(([name, inner]) => {
    const matching = Object.entries(patternProperties).filter(([pattern]) => new RegExp(pattern, "u").test(name));
    const definitions = [...(properties[name] === undefined ? [] : [properties[name]]), ...matching.map(([, d]) => d)];
    if (definitions.length === 0) {
      if (additionalProperties !== false) definitions.push(additionalProperties);
      else
        return [`${path}.${name}: there is no such property; there is ${Object.keys(properties).join(", ") || "none"}`];
    }
    const wrongName = propertyNames === undefined ? [] : schemaProblems(propertyNames, name, `${path}.${name}`);
    return [...wrongName, ...definitions.flatMap((one) => schemaProblems(one, inner, `${path}.${name}`))];
  });
  for (const name of required) if (!names.includes(name)) problems.push(`${path}.${name}: missing, and required`);
  for (const [name, dependency] of Object.entries(dependencies)) {
    if (!names.includes(name)) continue;
    if (!Array.isArray(dependency)) problems.push(...schemaProblems(dependency, value, path));
    else
      for (const other of dependency) if (!names.includes(other)) problems.push(`${path}.${other}: ${name} needs it`);
  }
  if (minProperties !== undefined && names.length < minProperties) {
    problems.push(`${path}: expected at least ${minProperties} properties, got ${names.length}`);
  }
  if (maxProperties !== undefined && names.length > maxProperties) {
    problems.push(`${path}: expected at most ${maxProperties} properties, got ${names.length}`);
  }
  return problems;
}

import type { Value } from "../../model";
import { isObject } from "../../values";
import { parseJson } from "../read";
import { operatorFailure } from "./eventOperators";

/**
 * What is wrong with an event pattern, in EventBridge's words, or undefined. Where EventBridge adds line and column, this
 * names the field. What is no JSON at all is left to whoever checks for that.
 */
export function eventPatternFailure(document: string): string | undefined {
  const pattern = parseJson(document);
  if (pattern === undefined) return undefined;
  if (!isObject(pattern)) return "Event pattern is not valid. Reason: Filter is not an object";
  if (Object.keys(pattern).length === 0) return "Event pattern is not valid. Reason: Empty objects are not allowed";
  const reason = fieldFailure(pattern);
  return reason && `Event pattern is not valid. Reason: ${reason}`;
}

function fieldFailure(pattern: { [key: string]: Value }): string | undefined {
  for (const [name, value] of Object.entries(pattern)) {
    const failure =
      name === "$or"
        ? alternativesFailure(value)
        : isObject(value)
          ? nestedFailure(name, value)
          : leafFailure(name, value);
    if (failure) return failure;
  }
  return undefined;
}

function nestedFailure(name: string, value: { [key: string]: Value }): string | undefined {
  return Object.keys(value).length === 0 ? `Empty objects are not allowed: "${name}"` : fieldFailure(value);
}

function alternativesFailure(value: Value): string | undefined {
  if (!Array.isArray(value) || value.length < 2) return '"$or" must be an array of at least two objects';
  return value
    .map((one) => (isObject(one) ? nestedFailure("$or", one) : '"$or" must be an array of objects'))
    .find(Boolean);
}

function leafFailure(name: string, value: Value): string | undefined {
  if (!Array.isArray(value)) return `"${name}" must be an object or an array`;
  if (value.length === 0) return `Empty arrays are not allowed: "${name}"`;
  return value.map(matcherFailure).find((failure) => failure !== undefined);
}

function matcherFailure(value: Value): string | undefined {
  if (Array.isArray(value)) return "Match value must be String, number, true, false, or null";
  if (!isObject(value)) return undefined;
  const [operator, ...more] = Object.keys(value);
  if (operator === undefined) return "Match expression name not found";
  const failure = operatorFailure(operator, value[operator] ?? null);
  return failure ?? (more.length > 0 ? "Only one key allowed in match expression" : undefined);
}

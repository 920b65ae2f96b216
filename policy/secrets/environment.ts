import { isObject, type Parsed } from "../json";
import { peek, UNKNOWN } from "../values";
import { namesSecret } from "./secretNames";

/** One environment variable. */
export interface Variable {
  /** Path of its value. */
  property: string;
  name: string;
  value: string;
}

/** The elements of a list that are objects, with their paths. */
export function objectsOf(property: string, list: unknown): [property: string, element: Parsed][] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((element, i): [string, Parsed][] => (isObject(element) ? [[`${property}[${i}]`, element]] : []));
}

/**
 * A variable whose value is known. One that is not is noted as read only where the name says that it is a secret: every
 * other variable of every preview would be, for what little can be wrong with it.
 */
function variableOf(property: string, name: unknown, owner: Parsed, key: string): Variable[] {
  if (typeof name !== "string") return [];
  const value = peek(owner, key) === UNKNOWN && !namesSecret(name) ? undefined : owner[key];
  return typeof value === "string" ? [{ property, name, value }] : [];
}

/** The variables of a list of pairs of name and value. */
export function variablesOf(property: string, list: unknown): Variable[] {
  return objectsOf(property, list).flatMap(([at, pair]) => variableOf(`${at}.value`, pair.name, pair, "value"));
}

/** The variables of a map. */
export function variablesIn(property: string, map: unknown): Variable[] {
  if (!isObject(map)) return [];
  return Object.keys(map).flatMap((name) => variableOf(`${property}.${name}`, name, map, name));
}

/** The variables of CodeBuild: those of other types name where CodeBuild finds the value. */
export function buildVariablesOf(property: string, list: unknown): Variable[] {
  return objectsOf(property, list).flatMap(([at, variable]) => {
    const type = variable.type ?? "PLAINTEXT";
    return type === "PLAINTEXT" ? variableOf(`${at}.value`, variable.name, variable, "value") : [];
  });
}

/** An object out of JSON, of which nothing is known. */
export type Parsed = Readonly<Record<string, unknown>>;

/** True for what JSON writes in braces. */
export function isObject(value: unknown): value is Parsed {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value that a text is in JSON; undefined where it is none, which the provider refuses by itself. */
export function parsed(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The object that a text is in JSON; undefined for anything else. */
export function parsedObject(text: unknown): Parsed | undefined {
  const value = parsed(text);
  return isObject(value) ? value : undefined;
}

/** The elements of a list that are objects; nothing where it is no list. */
export function objectsOf(value: unknown): Parsed[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of a list, or a text by itself. */
export function textsOf(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === "string");
}

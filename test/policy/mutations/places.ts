/** A step into a value: a key, an index, or into the JSON that a text holds. */
type Step = string | number | typeof JSON_TEXT;

const JSON_TEXT = Symbol("the JSON in a text");

/** A place within a resource's properties. */
export type Place = readonly Step[];

/** Takes an element out of the list, or a property out of the object, that holds it. */
export const REMOVED = Symbol("removed");

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** A place with the value that is there. */
export interface Occupied {
  place: Place;
  value: unknown;
}

/** Every place within a value, also within the JSON of its texts, but for the value as a whole. */
export function placesIn(value: unknown, place: Place = []): Occupied[] {
  const here = place.length > 0 ? [{ place, value }] : [];
  if (typeof value === "string") {
    const json = parsed(value);
    return json === undefined ? here : [...here, ...placesIn(json, [...place, JSON_TEXT]).slice(1)];
  }
  if (Array.isArray(value)) return [...here, ...value.flatMap((one, index) => placesIn(one, [...place, index]))];
  if (!isPlain(value)) return here;
  return [...here, ...Object.entries(value).flatMap(([key, one]) => placesIn(one, [...place, key]))];
}

/** A copy of a value with another one at a place; the value itself where there is no such place. */
export function replacedAt(value: unknown, [step, ...rest]: Place, becomes: unknown): unknown {
  if (step === undefined) return becomes;
  if (step === JSON_TEXT) {
    const json = typeof value === "string" ? parsed(value) : undefined;
    return json === undefined ? value : JSON.stringify(replacedAt(json, rest, becomes));
  }
  if (Array.isArray(value) && typeof step === "number") {
    if (step >= value.length) return value;
    const inner = replacedAt(value[step], rest, becomes);
    return inner === REMOVED ? value.toSpliced(step, 1) : value.with(step, inner);
  }
  if (!isPlain(value) || typeof step !== "string") return value;
  const { [step]: old, ...others } = value;
  const inner = replacedAt(old, rest, becomes);
  return inner === REMOVED ? others : { ...others, [step]: inner };
}

/** Whether a place is within the JSON that a text holds. */
export function isInJson(place: Place): boolean {
  return place.includes(JSON_TEXT);
}

/** A place as a person writes it: `containerDefinitions{}[0].memory`. */
export function placeText(place: Place): string {
  return place
    .map((step) => (step === JSON_TEXT ? "{}" : typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

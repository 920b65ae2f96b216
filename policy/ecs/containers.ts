import { isObject, type Parsed, parsed } from "../json";
import { isKnown, items, UNKNOWN } from "../values";

/** One container of a task. */
export interface Container {
  /** Where it stands, for example `containerDefinitions[0]`. */
  property: string;
  /** What messages call it. */
  name: string;
  /** Its definition, in ECS's spelling: `logConfiguration`, `memoryReservation`. */
  definition: Parsed;
}

/** The provider reads the JSON without regard to case; ECS's own spelling begins with a small letter. */
function spelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelled);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), spelled(inner)]),
  );
}

/**
 * The containers of a task definition, whose property is a JSON string, or of a daemon's, where it is a list; none where
 * it is not known or cannot be read.
 */
export function containersOf(containerDefinitions: unknown): Container[] {
  if (!isKnown(containerDefinitions)) return [];
  const list = typeof containerDefinitions === "string" ? spelled(parsed(containerDefinitions)) : containerDefinitions;
  return items(list as readonly unknown[]).flatMap(([i, definition]) => {
    if (!isObject(definition)) return [];
    const property = `containerDefinitions[${i}]`;
    return [{ property, name: typeof definition.name === "string" ? definition.name : String(i), definition }];
  });
}

/**
 * MiB: a number, or as a task's `memory` is written: `"512"` or `"0.5 GB"`. 0 means none to the provider.
 *
 * @returns undefined where there is none, {@link UNKNOWN} where it is not known or no amount
 */
export function mebibytes(value: unknown): number | typeof UNKNOWN | undefined {
  if (value === null || value === undefined || value === "" || value === 0) return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? value : UNKNOWN;
  const [, amount, unit] = (typeof value === "string" && /^\s*(\d+(?:\.\d+)?)\s*(GB)?\s*$/i.exec(value)) || [];
  if (amount === undefined) return UNKNOWN;
  return Number(amount) * (unit === undefined ? 1 : 1024) || undefined;
}

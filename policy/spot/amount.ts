import { UNKNOWN } from "../values";

/** A number that may not be known, or not be there. */
export type Amount = number | typeof UNKNOWN | undefined;

/** A number however the provider spells it: some of its numbers are strings. */
export function amount(value: unknown): Amount {
  if (value === UNKNOWN) return UNKNOWN;
  const text = typeof value === "string" ? value.trim() : value;
  const number = typeof text === "number" || (typeof text === "string" && text !== "") ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

import type { Context } from "../model";

/** A random (version 4) UUID, the same one for the same resource and purpose. */
export function uuid(hex: Context["hex"], purpose = "id"): string {
  const digits = hex(32, purpose);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `a${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join("-");
}

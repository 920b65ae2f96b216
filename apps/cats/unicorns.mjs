// @ts-check
import { parseLocation } from "./location.mjs";
import { reasonOf } from "./types.mjs";

/** A failed read is tried again after so many milliseconds at the earliest. */
export const ASK_AGAIN_AFTER = 60_000;

/**
 * Where the unicorns are, or why there are none.
 *
 * @typedef {{ location: string } | { location?: undefined, reason: string }} Whereabouts
 */

/**
 * Knows where the unicorns are, once Parameter Store has said so. What it has said once is kept for as long as the
 * container runs.
 *
 * @param {Pick<import("./types.mjs").CatsOptions, "env" | "readParameter" | "log"> & { now: () => number }} options
 */
export function createUnicorns({ env, readParameter, log, now }) {
  const name = env.PARAMETER_STORE_NAME;
  /** @type {Whereabouts} */
  let whereabouts = { reason: name ? "the location has not been read yet" : "PARAMETER_STORE_NAME is not set" };
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking = false;

  /** Reads the parameter; never rejects. */
  async function ask() {
    if (!name || asking) return;
    asking = true;
    askedAt = now();
    try {
      whereabouts = { location: parseLocation(await readParameter(name)) };
      log({ level: "info", message: "unicorns found", parameter: name });
    } catch (error) {
      const reason = reasonOf(error);
      whereabouts = { reason };
      log({ level: "warn", message: "no unicorns", reason, parameter: name });
    } finally {
      asking = false;
    }
  }

  return {
    ask,
    whereabouts: () => whereabouts,
    /** Asks again where that has failed a minute ago. The page that is the occasion does not wait for it. */
    askAgain() {
      if (whereabouts.location === undefined && now() - askedAt >= ASK_AGAIN_AFTER) void ask();
    },
  };
}

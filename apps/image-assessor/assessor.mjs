// @ts-check
import { readSettings } from "./settings.mjs";
import { createSite, SiteError } from "./site.mjs";

/** How many pictures a run removes, at least and at most. */
const FEWEST = 2;
const MOST = 4;

/** From one request to reset to the next, in seconds. */
const RESET_INTERVAL = 1;

/** @typedef {{ level: "info" | "error", message: string } & Record<string, unknown>} LogEntry */

/**
 * What a run needs of the world around it.
 *
 * @typedef {object} AssessorOptions
 * @property {Record<string, string | undefined>} env ALB_URL, and RESETPICTURES and RUN_SECONDS, which are optional.
 * @property {import("./site.mjs").Fetch} fetch
 * @property {() => number} random At least 0 and less than 1. Drawn once for how many, then once for each picture.
 * @property {() => number} now In seconds, from whatever moment.
 * @property {(seconds: number) => Promise<void>} sleep What it rejects with ends the run, and is thrown on.
 * @property {(entry: LogEntry) => void} log
 */

/**
 * One run: removes several pictures of cats at random, or with RESETPICTURES=1 brings them back for as long as it runs, so
 * that every container behind the load balancer has likely been asked.
 *
 * @param {AssessorOptions} options
 * @returns {Promise<number>} The exit code: 0, or 1 for a wrong environment and for a site that does not do as it is asked.
 */
export async function assess(options) {
  const { env, fetch, log } = options;
  const settings = settingsIn(env, log);
  if (!settings) return 1;
  const { reset, run } = settings;
  const site = createSite({ site: settings.site, fetch });
  try {
    await (reset ? bringBack(site, run, options) : removeSome(site, run, options));
    return 0;
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    const { message: reason, method, url } = error;
    log({ level: "error", message: "request failed", reason, method, url });
    return 1;
  }
}

/** @param {AssessorOptions["env"]} env @param {AssessorOptions["log"]} log */
function settingsIn(env, log) {
  try {
    return readSettings(env);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    log({ level: "error", message: "cannot start", reason: error.message });
    return undefined;
  }
}

/** @typedef {ReturnType<typeof createSite>} Site */

/**
 * The pictures go one after the other, evenly over the run, the last at its end.
 *
 * @param {Site} site @param {number} run In seconds. @param {AssessorOptions} options
 */
async function removeSome(site, run, { random, now, sleep, log }) {
  const began = now();
  const pictures = await site.list();
  if (pictures.length === 0) {
    log({ level: "info", message: "no picture is left" });
    return;
  }
  const chosen = choose(pictures, random);
  log({ level: "info", message: "pictures chosen", pictures: chosen, of: pictures.length });
  let removed = 0;
  for (const [index, picture] of chosen.entries()) {
    await sleepUntil(began + (run * (index + 1)) / chosen.length, now, sleep);
    if (await site.remove(picture)) {
      removed += 1;
      log({ level: "info", message: "picture removed", picture });
    } else {
      // The load balancer chose another container than the one with the list.
      log({ level: "info", message: "picture was gone already", picture });
    }
  }
  log({ level: "info", message: "done", removed });
}

/** @param {Site} site @param {number} run In seconds. @param {AssessorOptions} options */
async function bringBack(site, run, { now, sleep, log }) {
  const began = now();
  let resets = 0;
  for (let due = began; due <= began + run; due = Math.max(due + RESET_INTERVAL, now())) {
    await sleepUntil(due, now, sleep);
    await site.reset();
    resets += 1;
    log({ level: "info", message: "pictures reset", resets });
  }
  log({ level: "info", message: "done", resets });
}

/** @param {number} time @param {() => number} now @param {(seconds: number) => Promise<void>} sleep */
async function sleepUntil(time, now, sleep) {
  const rest = time - now();
  if (rest > 0) await sleep(rest);
}

/**
 * Several pictures at random, each at most once; all of them where there are few.
 *
 * @param {readonly number[]} pictures
 * @param {() => number} random
 */
function choose(pictures, random) {
  const count = Math.min(pictures.length, FEWEST + Math.floor(random() * (MOST - FEWEST + 1)));
  const rest = [...pictures];
  return Array.from({ length: count }, () => rest.splice(Math.floor(random() * rest.length), 1)).flat();
}

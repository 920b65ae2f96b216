// @ts-check
/** What the workshop says a task takes, in seconds: "The tasks will run for 30 seconds and then exit" (lab 4). */
const DEFAULT_RUN = 30;

/**
 * What a run is told by its environment.
 *
 * @typedef {object} Settings
 * @property {string} site Address of the load balancer, without a slash at its end.
 * @property {boolean} reset Whether pictures are brought back instead of removed.
 * @property {number} run How long the run takes, in seconds.
 */

/**
 * Reads the environment, and tells everything that is wrong with it at once.
 *
 * @param {Record<string, string | undefined>} env ALB_URL, and RESETPICTURES and RUN_SECONDS, which are optional.
 * @returns {Settings}
 * @throws RangeError
 */
export function readSettings({ ALB_URL, RESETPICTURES, RUN_SECONDS }) {
  /** @type {string[]} */
  const faults = [];
  const site = siteOf(ALB_URL ?? "");
  if (site === undefined) {
    const form = "http://HOST or https://HOST, with or without :PORT, the address of the load balancer";
    faults.push(`ALB_URL is ${shown(ALB_URL)}; use ${form}`);
  }
  if (!["", "0", "1"].includes(RESETPICTURES ?? "")) {
    faults.push(`RESETPICTURES is ${shown(RESETPICTURES)}; use 1 to bring the pictures back, or leave it out`);
  }
  const run = RUN_SECONDS ? secondsOf(RUN_SECONDS) : DEFAULT_RUN;
  if (run === undefined) {
    faults.push(
      `RUN_SECONDS is ${shown(RUN_SECONDS)}; use a whole number of seconds from 0 to 60, or leave it out for 30`,
    );
  }
  if (site === undefined || run === undefined || faults.length > 0) throw new RangeError(faults.join(". "));
  return { site, reset: RESETPICTURES === "1", run };
}

/** @param {string} text @returns {string | undefined} */
function siteOf(text) {
  if (!/^https?:\/\/[^\s/]/i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  // A request cannot carry these, so somebody has meant something else.
  if (url.username || url.password || url.search || url.hash) return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

/** @param {string} text @returns {number | undefined} */
function secondsOf(text) {
  return /^\d{1,2}$/.test(text) && Number(text) <= 60 ? Number(text) : undefined;
}

/** @param {string} [value] */
function shown(value) {
  return value ? JSON.stringify(value) : "not set";
}

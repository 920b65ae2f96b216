// @ts-check
/** @typedef {import("./types.mjs").Answer} Answer */

/** What every answer says: two requests may reach two containers, so none may be kept, and nothing is guessed. */
const ALWAYS = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** @param {number} status @param {string} type @param {string} body @param {Record<string, string>} [headers] @returns {Answer} */
export function answer(status, type, body, headers = {}) {
  return { status, headers: { ...ALWAYS, "content-type": type, ...headers }, body };
}

/** @param {number} status @param {string} text @param {Record<string, string>} [headers] */
export function plain(status, text, headers) {
  return answer(status, "text/plain; charset=utf-8", `${text}\n`, headers);
}

/** @param {unknown} value */
export function json(value) {
  return answer(200, "application/json", `${JSON.stringify(value)}\n`);
}

/** @param {readonly string[]} allowed Methods. @param {string} method The one that was used. */
export function wrongMethod(allowed, method) {
  return plain(405, `${method} is not allowed here; use ${allowed.join(" or ")}`, { allow: allowed.join(", ") });
}
